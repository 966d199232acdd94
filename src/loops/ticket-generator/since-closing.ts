/** What evidence that came to a closed ticket means: a regression, or reports that are older than the fix. */
import type { InsightDocument } from "../../model/insight-document.ts";
import type { TicketDocument, TicketStatusDocument } from "../../model/ticket.ts";
import { addsToClosed, comesLate } from "../../model/ticket-growth.ts";
import { ticketSentences } from "../../model/ticket-sentences.ts";
import { isoDay } from "../../model/times.ts";
import { reopened } from "../../operations/tickets.ts";
import { type Composed, daysOf } from "./compose.ts";

const { say } = ticketSentences;

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
  const [first = "", last = ""] = daysOf(late);
  const told = first === last ? "lateOn" : "lateFrom";
  const facts = { late: late.length, closed: isoDay(state.at), day: first, from: first, to: last };
  const line =
    state.fixed_in === undefined ? say(told, facts) : say(`${told}Of`, { ...facts, version: state.fixed_in });
  return { ...composed, item: { ...composed.item, description: `${line}\n${composed.item.description}` } };
}
