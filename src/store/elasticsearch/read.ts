/** Searches, counts and aggregations. */
import { type Client, errors, type estypes } from "@elastic/elasticsearch";
import type { TenantId } from "../../model/tenant.ts";
import type { CollectionName, Documents, FieldType } from "../collections.ts";
import { fingerprint, readPosition, writeCursor } from "../cursor.ts";
import { type Clauses, fieldType, readFilter } from "../filter.ts";
import { addUp, grid } from "../intervals.ts";
import {
  type Bucket,
  type Interval,
  InvalidCursor,
  type Page,
  type Search,
  type Stored,
  StoreUnavailable,
  TooManyPoints,
  type TrendPoint,
} from "../store.ts";
import { type Source, toStored } from "./encode.ts";
import { orUnavailable } from "./errors.ts";
import { fieldPath } from "./layout.ts";
import type { Names } from "./names.ts";
import { type AnySort, toCursor, toQuery, toSearchAfter, toSort } from "./query.ts";

export interface Asking {
  readonly client: Client;
  readonly names: Names;
}

/** A search that a shard does not answer is no answer: what is read is counted, erased and booked. */
export const WHOLE = { allow_partial_search_results: false } as const;

const MAX_LIMIT = 1_000;
/** The server's own limit on buckets in one answer is 65,536. */
const MAX_BUCKETS = 10_000;
interface Prepared {
  readonly filter: Clauses;
  readonly sort: AnySort;
  /** Of the search without its position. */
  readonly print: string;
}

function prepare<C extends CollectionName>(tenant: TenantId, collection: C, search: Search<C>): Prepared {
  const filter = readFilter(collection, search);
  const sort = readSort(collection, filter, (search.sort ?? []) as AnySort);
  return { filter, sort, print: fingerprint(tenant, collection, filter, search.sort ?? []) };
}

/** What a search finds after a position, one more than asked for where another follows. */
async function findAfter<C extends CollectionName>(
  { client, names }: Asking,
  tenant: TenantId,
  collection: C,
  search: Search<C>,
  { filter, sort, print }: Prepared,
) {
  const scored = sort.some(({ by }) => by === "relevance");
  const after = search.cursor === undefined ? undefined : readPosition(print, search.cursor, { collection, sort });
  const limit = Math.max(0, Math.min(search.limit ?? 50, MAX_LIMIT));
  const position = after === undefined ? {} : { search_after: toSearchAfter(collection, sort, after) };
  const ask = () =>
    client.search<Source>({
      ...WHOLE,
      index: names.alias(collection),
      query: toQuery(tenant, filter, scored),
      sort: toSort(sort),
      ...position,
      // One more than the page holds tells whether another follows.
      size: limit === 0 ? 0 : limit + 1,
      _source: ["doc", "id"],
      seq_no_primary_term: true,
      // Who need not count, goes straight to the first of the order.
      track_total_hits: false,
    });
  const answer = await (after === undefined ? orUnavailable(ask) : fromCursor(() => orUnavailable(ask)));
  const { hits } = answer.hits;
  const shown = hits.slice(0, limit);
  const items = shown.map((hit) => toStored(collection, hit._source!.id, hit, hit._source!));
  return { items, last: shown.at(-1), more: hits.length > limit && limit > 0, isAll: after === undefined && limit > 0 };
}

export async function findFirst<C extends CollectionName>(
  asking: Asking,
  tenant: TenantId,
  collection: C,
  search: Search<C>,
): Promise<readonly Stored<Documents[C]>[]> {
  return (await findAfter(asking, tenant, collection, search, prepare(tenant, collection, search))).items;
}

/**
 * Pages follow each other by the sort values and id of the last document, which stays right whatever is written in
 * between: relevance too is the document's own. So no point in time is ever opened for a page.
 */
