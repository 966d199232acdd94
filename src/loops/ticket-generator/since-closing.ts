/** What evidence that came to a closed ticket means: a regression, or reports that are older than the fix. */
import type { InsightDocument } from "../../model/insight-document.ts";
import type { TicketDocument, TicketStatusDocument } from "../../model/ticket.ts";
import { addsToClosed, comesLate } from "../../model/ticket-growth.ts";
import { isoDay } from "../../model/times.ts";
import { reopened } from "../../operations/tickets.ts";
import { type Composed, whenOf } from "./compose.ts";

/** Whether it is open again: by this revision, or by one before it since the closing. */
export function isRegression(
  before: TicketDocument,
  state: TicketStatusDocument,
  insights: readonly InsightDocument[],
): boolean {
  if (state.status !== "closed") return false;
  const known = new Set(before.item.metadata["source review ids"]);
  return reopened(before, state) || insights.some((one) => !known.has(one.id) && addsToClosed(state, one));
}

/** The revision of a ticket that stays closed says first what came late. */
export function withLate(
  composed: Composed,
  state: TicketStatusDocument,
  insights: readonly InsightDocument[],
): Composed {
  const late = state.status === "closed" ? insights.filter((one) => comesLate(state, one)) : [];
  if (late.length === 0) return composed;
  const fix = state.fixed_in === undefined ? "the fix" : `the fix in version ${state.fixed_in}`;
  const line = `Older than ${fix}: ${late.length} of these reports came after the closing on ${isoDay(state.at)}, told ${whenOf(late)}. The ticket stays closed.`;
  return { ...composed, item: { ...composed.item, description: `${line}\n${composed.item.description}` } };
}
