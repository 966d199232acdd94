/**
 * Keeps columns of long collections in memory and up to date, so that counting takes a loop over numbers instead of a walk
 * through the file: a million documents in some ten milliseconds. Few documents are read at once, many in small pieces
 * between other requests; until all are there, requests are answered from the file.
 */
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { CollectionName } from "../collections.ts";
import { fieldType } from "../filter.ts";
import { heldFields, isNumeric, REMEMBERED_VERSIONS, removedTable } from "./column-spec.ts";
import { HeldColumns } from "./columns-held.ts";
import { column, coveringIndex, tallyTable } from "./schema.ts";

export interface ColumnCacheOptions {
  /** Another connection to the same file, which may stay in a transaction while this one is asked. */
  readonly open: () => DatabaseSync;
  /** Fewer documents than this are counted from the file. Default 2,000. */
  readonly least?: number;
  /** More than this are counted from the file: a million take about 50 MB. Default 4 million. */
  readonly most?: number;
}

export interface ColumnCache {
  /** As of the snapshot that the connection has begun; undefined when the file has to be asked. */
  columns(collection: CollectionName): HeldColumns | undefined;
}

const LEAST = 2_000;
const MOST = 4_000_000;
/** Documents read while a request waits; more are read in the background. */
const AT_ONCE = 20_000;
/** Rows between two looks at what else is asked, some ten milliseconds. */
const PIECE = 3_000;

type Rows = IterableIterator<SQLOutputValue[]>;

export function createColumnCache(db: DatabaseSync, options: ColumnCacheOptions): ColumnCache {
  const { open, least = LEAST, most = MOST } = options;
  const followed = new Map<CollectionName, Followed>();

  return {
    columns(collection) {
      if (heldFields(collection).length === 0) return undefined;
      const known = followed.get(collection) ?? createFollowed(db, open, collection);
      followed.set(collection, known);
      const stored = known.count();
      if (stored < least || stored > most) return known.forget();
      return known.current(stored);
    },
  };
}

interface Followed {
  count(): number;
  forget(): undefined;
  current(stored: number): HeldColumns | undefined;
}

function createFollowed(db: DatabaseSync, open: () => DatabaseSync, collection: CollectionName): Followed {
  const names = heldFields(collection);
  const fields = names.map((name) => ({ name, numeric: isNumeric(fieldType(collection, name)) }));
  const listed = ["k", "tenant", ...names.map(column)].join(", ");
  const count = db.prepare(`SELECT coalesce(sum(n), 0) AS n FROM ${tallyTable(collection)}`);
  const last = db.prepare("SELECT last FROM sequence");
  const changed = db.prepare(`SELECT ${listed} FROM "${collection}" WHERE version > ?`);
  const removed = db.prepare(`SELECT k FROM ${removedTable(collection)} WHERE version > ?`);
  changed.setReturnArrays(true);
  let held: HeldColumns | undefined;
  let reading = false;

  const lastOf = (statement: typeof last): number => statement.get()!.last as number;

  function rowsOf(connection: DatabaseSync): Rows {
    const all = connection.prepare(`SELECT ${listed} FROM "${collection}" INDEXED BY ${coveringIndex(collection)}`);
    all.setReturnArrays(true);
    return all.iterate() as unknown as Rows;
  }

  function readAll(): HeldColumns {
    const read = new HeldColumns(fields);
    read.version = lastOf(last);
    for (const row of rowsOf(db)) read.put(row);
    return read;
  }

  /** In a snapshot of its own: what is written meanwhile is caught up with by its versions. */
  function readSlowly(): void {
    reading = true;
    const connection = open();
    const end = (read?: HeldColumns) => {
      held = read;
      reading = false;
      connection.close();
    };
    try {
      connection.exec("BEGIN");
      const read = new HeldColumns(fields);
      read.version = lastOf(connection.prepare("SELECT last FROM sequence"));
      const rows = rowsOf(connection);
      const piece = () => {
        try {
          for (let at = 0; at < PIECE; at++) {
            const { value, done } = rows.next();
            if (done) return end(read);
            read.put(value);
          }
          setImmediate(piece);
        } catch {
          // The file's trouble; whoever asks next begins anew.
          end();
        }
      };
      setImmediate(piece);
    } catch {
      end();
    }
  }

  function follow(columns: HeldColumns): HeldColumns | undefined {
    const now = lastOf(last);
    if (now === columns.version) return columns;
    if (now - columns.version > REMEMBERED_VERSIONS) return undefined;
    // A key that was freed may be another document's since: removals come first.
    for (const { k } of removed.all(columns.version)) columns.remove(k as number);
    for (const row of changed.iterate(columns.version) as unknown as Rows) columns.put(row);
    columns.version = now;
    return columns;
  }

  return {
    count: () => count.get()!.n as number,
    forget() {
      held = undefined;
      return undefined;
    },
    current(stored) {
      if (reading) return undefined;
      held &&= follow(held);
      if (held !== undefined) return held;
      if (stored > AT_ONCE) {
        readSlowly();
        return undefined;
      }
      held = readAll();
      return held;
    },
  };
}
