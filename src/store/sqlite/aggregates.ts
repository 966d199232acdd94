/** Facets and histograms. Facets read the matching rows once for all fields, counting in a function called per row. */

import type { FieldType } from "../collections.ts";
import { fieldType } from "../filter.ts";
import type { Bucket, Interval, TrendPoint } from "../store.ts";
import { elementsOfColumn } from "./columns.ts";
import type { FacetsRequest, HistogramRequest } from "./protocol.ts";
import type { Reading } from "./reader.ts";
import { column } from "./schema.ts";
import { compareText, from } from "./where.ts";

type Tally = Map<string | number, number>;

export function createAggregates(reading: Reading) {
  let tallies: Tally[] = [];
  reading.db.function("tally", { varargs: true }, (...values: unknown[]) => {
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as string | number | null;
      if (value !== null) tallies[at]!.set(value, (tallies[at]!.get(value) ?? 0) + 1);
    }
    return 0;
  });

  const facets = ({ collection, tenant, filter, fields, size }: FacetsRequest): Bucket[][] => {
    if (fields.length === 0) return [];
    const { text, params } = from(collection, tenant, filter);
    tallies = fields.map(() => new Map());
    const columns = fields.map((field) => `d.${column(field)}`).join(", ");
    reading.rows({ text: `SELECT sum(tally(${columns})) ${text}`, params });
    return fields.map((field, at) => topBuckets(fieldType(collection, field), tallies[at]!, size));
  };

  const histogram = (request: HistogramRequest): TrendPoint[] => {
    const { collection, tenant, filter, field, interval, by } = request;
    const { text, params } = from(collection, tenant, filter);
    const time = `d.${column(field)}`;
    // SQLite's division rounds towards zero: subtracting the remainder made positive rounds down.
    const { length, offset } = GRID[interval];
    const start = `${time} - (((${time} - ${offset}) % ${length}) + ${length}) % ${length}`;
    const rows = reading.tuples({
      text: `SELECT ${start} AS at, ${by === undefined ? "NULL" : `d.${column(by)}`} AS value, count(*) ${text}
             AND ${time} IS NOT NULL GROUP BY 1, 2`,
      params,
    });
    const type = by === undefined ? undefined : fieldType(collection, by);
    return trendPoints(rows as [number, string | number | null, number][], interval, type);
  };
  return { facets, histogram };
}

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** The epoch was a Thursday: the first Monday is day 4. Months are put together from days. */
const GRID: { readonly [I in Interval]: { readonly length: number; readonly offset: number } } = {
  hour: { length: HOUR, offset: 0 },
  day: { length: DAY, offset: 0 },
  week: { length: 7 * DAY, offset: 4 * DAY },
  month: { length: DAY, offset: 0 },
};

function topBuckets(type: FieldType, tally: Tally, size: number): Bucket[] {
  const counts = type === "keywords" ? countElements(tally) : tally;
  const compare = (a: string | number, b: string | number): number =>
    typeof a === "number" && typeof b === "number" ? a - b : compareText(String(a), String(b));
  return [...counts]
    .sort(([a, many], [b, few]) => few - many || compare(a, b))
    .slice(0, size)
    .map(([value, count]) => ({ value: shown(type, value), count }));
}

function countElements(lists: Tally): Tally {
  const counts: Tally = new Map();
  for (const [list, count] of lists)
    for (const element of elementsOfColumn(String(list))) counts.set(element, (counts.get(element) ?? 0) + count);
  return counts;
}

const shown = (type: FieldType, value: string | number): string =>
  type === "boolean" ? String(value === 1) : String(value);

/** Adds up what falls into one interval and value; a row without a value of `by` is in none. */
function trendPoints(
  rows: readonly [number, string | number | null, number][],
  interval: Interval,
  by: FieldType | undefined,
): TrendPoint[] {
  const counts = new Map<number, Map<string | undefined, number>>();
  for (const [start, column, count] of rows) {
    const at = interval === "month" ? monthStart(start) : start;
    const values = valuesOf(by, column);
    const point = counts.get(at) ?? new Map<string | undefined, number>();
    for (const value of values) point.set(value, (point.get(value) ?? 0) + count);
    if (values.length > 0) counts.set(at, point);
  }
  const order = ([a]: [string | undefined, number], [b]: [string | undefined, number]) => compareText(a ?? "", b ?? "");
  return [...counts]
    .sort(([a], [b]) => a - b)
    .flatMap(([at, values]) => [...values].sort(order).map(([value, count]) => point(at, value, count)));
}

function valuesOf(by: FieldType | undefined, column: string | number | null): (string | undefined)[] {
  if (by === undefined) return [undefined];
  if (column === null) return [];
  return by === "keywords" ? elementsOfColumn(String(column)) : [shown(by, column)];
}

const point = (at: number, value: string | undefined, count: number): TrendPoint =>
  value === undefined ? { at, count } : { at, value, count };

function monthStart(seconds: number): number {
  const date = new Date(seconds * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000;
}
