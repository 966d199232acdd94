/** Reading that goes beyond a page: everything in order, and the nearest by meaning. */
import type { Client, estypes } from "@elastic/elasticsearch";
import type { TenantId } from "../../model/tenant.ts";
import type { CollectionName, Documents } from "../collections.ts";
import type { Clauses } from "../filter.ts";
import type { Stored } from "../store.ts";
import { type Source, toStored, versionOf } from "./encode.ts";
import { orUnavailable } from "./errors.ts";
import { toQuery } from "./query.ts";
import { type Asking, closeSnapshot, WHOLE } from "./read.ts";

/** How long a scan keeps its point in time between two of its pages. */
const SCAN_KEEP_ALIVE = "5m";
const SCAN_PAGE = 1_000;

export interface ScanOptions {
  readonly vectors?: boolean | undefined;
  readonly pageSize?: number | undefined;
  /** Sort values (id, tenant) alone. */
  readonly idsOnly?: boolean;
}

type Hit = estypes.SearchHit<Source>;

/** So many are read by one search, which sees one moment by itself: a point in time takes two more requests. */
const FEW = 200;

const byId = [{ id: "asc" }, { tenant: "asc" }] as const satisfies readonly Record<string, estypes.SortOrder>[];

/** What a page of a walk asks for, wherever it reads. */
const pageOf = (query: estypes.QueryDslQueryContainer, { vectors = false, idsOnly = false }: ScanOptions) => ({
  ...WHOLE,
  query,
  sort: [...byId],
  track_total_hits: false,
  seq_no_primary_term: true,
  _source: idsOnly ? false : ["tenant", "id", "doc", ...(vectors ? ["search"] : [])],
  // Vectors are left out of `_source` by newer servers.
  ...(vectors ? { fields: ["vector"] } : {}),
});

/** All that match, where they are at most `most`; undefined where there are more: each shard stops at the first that is too many. */
async function readFew(client: Client, index: string, page: ReturnType<typeof pageOf>, most: number) {
  const ask = () => client.search<Source>({ ...page, index, size: most + 1, terminate_after: most + 1 });
  const { hits } = (await orUnavailable(ask)).hits;
  return hits.length > most ? undefined : hits;
}

/** All of one index or alias that match, by id (and tenant), as of one moment; a point in time that is opened for it ends with the loop. */
export async function* walk(
  { client }: Pick<Asking, "client">,
  index: string,
  query: estypes.QueryDslQueryContainer,
  options: ScanOptions,
  after?: readonly string[],
): AsyncGenerator<Hit> {
  const { pageSize: size = SCAN_PAGE } = options;
  const page = pageOf(query, options);
  // A search that finds too many is thrown away, which is dear with vectors.
  const few =
    after === undefined && options.vectors !== true
      ? await readFew(client, index, page, Math.min(FEW, size))
      : undefined;
  if (few !== undefined) return yield* few;
  yield* walkFrom(client, index, { ...page, size }, after);
}

/** Page after page. */
async function* walkFrom(
  client: Client,
  index: string,
  page: ReturnType<typeof pageOf> & { readonly size: number },
  after: readonly string[] | undefined,
): AsyncGenerator<Hit> {
  let pit = (await orUnavailable(() => client.openPointInTime({ index, keep_alive: SCAN_KEEP_ALIVE }))).id;
  let search_after = after === undefined ? undefined : [...after];
  try {
    for (;;) {
      const position = search_after === undefined ? {} : { search_after };
      const { hits, pit_id } = await orUnavailable(() =>
        client.search<Source>({ ...page, ...position, pit: { id: pit, keep_alive: SCAN_KEEP_ALIVE } }),
      );
      pit = pit_id ?? pit;
      yield* hits.hits;
      if (hits.hits.length < page.size) return;
      search_after = hits.hits.at(-1)!.sort!.slice(0, 2) as string[];
    }
  } finally {
    await closeSnapshot(client, pit);
  }
}

export async function* scan<C extends CollectionName>(
  asking: Asking,
  tenant: TenantId,
  collection: C,
  filter: Clauses,
  options: ScanOptions,
): AsyncGenerator<Stored<Documents[C]>> {
  for await (const hit of walk(asking, asking.names.alias(collection), toQuery(tenant, filter), options)) {
    const stored = toStored(collection, hit._source!.id, hit, hit._source!);
    const vector = vectorOf(hit);
    const search = hit._source!.search;
    yield { ...stored, ...(search === undefined ? {} : { search }), ...(vector === undefined ? {} : { vector }) };
  }
}

/** Ids and versions alone are small. */
const VERSIONS_PAGE = 5_000;

export async function* versions(
  asking: Asking,
  tenant: TenantId,
  collection: CollectionName,
  filter: Clauses,
): AsyncGenerator<Pick<Stored<unknown>, "id" | "version">> {
  const options = { idsOnly: true, pageSize: VERSIONS_PAGE };
  for await (const hit of walk(asking, asking.names.alias(collection), toQuery(tenant, filter), options))
    yield { id: hit.sort![0] as string, version: versionOf(hit) };
}

export function vectorOf(hit: estypes.SearchHit<Source>): Float32Array | undefined {
  const values: unknown = hit.fields?.vector;
  if (!Array.isArray(values)) return undefined;
  // Given as the vector itself, or as a list of one vector.
  return Float32Array.from((Array.isArray(values[0]) ? values[0] : values) as number[]);
}

/**
 * Similarities are rounded to eight bits: twice as many, and ten, are found by them, and the server compares these in full
 * (`rescore_vector`, which takes 1 to 10 times as many).
 */
const oversample = (k: number): number => Math.min(10, 2 + 10 / k);
/** The server's limit on candidates. */
const MAX_CANDIDATES = 10_000;

export async function nearest<C extends CollectionName>(
  { client, names }: Asking,
  tenant: TenantId,
  collection: C,
  vector: Float32Array,
  filter: Clauses,
  k: number,
): Promise<(Stored<Documents[C]> & { readonly similarity: number })[]> {
  const rescore = { oversample: oversample(k) };
  const answer = await orUnavailable(() =>
    client.search<Source>({
      ...WHOLE,
      index: names.alias(collection),
      knn: {
        ...{ field: "vector", query_vector: [...vector], k, rescore_vector: rescore },
        num_candidates: Math.min(MAX_CANDIDATES, Math.ceil(k * rescore.oversample)),
        filter: toQuery(tenant, filter),
      },
      size: k,
      _source: ["doc", "id"],
      seq_no_primary_term: true,
      track_total_hits: false,
    }),
  );
  return answer.hits.hits
    .map((hit) => ({
      ...toStored(collection, hit._source!.id, hit, hit._source!),
      similarity: similarityOf(hit._score ?? 0),
    }))
    .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1));
}

/** The score of a cosine is never negative: https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/dense-vector */
const similarityOf = (score: number): number => Math.min(1, Math.max(-1, 2 * score - 1));
