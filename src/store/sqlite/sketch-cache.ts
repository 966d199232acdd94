/** Keeps sketches of the vectors of a long collection in memory and up to date. They are read by the first request that needs them. */
// cspell:ignore rowids
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { CollectionName } from "../collections.ts";
import { specOf } from "../document.ts";
import { heldFields } from "./column-spec.ts";
import { createFollowed, type Followed, type FollowOptions } from "./following.ts";
import { vectorsTable } from "./schema.ts";
import { spreadOf, VectorSketches } from "./vector-sketches.ts";

export interface SketchCacheOptions extends FollowOptions {
  /** Of fewer vectors all are compared, which takes some 20 ms. Default 50,000. */
  readonly leastVectors?: number;
  /** Of more than this, too: a million take 75 MB. Default 4 million. */
  readonly mostVectors?: number;
}

export interface SketchCache {
  /** As of the snapshot that the connection has begun; undefined where all vectors are to be compared. */
  sketches(collection: CollectionName): VectorSketches | undefined;
}

const LEAST = 50_000;
const MOST = 4_000_000;
/** Chunks that tell how the values lie. */
const LOOKED_AT = 64;
/** When more have changed than this share, all are read anew: one by one takes ten times as long. */
const MANY = 0.05;

export function createSketchCache(db: DatabaseSync, options: SketchCacheOptions = {}): SketchCache {
  const { leastVectors: least = LEAST, mostVectors: most = MOST, kept } = options;
  const followed = new Map<CollectionName, Followed<VectorSketches>>();
  return {
    sketches(collection) {
      // What follows changes by version is what has columns in memory.
      if (specOf(collection).vector === undefined || heldFields(collection).length === 0) return undefined;
      const known = followed.get(collection) ?? createFollowedSketches(db, collection, kept);
      followed.set(collection, known);
      const stored = known.count();
      if (stored < least || stored > most) return known.forget();
      const sketches = known.current();
      return sketches.isFull ? undefined : sketches;
    },
  };
}

interface Chunk {
  readonly rowids: Uint8Array;
  /** A bit a place, the lowest first. */
  readonly validity: Uint8Array;
  readonly vectors: Uint8Array;
}

const signed = (bytes: Uint8Array): Int8Array => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);

function createFollowedSketches(
  db: DatabaseSync,
  collection: CollectionName,
  kept: FollowOptions["kept"],
): Followed<VectorSketches> {
  const { dims, partition } = specOf(collection).vector!;
  const table = vectorsTable(collection);
  const keys = ["tenant", ...partition.map((_, at) => `p${at}`)];
  const valuesOf = (row: Record<string, SQLOutputValue>, names: readonly string[]): string[] =>
    names.map((name) => String(row[name]));
  const count = db.prepare(`SELECT count(*) AS n, max(k) AS last FROM "${collection}"`);
  const changes = db.prepare(`SELECT count(*) AS n FROM "${collection}" WHERE version > ?`);
  const changed = db.prepare(`SELECT k FROM "${collection}" WHERE version > ?`);
  const vectorOf = db.prepare(`SELECT v, ${keys.join(", ")} FROM ${table} WHERE rowid = ?`);

  function readAll(): VectorSketches {
    const { last } = count.get() as { last: number | null };
    const sketches = new VectorSketches(spread(), Math.ceil((last ?? 0) * 1.1) + 1_024);
    for (const row of chunks(db, collection, keys.length)) {
      const code = sketches.partition(valuesOf(row, partitionColumns(keys.length)));
      eachVector(row as unknown as Chunk, dims, (k, vector) => sketches.put(k, code, vector));
    }
    return sketches;
  }

  function spread() {
    const looked: Int8Array[] = [];
    for (const row of chunks(db, collection, keys.length, LOOKED_AT))
      eachVector(row as unknown as Chunk, dims, (_, vector) => looked.push(vector));
    return spreadOf(looked, dims);
  }

  const followable = {
    readAll,
    remove: (sketches: VectorSketches, k: number) => sketches.remove(k),
    change(sketches: VectorSketches, since: number) {
      const { n } = changes.get(since) as { n: number };
      if (n > MANY * (count.get() as { n: number }).n) return false;
      for (const { k } of changed.all(since) as { k: number }[]) {
        const row = vectorOf.get(BigInt(k));
        if (row === undefined) sketches.remove(k);
        else sketches.put(k, sketches.partition(valuesOf(row, keys)), signed(row.v as Uint8Array));
      }
      return true;
    },
  };
  return createFollowed(db, collection, followable, kept);
}

const partitionColumns = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `partition${String(at).padStart(2, "0")}`);

/** What lies in sqlite-vec's own tables (0.1), read in a tenth of the time that its rows take. `some`: so many, evenly spread. */
function chunks(db: DatabaseSync, collection: CollectionName, partitions: number, some?: number) {
  const [list, vectors] = [`"${collection}.vectors_chunks"`, `"${collection}.vectors_vector_chunks00"`];
  const columns = partitionColumns(partitions).map((name) => `, c.${name}`);
  const text = `SELECT c.rowids, c.validity, v.vectors${columns.join("")} FROM ${list} c JOIN ${vectors} v ON v.rowid = c.rowid`;
  if (some === undefined) return db.prepare(text).iterate();
  const { n } = db.prepare(`SELECT count(*) AS n FROM ${list}`).get() as { n: number };
  return db.prepare(`${text} WHERE c.rowid % ? = 0`).iterate(Math.max(1, Math.floor(n / some)));
}

function eachVector({ rowids, validity, vectors }: Chunk, dims: number, act: (k: number, vector: Int8Array) => void) {
  const keys = new DataView(rowids.buffer, rowids.byteOffset, rowids.byteLength);
  for (let place = 0; place * dims < vectors.length; place++) {
    if (((validity[place >> 3]! >> (place & 7)) & 1) === 0) continue;
    act(Number(keys.getBigInt64(place * 8, true)), signed(vectors.subarray(place * dims, (place + 1) * dims)));
  }
}
