/** Advertising: what lures people elsewhere. Complaints about codes, links and fraud are none. */
import { complaint, contact, lures, ownCode } from "../lexicon/en/advertising.ts";

/** Two lures, or one with a way to follow it and no word of complaint, or the writer's own code. */
export function advertises(text: string): boolean {
  if (ownCode.test(text)) return !complaint.test(text);
  const found = lures.filter((lure) => lure.test(text)).length;
  return found >= 2 || (found === 1 && !complaint.test(text) && contact.test(text));
}
