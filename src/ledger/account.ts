/** What the entries of one batch say together: what came in, whether it is final, and whether they fit each other. */
import {
  addCounts,
  addReasons,
  type Counts,
  countsTotal,
  isSound,
  type LedgerEntry,
  noCounts,
  reasonsTotal,
} from "../model/ledger.ts";

/** All entries of one batch. */
export interface BatchEntries {
  readonly first: LedgerEntry[];
  readonly last: LedgerEntry[];
}

/** What one batch says: whether it is final, and whether its own books are right. */
export interface BatchAccount {
  readonly received: number;
  readonly final: boolean;
  /** Whether a first stage said of everything in it that it was sent on: nothing of it can still turn up. */
  readonly whole: boolean;
  readonly sound: boolean;
  readonly counts: Counts;
  /** Whether it ran rejections again. */
  readonly isReplay: boolean;
  /** When its latest entry was written, unix seconds. */
  readonly newest: number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Seconds: far longer than a stage is behind with its entry once the next has taken what it passed on. */
const BEHIND = 3_600;

/**
 * Entries that say what was received: of the first stage, and of a later one what no stage passed on to it. Whoever wrote
 * such an entry may have been ahead of the stage before, so what that one says it sent decides, or else the time.
 */
function receiptsOf({ first, last }: BatchEntries, now: number): LedgerEntry[] {
  const sent = new Set(first.flatMap((entry) => entry.sent));
  const unsent = (entry: LedgerEntry) => !sent.has(entry.part);
  const strangers = last.filter((entry) => !entry.first && entry.at < now - BEHIND);
  return [...first, ...strangers].filter(unsent);
}

/** `now`: unix seconds. */
export function account({ first, last }: BatchEntries, now: number): BatchAccount {
  const entries = [...new Set([...first, ...last])];
  const receipts = receiptsOf({ first, last }, now);
  const sent = first.flatMap((entry) => entry.sent);
  const taken = last.filter((entry) => !receipts.includes(entry));
  const took = new Set(last.map((entry) => entry.part));
  // A stage may be done before the one ahead of it has written its own entry: then the batch is not final yet.
  const final =
    receipts.length > 0 && sent.every((part) => took.has(part)) && taken.every((entry) => sent.includes(entry.part));
  const seen = receipts.length > 0 ? receipts : last;
  const passed = sum(entries.map((entry) => entry.counts.passed));
  const counts = entries.map((entry) => entry.counts).reduce(addCounts, noCounts);
  const refused = entries.map((entry) => entry.refused).reduce(addReasons, {});
  const fits = entries.every((entry) => isSound(entry) && entry.in === countsTotal(entry.counts));
  return {
    received: sum(seen.map((entry) => entry.in)) + reasonsTotal(refused),
    final,
    whole: first.length > 0 && last.every((entry) => entry.first || sent.includes(entry.part)),
    sound: fits && (!final || passed === sum(taken.map((entry) => entry.in))),
    counts: { ...counts, passed: 0, rejected: addReasons(counts.rejected, refused) },
    isReplay: entries.some(({ replay_of }) => replay_of !== undefined),
    newest: Math.max(...entries.map(({ at }) => at)),
  };
}
