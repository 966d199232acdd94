/** What a pull has proved: which stretch of time was fully read, what is missing and why, and how far the cursor may go. */
import type { Gap, GapReason, RunDocument, SourceCursor, Span } from "../../model/source.ts";

/** Why a pull read no further. `older`: a whole page was older than asked for; `unchanged`: the provider says that nothing is new. */
export type Ending = "complete" | "older" | "unchanged" | { readonly limit: GapReason };

export interface Coverage {
  readonly covered?: Span | undefined;
  readonly gap?: Gap | undefined;
}

export type Read = Pick<RunDocument, "asked" | "newest" | "oldest" | "met_known" | "connector_state">;

/**
 * Where a listing ends by its own limit, something that an earlier pull had read proves that nothing is missing in between.
 * `everything`: a first pull that nobody set a beginning for asked for whatever the source shows.
 */
export function coverageOf(run: Read, ending: Ending, everything = false): Coverage {
  const { from, to } = run.asked;
  const reached = typeof ending === "string" || run.met_known === true || (run.oldest ?? to) <= from;
  if (reached) return { covered: { from, to } };
  const oldest = Math.min(Math.max(run.oldest ?? to, from), to);
  const why = (ending as { readonly limit: GapReason }).limit;
  if (everything && why !== "budget" && why !== "page_limit") return { covered: { from: oldest, to } };
  const gap = { from, to: oldest, why };
  return oldest < to ? { covered: { from: oldest, to }, gap } : { gap };
}

/**
 * The cursor after a pull that read all it could: the newest item's own time, so that no clock of ours has a part in it
 * but one, that an item from the future holds nothing up. Never backwards.
 */
export function cursorAfter(before: SourceCursor | null, run: Read, now: number): SourceCursor | null {
  const newest = run.newest === undefined ? undefined : Math.min(run.newest, now);
  const state = run.connector_state ?? before?.state;
  if (newest === undefined && before === null) return state === undefined ? null : { until: run.asked.from, state };
  const until = Math.max(newest ?? 0, before?.until ?? 0);
  return state === undefined ? { until } : { until, state };
}

/** Of what is known within the window, less than this share came again: the answer can't be the whole. */
const SUSPICIOUS_SHARE = 0.1;

/** Whether a source that shows the same items again showed far fewer than it must have. */
export const isSuspicious = (expected: number, fetched: number): boolean =>
  expected > 0 && fetched < Math.max(1, expected * SUSPICIOUS_SHARE);

const MAX_GAPS = 100;

/** Joined where they touch and say the same; what is covered now is no gap any more. */
export function gapsAfter(gaps: readonly Gap[], { covered, gap }: Coverage): Gap[] {
  const left = covered === undefined ? [...gaps] : gaps.flatMap((one) => without(one, covered));
  if (gap !== undefined && gap.from < gap.to) left.push(gap);
  return left.sort((a, b) => a.from - b.from).slice(-MAX_GAPS);
}

function without(gap: Gap, covered: Span): Gap[] {
  if (covered.to <= gap.from || covered.from >= gap.to) return [gap];
  const parts = [
    { ...gap, to: covered.from },
    { ...gap, from: covered.to },
  ];
  return parts.filter(({ from, to }) => from < to);
}
