/**
 * The embedded store's file: one table a collection (its fields as columns, its body as JSON), a full-text table and
 * a vector table beside it. Everything is derived from collections.ts, and rebuilt from the bodies when that changes.
 */
import type { DatabaseSync } from "node:sqlite";
import { type CollectionName, type CollectionSpec, collectionNames } from "../collections.ts";
import { indexedValues, specOf } from "../document.ts";
import { createFollowing } from "./column-spec.ts";
import { type ColumnValue, toColumn } from "./columns.ts";

/** Raised when this file makes other tables or indexes of a collection; a change of the collection shows by itself, see {@link layoutOf}. */
const FORMAT = 1;

/**
 * Fields that pick few documents out of many. They get an index of their own; all other conditions are answered from
 * the covering index, which is read from one end of a (tenant, first field) to the other.
 */
const selective: { readonly [C in CollectionName]?: readonly string[] } = {
  insights: ["batch", "created_batch", "cluster_id", "session_id", "parent_id"],
  clusters: ["ticket_id"],
  tickets: ["cluster_id"],
  events: ["session_id", "event_id", "created_batch"],
  event_errors: ["rejection"],
  rejections: ["batch", "insight_id"],
  ledger: ["batch"],
  audit: ["subject"],
  responses: ["response_id", "created_batch"],
  receipts: ["due_at", "to", "response_key"],
};

/** Long collections that are counted on every page: their documents are tallied by the first field as they are written. */
const tallied: ReadonlySet<CollectionName> = new Set(["insights", "rejections", "events", "responses"]);

const quoted = (name: string): string => `"${name}"`;
export const column = (field: string): string => quoted(`f.${field}`);
export const wordsTable = (collection: CollectionName): string => quoted(`${collection}.words`);
export const vectorsTable = (collection: CollectionName): string => quoted(`${collection}.vectors`);
export const coveringIndex = (collection: CollectionName): string => quoted(`${collection}.covering`);
export const timeIndex = (collection: CollectionName): string => quoted(`${collection}.time`);
export const firstIndex = (collection: CollectionName): string => quoted(`${collection}.first`);
export const tallyTable = (collection: CollectionName): string => quoted(`${collection}.tally`);
export const isTallied = (collection: CollectionName): boolean => tallied.has(collection);
export const selectiveIndex = (collection: CollectionName, field: string): string =>
  quoted(`${collection}.by.${field}`);
export const isSelective = (collection: CollectionName, field: string): boolean =>
  selective[collection]?.includes(field) ?? false;

export function fieldNames(collection: CollectionName): string[] {
  return Object.keys(specOf(collection).fields);
}

/** The first integer field: what lists are sorted and counted by most. */
export function timeField(collection: CollectionName): string | undefined {
  return Object.entries(specOf(collection).fields).find(([, type]) => type === "integer")?.[0];
}

/** What the covering index begins with: the app of whatever has one. */
export function firstField(collection: CollectionName): string | undefined {
  return fieldNames(collection).find((name) => name !== timeField(collection));
}

/** Creates or migrates everything. One transaction: a crash in it changes nothing. */
export function migrate(db: DatabaseSync): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    const { user_version: found } = db.prepare("PRAGMA user_version").get() as { user_version: number };
    if (found > FORMAT) throw new Error(`the store was written by a newer version (format ${found}, known: ${FORMAT})`);
    db.exec("CREATE TABLE IF NOT EXISTS layout (collection TEXT PRIMARY KEY, layout TEXT NOT NULL) STRICT");
    db.exec("CREATE TABLE IF NOT EXISTS sequence (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL)");
    db.exec("INSERT OR IGNORE INTO sequence VALUES (1, 0)");
    for (const collection of collectionNames) {
      migrateCollection(db, collection);
      createFollowing(db, collection);
    }
    db.exec(`PRAGMA user_version = ${FORMAT}`);
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function migrateCollection(db: DatabaseSync, collection: CollectionName): void {
  const spec = specOf(collection);
  const layout = layoutOf(collection, spec);
  const row = db.prepare("SELECT layout FROM layout WHERE collection = ?").get(collection);
  if (row?.layout === layout) return;
  if (row === undefined) createTable(db, collection, collection);
  else rebuildTable(db, collection);
  createIndexes(db, collection);
  migrateWords(db, collection, spec);
  migrateVectors(db, collection, spec, (row?.layout as string) ?? "");
  db.prepare("INSERT OR REPLACE INTO layout VALUES (?, ?)").run(collection, layout);
}

