/**
 * The store port: typed collections of JSON documents, each document in exactly one tenant. Both adapters pass
 * `store.testsuite.ts`; what that suite does not say is not promised.
 */
import type { TenantId } from "../model/tenant.ts";
import type { CollectionName, Documents, FieldOf, KeywordFieldOf } from "./collections.ts";

/** Opaque; equal versions mean that nobody wrote the document in between. */
export type Version = string;

export interface Stored<T> {
  readonly id: string;
  readonly version: Version;
  readonly doc: T;
  /** Unit length; only where it was asked for and the document has one. */
  readonly vector?: Float32Array;
  /** The search words it was written with; only where vectors were asked for, so that a copy needs nothing else. */
  readonly search?: string;
}

/** What a document is found by besides its fields: `search` is words joined by single spaces (see src/text/words.ts), `vector` is unit length. */
interface Indexed {
  readonly search?: string;
  readonly vector?: Float32Array;
}

export type Write<T> =
  /** Fails with `exists` when the id is taken. */
  | ({ readonly op: "create"; readonly id: string; readonly doc: T } & Indexed)
  /** Writes whatever was there before: last write wins. */
  | ({ readonly op: "put"; readonly id: string; readonly doc: T } & Indexed)
  /** Compare-and-set: fails with `conflict` when the version is not the one given, `missing` when there is no such document. */
  | ({ readonly op: "replace"; readonly id: string; readonly version: Version; readonly doc: T } & Indexed)
  /** Sets top-level properties and keeps the others, the search words and the vector; with `version`, compare-and-set. A property set to `undefined` is removed. */
  | { readonly op: "update"; readonly id: string; readonly version?: Version; readonly set: Partial<T> }
  /** Removing what is not there succeeds, unless a version is given (`missing`). */
  | { readonly op: "delete"; readonly id: string; readonly version?: Version };

/** `invalid`: this document can never be stored as it is. */
export type WriteFailure = "exists" | "conflict" | "missing" | "invalid";
interface Failed<Reason> {
  readonly ok: false;
  readonly reason: Reason;
  readonly message: string;
}
/** What became of a write: read it with `won` of written.ts. */
export type WriteResult = { readonly ok: true; readonly version: Version } | Failed<WriteFailure>;
/** `unavailable`: the store did not take it now, though it may have taken others; it may go through later. */
export type Offered = WriteResult | Failed<"unavailable">;

type Scalar = string | number | boolean;
/** On a list-valued field a condition holds when any element meets it; `not` holds when none equals. Ranges are numbers or strings in code-point order. */
export type Condition =
  | Scalar
  | readonly Scalar[]
  | {
      readonly gte?: string | number;
      readonly gt?: string | number;
      readonly lte?: string | number;
      readonly lt?: string | number;
    }
  | { readonly not: Scalar | readonly Scalar[] }
  | { readonly exists: boolean };

/** All must hold. An empty list of values matches nothing. */
export type Where<C extends CollectionName> = { readonly [F in FieldOf<C>]?: Condition | undefined };

export interface Filter<C extends CollectionName> {
  readonly where?: Where<C>;
  /** Words as `searchWords` makes them; every one must occur. */
  readonly words?: readonly string[];
  /** Lists of such words, each of which must occur as it stands: word after word. */
  readonly phrases?: readonly (readonly string[])[];
  /** Lists as in `phrases`, one word or more, none of which may occur. A document without words has none of them. */
  readonly without?: readonly (readonly string[])[];
}

/** `relevance` needs `words` and is each engine's own; ties are broken by id, so that pages never overlap. Missing values sort last. */
export interface Sort<C extends CollectionName> {
  readonly by: FieldOf<C> | "id" | "relevance";
  readonly order: "asc" | "desc";
}

export interface Search<C extends CollectionName> extends Filter<C> {
  readonly sort?: readonly Sort<C>[];
  /** Default 50, at most 1,000. */
  readonly limit?: number;
  /** `next_cursor` of the page before; an unreadable one throws {@link InvalidCursor}. */
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly Stored<T>[];
  /** How many match, on all pages. */
  readonly total: number;
  readonly next_cursor: string | null;
}

export interface Bucket {
  readonly value: string;
  readonly count: number;
}

export type Interval = "hour" | "day" | "week" | "month";

/** `at`: start of the interval in UTC, unix seconds (weeks start on Monday). */
export interface TrendPoint {
  readonly at: number;
  readonly value?: string;
  readonly count: number;
}

