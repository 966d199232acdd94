/** Prepared statements of a reading connection. */
import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { LRUCache } from "lru-cache";
import type { TenantId } from "../../model/tenant.ts";
import type { CollectionName } from "../collections.ts";
import { asksWords, type Clauses } from "../filter.ts";
import type { ColumnCache } from "./column-cache.ts";
import { matchingHeld } from "./held-reading.ts";
import { firstField, firstIndex, isTallied, wordsTable } from "./schema.ts";
import type { SketchCache } from "./sketch-cache.ts";
import { from, fromTally, matchAll, type Sql } from "./where.ts";

/** Prepares each statement once; rows are plain objects, or arrays in `tuples`. */
export interface Reading {
  rows(sql: Sql): Record<string, SQLOutputValue>[];
  tuples(sql: Sql): SQLOutputValue[][];
  /** The keys that an expression gives, in the order of the rows. `after`: `FROM … WHERE …`. */
  keys(expression: string, after: Sql): Uint32Array;
  readonly statement: (text: string) => StatementSync;
  readonly db: DatabaseSync;
  /** Those of a collection that are held in memory, if they are. */
  readonly columns: ColumnCache["columns"];
  readonly sketches: SketchCache["sketches"];
  /** Throws when nobody waits for the answer any more. */
  readonly goOn: () => void;
}

/** Statements kept; their texts differ by which fields, not by which values. */
const MAX_STATEMENTS = 300;

export function createReading(
  db: DatabaseSync,
  { columns, sketches }: ColumnCache & SketchCache,
  goOn: () => void,
): Reading {
  const statements = new LRUCache<string, StatementSync>({ max: MAX_STATEMENTS });
  const statement = (text: string): StatementSync => {
    goOn();
    let found = statements.get(text);
    if (found === undefined) {
      found = db.prepare(text);
      statements.set(text, found);
    }
    return found;
  };
  let found = new Uint32Array(0);
  let count = 0;
  // A call a row costs a third of what a row of its own does.
  db.function("note_key", (key) => {
    goOn();
    if (count === found.length) {
      const grown = new Uint32Array(Math.max(1_024, 2 * found.length));
      grown.set(found);
      found = grown;
    }
    found[count++] = key as number;
    return null;
  });
  return {
    db,
    columns,
    sketches,
    goOn,
    keys: (expression, { text, params }) => {
      count = 0;
      statement(`SELECT count(note_key(${expression})) ${text}`).get(...params);
      return found.subarray(0, count);
    },
    statement,
    rows: ({ text, params }) => {
      const prepared = statement(text);
      prepared.setReturnArrays(false);
      return prepared.all(...params) as Record<string, SQLOutputValue>[];
    },
    tuples: ({ text, params }) => {
      const prepared = statement(text);
      prepared.setReturnArrays(true);
      return prepared.all(...params) as unknown as SQLOutputValue[][];
    },
  };
}

/** From so many documents on, words count as common. */
const COMMON = 3_000;

/** {@link from}, after a look at how many documents have the words. */
export function planned(reading: Reading, collection: CollectionName, tenant: TenantId, filter: Clauses): Sql {
  if (filter.words.length === 0) return from(collection, tenant, filter);
  const words = wordsTable(collection);
  const text = `SELECT count(*) AS n FROM (SELECT 1 FROM ${words} WHERE ${words} MATCH ? LIMIT ${COMMON})`;
  const [row] = reading.rows({ text, params: [matchAll(tenant, filter.words)] });
  return from(collection, tenant, filter, { commonWords: row!.n === COMMON });
}

function isFirstAlone(collection: CollectionName, filter: Clauses): boolean {
  return !asksWords(filter) && filter.clauses.every(({ field }) => field === firstField(collection));
}

const areWordsAlone = ({ clauses, words, phrases, without }: Clauses): boolean =>
  words.length > 0 && clauses.length + phrases.length + without.length === 0;

/** How many documents match. */
export function countMatching(reading: Reading, collection: CollectionName, tenant: TenantId, filter: Clauses): number {
  const isCountedAnyway = isFirstAlone(collection, filter) || areWordsAlone(filter);
  const matching = isCountedAnyway ? undefined : matchingHeld(reading, collection, tenant, filter);
  if (matching !== undefined) return matching.keys.length;
  const { text, params } = counting(reading, collection, tenant, filter);
  return reading.rows({ text, params })[0]!.n as number;
}

function counting(reading: Reading, collection: CollectionName, tenant: TenantId, filter: Clauses): Sql {
  const rows = ({ text, params }: Sql): Sql => ({ text: `SELECT count(*) AS n ${text}`, params });
  if (isFirstAlone(collection, filter)) {
    if (!isTallied(collection)) {
      const index = filter.clauses.length > 0 ? firstIndex(collection) : undefined;
      return rows(from(collection, tenant, filter, { index }));
    }
    const { text, params } = fromTally(collection, tenant, filter);
    return { text: `SELECT coalesce(sum(d.n), 0) AS n ${text}`, params };
  }
  if (!areWordsAlone(filter)) return rows(planned(reading, collection, tenant, filter));
  // Words alone are counted without the documents: they are the tenant's own.
  const words = wordsTable(collection);
  return rows({ text: `FROM ${words} WHERE ${words} MATCH ?`, params: [matchAll(tenant, filter.words)] });
}
