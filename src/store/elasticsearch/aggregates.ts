/** Aggregations: what values fields have, and how many a day. */
import type { estypes } from "@elastic/elasticsearch";
import type { TenantId } from "../../model/tenant.ts";
import type { CollectionName, FieldType } from "../collections.ts";
import { type Clauses, fieldType } from "../filter.ts";
import { addUp, grid } from "../intervals.ts";
import { type Bucket, type Interval, TooManyPoints, type TrendPoint } from "../store.ts";
import { orUnavailable } from "./errors.ts";
import { fieldPath } from "./layout.ts";
import { toQuery } from "./query.ts";
import { type Asking, WHOLE } from "./read.ts";

/** Of a field. The server's own limit on buckets in one answer is 65,536. */
const MAX_BUCKETS = 10_000;

interface TermsBucket {
  readonly key: string | number;
  readonly key_as_string?: string;
  readonly doc_count: number;
  /** How many more there may be in shards that left it out. */
  readonly doc_count_error_upper_bound?: number;
}

interface Terms {
  readonly buckets: readonly TermsBucket[];
  /** How many there may be of a value that every shard left out. */
  readonly doc_count_error_upper_bound?: number;
}

const shown = (type: FieldType, { key, key_as_string }: TermsBucket): string =>
  type === "boolean" ? (key_as_string ?? String(key === 1)) : String(key);

/** Fields counted in one go: a shard counts them one after the other on one core. */
const FIELDS_AT_ONCE = 5;

/**
 * In as few parts as hold so many each, every part with some from all over: who asks tends to put what is alike side by side. What is
 * written meanwhile may be counted in one part alone.
 */
function parted(fields: readonly string[], atOnce: number): readonly (readonly string[])[] {
  const parts = Math.ceil(fields.length / atOnce);
  return Array.from({ length: parts }, (_, part) => fields.filter((_, at) => at % parts === part));
}

/** Each shard names so many times the values that are wanted, its most frequent ones: for words of reviews that is enough. */
const NAMED_FACTOR = 16;
/** Where that leaves the first ones in doubt, shards name so many times as many, up to {@link MOST_NAMED}, which a server can bear. */
const MORE = 50;
const MOST_NAMED = 50_000;

/** Whether the first `size` are the most frequent ones, and counted whole: no value can have more in shards that left it out. */
export function isExact({ buckets, doc_count_error_upper_bound: missed = 0 }: Terms, size: number): boolean {
  const last = buckets[size - 1];
  if (missed === 0 || last === undefined) return missed === 0;
  const most = ({ doc_count, doc_count_error_upper_bound: more = 0 }: TermsBucket) => doc_count + more;
  const [first, others] = [buckets.slice(0, size), buckets.slice(size)];
  return (
    first.every((bucket) => most(bucket) === bucket.doc_count) &&
    others.every((bucket) => most(bucket) === bucket.doc_count || most(bucket) < last.doc_count) &&
    buckets.at(-1)!.doc_count + missed < last.doc_count
  );
}

/** Exact, unless the last value that is wanted is about as frequent as {@link MOST_NAMED} others: then it may be another, or counted short. */
export async function facets(
  asking: Asking,
  tenant: TenantId,
  collection: CollectionName,
  filter: Clauses,
  fields: readonly string[],
  size: number,
): Promise<Record<string, Bucket[]>> {
  const wanted = Math.min(size, MAX_BUCKETS);
  const query = toQuery(tenant, filter);
  const found = new Map<string, Terms>();
  let asked = fields;
  for (let named = NAMED_FACTOR * wanted; asked.length > 0; named *= MORE) {
    const most = Math.min(named, MOST_NAMED);
    const parts = parted(asked, most > MAX_BUCKETS ? 1 : FIELDS_AT_ONCE);
    const counted = await Promise.all(parts.map((some) => countTerms(asking, collection, query, some, most)));
    for (const [field, terms] of counted.flat()) found.set(field, terms);
    asked = most === MOST_NAMED ? [] : asked.filter((field) => !isExact(found.get(field)!, wanted));
  }
  const bucketsOf = (field: string): Bucket[] => {
    const type = fieldType(collection, field);
    const { buckets } = found.get(field)!;
    return buckets.slice(0, wanted).map((bucket) => ({ value: shown(type, bucket), count: bucket.doc_count }));
  };
  return Object.fromEntries(fields.map((field) => [field, bucketsOf(field)]));
}

async function countTerms(
  { client, names }: Asking,
  collection: CollectionName,
  query: estypes.QueryDslQueryContainer,
  fields: readonly string[],
  named: number,
): Promise<(readonly [string, Terms])[]> {
  const order: Record<string, estypes.SortOrder>[] = [{ _count: "desc" }, { _key: "asc" }];
  const size = { size: named, shard_size: named, show_term_doc_count_error: true };
  const terms = (field: string) => ({ field: fieldPath(field), ...size, order });
  const aggs = Object.fromEntries(fields.map((field, at) => [`f${at}`, { terms: terms(field) }]));
  const answer = await orUnavailable(() =>
    client.search({ ...WHOLE, index: names.alias(collection), query, size: 0, track_total_hits: false, aggs }),
  );
  return fields.map((field, at) => [field, answer.aggregations![`f${at}`] as unknown as Terms]);
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
  const split = by === undefined ? {} : { aggs: { values: { terms: { field: fieldPath(by), size: VALUES_AT_ONCE } } } };
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
