/**
 * The embedded store: one SQLite file under the data folder, written by one thread and read by others, so that the
 * caller's thread only turns documents into JSON and back. What a write call resolves with is on disk.
 */
import { join } from "node:path";
import { makeFolder } from "../folders.ts";
import { INSTALLATION, type TenantId } from "../model/tenant.ts";
import type { Pool } from "../threads/pool.ts";
import { askerGone } from "./asker.ts";
import type { CollectionName, Documents } from "./collections.ts";
import { fingerprint, readPosition, writeCursor } from "./cursor.ts";
import { checkVector, isId } from "./document.ts";
import { fieldType, readFilter } from "./filter.ts";
import type { OperatorStore } from "./operator-store.ts";
import { compareText } from "./order.ts";
import { heldFields } from "./sqlite/column-spec.ts";
import { fromInt8 } from "./sqlite/columns.ts";
import { encodeWrites } from "./sqlite/encode.ts";
import type { ReaderJobs, Row, ThreadWriteResult, WriteRequest } from "./sqlite/protocol.ts";
import { type StoreThreads, startStoreThreads } from "./sqlite/threads.ts";
import {
  type Filter,
  REQUEST_TIMEOUT_MS,
  type Search,
  type Sort,
  type Store,
  type Stored,
  StoreUnavailable,
  TooManyPoints,
  type WriteResult,
} from "./store.ts";
import { writeOn } from "./written.ts";

export interface SqliteOptions {
  /** Made when absent. */
  readonly dataDir: string;
  /** Reading threads: more of them answer more queries at a time. Default 1. */
  readonly readers?: number;
  /** Of a read, from when a thread has it on. Default 30 s. What takes longer is an outage. */
  readonly requestTimeoutMs?: number;
}

type Read = Pool<ReaderJobs>["run"];

const MAX_LIMIT = 1_000;
const SCAN_PAGE = 500;
const VERSIONS_PAGE = 5_000;
/** Changes no document and yet takes a commit, which a full disk refuses. */
const SMALLEST_WRITE: WriteRequest = {
  tenant: INSTALLATION,
  collection: "leases",
  writes: [{ op: "delete", id: "nobody's" }],
};

const COUNTING: ReadonlySet<string> = new Set<keyof ReaderJobs>(["page", "count", "facets", "histogram", "scan"]);

/** One thread holds the columns: a second one that did would take as much memory again. */
const countsByColumns = (job: string, input: unknown): boolean =>
  COUNTING.has(job) && heldFields((input as { readonly collection: CollectionName }).collection).length > 0;

function asOutage(error: unknown): never {
  const isLate = error instanceof DOMException && error.name === "TimeoutError";
  throw isLate ? new StoreUnavailable(error.message, { cause: error }) : error;
}

/** Another thread holds the sketches of vectors: looking for what is nearest keeps no page waiting. */
const threadFor = (readers: Pool<ReaderJobs>, job: string, input: unknown) =>
  job === "nearest" ? readers.last : countsByColumns(job, input) ? readers.first : readers;

/** A read that nobody waits for any more, or that takes too long, is given up. */
const createRead =
  (readers: Pool<ReaderJobs>, deadlineMs: number): Read =>
  (job, input) => {
    const asked = threadFor(readers, job, input);
    return asked.run(job, input, { deadlineMs, signal: askerGone() }).catch(asOutage);
  };

export async function createSqliteStore({
  dataDir,
  readers = 1,
  requestTimeoutMs = REQUEST_TIMEOUT_MS,
}: SqliteOptions): Promise<OperatorStore> {
  await makeFolder(dataDir, { mode: 0o700 });
  const threads = await startStoreThreads({ path: join(dataDir, "store.sqlite") }, readers);
  return createStore(threads, createRead(threads.readers, requestTimeoutMs));
}

