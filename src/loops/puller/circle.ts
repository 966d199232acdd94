/** Whether a provider leads in circles: to a place where this run has been, or again and again to a page that it has read. */
import type { Item, Page } from "../../ingestion/connector.ts";
import { hexDigest } from "../../model/identity.ts";

/** At the edge of two windows a page may truly come twice. */
const ONCE_TOO_OFTEN = 3;

const idOf = (item: Item): string =>
  "record" in item ? item.record.id : "retract" in item ? item.retract : JSON.stringify(item);

/** Asked of each page in turn. `repeats`: where a page that comes again says something; a queue may truly hand out the same twice. */
export function createCircle(repeats: boolean, resume: unknown) {
  const times = new Map<string, number>();
  const count = (...mark: string[]): number => {
    const key = hexDigest(...mark);
    const now = (times.get(key) ?? 0) + 1;
    times.set(key, now);
    return now;
  };
  const isBack = (place: unknown): boolean => place !== undefined && count("place", JSON.stringify(place)) > 1;
  isBack(resume);
  return (page: Page): boolean => {
    const isBackThere = isBack(page.resume === undefined ? undefined : (page.place ?? page.resume));
    const isPassed = repeats && page.items.length > 0 && count("page", ...page.items.map(idOf)) >= ONCE_TOO_OFTEN;
    return isBackThere || isPassed;
  };
}