function layoutOf(collection: CollectionName, spec: CollectionSpec): string {
  const { fields, search, vector } = spec;
  const tally = isTallied(collection) ? firstField(collection) : undefined;
  return JSON.stringify({ format: FORMAT, vector, fields, search, selective: selective[collection], tally });
}

function createTable(db: DatabaseSync, collection: CollectionName, name: string): void {
  const affinity = { keyword: "TEXT", keywords: "TEXT", integer: "INTEGER", number: "REAL", boolean: "INTEGER" };
  const columns = Object.entries(specOf(collection).fields).map(
    ([field, type]) => `${column(field)} ${affinity[type]}`,
  );
  // The body comes last: SQLite reads a row from its start, and only pages and gets need the body.
  const all = ["tenant TEXT NOT NULL", "id TEXT NOT NULL", "version INTEGER NOT NULL", ...columns, "search TEXT"];
  db.exec(`CREATE TABLE ${quoted(name)} (k INTEGER PRIMARY KEY, ${all.join(", ")}, body TEXT NOT NULL)`);
}

function createIndexes(db: DatabaseSync, collection: CollectionName): void {
  const table = quoted(collection);
  const names = fieldNames(collection);
  const time = timeField(collection);
  const first = firstField(collection);
  const others = names.filter((name) => name !== time && name !== first);
  const inOrder = [first, time, ...others].filter((name) => name !== undefined).map(column);
  db.exec(`CREATE UNIQUE INDEX ${quoted(`${collection}.id`)} ON ${table} (tenant, id)`);
  if (names.length > 0)
    db.exec(`CREATE INDEX ${coveringIndex(collection)} ON ${table} (${["tenant", ...inOrder, "id"].join(", ")})`);
  if (first !== undefined && isTallied(collection)) createTally(db, collection, first);
  // Narrow, to count all of an app fast.
  else if (first !== undefined)
    db.exec(`CREATE INDEX ${firstIndex(collection)} ON ${table} (tenant, ${column(first)})`);
  if (time !== undefined) db.exec(`CREATE INDEX ${timeIndex(collection)} ON ${table} (tenant, ${column(time)}, id)`);
  for (const field of selective[collection] ?? [])
    db.exec(`CREATE INDEX ${selectiveIndex(collection, field)} ON ${table} (tenant, ${column(field)}, id)`);
}

/** How many documents each tenant has by the first field, kept right by triggers within the transactions that write. */
function createTally(db: DatabaseSync, collection: CollectionName, field: string): void {
  const [table, tally, first] = [quoted(collection), tallyTable(collection), column(field)];
  const change = (row: "new" | "old", by: 1 | -1): string =>
    `UPDATE ${tally} SET n = n + ${by} WHERE tenant = ${row}.tenant AND ${first} IS ${row}.${first};`;
  // The update changed nothing: this is the first of its kind.
  const add = `${change("new", 1)} INSERT INTO ${tally} SELECT new.tenant, new.${first}, 1 WHERE changes() = 0;`;
  const trigger = (name: string, event: string, body: string): void =>
    db.exec(`CREATE TRIGGER ${quoted(`${collection}.${name}`)} AFTER ${event} BEGIN ${body} END`);
  db.exec(`DROP TABLE IF EXISTS ${tally}`);
  db.exec(`CREATE TABLE ${tally} (tenant TEXT NOT NULL, ${first}, n INTEGER NOT NULL)`);
  db.exec(`INSERT INTO ${tally} SELECT tenant, ${first}, count(*) FROM ${table} GROUP BY 1, 2`);
  db.exec(`CREATE INDEX ${quoted(`${collection}.tally.first`)} ON ${tally} (tenant, ${first})`);
  trigger("added", `INSERT ON ${table}`, add);
  trigger("removed", `DELETE ON ${table}`, change("old", -1));
  trigger(
    "moved",
    `UPDATE OF ${first} ON ${table} WHEN old.${first} IS NOT new.${first}`,
    `${change("old", -1)} ${add}`,
  );
}

