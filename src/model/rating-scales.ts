/** On which scale the ratings of records that came together are: 4 of 10 is no four stars, and one 9 among them shows it. */
import { visitWithin } from "./envelopes.ts";
import { foldName, meaningsOf } from "./field-names/lookup.ts";
import type { ScaleOf } from "./known-fields.ts";
import { readRating, type Scale } from "./ratings.ts";

const namesRating = (name: string): boolean =>
  meaningsOf(foldName(name), undefined, false).some(({ field }) => field === "stars");

/** A largest value of the scale. */
const scaleUpTo = (max: number): Scale => (max <= 10 ? "0-10" : max <= 100 ? "0-100" : "other");

/** `metadata.score` is stars by contract; only other names are judged by what stands under them, apart for each source. */
export function ratingScales(records: readonly unknown[]): (source: unknown) => ScaleOf {
  const largest = new Map<string, number>();
  const keyOf = (source: unknown, name: string): string => `${typeof source === "string" ? source : ""}\n${name}`;
  for (const record of records) {
    if (typeof record !== "object" || record === null || Array.isArray(record)) continue;
    const { source } = record as { source?: unknown };
    visitWithin(record as Record<string, unknown>, (name, value) => {
      if ((typeof value !== "number" && typeof value !== "string") || !namesRating(name)) return;
      const rating = readRating(value);
      if (rating === undefined || rating.outOf !== undefined || rating.value <= 5) return;
      const key = keyOf(source, name);
      largest.set(key, Math.max(largest.get(key) ?? 0, rating.value));
    });
  }
  return (source) => (name) => {
    const max = largest.size === 0 ? undefined : largest.get(keyOf(source, name));
    return max === undefined ? undefined : scaleUpTo(max);
  };
}
