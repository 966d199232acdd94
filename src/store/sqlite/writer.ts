/**
 * Applies write calls, many in one transaction. Each write stands alone: what it needs is checked before it changes
 * anything, and should SQLite refuse one after all, the batch is done again with a savepoint around each.
 */
import type { DatabaseSync } from "node:sqlite";
import type { CollectionName } from "../collections.ts";
import { InvalidDocument, indexedValues, serialise } from "../document.ts";
import { type ColumnValue, toColumn } from "./columns.ts";
import { isOutage } from "./connection.ts";
import type { Content, ThreadWrite, ThreadWriteResult, UpdateWrite, WriteRequest } from "./protocol.ts";
import { createTableWriter, type TableWriter } from "./table-writer.ts";

export type CommitWrites = (calls: readonly WriteRequest[]) => ThreadWriteResult[][];

const conflict = { reason: "conflict", message: "the document has another version" } as const;
const missing = { reason: "missing", message: "there is no such document" } as const;
const exists = { reason: "exists", message: "the id is taken" } as const;

/** Durable when it returns; throws when nothing was changed. */
export function createCommitWrites(db: DatabaseSync): CommitWrites {
  const tables = new Map<CollectionName, TableWriter>();
  const readSequence = db.prepare("SELECT last FROM sequence");
  const writeSequence = db.prepare("UPDATE sequence SET last = ?");

  const tableOf = (collection: CollectionName): TableWriter => {
    const known = tables.get(collection) ?? createTableWriter(db, collection);
    tables.set(collection, known);
    return known;
  };

  const alone = (apply: () => ThreadWriteResult): ThreadWriteResult => {
    db.exec("SAVEPOINT one");
    try {
      return apply();
    } catch (error) {
      if (isOutage(error)) throw error;
      db.exec("ROLLBACK TO one");
      return { reason: "invalid", message: error instanceof Error ? error.message : String(error) };
    } finally {
      if (db.isTransaction) db.exec("RELEASE one");
    }
  };

  const commit = (calls: readonly WriteRequest[], savepoints: boolean): ThreadWriteResult[][] => {
    db.exec("BEGIN IMMEDIATE");
    try {
      // Versions come from one sequence for the whole file, so that none ever comes back, whoever wrote or deleted.
      let version = (readSequence.get() as { last: number }).last;
      const results = calls.map(({ tenant, collection, writes }) => {
        const table = tableOf(collection);
        return writes.map((write) => {
          const apply = () => applyWrite(table, collection, tenant, write, ++version);
          return savepoints ? alone(apply) : apply();
        });
      });
      writeSequence.run(version);
      db.exec("COMMIT");
      return results;
    } catch (error) {
      if (db.isTransaction) db.exec("ROLLBACK");
      throw error;
    }
  };

  return (calls) => {
    try {
      return commit(calls, false);
    } catch (error) {
      if (isOutage(error)) throw error;
      return commit(calls, true);
    }
  };
}

function applyWrite(
  table: TableWriter,
  collection: CollectionName,
  tenant: WriteRequest["tenant"],
  write: ThreadWrite,
  version: number,
): ThreadWriteResult {
  if (write.op === "create") return table.insert(tenant, write.id, version, write.content) ? version : exists;
  const found = table.find(tenant, write.id);
  const wanted = "version" in write ? write.version : undefined;
  if (found === undefined) {
    if (write.op === "put") table.insert(tenant, write.id, version, write.content);
    return write.op === "put" || (write.op === "delete" && wanted === undefined) ? version : missing;
  }
  if (wanted !== undefined && wanted !== found.version) return conflict;
  if (write.op === "update") return update(table, collection, tenant, found.k, write, version);
  if (write.op === "delete") table.remove(found.k, version);
  else table.overwrite(tenant, found.k, version, write.content);
  return version;
}

function update(
  table: TableWriter,
  collection: CollectionName,
  tenant: WriteRequest["tenant"],
  k: number,
  write: UpdateWrite,
  version: number,
): ThreadWriteResult {
  try {
    table.rewrite(tenant, k, version, merged(collection, table.body(k), write));
    return version;
  } catch (error) {
    if (error instanceof InvalidDocument) return { reason: "invalid", message: error.message };
    throw error;
  }
}

function merged(
  collection: CollectionName,
  body: string,
  { set, removed }: UpdateWrite,
): Pick<Content, "body" | "columns"> {
  // Spreading copies own properties as such, `__proto__` too.
  const doc: Record<string, unknown> = { ...(JSON.parse(body) as object), ...(JSON.parse(set) as object) };
  for (const property of removed) delete doc[property];
  const columns: ColumnValue[] = indexedValues(collection, doc).map(toColumn);
  return { body: serialise(doc), columns };
}
