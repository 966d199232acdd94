/** Answers each read request from one snapshot of the file. */
import type { DatabaseSync } from "node:sqlite";
import type { CollectionName } from "../collections.ts";
import { createAggregates } from "./aggregates.ts";
import { type ColumnCacheOptions, createColumnCache } from "./column-cache.ts";
import { matchingHeld } from "./held-reading.ts";
import { findNearest } from "./nearest.ts";
import { readPage, relevance } from "./page.ts";
import type {
  CountRequest,
  GetRequest,
  NearestRequest,
  PageRequest,
  ReaderJobs,
  Row,
  ScanRequest,
  VersionsRequest,
} from "./protocol.ts";
import { countMatching, createReading, type Reading } from "./reading.ts";
import { isSelective, selectiveIndex, vectorsTable } from "./schema.ts";
import { createSketchCache, type SketchCacheOptions } from "./sketch-cache.ts";
import { anyInRange, from, fromKeys, type Sql } from "./where.ts";

/** Of a thread whose reads may be given up. */
export interface Watch {
  /** Throws when nobody waits any more. */
  goOn(): void;
  /** Does what the next read would have to do again. */
  kept<T>(work: () => T): T;
}

const unwatched: Watch = { goOn: () => {}, kept: (work) => work() };

export function createReader(
  db: DatabaseSync,
  held: ColumnCacheOptions & SketchCacheOptions = {},
  { goOn, kept }: Watch = unwatched,
): ReaderJobs {
  const options = { ...held, kept };
  const reading = createReading(db, { ...createColumnCache(db, options), ...createSketchCache(db, options) }, goOn);
  // Two parameters, as SQLite counts them.
  const watched = (answer: (one: unknown, other: unknown) => number) => (one: unknown, other: unknown) => {
    goOn();
    return answer(one, other);
  };
  db.function("relevance", { deterministic: true }, watched(relevance));
  db.function("any_in_range", { deterministic: true }, watched(anyInRange));
  const { facets, histogram } = createAggregates(reading);

  const inSnapshot =
    <Request, Reply>(answer: (request: Request) => Reply) =>
    (request: Request): Reply => {
      db.exec("BEGIN");
      try {
        return answer(request);
      } finally {
        db.exec("COMMIT");
      }
    };
  return {
    get: inSnapshot((request: GetRequest) => getDocuments(reading, request)),
    has: inSnapshot((request: GetRequest) => hasDocuments(reading, request)),
    page: inSnapshot((request: PageRequest) => readPage(reading, request)),
    count: inSnapshot(({ collection, tenant, filter }: CountRequest) =>
      countMatching(reading, collection, tenant, filter),
    ),
    facets: inSnapshot(facets),
    histogram: inSnapshot(histogram),
    nearest: inSnapshot((request: NearestRequest) => findNearest(reading, request)),
    scan: inSnapshot((request: ScanRequest) => scanDocuments(reading, request)),
    versions: inSnapshot((request: VersionsRequest) =>
      scanRows<Omit<Row, "body">>(reading, request, "d.id, d.version"),
    ),
    tenants: inSnapshot((collection: CollectionName) => listTenants(reading, collection)),
    ping() {
      reading.rows({ text: "SELECT last FROM sequence", params: [] });
      return true;
    },
  };
}

function getDocuments({ statement }: Reading, { tenant, collection, ids }: GetRequest): (Row | null)[] {
  const get = statement(`SELECT id, version, body FROM "${collection}" WHERE tenant = ? AND id = ?`);
  return ids.map((id) => (get.get(tenant, id) as Row | undefined) ?? null);
}

function hasDocuments({ statement }: Reading, { tenant, collection, ids }: GetRequest): boolean[] {
  const find = statement(`SELECT 1 FROM "${collection}" WHERE tenant = ? AND id = ?`);
  return ids.map((id) => find.get(tenant, id) !== undefined);
}

/** Documents to look up by their keys at most, rather than to walk through all of them. */
const FEW = 5_000;

/** What matches, when there is a condition and few hold it. */
function fromFew(reading: Reading, { tenant, collection, filter }: VersionsRequest): Sql | undefined {
  const matching = filter.clauses.length === 0 ? undefined : matchingHeld(reading, collection, tenant, filter);
  return matching === undefined || matching.keys.length > FEW ? undefined : fromKeys(collection, matching.keys);
}

/** In the order of the ids: from the index on them, unless a condition picks few documents. */
function scanRows<R>(reading: Reading, request: VersionsRequest, columns: string): R[] {
  const { tenant, collection, filter, after, limit } = request;
  const selective = filter.clauses.find(({ field, test }) => test.kind === "any" && isSelective(collection, field));
  const index = selective === undefined ? `"${collection}.id"` : selectiveIndex(collection, selective.field);
  const { text, params } =
    (selective === undefined ? fromFew(reading, request) : undefined) ?? from(collection, tenant, filter, { index });
  const rows = reading.rows({
    text: `SELECT ${columns} ${text} AND d.id > ? ORDER BY d.id LIMIT ?`,
    params: [...params, after ?? "", limit],
  });
  return rows as unknown as R[];
}

function scanDocuments(reading: Reading, request: ScanRequest): Row[] {
  const { collection, vectors } = request;
  const columns = `d.k, d.id, d.version, d.body ${vectors ? ", d.search" : ""}`;
  const rows = scanRows<Row & { readonly k: number }>(reading, request, columns);
  const vectorOf = vectors ? readVector(reading, collection) : undefined;
  return rows.map(({ k, ...row }) => ({ ...row, ...vectorOf?.(k) }));
}

function readVector({ statement }: Reading, collection: CollectionName): (k: number) => Pick<Row, "vector"> {
  const known = statement("SELECT 1 FROM sqlite_master WHERE name = ?").get(`${collection}.vectors`);
  if (known === undefined) return () => ({});
  const find = statement(`SELECT v FROM ${vectorsTable(collection)} WHERE rowid = ?`);
  return (k) => ({ vector: (find.get(BigInt(k))?.v as Uint8Array | undefined) ?? null });
}

/** Jumps from tenant to tenant in the index instead of reading every row. */
function listTenants({ statement }: Reading, collection: CollectionName): string[] {
  const next = statement(`SELECT min(tenant) AS tenant FROM "${collection}" WHERE tenant > ?`);
  const tenants: string[] = [];
  for (;;) {
    const tenant = next.get(tenants.at(-1) ?? "")?.tenant;
    if (typeof tenant !== "string") return tenants;
    tenants.push(tenant);
  }
}