function createStore({ writer, close }: StoreThreads, read: Read): OperatorStore {
  let closing: Promise<void> | undefined;

  const offer: Store["offer"] = async (tenant, collection, writes) => {
    const { encoded, refused } = encodeWrites(collection, writes);
    const request = { tenant, collection, writes: encoded };
    const results = encoded.length === 0 ? [] : await writer.run("write", request);
    const accepted = results.values();
    return writes.map((_, at) => refused.get(at) ?? toWriteResult(accepted.next().value!));
  };

  const store: OperatorStore = {
    get: async (tenant, collection, id) => (await store.getMany(tenant, collection, [id]))[0],
    getMany: async (tenant, collection, ids) => {
      // What can't be an id is asked for as "", which nothing has.
      const rows = await read("get", { tenant, collection, ids: ids.map((id) => (isId(id) ? id : "")) });
      return rows.map((row) => (row === null ? undefined : toStored(collection, row)));
    },
    has: (tenant, collection, ids) => read("has", { tenant, collection, ids: ids.map((id) => (isId(id) ? id : "")) }),
    write: writeOn(offer),
    offer,
    search: (tenant, collection, search) => searchPage(read, tenant, collection, search),
    first: async (tenant, collection, search) => (await searchPage(read, tenant, collection, search, false)).items,
    count: (tenant, collection, filter) =>
      read("count", { tenant, collection, filter: readFilter(collection, filter) }),
    facets: async (tenant, collection, fields, { size = 100, ...filter }) => {
      for (const field of fields) fieldType(collection, field);
      const request = { tenant, collection, filter: readFilter(collection, filter), fields, size };
      const buckets = await read("facets", request);
      return Object.fromEntries(fields.map((field, at) => [field, buckets[at]])) as never;
    },
    values: async (tenant, collection, field, filter) => {
      const { [field]: buckets } = await store.facets(tenant, collection, [field], {
        ...filter,
        size: Number.MAX_SAFE_INTEGER,
      });
      return buckets.sort((a, b) => compareText(a.value, b.value));
    },
    histogram: async (tenant, collection, { field, interval, by, most, ...filter }) => {
      for (const name of by === undefined ? [field] : [field, by]) fieldType(collection, name);
      const request = { tenant, collection, field, interval, by, most, filter: readFilter(collection, filter) };
      const points = await read("histogram", request);
      if (points === null) throw new TooManyPoints(`more than ${most} points`);
      return [...points];
    },
    nearest: async (tenant, collection, vector, { where, k }) => {
      checkVector(collection, vector);
      const filter = readFilter(collection, where === undefined ? {} : { where });
      const rows = await read("nearest", { tenant, collection, filter, vector, k: Math.min(k, MAX_LIMIT) });
      return rows.map(({ similarity, ...row }) => ({ ...toStored(collection, row), similarity }));
    },
    scan: (tenant, collection, options = {}) => scanAll(read, tenant, collection, options),
    versions: (tenant, collection, options = {}) => allVersions(read, tenant, collection, options),
    tenants: async (collection) => (await read("tenants", collection)) as readonly TenantId[],
    // A finished write is in every later snapshot.
    refresh: async () => {
      if (closing !== undefined) throw new StoreUnavailable("the store is closed");
    },
    ping: async () => void (await Promise.all([read("ping", undefined), writer.run("write", SMALLEST_WRITE)])),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
  return store;
}

async function searchPage<C extends CollectionName>(
  read: Read,
  tenant: TenantId,
  collection: C,
  search: Search<C>,
  counted = true,
) {
  const filter = readFilter(collection, search);
  const sort = (search.sort ?? []) as readonly Sort<CollectionName>[];
  for (const { by } of sort) if (by !== "id" && by !== "relevance") fieldType(collection, by);
  const print = fingerprint(tenant, collection, filter, sort);
  const after = search.cursor === undefined ? null : readPosition(print, search.cursor, { collection, sort });
  const limit = Math.max(0, Math.min(search.limit ?? 50, MAX_LIMIT));
  const page = await read("page", { tenant, collection, filter, sort, limit, after, counted });
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
  const page = (after: string | null) => read("scan", { tenant, collection, filter, after, limit, vectors });
  for await (const row of pages(page, limit)) yield toStored(collection, row);
}

async function* allVersions<C extends CollectionName>(
  read: Read,
  tenant: TenantId,
  collection: C,
  { where }: Pick<Filter<C>, "where">,
): AsyncGenerator<Pick<Stored<unknown>, "id" | "version">> {
  const filter = readFilter(collection, where === undefined ? {} : { where });
  const limit = VERSIONS_PAGE;
  const page = (after: string | null) => read("versions", { tenant, collection, filter, after, limit });
  for await (const { id, version } of pages(page, limit)) yield { id, version: String(version) };
}

/** The rows of page after page; one that is not full is the last. */
async function* pages<R extends { readonly id: string }>(
  page: (after: string | null) => Promise<readonly R[]>,
  limit: number,
): AsyncGenerator<R> {
  let after: string | null = null;
  for (;;) {
    const rows: readonly R[] = await page(after);
    yield* rows;
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
