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

function filled<P extends { readonly at: number }>(given: readonly P[], interval: Interval, none: (at: number) => P) {
  const [first] = given;
  const last = given.at(-1);
  if (first === undefined || last === undefined) return [];
  const known = new Map(given.map((point) => [point.at, point]));
  const points: P[] = [];
  for (let at = first.at; at <= last.at && points.length < MOST_POINTS; at = nextInterval(at, interval))
    points.push(known.get(at) ?? none(at));
  return points;
}

export const everyInterval = (trend: readonly TrendPoint[], interval: Interval): TrendPoint[] =>
  filled(trend, interval, (at) => ({ at, negative: 0, neutral: 0, positive: 0 }));

export interface CountAt {
  readonly at: number;
  readonly count: number;
}

export interface Compared {
  /** Undefined before it is known. */
  readonly view: { readonly interval: Interval; readonly trend: readonly TrendPoint[] } | undefined;
  /** In the shared unit, where that is not its own. */
  readonly counts: readonly CountAt[] | undefined;
}

const units: readonly Interval[] = ["hour", "day", "week", "month"];

/** The coarsest of them: what is drawn side by side has one unit. */
export const sharedUnit = (intervals: readonly Interval[]): Interval =>
  units[Math.max(0, ...intervals.map((one) => units.indexOf(one)))]!;

/** Bars of each in one unit, and how many the highest of all stands for. */
export function sharedBars(compared: readonly Compared[], unit: Interval) {
  const bars = compared.map(({ view, counts }) => {
    if (view === undefined) return [];
    const own = view.trend.map(({ at, negative, neutral, positive }) => ({ at, count: negative + neutral + positive }));
    return filled(view.interval === unit ? own : (counts ?? []), unit, (at) => ({ at, count: 0 }));
  });
  return { bars, most: Math.max(0, ...bars.flat().map(({ count }) => count)) };
}

/** Each week to the one of `end` (unix seconds), oldest first, `least` of them where there are any. */
export function everyWeek(points: readonly CountAt[], end: number, least = 1): CountAt[] {
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
