/**
 * The embedded store: one SQLite file under the data folder, written by one thread and read by others, so that the
 * caller's thread only turns documents into JSON and back. What a write call resolves with is on disk.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { INSTALLATION, type TenantId } from "../model/tenant.ts";
import type { CollectionName, Documents } from "./collections.ts";
import { fingerprint, readCursor, writeCursor } from "./cursor.ts";
import { checkVector, isId } from "./document.ts";
import { fieldType, readFilter } from "./filter.ts";
import type { OperatorStore } from "./operator-store.ts";
import { compareText } from "./order.ts";
import { fromInt8 } from "./sqlite/columns.ts";
import { encodeWrites } from "./sqlite/encode.ts";
import type { ReadReplies, ReadRequest, Row, ThreadWriteResult, WriteRequest } from "./sqlite/protocol.ts";
import { startThread, type Thread } from "./sqlite/thread.ts";
import {
  type Filter,
  type Search,
  type Sort,
  type Store,
  type Stored,
  StoreUnavailable,
  type WriteResult,
} from "./store.ts";
import { writeOn } from "./written.ts";

export interface SqliteOptions {
  /** Made when absent. */
  readonly dataDir: string;
  /** Reading threads: more of them answer more queries at a time. Default 1. */
  readonly readers?: number;
}

type Read = <K extends ReadRequest["kind"]>(request: ReadRequest & { readonly kind: K }) => Promise<ReadReplies[K]>;

const MAX_LIMIT = 1_000;
const SCAN_PAGE = 500;
/** Changes no document and yet takes a commit, which a full disk refuses. */
const SMALLEST_WRITE: WriteRequest = {
  tenant: INSTALLATION,
  collection: "leases",
  writes: [{ op: "delete", id: "nobody's" }],
};

export async function createSqliteStore({ dataDir, readers = 1 }: SqliteOptions): Promise<OperatorStore> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, "store.sqlite");
  const writer = await startThread<WriteRequest>(new URL("./sqlite/writer-thread.ts", import.meta.url), { path });
  const reading = await Promise.all(
    Array.from({ length: readers }, () =>
      startThread<ReadRequest>(new URL("./sqlite/reader-thread.ts", import.meta.url), { path }),
    ),
  );
  return createStore(writer, reading);
}

function createStore(writer: Thread<WriteRequest>, readers: readonly Thread<ReadRequest>[]): OperatorStore {
  const read = createRead(readers);
  let closing: Promise<void> | undefined;

  const offer: Store["offer"] = async (tenant, collection, writes) => {
    const { encoded, refused } = encodeWrites(collection, writes);
    const request = { tenant, collection, writes: encoded };
    const results = (encoded.length === 0 ? [] : await writer.ask(request)) as ThreadWriteResult[];
    const accepted = results.values();
    return writes.map((_, at) => refused.get(at) ?? toWriteResult(accepted.next().value!));
  };

  const store: OperatorStore = {
    get: async (tenant, collection, id) => (await store.getMany(tenant, collection, [id]))[0],
    getMany: async (tenant, collection, ids) => {
      // What can't be an id is asked for as "", which nothing has.
      const rows = await read({ kind: "get", tenant, collection, ids: ids.map((id) => (isId(id) ? id : "")) });
      return rows.map((row) => (row === null ? undefined : toStored(collection, row)));
    },
    write: writeOn(offer),
    offer,
    search: (tenant, collection, search) => searchPage(read, tenant, collection, search),
    count: (tenant, collection, filter) =>
      read({ kind: "count", tenant, collection, filter: readFilter(collection, filter) }),
    facets: async (tenant, collection, fields, { size = 100, ...filter }) => {
      for (const field of fields) fieldType(collection, field);
      const request = {
        kind: "facets",
        tenant,
        collection,
        filter: readFilter(collection, filter),
        fields,
        size,
      } as const;
      const buckets = await read(request);
      return Object.fromEntries(fields.map((field, at) => [field, buckets[at]])) as never;
    },
    values: async (tenant, collection, field, filter) => {
      const { [field]: buckets } = await store.facets(tenant, collection, [field], {
        ...filter,
        size: Number.MAX_SAFE_INTEGER,
      });
      return buckets.sort((a, b) => compareText(a.value, b.value));
    },
    histogram: async (tenant, collection, { field, interval, by, ...filter }) => {
      for (const name of by === undefined ? [field] : [field, by]) fieldType(collection, name);
      const request = { kind: "histogram", tenant, collection, field, interval, by } as const;
      return [...(await read({ ...request, filter: readFilter(collection, filter) }))];
    },
    nearest: async (tenant, collection, vector, { where, k }) => {
      checkVector(collection, vector);
      const filter = readFilter(collection, where === undefined ? {} : { where });
      const rows = await read({ kind: "nearest", tenant, collection, filter, vector, k: Math.min(k, MAX_LIMIT) });
      return rows.map(({ similarity, ...row }) => ({ ...toStored(collection, row), similarity }));
    },
    scan: (tenant, collection, options = {}) => scanAll(read, tenant, collection, options),
    tenants: async (collection) => (await read({ kind: "tenants", collection })) as readonly TenantId[],
    // A finished write is in every later snapshot.
    refresh: async () => void (await read({ kind: "ping" })),
    ping: async () => void (await Promise.all([read({ kind: "ping" }), writer.ask(SMALLEST_WRITE)])),
    close: () => {
      closing ??= Promise.all([writer, ...readers].map((thread) => thread.close())).then(() => undefined);
      return closing;
    },
  };
  return store;
}

