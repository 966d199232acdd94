/** Messages between the embedded store and its threads. Documents travel as JSON text: parsed and made once, in the caller's thread. */
import type { TenantId } from "../../model/tenant.ts";
import type { CollectionName } from "../collections.ts";
import type { CursorValue } from "../cursor.ts";
import type { Clauses } from "../filter.ts";
import type { Bucket, Interval, TrendPoint, WriteFailure } from "../store.ts";
import type { ColumnValue } from "./columns.ts";

export interface Content {
  readonly body: string;
  readonly columns: readonly ColumnValue[];
  readonly search: string | null;
  readonly vector: Uint8Array | null;
}

/** `version` undefined: whatever there is. */
export type ThreadWrite =
  | { readonly op: "create" | "put"; readonly id: string; readonly content: Content }
  | { readonly op: "replace"; readonly id: string; readonly version: number; readonly content: Content }
  | UpdateWrite
  | { readonly op: "delete"; readonly id: string; readonly version?: number | undefined };

/** `set`: properties as JSON, `removed`: names of those to take away. */
export interface UpdateWrite {
  readonly op: "update";
  readonly id: string;
  readonly version?: number | undefined;
  readonly set: string;
  readonly removed: readonly string[];
}

export interface WriteRequest {
  readonly tenant: TenantId;
  readonly collection: CollectionName;
  readonly writes: readonly ThreadWrite[];
}

/** The new version, or what failed. */
export type ThreadWriteResult = number | { readonly reason: WriteFailure; readonly message: string };

export interface Row {
  readonly id: string;
  readonly version: number;
  readonly body: string;
  readonly search?: string | null;
  readonly vector?: Uint8Array | null;
}

interface Scoped {
  readonly tenant: TenantId;
  readonly collection: CollectionName;
}

export interface GetRequest extends Scoped {
  readonly ids: readonly string[];
}

export interface PageRequest extends Scoped {
  readonly filter: Clauses;
  readonly sort: readonly { readonly by: string; readonly order: "asc" | "desc" }[];
  readonly limit: number;
  /** Sort values and id of the last document of the page before. */
  readonly after: readonly CursorValue[] | null;
  /** Whether the total is asked for, which else is 0. */
  readonly counted: boolean;
}

export interface PageReply {
  readonly rows: readonly Row[];
  readonly total: number;
  /** Sort values and id of the last row, null when nothing follows. */
  readonly next: readonly CursorValue[] | null;
}

export interface CountRequest extends Scoped {
  readonly filter: Clauses;
}

export interface FacetsRequest extends Scoped {
  readonly filter: Clauses;
  readonly fields: readonly string[];
  readonly size: number;
}

export interface HistogramRequest extends Scoped {
  readonly filter: Clauses;
  readonly field: string;
  readonly interval: Interval;
  readonly by?: string | undefined;
  readonly most?: number | undefined;
}

export interface NearestRequest extends Scoped {
  readonly filter: Clauses;
  readonly vector: Float32Array;
  readonly k: number;
}

export interface VersionsRequest extends Scoped {
  readonly filter: Clauses;
  readonly after: string | null;
  readonly limit: number;
}

export interface ScanRequest extends VersionsRequest {
  readonly vectors: boolean;
}

export interface ReaderJobs {
  get(request: GetRequest): readonly (Row | null)[];
  has(request: GetRequest): readonly boolean[];
  page(request: PageRequest): PageReply;
  count(request: CountRequest): number;
  facets(request: FacetsRequest): readonly (readonly Bucket[])[];
  /** Null when there are more points than `most`. */
  histogram(request: HistogramRequest): readonly TrendPoint[] | null;
  nearest(request: NearestRequest): readonly (Row & { readonly similarity: number })[];
  scan(request: ScanRequest): readonly Row[];
  versions(request: VersionsRequest): readonly Omit<Row, "body">[];
  tenants(collection: CollectionName): readonly string[];
  ping(): true;
}

export interface WriterJobs {
  /** One result a write, in order. Durable when answered. */
  write(request: WriteRequest): readonly ThreadWriteResult[];
}

/** What a thread is started with. */
export interface ThreadData {
  readonly path: string;
}

/** The code of an outage: the file can't be read or written now (disk full, I/O error, locked); nothing was changed. */
export const UNAVAILABLE = "unavailable";
