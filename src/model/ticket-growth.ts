/** When a ticket has grown, and when what is new reopens one that was closed: one rule for the generator and for previews. */
import type { TicketStatusDocument } from "./ticket.ts";
import { compareVersions } from "./version.ts";

/** Below this size every new report is news; above, the evidence must have grown by a twentieth. */
const SMALL = 20;

export const growsTicket = (known: number, fresh: number): boolean =>
  fresh >= (known < SMALL ? 1 : Math.ceil(known / 20));

/** Whether it occurred after the closing and, where versions are known, in the version that puts it right or a newer one. */
export function addsToClosed(
  { at, fixed_in }: Pick<TicketStatusDocument, "at" | "fixed_in">,
  { date, version }: { readonly date: number; readonly version?: string | undefined },
): boolean {
  if (date <= at) return false;
  return fixed_in === undefined || version === undefined || compareVersions(version, fixed_in) >= 0;
}

/** Whether it came after the closing though it is of before the fix: it reopens nothing, and people are told. */
export const comesLate = (
  state: Pick<TicketStatusDocument, "at" | "fixed_in">,
  insight: { readonly date: number; readonly version?: string | undefined; readonly ingested_at: number },
): boolean => insight.ingested_at >= state.at && !addsToClosed(state, insight);
