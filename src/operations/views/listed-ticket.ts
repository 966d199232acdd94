/** A ticket as pages list it: without the ids of all its reviews, which may be a thousand. */
import type { Ticket } from "../../model/ticket.ts";

export interface ListedTicket
  extends Pick<Ticket, "id" | "title" | "app" | "priority" | "status" | "updated_at" | "evidence"> {
  /** Insights that it names. */
  readonly reports: number;
  readonly regression: boolean;
}

/** With as many pieces of evidence as are shown. */
export function listed(ticket: Ticket, quotes: number): ListedTicket {
  const { id, title, app, priority, status, updated_at, evidence, metadata } = ticket;
  const shown = { id, title, app, priority, status, updated_at, evidence: evidence.slice(0, quotes) };
  return { ...shown, reports: metadata["source review ids"].length, regression: metadata.regression === true };
}