export async function searchPage<C extends CollectionName>(
  asking: Asking,
  tenant: TenantId,
  collection: C,
  search: Search<C>,
): Promise<Page<Documents[C]>> {
  const prepared = prepare(tenant, collection, search);
  const { filter, sort, print } = prepared;
  const { items, last, more, isAll } = await findAfter(asking, tenant, collection, search, prepared);
  const total = isAll && !more ? items.length : await countAll(asking, tenant, collection, filter);
  const next = more ? toCursor(collection, sort, last!.sort!.slice(0, sort.length + 1)) : null;
  return { items, total, next_cursor: next === null ? null : writeCursor(print, next) };
}

/** The rest of the request is ours: what the server can't take of it is what a cursor said. */
async function fromCursor<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const isRefused = error instanceof errors.ResponseError && error.statusCode === 400;
    throw isRefused ? new InvalidCursor("the cursor is unreadable", { cause: error }) : error;
  }
}

/** Without words every document is as relevant as the next. */
function readSort(collection: CollectionName, filter: Clauses, sort: AnySort): AnySort {
  for (const { by } of sort) if (by !== "id" && by !== "relevance") fieldType(collection, by);
  return filter.words.length > 0 ? sort : sort.filter(({ by }) => by !== "relevance");
}

/** It ends by itself in any case; a failure to end it earlier is nobody's concern. */
export async function closeSnapshot(client: Client, id: string): Promise<void> {
  await client.closePointInTime({ id }).catch(() => undefined);
}

export async function countAll(
  { client, names }: Asking,
  tenant: TenantId,
  collection: CollectionName,
  filter: Clauses,
) {
  const index = names.alias(collection);
  const { count, _shards } = await orUnavailable(() => client.count({ index, query: toQuery(tenant, filter) }));
  if (_shards.failed > 0)
    throw new StoreUnavailable(`Elasticsearch: ${_shards.failed} shards of ${index} did not count`);
  return count;
}

interface TermsBucket {
  readonly key: string | number;
  readonly key_as_string?: string;
  readonly doc_count: number;
}

const shown = (type: FieldType, { key, key_as_string }: TermsBucket): string =>
  type === "boolean" ? (key_as_string ?? String(key === 1)) : String(key);

/** Fields counted in one go: a shard counts them one after the other on one core. */
const FIELDS_AT_ONCE = 5;

/**
 * In as few parts as hold so many each, every part with some from all over: who asks tends to put what is alike side by side. What is
 * written meanwhile may be counted in one part alone.
 */
function parted(fields: readonly string[]): readonly (readonly string[])[] {
  const parts = Math.ceil(fields.length / FIELDS_AT_ONCE);
  return Array.from({ length: parts }, (_, part) => fields.filter((_, at) => at % parts === part));
}

export async function facets(
  { client, names }: Asking,
  tenant: TenantId,
  collection: CollectionName,
  filter: Clauses,
  fields: readonly string[],
  size: number,
): Promise<Record<string, Bucket[]>> {
  const order: Record<string, estypes.SortOrder>[] = [{ _count: "desc" }, { _key: "asc" }];
  const terms = (field: string) => ({ field: fieldPath(field), size: Math.min(size, MAX_BUCKETS), order });
  const query = toQuery(tenant, filter);
  const count = async (some: readonly string[]): Promise<(readonly [string, Bucket[]])[]> => {
    const aggs = Object.fromEntries(some.map((field, at) => [`f${at}`, { terms: terms(field) }]));
    const answer = await orUnavailable(() =>
      client.search({ ...WHOLE, index: names.alias(collection), query, size: 0, track_total_hits: false, aggs }),
    );
    return some.map((field, at) => {
      const { buckets } = answer.aggregations![`f${at}`] as unknown as { readonly buckets: readonly TermsBucket[] };
      const type = fieldType(collection, field);
      return [field, buckets.map((bucket) => ({ value: shown(type, bucket), count: bucket.doc_count }))];
    });
  };
  const found = new Map((await Promise.all(parted(fields).map(count))).flat());
  return Object.fromEntries(fields.map((field) => [field, found.get(field)!]));
}