/** Same keys, so that the words and vectors beside it stay right; columns are read off the bodies anew. */
function rebuildTable(db: DatabaseSync, collection: CollectionName): void {
  const rebuilt = `${collection}.rebuilt`;
  createTable(db, collection, rebuilt);
  const names = fieldNames(collection);
  const insert = db.prepare(
    `INSERT INTO ${quoted(rebuilt)} (k, tenant, id, version, search, body${names.map((name) => `, ${column(name)}`).join("")})
     VALUES (?, ?, ?, ?, ?, ?${", ?".repeat(names.length)})`,
  );
  const rows = db.prepare(`SELECT k, tenant, id, version, search, body FROM ${quoted(collection)}`).iterate();
  for (const row of rows) {
    const { k, tenant, id, version, search, body } = row as Record<string, ColumnValue>;
    const values = indexedValues(collection, JSON.parse(body as string) as object).map(toColumn);
    insert.run(k!, tenant!, id!, version!, search!, body!, ...values);
  }
  db.exec(`DROP TABLE ${quoted(collection)}`);
  db.exec(`ALTER TABLE ${quoted(rebuilt)} RENAME TO ${quoted(collection)}`);
}

/** No content of its own (`search` of the table has it), no positions: a word is there or not. */
function migrateWords(db: DatabaseSync, collection: CollectionName, spec: CollectionSpec): void {
  if (!spec.search) return;
  db.exec(
    `CREATE VIRTUAL TABLE IF NOT EXISTS ${wordsTable(collection)}
     USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='unicode61')`,
  );
}

/** Vectors of other dimensions are of no use and dropped; else they move into the new partitions. */
function migrateVectors(db: DatabaseSync, collection: CollectionName, spec: CollectionSpec, before: string): void {
  const old = before === "" ? undefined : (JSON.parse(before) as Pick<CollectionSpec, "vector">).vector;
  if (JSON.stringify(old) === JSON.stringify(spec.vector)) return;
  const table = vectorsTable(collection);
  const kept = old !== undefined && old.dims === spec.vector?.dims;
  // Set aside in the file, not a temporary table, which would be in memory: there may be more than that holds.
  db.exec("CREATE TABLE kept_vectors (k INTEGER PRIMARY KEY, v BLOB NOT NULL)");
  if (kept) db.exec(`INSERT INTO kept_vectors SELECT rowid, v FROM ${table}`);
  if (old !== undefined) db.exec(`DROP TABLE ${table}`);
  if (spec.vector !== undefined) fillVectors(db, collection, spec.vector);
  db.exec("DROP TABLE kept_vectors");
}

function fillVectors(
  db: DatabaseSync,
  collection: CollectionName,
  { dims, partition }: NonNullable<CollectionSpec["vector"]>,
): void {
  const keys = ["tenant", ...partition.map((_, at) => `p${at}`)].map((key) => `${key} TEXT PARTITION KEY`);
  // Vectors lie in chunks of one partition: 128 keeps small partitions small and is as fast to read as the default 1,024.
  db.exec(
    `CREATE VIRTUAL TABLE ${vectorsTable(collection)} USING vec0(${keys.join(", ")}, v INT8[${dims}] distance_metric=cosine, chunk_size=128)`,
  );
  const columns = ["tenant", ...partition.map(column)].join(", ");
  const keysOf = db.prepare(`SELECT ${columns} FROM ${quoted(collection)} WHERE k = ?`);
  const insert = db.prepare(insertVector(collection, partition.length));
  for (const { k, v } of db.prepare("SELECT k, v FROM kept_vectors").iterate()) {
    const values = Object.values(keysOf.get(k!) ?? {});
    if (values.length > 0) insert.run(BigInt(k as number), ...values.map((value) => value ?? ""), v!);
  }
}

/** Parameters: key as BigInt, tenant, the partition fields (missing: ""), the vector. */
export function insertVector(collection: CollectionName, partitions: number): string {
  return `INSERT INTO ${vectorsTable(collection)} (rowid, tenant, ${Array.from({ length: partitions }, (_, at) => `p${at}, `).join("")}v) VALUES (?, ?, ${"?, ".repeat(partitions)}vec_int8(?))`;
}
