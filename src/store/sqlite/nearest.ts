/**
 * Nearest neighbours: candidates by an exact scan of the int8 vectors of the tenant (and partition), or by sketches where
 * there are very many; then the caller's own precision for the best.
 */
import { dot } from "../../numeric/dot.ts";
import { specOf } from "../document.ts";
import type { Clause, Clauses } from "../filter.ts";
import { type ColumnValue, fromInt8, toInt8 } from "./columns.ts";
import type { NearestRequest, Row } from "./protocol.ts";
import type { Reading } from "./reading.ts";
import { vectorsTable } from "./schema.ts";
import { from } from "./where.ts";

/** vec0 answers at most this many. */
const MAX_CANDIDATES = 4_096;

/** Of the nearest so many times as many are picked by their sketches, and so many at least. */
const PICKED = 32;
const LEAST_PICKED = 1_024;

interface Candidate {
  readonly k: number;
  readonly v: Uint8Array;
}

export function findNearest(reading: Reading, request: NearestRequest): (Row & { similarity: number })[] {
  const { collection, vector, k } = request;
  const found = bySketch(reading, request) ?? byScan(reading, request);
  const length = Math.hypot(...vector);
  const body = reading.statement(`SELECT id, version, body FROM "${collection}" WHERE k = ?`);
  return found
    .map((candidate) => ({ k: candidate.k, similarity: dot(fromInt8(candidate.v), vector) / length }))
    .sort((a, b) => b.similarity - a.similarity || a.k - b.k)
    .slice(0, k)
    .map(({ k, similarity }) => ({ ...(body.get(k) as unknown as Row), similarity: clamp(similarity) }));
}

/** Undefined where all are to be compared. */
function bySketch(reading: Reading, request: NearestRequest): Candidate[] | undefined {
  const { collection, tenant, vector, k } = request;
  const sketches = reading.sketches(collection);
  if (sketches === undefined) return undefined;
  const { partitions, others } = splitPartitions(request);
  const among = others.clauses.length === 0 ? undefined : reading.keys("d.k", from(collection, tenant, others)).sort();
  const isWanted = (keys: readonly string[]): boolean =>
    keys[0] === tenant && partitions.every(({ at, value }) => keys[at + 1] === value);
  const count = Math.min(MAX_CANDIDATES, Math.max(LEAST_PICKED, PICKED * k));
  const vectorOf = reading.statement(`SELECT v FROM ${vectorsTable(collection)} WHERE rowid = ?`);
  return sketches
    .best(vector, count, isWanted, among)
    .map((key) => ({ k: key, v: vectorOf.get(BigInt(key))!.v as Uint8Array }));
}

function byScan(reading: Reading, request: NearestRequest): Candidate[] {
  const { collection, tenant, vector, k } = request;
  const { partitions, others } = splitPartitions(request);
  const conditions = ["v MATCH vec_int8(?)", "k = ?", "tenant = ?", ...partitions.map(({ at }) => `p${at} = ?`)];
  // The query vector is rounded too, so that neighbours may change places: twice as many are fetched and compared exactly.
  const candidates = Math.min(MAX_CANDIDATES, 2 * k + 16);
  const params: (ColumnValue | Uint8Array | bigint)[] = [toInt8(vector), BigInt(candidates), tenant];
  params.push(...partitions.map(({ value }) => value));
  if (others.clauses.length > 0) {
    const matching = from(collection, tenant, others);
    conditions.push(`rowid IN (SELECT d.k ${matching.text})`);
    params.push(...matching.params);
  }
  const sql = `SELECT rowid AS k, v FROM ${vectorsTable(collection)} WHERE ${conditions.join(" AND ")}`;
  return reading.statement(sql).all(...params) as unknown as Candidate[];
}

/** A condition on a partition field that names one value narrows the scan itself. */
function splitPartitions({ collection, filter }: NearestRequest): {
  readonly partitions: readonly { readonly at: number; readonly value: string }[];
  readonly others: Clauses;
} {
  const fields = specOf(collection).vector?.partition ?? [];
  const partitions: { at: number; value: string }[] = [];
  const clauses = filter.clauses.filter((clause: Clause) => {
    const at = fields.indexOf(clause.field);
    const value = clause.test.kind === "any" && clause.test.values.length === 1 ? clause.test.values[0] : "";
    // "" also stands for documents without the field.
    if (at < 0 || typeof value !== "string" || value === "") return true;
    partitions.push({ at, value });
    return false;
  });
  return { partitions, others: { ...filter, clauses } };
}

const clamp = (similarity: number): number => Math.min(1, Math.max(-1, similarity));
