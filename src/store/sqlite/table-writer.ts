/** The statements that change one collection: its table, its words and its vectors, always together. */
import type { DatabaseSync } from "node:sqlite";
import type { TenantId } from "../../model/tenant.ts";
import type { CollectionName } from "../collections.ts";
import { specOf } from "../document.ts";
import { heldFields, REMEMBERED_VERSIONS, removedTable } from "./column-spec.ts";
import { type ColumnValue, wordToken } from "./columns.ts";
import type { Content } from "./protocol.ts";
import { column, fieldNames, insertVector, vectorsTable, wordsTable } from "./schema.ts";

export interface TableWriter {
  find(tenant: TenantId, id: string): { readonly k: number; readonly version: number } | undefined;
  body(k: number): string;
  /** False when the id is taken. */
  insert(tenant: TenantId, id: string, version: number, content: Content): boolean;
  overwrite(tenant: TenantId, k: number, version: number, content: Content): void;
  /** Changes the document and keeps its words and vector. */
  rewrite(tenant: TenantId, k: number, version: number, content: Pick<Content, "body" | "columns">): void;
  remove(k: number, version: number): void;
}

export function createTableWriter(db: DatabaseSync, collection: CollectionName): TableWriter {
  const table = `"${collection}"`;
  const fields = fieldNames(collection);
  const listed = fields.map((field) => `, ${column(field)}`).join("");
  const assigned = fields.map((field) => `, ${column(field)} = ?`).join("");
  const find = db.prepare(`SELECT k, version FROM ${table} WHERE tenant = ? AND id = ?`);
  const body = db.prepare(`SELECT body FROM ${table} WHERE k = ?`);
  const insert = db.prepare(
    `INSERT INTO ${table} (tenant, id, version, search, body${listed}) VALUES (?, ?, ?, ?, ?${", ?".repeat(fields.length)})
     ON CONFLICT DO NOTHING`,
  );
  const overwrite = db.prepare(`UPDATE ${table} SET version = ?, search = ?, body = ?${assigned} WHERE k = ?`);
  const rewrite = db.prepare(`UPDATE ${table} SET version = ?, body = ?${assigned} WHERE k = ?`);
  const remove = db.prepare(`DELETE FROM ${table} WHERE k = ?`);
  const words = createWordsWriter(db, collection);
  const vectors = createVectorsWriter(db, collection);
  const removals = createRemovals(db, collection);

  return {
    find: (tenant, id) => find.get(tenant, id) as { k: number; version: number } | undefined,
    body: (k) => (body.get(k) as { body: string }).body,
    insert: (tenant, id, version, content) => {
      const done = insert.run(tenant, id, version, content.search, content.body, ...content.columns);
      if (done.changes === 0) return false;
      const k = Number(done.lastInsertRowid);
      if (content.search !== null) words.add(tenant, k, content.search);
      if (content.vector !== null) vectors.add(tenant, k, content.columns, content.vector);
      return true;
    },
    overwrite: (tenant, k, version, content) => {
      words.change(tenant, k, content.search);
      overwrite.run(version, content.search, content.body, ...content.columns, k);
      vectors.remove(k);
      if (content.vector !== null) vectors.add(tenant, k, content.columns, content.vector);
    },
    rewrite: (tenant, k, version, content) => {
      rewrite.run(version, content.body, ...content.columns, k);
      vectors.move(tenant, k, content.columns);
    },
    remove: (k, version) => {
      remove.run(k);
      removals.note(k, version);
      words.remove(k);
      vectors.remove(k);
    },
  };
}

/** For columns in memory: which keys are gone since when. */
function createRemovals(db: DatabaseSync, collection: CollectionName) {
  if (heldFields(collection).length === 0) return { note: () => {} };
  const table = removedTable(collection);
  const insert = db.prepare(`INSERT INTO ${table} (version, k) VALUES (?, ?)`);
  const forget = db.prepare(`DELETE FROM ${table} WHERE version < ?`);
  return {
    note: (k: number, version: number): void => {
      insert.run(version, k);
      forget.run(version - REMEMBERED_VERSIONS);
    },
  };
}

function createWordsWriter(db: DatabaseSync, collection: CollectionName) {
  const nothing = { add: () => {}, change: () => {}, remove: () => {} };
  if (!specOf(collection).search) return nothing;
  const table = wordsTable(collection);
  const insert = db.prepare(`INSERT INTO ${table} (rowid, words) VALUES (?, ?)`);
  const remove = db.prepare(`DELETE FROM ${table} WHERE rowid = ?`);
  const search = db.prepare(`SELECT search FROM "${collection}" WHERE k = ?`);
  const add = (tenant: TenantId, k: number, text: string): void => {
    const distinct = new Set(text.split(" ").filter((word) => word !== ""));
    insert.run(k, [...distinct].map((word) => wordToken(tenant, word)).join(" "));
  };
  return {
    add,
    change: (tenant: TenantId, k: number, text: string | null): void => {
      if (text === search.get(k)?.search) return;
      remove.run(k);
      if (text !== null) add(tenant, k, text);
    },
    remove: (k: number): void => {
      remove.run(k);
    },
  };
}

function createVectorsWriter(db: DatabaseSync, collection: CollectionName) {
  const spec = specOf(collection).vector;
  if (spec === undefined) return { add: () => {}, move: () => {}, remove: () => {} };
  const table = vectorsTable(collection);
  const names = fieldNames(collection);
  const places = spec.partition.map((field) => names.indexOf(field));
  const partitionOf = (columns: readonly ColumnValue[]): string[] =>
    places.map((place) => String(columns[place] ?? ""));
  const insert = db.prepare(insertVector(collection, places.length));
  const remove = db.prepare(`DELETE FROM ${table} WHERE rowid = ?`);
  const find = db.prepare(`SELECT v${places.map((_, at) => `, p${at}`).join("")} FROM ${table} WHERE rowid = ?`);
  // vec0 takes only true integers as keys; node:sqlite binds numbers as floats.
  const add = (tenant: TenantId, k: number, columns: readonly ColumnValue[], vector: Uint8Array): void => {
    insert.run(BigInt(k), tenant, ...partitionOf(columns), vector);
  };
  return {
    add,
    move: (tenant: TenantId, k: number, columns: readonly ColumnValue[]): void => {
      if (places.length === 0) return;
      const found = find.get(BigInt(k));
      if (found === undefined || partitionOf(columns).every((value, at) => value === found[`p${at}`])) return;
      remove.run(BigInt(k));
      add(tenant, k, columns, found.v as Uint8Array);
    },
    remove: (k: number): void => {
      remove.run(BigInt(k));
    },
  };
}
