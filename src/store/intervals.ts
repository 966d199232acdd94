/** Intervals of histograms, in UTC and unix seconds. */
import { dateOf } from "../model/times.ts";
import { compareText } from "./order.ts";
import type { Interval, TrendPoint } from "./store.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

/**
 * The grid that a store counts on: `length` apart, one of them at `offset`. The epoch was a Thursday, so the first
 * Monday is day 4. Months are put together from days.
 */
export const grid: { readonly [I in Interval]: { readonly length: number; readonly offset: number } } = {
  hour: { length: HOUR, offset: 0 },
  day: { length: DAY, offset: 0 },
  week: { length: 7 * DAY, offset: 4 * DAY },
  month: { length: DAY, offset: 0 },
};

/** Adds up what falls into one interval and value; oldest first, then by value. */
export function addUp(points: readonly TrendPoint[], interval: Interval): TrendPoint[] {
  const sums = new Map<string, TrendPoint>();
  for (const { at: counted, value, count } of points) {
    const at = interval === "month" ? startOfMonth(counted) : counted;
    const key = `${at} ${value ?? ""}`;
    sums.set(key, { at, ...(value === undefined ? {} : { value }), count: count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()].sort((a, b) => a.at - b.at || compareText(a.value ?? "", b.value ?? ""));
}

function startOfMonth(seconds: number): number {
  const date = dateOf(seconds);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1_000;
}
