/** What a filter matches, by columns in memory: nothing when they don't hold enough to tell. */
import type { TenantId } from "../../model/tenant.ts";
import type { CollectionName } from "../collections.ts";
import type { Clauses } from "../filter.ts";
import type { ColumnCache } from "./column-cache.ts";
import { answers, type Keys, select } from "./column-query.ts";
import type { HeldColumns } from "./columns-held.ts";
import { wordsTable } from "./schema.ts";
import { matchAll, type Sql } from "./where.ts";

/** What of a reading it takes. */
interface HeldReading {
  readonly columns: ColumnCache["columns"];
  keys(expression: string, after: Sql): Uint32Array;
}

export interface Matching {
  readonly held: HeldColumns;
  readonly keys: Keys;
}

export function matchingHeld(
  reading: HeldReading,
  collection: CollectionName,
  tenant: TenantId,
  { clauses, words, phrases, without }: Clauses,
): Matching | undefined {
  if (phrases.length + without.length > 0) return undefined;
  const held = reading.columns(collection);
  if (held === undefined || !answers(held, clauses)) return undefined;
  return { held, keys: select(held, tenant, clauses, keysWith(reading, collection, tenant, words)) };
}

/** Words are each tenant's own, so their documents are too. */
function keysWith(
  reading: HeldReading,
  collection: CollectionName,
  tenant: TenantId,
  words: Clauses["words"],
): Keys | undefined {
  if (words.length === 0) return undefined;
  const table = wordsTable(collection);
  return reading.keys("rowid", { text: `FROM ${table} WHERE ${table} MATCH ?`, params: [matchAll(tenant, words)] });
}
