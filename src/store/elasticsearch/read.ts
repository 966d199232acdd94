/** Searches and counts. */
import { type Client, errors } from "@elastic/elasticsearch";
import type { TenantId } from "../../model/tenant.ts";
import type { CollectionName, Documents } from "../collections.ts";
import { fingerprint, readPosition, writeCursor } from "../cursor.ts";
import { type Clauses, fieldType, readFilter } from "../filter.ts";
import { InvalidCursor, type Page, type Search, type Stored, StoreUnavailable } from "../store.ts";
import { type Source, toStored } from "./encode.ts";
import { orUnavailable } from "./errors.ts";
import type { Names } from "./names.ts";
import { type AnySort, toCursor, toQuery, toSearchAfter, toSort } from "./query.ts";

export interface Asking {
  readonly client: Client;
  readonly names: Names;
}

/** A search that a shard does not answer is no answer: what is read is counted, erased and booked. */
export const WHOLE = { allow_partial_search_results: false } as const;

const MAX_LIMIT = 1_000;
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
