/** The ledger: per batch part and stage, how many records came in and what became of each. */
import { z } from "zod";
import { pipelines } from "./loops.ts";

export const Pipeline = z.enum(pipelines);
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
  /** Refused at the edge inside the accepted request that this batch came with, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** Parts under which what passed went on to the next stage. */
  readonly sent: readonly string[];
  /** Whether this is the pipeline's first or last stage (a short pipeline's only stage is both). */
  readonly first: boolean;
  readonly last: boolean;
  readonly replay_of?: string;
  /** Dead letters whose records have been moved to their new outcome. */
  readonly redriven: readonly string[];
}

/** Records that lie on a queue and in no stage's books yet: a batch part of one app and source. */
export type IntakeDocument = Pick<
  LedgerEntry,
  "pipeline" | "batch" | "part" | "app" | "source" | "in" | "refused" | "replay_of"
>;

/** The share that replays have in a sum. */
export interface ReplayShare {
  readonly received: number;
  readonly counts: Counts;
}

/** What is left of an entry that is in a total, as long as a queue may bring its records again. */
export interface SealedEntry {
  /** Id of the total, and which of its additions took the entry up. */
  readonly total: string;
  readonly addition: number;
  /** Unix seconds. */
  readonly at: number;
}

/** Final entries of one (app, source), added up; older ones by day. */
export interface SealedTotal {
  readonly pipeline: Pipeline;
  readonly app: string;
  readonly source: string;
  /** Of the totals of a day; else {@link EVERY_DAY}. */
  readonly day: string;
  /** How many times entries were added; absent: before this was counted. */
  readonly additions?: number;
  readonly received: number;
  readonly counts: Counts;
  /** Of these, what batches came to that ran rejections again. */
  readonly replays?: ReplayShare;
  /** Ids of entries that are in this total and not deleted yet: until they are, they don't count a second time. */
  readonly pending: readonly string[];
  /** Of the stored insights of sealed batches, those erased by now, by the day of their erasure. */
  readonly erased?: number;
  /** As `pending`, of erasures. */
  readonly pending_erasures?: readonly string[];
}

export const EVERY_DAY = "every";

/** What the nightly look at all that is stored found, against the books. */
export interface BooksAudit {
  /** Unix seconds. */
  readonly at: number;
  /** What final batches stored, less what was erased. */
  readonly booked: number;
  readonly found: number;
  /** Booked and not found; found and in no books. */
  readonly missing: number;
  readonly surplus: number;
}

/** Insights or events of one creating batch that were erased together. */
export interface ErasureDocument {
  /** Absent: feedback. */
  readonly pipeline?: Pipeline;
  readonly batch: string;
  readonly app: string;
  readonly source: string;
  readonly count: number;
  readonly at: number;
}

const count = z.number().int();
const accounts = {
  received: count,
  stored: count,
  updated: count,
  duplicate: count,
  dropped: z.record(z.string(), count),
  rejected: z.record(z.string(), count),
  dead: count,
  in_flight: count,
};

/** What `GET /api/v1/ledger` answers. */
export const Balance = z
  .object({
    ...accounts,
    replays: z
      .object(accounts)
      .optional()
      .meta({ description: "Of all these, what came of rejections that were run again; absent when none were" }),
    erased: z
      .number()
      .int()
      .optional()
      .meta({ description: "Of the stored, those erased since; absent when none were" }),
    audit: z.object({ at: count, booked: count, found: count, missing: count, surplus: count }).optional().meta({
      description:
        "What the last nightly count of everything stored found, of all apps and sources; absent before the first",
    }),
    balanced: z.boolean(),
  })
  .meta({ id: "Ledger" });
export type Balance = z.infer<typeof Balance>;

/** What a balance is asked of. */
export interface BalanceQuery {
  readonly pipeline: Pipeline;
  readonly app?: string | undefined;
  readonly source?: string | undefined;
}

export const noCounts: Counts = { passed: 0, stored: 0, updated: 0, duplicate: 0, dead: 0, dropped: {}, rejected: {} };

/** Sum of two counts by reason. */
export function addReasons(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum: Record<string, number> = { ...a };
  for (const [reason, count] of Object.entries(b)) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}

export const addCounts = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  stored: a.stored + b.stored,
  updated: a.updated + b.updated,
  duplicate: a.duplicate + b.duplicate,
  dead: a.dead + b.dead,
  dropped: addReasons(a.dropped, b.dropped),
  rejected: addReasons(a.rejected, b.rejected),
});

const total = (reasons: Readonly<Record<string, number>>): number =>
  Object.values(reasons).reduce((sum, count) => sum + count, 0);

/** How many records a set of counts speaks of. */
export const countsTotal = (counts: Counts): number =>
  counts.passed +
  counts.stored +
  counts.updated +
  counts.duplicate +
  counts.dead +
  total(counts.dropped) +
  total(counts.rejected);

export const reasonsTotal = total;

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Whether every number of an entry is one that can be: an entry that somebody changed may still add up. */
export const isSound = ({ in: received, counts, refused }: LedgerEntry): boolean =>
  [
    received,
    counts.passed,
    counts.stored,
    counts.updated,
    counts.duplicate,
    counts.dead,
    ...[counts.dropped, counts.rejected, refused].flatMap((reasons) => Object.values(reasons)),
  ].every(isCount);
