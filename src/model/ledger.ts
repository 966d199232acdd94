/** The ledger: per batch part and stage, how many records came in and what became of each. */
import { z } from "zod";

export const Pipeline = z.enum(["feedback", "events", "responses", "features"]);
export type Pipeline = z.infer<typeof Pipeline>;

/** Every record that came in is in exactly one of these. `passed` went on to the next stage. */
export interface Counts {
  readonly passed: number;
  readonly stored: number;
  readonly updated: number;
  readonly duplicate: number;
  readonly dead: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly rejected: Readonly<Record<string, number>>;
}

export interface LedgerEntry {
  readonly pipeline: Pipeline;
  readonly stage: string;
  readonly batch: string;
  readonly part: string;
  readonly app: string;
  readonly source: string;
  readonly at: number;
  readonly in: number;
  readonly counts: Counts;
  /** Refused at the edge inside the accepted request that this batch came with. */
  readonly refused: number;
  /** Whether this is the pipeline's first or last stage (a short pipeline's only stage is both). */
  readonly first: boolean;
  readonly last: boolean;
  readonly replay_of?: string;
  /** Dead letters whose records have been moved to their new outcome. */
  readonly redriven: readonly string[];
}

/** Old final entries of one (app, source, day), added up. */
export interface SealedTotal {
  readonly pipeline: Pipeline;
  readonly app: string;
  readonly source: string;
  readonly day: string;
  readonly received: number;
  readonly counts: Counts;
}

/** What `GET /api/v1/ledger` answers. */
export const Balance = z
  .object({
    received: z.number().int(),
    stored: z.number().int(),
    updated: z.number().int(),
    duplicate: z.number().int(),
    dropped: z.record(z.string(), z.number().int()),
    rejected: z.record(z.string(), z.number().int()),
    dead: z.number().int(),
    in_flight: z.number().int(),
    balanced: z.boolean(),
  })
  .meta({ id: "Ledger" });
export type Balance = z.infer<typeof Balance>;
