/** A ticket: a problem worth a developer's time, made from a cluster's high-priority insights. */
import { z } from "zod";

export const Quote = z.object({ insight_id: z.string(), quote: z.string() });
/** `start` and `end` are UTF-16 offsets of the quote in the insight's main_text. */
export const Evidence = Quote.extend({ start: z.number().int(), end: z.number().int() });
export type Evidence = z.infer<typeof Evidence>;

/** The message on the tickets queue. `source review ids` (insight ids) is the original wire format's name. */
export const TicketItem = z.object({
  title: z.string(),
  description: z.string(),
  date: z.string(),
  tags: z.array(z.string()),
  metadata: z.object({
    common_label: z.string(),
    "source review ids": z.array(z.string()),
    ticket_id: z.string(),
    revision: z.number().int(),
    app: z.string(),
    url: z.string(),
    merged_into: z.string().optional(),
    regression: z.boolean().optional(),
    evidence: z.array(Quote),
  }),
  priority: z.number().int().min(0).max(3),
});
export type TicketItem = z.infer<typeof TicketItem>;

export const TicketStatus = z.enum(["open", "in_progress", "closed"]);
export type TicketStatus = z.infer<typeof TicketStatus>;

export const Work = z.object({
  id: z.string().optional(),
  revision: z.number().int(),
  state: z.enum(["claimed", "done"]),
});
export type Work = z.infer<typeof Work>;

export const Ticket = TicketItem.extend({
  id: z.string(),
  app: z.string(),
  status: TicketStatus,
  fixed_in: z.string().optional(),
  cluster_id: z.string(),
  revision: z.number().int(),
  evidence: z.array(Evidence),
  work: Work.optional(),
  created_at: z.number().int(),
  updated_at: z.number().int(),
}).meta({ id: "Ticket" });
export type Ticket = z.infer<typeof Ticket>;

/**
 * As stored, written only by the ticket generator. The outbox is in the document itself: `unpublished` holds while
 * `published_revision < revision`, so there are never two writes to tear.
 */
export interface TicketDocument {
  readonly app: string;
  readonly cluster_id: string;
  readonly revision: number;
  readonly priority: number;
  /** Insights that it names; older documents lack it. */
  readonly reports?: number;
  /** Exactly what is (to be) published for this revision. */
  readonly item: TicketItem;
  readonly evidence: readonly Evidence[];
  readonly created_at: number;
  readonly updated_at: number;
  readonly published_revision: number;
  readonly unpublished: boolean;
  readonly published_at: number;
  /** Term of the lease under which it was written. */
  readonly term: number;
}

/** What a person (or DevRev) set; laid over the ticket at read. `at_revision`: the ticket's revision when it was set, so that later evidence on a closed ticket shows. */
export interface TicketStatusDocument {
  readonly status: TicketStatus;
  readonly at: number;
  readonly at_revision: number;
  /** The version that puts it right, as whoever closed it says. */
  readonly fixed_in?: string;
}

/** A consumer's claim on making the work item of one revision. */
export interface WorkClaim {
  readonly revision: number;
  readonly state: "claimed" | "done";
  readonly work_id?: string;
  readonly at: number;
}

const QUOTE_SHOWN_LENGTH = 200;

/** On one line. */
export const squeezed = (text: string): string => text.replace(/\s+/g, " ").trim();

/** A quote as a ticket's description shows it. */
export function shownQuote(quote: string): string {
  const line = squeezed(quote);
  return line.length > QUOTE_SHOWN_LENGTH ? `${line.slice(0, QUOTE_SHOWN_LENGTH).toWellFormed()}…` : line;
}