/** Gives each request to the reader with the fewest waiting. */
function createRead(readers: readonly Thread<ReadRequest>[]): Read {
  return async (request) => {
    const [first, ...others] = readers;
    if (first === undefined) throw new StoreUnavailable("the store has no readers");
    const reader = others.reduce((best, other) => (other.waiting() < best.waiting() ? other : best), first);
    return (await reader.ask(request)) as never;
  };
}

async function searchPage<C extends CollectionName>(read: Read, tenant: TenantId, collection: C, search: Search<C>) {
  const filter = readFilter(collection, search);
  const sort = (search.sort ?? []) as readonly Sort<CollectionName>[];
  for (const { by } of sort) if (by !== "id" && by !== "relevance") fieldType(collection, by);
  const print = fingerprint(tenant, collection, filter, sort);
  const after = search.cursor === undefined ? null : readCursor(print, search.cursor, sort.length + 1);
  const limit = Math.max(0, Math.min(search.limit ?? 50, MAX_LIMIT));
  const page = await read({ kind: "page", tenant, collection, filter, sort, limit, after });
  return {
    items: page.rows.map((row) => toStored(collection, row)),
    total: page.total,
    next_cursor: page.next === null ? null : writeCursor(print, page.next),
  };
}

async function* scanAll<C extends CollectionName>(
  read: Read,
  tenant: TenantId,
  collection: C,
  options: Pick<Filter<C>, "where"> & { readonly vectors?: boolean; readonly pageSize?: number },
): AsyncGenerator<Stored<Documents[C]>> {
  const { where, vectors = false, pageSize: limit = SCAN_PAGE } = options;
  const filter = readFilter(collection, where === undefined ? {} : { where });
  let after: string | null = null;
  for (;;) {
    const rows: readonly Row[] = await read({ kind: "scan", tenant, collection, filter, after, limit, vectors });
    for (const row of rows) yield toStored(collection, row);
    if (rows.length < limit) return;
    after = rows.at(-1)!.id;
  }
}

function toStored<C extends CollectionName>(_: C, row: Row): Stored<Documents[C]> {
  return {
    id: row.id,
    version: String(row.version),
    doc: JSON.parse(row.body) as Documents[C],
    ...(row.search ? { search: row.search } : {}),
    ...(row.vector ? { vector: fromInt8(row.vector) } : {}),
  };
}

function toWriteResult(result: ThreadWriteResult): WriteResult {
  return typeof result === "number" ? { ok: true, version: String(result) } : { ok: false, ...result };
}