/** Values in one answer. */
const VALUES_AT_ONCE = 1_000;

/** By value. Most fields have few, which one question finds in two thirds of the time; more come page after page. */
export async function everyValue(
  asking: Asking,
  tenant: TenantId,
  collection: CollectionName,
  filter: Clauses,
  field: string,
): Promise<Bucket[]> {
  const index = asking.names.alias(collection);
  const query = toQuery(tenant, filter);
  const terms = { field: fieldPath(field), size: VALUES_AT_ONCE, order: { _key: "asc" } as const };
  const ask = () =>
    asking.client.search({ ...WHOLE, index, query, size: 0, track_total_hits: false, aggs: { values: { terms } } });
  const { buckets } = (await orUnavailable(ask)).aggregations!.values as unknown as {
    readonly buckets: readonly TermsBucket[];
  };
  if (buckets.length === VALUES_AT_ONCE) return pagedValues(asking, tenant, collection, filter, field);
  return buckets.map(({ key, doc_count }) => ({ value: String(key), count: doc_count }));
}

async function pagedValues(
  { client, names }: Asking,
  tenant: TenantId,
  collection: CollectionName,
  filter: Clauses,
  field: string,
): Promise<Bucket[]> {
  const query = toQuery(tenant, filter);
  const sources = [{ value: { terms: { field: fieldPath(field) } } }];
  const found: Bucket[] = [];
  let after: Record<string, string> | undefined;
  do {
    const composite = { sources, size: VALUES_AT_ONCE, after };
    const ask = () =>
      client.search({ ...WHOLE, index: names.alias(collection), query, size: 0, aggs: { values: { composite } } });
    const page = (await orUnavailable(ask)).aggregations!.values as unknown as {
      readonly buckets: readonly { readonly key: { readonly value: string }; readonly doc_count: number }[];
      readonly after_key?: { readonly value: string };
    };
    found.push(...page.buckets.map(({ key, doc_count }) => ({ value: key.value, count: doc_count })));
    after = page.after_key;
  } while (after !== undefined);
  return found;
}

interface HistogramBucket {
  readonly key: number;
  readonly doc_count: number;
  readonly values?: { readonly buckets: readonly TermsBucket[] };
}

export async function histogram(
  { client, names }: Asking,
  tenant: TenantId,
  collection: CollectionName,
  filter: Clauses,
  options: {
    readonly field: string;
    readonly interval: Interval;
    readonly by?: string | undefined;
    readonly most?: number | undefined;
  },
): Promise<TrendPoint[]> {
  const { field, interval, by, most = Number.MAX_SAFE_INTEGER } = options;
  const { length, offset } = grid[interval];
  const split = by === undefined ? {} : { aggs: { values: { terms: { field: fieldPath(by), size: MAX_LIMIT } } } };
  const counting = { histogram: { field: fieldPath(field), interval: length, offset, min_doc_count: 1 }, ...split };
  const query = toQuery(tenant, filter);
  const ask = () =>
    client.search({
      ...WHOLE,
      index: names.alias(collection),
      query,
      size: 0,
      track_total_hits: false,
      aggs: { counting },
    });
  const answer = await orUnavailable(ask).catch((error: unknown) => {
    // The server's own limit (search.max_buckets), which it answers as if it were in trouble.
    if (/too_many_buckets/.test(String(error))) throw new TooManyPoints("more points than Elasticsearch counts");
    throw error;
  });
  const { buckets } = answer.aggregations!.counting as unknown as { readonly buckets: readonly HistogramBucket[] };
  const points = buckets.flatMap(({ key: at, doc_count, values }) =>
    by === undefined
      ? [{ at, count: doc_count }]
      : values!.buckets.map((bucket) => ({
          at,
          value: shown(fieldType(collection, by), bucket),
          count: bucket.doc_count,
        })),
  );
  const added = addUp(points, interval);
  if (added.length > most) throw new TooManyPoints(`more than ${most} points`);
  return added;
}
