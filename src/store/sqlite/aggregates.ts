/** Facets and histograms. Facets read the matching rows once for all fields, counting in a function called per row. */

import type { FieldType } from "../collections.ts";
import { fieldType } from "../filter.ts";
import { addUp, grid } from "../intervals.ts";
import { compareText } from "../order.ts";
import type { Bucket, TrendPoint } from "../store.ts";
import { type Counted, canCountByTime, countByTime, isHeld, type Tally, tallyOf } from "./column-query.ts";
import { elementsOfColumn } from "./columns.ts";
import { matchingHeld } from "./held-reading.ts";
import type { FacetsRequest, HistogramRequest } from "./protocol.ts";
import { planned, type Reading } from "./reading.ts";
import { column } from "./schema.ts";

/** Months are put together from so many days at most. */
const DAYS_A_MONTH = 31;

export function createAggregates(reading: Reading) {
  let tallies: Tally[] = [];
  reading.db.function("tally", { varargs: true }, (...values: unknown[]) => {
    reading.goOn();
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as string | number | null;
      if (value !== null) tallies[at]!.set(value, (tallies[at]!.get(value) ?? 0) + 1);
    }
    return 0;
  });

  const facets = ({ collection, tenant, filter, fields, size }: FacetsRequest): Bucket[][] => {
    const matching = matchingHeld(reading, collection, tenant, filter);
    const counted = new Map<string, Tally>();
    for (const field of fields)
      if (matching !== undefined && isHeld(matching.held, field))
        counted.set(field, tallyOf(matching.held, field, matching.keys));
    const others = fields.filter((field) => !counted.has(field));
    if (others.length > 0) {
      const { text, params } = planned(reading, collection, tenant, filter);
      tallies = others.map(() => new Map());
      const columns = others.map((field) => `d.${column(field)}`).join(", ");
      reading.rows({ text: `SELECT sum(tally(${columns})) ${text}`, params });
      for (const [at, field] of others.entries()) counted.set(field, tallies[at]!);
    }
    return fields.map((field) => topBuckets(fieldType(collection, field), counted.get(field)!, size));
  };

  const histogram = (request: HistogramRequest): TrendPoint[] | null => {
    const { collection, tenant, filter, field, interval, by, most = Number.MAX_SAFE_INTEGER } = request;
    const points = (rows: readonly Counted[]): TrendPoint[] | null => {
      if (rows.length > most * DAYS_A_MONTH) return null;
      const added = addUp(
        rows.flatMap(([at, column, count]) =>
          by === undefined
            ? [{ at, count }]
            : valuesOf(fieldType(collection, by), column).map((value) => ({ at, value, count })),
        ),
        interval,
      );
      return added.length > most ? null : added;
    };
    const matching = matchingHeld(reading, collection, tenant, filter);
    if (matching !== undefined && canCountByTime(matching.held, request))
      return points(countByTime(matching.held, request, matching.keys));
    const { text, params } = planned(reading, collection, tenant, filter);
    const time = `d.${column(field)}`;
    // SQLite's division rounds towards zero: subtracting the remainder made positive rounds down.
    const { length, offset } = grid[interval];
    const start = `${time} - (((${time} - ${offset}) % ${length}) + ${length}) % ${length}`;
    const rows = reading.tuples({
      text: `SELECT ${start} AS at, ${by === undefined ? "NULL" : `d.${column(by)}`} AS value, count(*) ${text}
             AND ${time} IS NOT NULL GROUP BY 1, 2 LIMIT ?`,
      params: [...params, Math.min(Number.MAX_SAFE_INTEGER, most * DAYS_A_MONTH + 1)],
    });
    return points(rows as unknown as Counted[]);
  };
  return { facets, histogram };
}

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

/** Values that a row counts for: none where there is no value, each element of a list. */
function valuesOf(type: FieldType, column: string | number | null): string[] {
  if (column === null) return [];
  return type === "keywords" ? elementsOfColumn(String(column)) : [shown(type, column)];
}
