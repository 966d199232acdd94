/** What a pull has proved: which stretch of time was fully read, what is missing and why, and how far the cursor may go. */
import type { Gap, GapReason, RunDocument, SourceCursor, Span } from "../../model/source.ts";

/** Why a pull read no further. `older`: a whole page was older than asked for; `unchanged`: the provider says that nothing is new. */
export type Ending = "complete" | "older" | "unchanged" | { readonly limit: GapReason };

export interface Coverage {
  readonly covered?: Span | undefined;
  readonly gap?: Gap | undefined;
}

export type Read = Pick<RunDocument, "asked" | "newest" | "oldest" | "met_known" | "connector_state">;

export interface Known {
  /** A first pull that nobody set a beginning for: it asked for whatever the source shows. */
  readonly everything?: boolean;
  /** Since when the source shows all there is, unix seconds, where that is a matter of time. */
  readonly shownSince?: number | undefined;
  /** Whether the oldest is read first: then what is missing is what is newer than all that was read. */
  readonly oldestFirst?: boolean | undefined;
  /** Up to where earlier pulls have said what is covered and what is not. */
  readonly toldUntil?: number | undefined;
  /** A back-fill, which may begin before all that is known: `toldSince` is from where on earlier pulls have said it, if any did. */
  readonly backfill?: { readonly toldSince: number | undefined } | undefined;
}

const WINDOW_S = 7 * 86_400;

/** What is no limit of the provider's: a run that asks for it again says itself how far it came. */
const ASKED_AGAIN: readonly GapReason[] = ["budget", "page_limit"];

/** See {@link Known}: of a source that shows what changed in seven days. */
export const shownSince = (ending: Ending, startedAt: number): number | undefined =>
  typeof ending === "object" && ending.limit === "window_7_days" ? startedAt - WINDOW_S : undefined;

/** Covered from `begins` on, unless what is missing before it is told of by earlier pulls. */
function since(begins: number, { from, to }: Span, gap: Gap): Coverage {
  return {
    ...(begins < to ? { covered: { from: Math.max(begins, from), to } } : {}),
    ...(gap.from < gap.to ? { gap } : {}),
  };
}

function upToNewest({ asked: { from, to }, newest = from }: Read, why: GapReason): Coverage {
  const until = Math.min(Math.max(newest, from), to);
  const gap = { from: until, to, why };
  return from < until ? { covered: { from, to: until }, gap } : { gap };
}

/**
 * Where a listing ends by its own limit, something that an earlier pull had read proves that nothing is missing in between. Of
 * what lies before the first of those pulls it proves nothing.
 */
export function coverageOf(
  run: Read,
  ending: Ending,
  { everything = false, oldestFirst, shownSince, toldUntil, backfill }: Known = {},
): Coverage {
  const { from, to } = run.asked;
  if (oldestFirst && typeof ending === "object") return upToNewest(run, ending.limit);
  const joins = run.met_known === true && backfill === undefined;
  if (typeof ending === "string" || joins || (run.oldest ?? to) <= from) return { covered: { from, to } };
  const why = ending.limit;
  const oldest = Math.min(Math.max(run.oldest ?? to, from), to);
  const isAskedAgain = ASKED_AGAIN.includes(why);
  if (everything && !isAskedAgain) return { covered: { from: oldest, to } };
  const begins = shownSince === undefined ? oldest : Math.min(Math.max(from, shownSince), to);
  const told = isAskedAgain ? undefined : backfill?.toldSince;
  const missing = {
    from: shownSince === undefined ? from : Math.max(from, toldUntil ?? from),
    to: Math.min(begins, told ?? begins),
    why,
  };
  return since(begins, run.asked, missing);
}

/** See {@link Known.backfill}: after a run that said of a stretch what is covered and what is not. */
export function toldSinceAfter(
  before: number | undefined,
  { covered, gap }: Coverage,
  asked: Span,
): number | undefined {
  const begins = [covered, gap].flatMap((span) => (span === undefined ? [] : [span.from]));
  if (begins.length === 0) return before;
  if (before === undefined) return Math.min(...begins);
  // One that ended before says nothing of what lies in between.
  return asked.to < before ? before : Math.min(before, ...begins);
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

/** Joined where they touch and say the same; what is covered now is no gap any more, nor is what `asked` for anew, but for what that says. */
export function gapsAfter(gaps: readonly Gap[], { covered, gap }: Coverage, asked?: Span): Gap[] {
  const open = gaps.flatMap((one) => (asked && ASKED_AGAIN.includes(one.why) ? without(one, asked) : [one]));
  const left = covered === undefined ? open : open.flatMap((one) => without(one, covered));
  if (gap !== undefined && gap.from < gap.to) left.push(gap);
  return joined(left.sort((a, b) => a.from - b.from)).slice(-MAX_GAPS);
}

function joined(gaps: readonly Gap[]): Gap[] {
  const all: Gap[] = [];
  for (const gap of gaps) {
    const at = all.findLastIndex(({ why }) => why === gap.why);
    const before = all[at];
    if (before === undefined || before.to < gap.from) all.push(gap);
    else all[at] = { ...before, to: Math.max(before.to, gap.to) };
  }
  return all;
}

function without(gap: Gap, covered: Span): Gap[] {
  if (covered.to <= gap.from || covered.from >= gap.to) return [gap];
  const parts = [
    { ...gap, to: covered.from },
    { ...gap, from: covered.to },
  ];
  return parts.filter(({ from, to }) => from < to);
}
