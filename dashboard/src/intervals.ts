/** Counts over time with the intervals that have none. */
import type { Sentiment } from "../../src/model/insight.ts";
import type { Interval } from "../../src/store/store.ts";

export type TrendPoint = { readonly at: number } & Readonly<Record<Sentiment, number>>;

export interface Span {
  /** Unix seconds, half-open. */
  readonly from: number;
  readonly to: number;
}

const HOUR = 3_600;
const STEPS = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR } as const;
/** Years of hours are nothing to draw. */
const MOST_POINTS = 5_000;
const MOST_WEEKS = 104;

/** Where the interval after that of `at` begins, in UTC. */
export function nextInterval(at: number, interval: Interval): number {
  if (interval !== "month") return at + STEPS[interval];
  const date = new Date(at * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) / 1000;
}

export function everyInterval(trend: readonly TrendPoint[], interval: Interval): TrendPoint[] {
  const [first] = trend;
  const last = trend.at(-1);
  if (first === undefined || last === undefined) return [];
  const known = new Map(trend.map((point) => [point.at, point]));
  const points: TrendPoint[] = [];
  for (let at = first.at; at <= last.at && points.length < MOST_POINTS; at = nextInterval(at, interval))
    points.push(known.get(at) ?? { at, negative: 0, neutral: 0, positive: 0 });
  return points;
}

/** Each week to the one of `end` (unix seconds), oldest first, `least` of them where there are any. */
export function everyWeek(
  points: readonly { readonly at: number; readonly count: number }[],
  end: number,
  least = 1,
): { readonly at: number; readonly count: number }[] {
  const [first] = points;
  if (first === undefined) return [];
  const counts = new Map(points.map(({ at, count }) => [at, count]));
  const last = Math.max(points.at(-1)!.at, first.at + Math.floor((end - first.at) / STEPS.week) * STEPS.week);
  const count = Math.min(MOST_WEEKS, Math.max(least, (last - first.at) / STEPS.week + 1));
  return Array.from({ length: count }, (_, at) => last - (count - 1 - at) * STEPS.week).map((at) => ({
    at,
    count: counts.get(at) ?? 0,
  }));
}

/** At which of the times an axis has a word: so many at most, evenly parted, the first among them. */
export function ticksOf(times: readonly number[], most: number): number[] {
  const step = Math.max(1, Math.ceil(times.length / Math.max(1, most)));
  return times.filter((_, at) => at % step === 0);
}
