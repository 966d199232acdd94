/** Prepared statements of a reading connection. */
import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import type { Sql } from "./where.ts";

/** Prepares each statement once; rows are plain objects, or arrays in `tuples`. */
export interface Reading {
  rows(sql: Sql): Record<string, SQLOutputValue>[];
  tuples(sql: Sql): SQLOutputValue[][];
  readonly statement: (text: string) => StatementSync;
  readonly db: DatabaseSync;
}

/** Statements kept; their texts differ by which fields, not by which values. */
const MAX_STATEMENTS = 300;

export function createReading(db: DatabaseSync): Reading {
  const statements = new Map<string, StatementSync>();
  const statement = (text: string): StatementSync => {
    let found = statements.get(text);
    if (found === undefined) {
      if (statements.size >= MAX_STATEMENTS) statements.clear();
      found = db.prepare(text);
      statements.set(text, found);
    }
    return found;
  };
  return {
    db,
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

export function countDocuments(reading: Reading, { text, params }: Sql): number {
  return reading.rows({ text: `SELECT count(*) AS n ${text}`, params })[0]!.n as number;
}