export interface Store {
  get<C extends CollectionName>(tenant: TenantId, collection: C, id: string): Promise<Stored<Documents[C]> | undefined>;
  /** One answer per id, in order. Sees every finished write (no refresh needed). */
  getMany<C extends CollectionName>(
    tenant: TenantId,
    collection: C,
    ids: readonly string[],
  ): Promise<(Stored<Documents[C]> | undefined)[]>;
  /** Whether there is one, for each id in order: without the documents, which may be large. Sees every finished write. */
  has(tenant: TenantId, collection: CollectionName, ids: readonly string[]): Promise<readonly boolean[]>;
  /**
   * One result per write, in order; each stands alone. Durable when it resolves. Throws {@link StoreUnavailable} unless
   * the store answered every write: some may have gone through, so whoever writes again must be able to meet them.
   */
  write<C extends CollectionName>(
    tenant: TenantId,
    collection: C,
    writes: readonly Write<Documents[C]>[],
  ): Promise<WriteResult[]>;
  /**
   * As `write`, for the few that go on with a part: what the store does not take now is answered `unavailable`. Throws
   * {@link StoreUnavailable} when nothing could be asked.
   */
  offer<C extends CollectionName>(
    tenant: TenantId,
    collection: C,
    writes: readonly Write<Documents[C]>[],
  ): Promise<Offered[]>;
  search<C extends CollectionName>(tenant: TenantId, collection: C, search: Search<C>): Promise<Page<Documents[C]>>;
  /** The first of what `search` finds, uncounted: cheaper where much matches. `limit` default 50, at most 1,000. */
  first<C extends CollectionName>(
    tenant: TenantId,
    collection: C,
    search: Omit<Search<C>, "cursor">,
  ): Promise<readonly Stored<Documents[C]>[]>;
  count<C extends CollectionName>(tenant: TenantId, collection: C, filter: Filter<C>): Promise<number>;
  /** The most frequent values of each field (a list counts once per element), by count, then by value. `size` default 100. */
  facets<C extends CollectionName, F extends FieldOf<C>>(
    tenant: TenantId,
    collection: C,
    fields: readonly F[],
    filter: Filter<C> & { readonly size?: number },
  ): Promise<Record<F, Bucket[]>>;
  /** Every value of a field, however many there are (a list counts once per element), by value in code-point order. */
  values<C extends CollectionName>(
    tenant: TenantId,
    collection: C,
    field: KeywordFieldOf<C>,
    filter: Filter<C>,
  ): Promise<Bucket[]>;
  /**
   * Counts per interval of a unix-seconds field, oldest first, without empty intervals; `by` splits each by a field's
   * values. Throws {@link TooManyPoints} where there would be more than `most`.
   */
  histogram<C extends CollectionName>(
    tenant: TenantId,
    collection: C,
    options: Filter<C> & {
      readonly field: FieldOf<C>;
      readonly interval: Interval;
      readonly by?: FieldOf<C>;
      readonly most?: number;
    },
  ): Promise<TrendPoint[]>;
  /** The `k` nearest by cosine among those that match, nearest first, with the similarity in [-1, 1]. */
  nearest<C extends CollectionName>(
    tenant: TenantId,
    collection: C,
    vector: Float32Array,
    options: { readonly where?: Where<C>; readonly k: number },
  ): Promise<(Stored<Documents[C]> & { readonly similarity: number })[]>;
  /** Every matching document once, by ascending id, as of about now, in bounded memory. */
  scan<C extends CollectionName>(
    tenant: TenantId,
    collection: C,
    options?: { readonly where?: Where<C>; readonly vectors?: boolean; readonly pageSize?: number },
  ): AsyncIterable<Stored<Documents[C]>>;
  /** Ids and versions of what {@link scan} gives, without the documents: for who holds them already and asks what changed. */
  versions<C extends CollectionName>(
    tenant: TenantId,
    collection: C,
    options?: { readonly where?: Where<C> },
  ): AsyncIterable<{ readonly id: string; readonly version: Version }>;
  /** After this, reads see every write that finished before the call. */
  refresh(collections: readonly CollectionName[]): Promise<void>;
  /** Resolves when the store answers and, where it can tell, has room to write; throws {@link StoreUnavailable} else. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** What takes longer than so many milliseconds is an outage, unless a store is told otherwise. */
export const REQUEST_TIMEOUT_MS = 30_000;

/** The store cannot be reached or does not answer in time: an outage, never the fault of a document. */
export class StoreUnavailable extends Error {
  override name = "StoreUnavailable";
}

/** What keeps the store from answering is a permission that is refused: waiting alone ends no such outage. */
export class StoreRefused extends StoreUnavailable {
  override name = "StoreRefused";
}

/** A histogram of more points than were asked for at most. */
export class TooManyPoints extends Error {
  override name = "TooManyPoints";
}

/** A cursor that this store did not make, or made for another search. */
export class InvalidCursor extends Error {
  override name = "InvalidCursor";
}
