/** Reading insights as they leave the system: exactly the public fields, with what people corrected laid over. */

import { correctable, correctionIn } from "../model/corrected-insight.ts";
import { Insight, type Kind, type Priority, type Sentiment } from "../model/insight.ts";
import type { Correction, InsightDocument } from "../model/insight-document.ts";
import { whyOf } from "../model/reason-sentences.ts";
import type { Stars } from "../model/stars.ts";
import type { TenantId } from "../model/tenant.ts";
import { isInVersionRange, parseVersionRange } from "../model/version.ts";
import { boundedPage } from "../store/bounded-page.ts";
import type { Filter, Page, Sort, Store, Stored } from "../store/store.ts";
import { readSearchQuery } from "../text/search-query.ts";

/** More words than anybody types; each costs the index a look. */
export const MAX_WORDS = 50;

/** Insights read at a time; one has 200 KB at most. */
const PIECE = 250;

export interface InsightFilter {
  readonly app?: string | undefined;
  readonly q?: string | undefined;
  readonly label?: string | undefined;
  readonly sublabel?: string | undefined;
  readonly sentiment?: readonly Sentiment[] | undefined;
  readonly priority?: readonly Priority[] | undefined;
  readonly kind?: readonly Kind[] | undefined;
  /** As they are shown; what came without any matches none. */
  readonly stars?: readonly Stars[] | undefined;
  readonly source?: string | undefined;
  readonly lang?: string | undefined;
  /** Id of a theme that a statement of it belongs to. */
  readonly cluster?: string | undefined;
  /** The same by its other name; two different ones match nothing. */
  readonly theme?: string | undefined;
  /** As feedback names it, or a range (`>=5.2 <6`). */
  readonly version?: string | undefined;
  /** Of what has a number as its impact; both inclusive. */
  readonly min_impact?: number | undefined;
  readonly max_impact?: number | undefined;
  /** Unix seconds, half-open. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export const insightSorts = ["newest", "oldest", "relevance", "priority"] as const;
export type InsightSort = (typeof insightSorts)[number];

export interface InsightQuery extends InsightFilter {
  readonly sort?: InsightSort | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface ListOf<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next_cursor: string | null;
}

const publicFields = Object.keys(Insight.shape) as (keyof Insight)[];

/** Only what the schema names, whatever else a document holds. */
export function pick<T extends object>(document: T, fields: readonly (keyof T)[]): T {
  const entries = fields.flatMap((field) => (document[field] === undefined ? [] : [[field, document[field]] as const]));
  return Object.fromEntries(entries) as T;
}

const reasonField = (field: (typeof correctable)[number]): string => (field === "kind" ? field : `attributes.${field}`);

function overlay(insight: Insight, correction: Correction): Insight {
  const { kind = insight.kind, sentiment, priority, first_order_labels, second_order_labels } = correction;
  const given = { sentiment, priority, first_order_labels, second_order_labels };
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const corrected = correctable.filter((field) => correction[field] !== undefined).map(reasonField);
  const { attributes } = insight;
  const keywords =
    second_order_labels?.map(
      (name) => attributes.second_order_label_to_keywordlist.find((one) => one.name === name) ?? { name, keywords: [] },
    ) ?? attributes.second_order_label_to_keywordlist;
  return {
    ...insight,
    kind,
    attributes: { ...attributes, ...set, second_order_label_to_keywordlist: keywords },
    reasons: [
      ...insight.reasons.filter(
        ({ field }) => !corrected.some((one) => one === field || one === `attributes.${field}`),
      ),
      ...corrected.map((field) => ({ field, why: whyOf("corrected") })),
    ],
  };
}

/** A correction that has been erased by its age is still in the insight. */
export function toInsight(
  document: InsightDocument,
  correction: Correction | undefined = correctionIn(document),
): Insight {
  // Of before there were statements: none yet.
  const { statements = [], themes = [] } = document as Partial<InsightDocument>;
  const insight = pick<Insight>({ ...document, statements, themes }, publicFields);
  return correction === undefined ? insight : overlay(insight, correction);
}

/** With the corrections of all of them, in one more read. */
export async function withCorrections(
  store: Store,
  tenant: TenantId,
  found: readonly Stored<InsightDocument>[],
): Promise<Insight[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const corrections = await store.getMany(tenant, "corrections", ids);
  return found.map(({ doc }, index) => toInsight(doc, corrections[index]?.doc));
}

const filled = <T>(values: readonly T[] | undefined): readonly T[] | undefined =>
  values === undefined || values.length === 0 ? undefined : values;

/** The versions that feedback names and that are in the range; equal ones (5.2, v5.2.0) are in it together. */
async function versionsIn(
  store: Store,
  tenant: TenantId,
  { app, version }: InsightFilter,
): Promise<string | readonly string[] | undefined> {
  const range = version === undefined ? undefined : parseVersionRange(version);
  if (range === undefined) return version;
  const known = await store.values(tenant, "insights", "version", { where: { app_name: app } });
  return known.map(({ value }) => value).filter((value) => isInVersionRange(value, range));
}

/** What the store is asked for; undefined when nothing can match (a search for words that holds none). */
export async function insightFilter(
  store: Store,
  tenant: TenantId,
  filter: InsightFilter,
): Promise<Filter<"insights"> | undefined> {
  const { cluster, theme } = filter;
  if (cluster !== undefined && theme !== undefined && cluster !== theme) return undefined;
  const sought = filter.q === undefined ? undefined : readSearchQuery(filter.q, MAX_WORDS);
  if (sought !== undefined && Object.values(sought).every((list) => list.length === 0)) return undefined;
  return {
    ...sought,
    where: {
      app_name: filter.app,
      source: filter.source,
      lang: filter.lang,
      themes: cluster ?? theme,
      version: await versionsIn(store, tenant, filter),
      kind: filled(filter.kind),
      stars: filled(filter.stars),
      "attributes.sentiment": filled(filter.sentiment),
      "attributes.priority": filled(filter.priority),
      "attributes.first_order_labels": filter.label,
      "attributes.second_order_labels": filter.sublabel,
      impact: { gte: filter.min_impact, lte: filter.max_impact },
      date: { gte: filter.from, lt: filter.to },
    },
  };
}

const newest: Sort<"insights"> = { by: "date", order: "desc" };

function sortOf(sort: InsightSort, hasWords: boolean): Sort<"insights">[] {
  switch (sort) {
    case "newest":
      return [newest];
    case "oldest":
      return [{ by: "date", order: "asc" }];
    case "relevance":
      return hasWords ? [{ by: "relevance", order: "desc" }] : [newest];
    case "priority":
      return [{ by: "priority_rank", order: "desc" }, newest];
    default:
      return sort satisfies never;
  }
}

/** Newest first, or most relevant first when words are looked for, unless it says. */
export async function listInsights(store: Store, tenant: TenantId, query: InsightQuery): Promise<ListOf<Insight>> {
  const filter = await insightFilter(store, tenant, query);
  if (filter === undefined) return { items: [], total: 0, next_cursor: null };
  const hasWords = (filter.words ?? []).length + (filter.phrases ?? []).length > 0;
  const search = {
    ...filter,
    sort: sortOf(query.sort ?? (hasWords ? "relevance" : "newest"), hasWords),
    limit: query.limit,
    cursor: query.cursor,
  };
  const page: Page<InsightDocument> = await boundedPage(store, tenant, "insights", search, { piece: PIECE });
  return { ...page, items: await withCorrections(store, tenant, page.items) };
}

export async function readInsight(store: Store, tenant: TenantId, id: string): Promise<Insight | undefined> {
  const [stored, correction] = await Promise.all([
    store.get(tenant, "insights", id),
    store.get(tenant, "corrections", id),
  ]);
  return stored === undefined ? undefined : toInsight(stored.doc, correction?.doc);
}

export interface Similar {
  readonly items: readonly Insight[];
  /** Cosine of each item, in order. */
  readonly similarities: readonly number[];
}

/** The insights of the same app that mean the most alike, nearest first; undefined when there is no such insight. */
export async function similarInsights(
  store: Store,
  tenant: TenantId,
  id: string,
  limit: number,
): Promise<Similar | undefined> {
  const stored = await store.get(tenant, "insights", id);
  if (stored === undefined) return undefined;
  const { vector, doc } = (await withVector(store, tenant, stored)) ?? {};
  // Vectors of two model versions say nothing of each other.
  if (vector === undefined || doc?.vector_version === undefined) return { items: [], similarities: [] };
  const where = { app_name: doc.app_name, vector_version: doc.vector_version };
  const near = await store.nearest(tenant, "insights", vector, { where, k: limit + 1 });
  const others = near.filter((one) => one.id !== id).slice(0, limit);
  return {
    items: await withCorrections(store, tenant, others),
    similarities: others.map(({ similarity }) => Math.round(similarity * 10_000) / 10_000),
  };
}

/** Vectors come only with a scan; the batch that created an insight holds few others of the same second. */
async function withVector(store: Store, tenant: TenantId, { id, doc }: Stored<InsightDocument>) {
  const where = { created_batch: doc.created_batch, date: doc.date };
  for await (const one of store.scan(tenant, "insights", { where, vectors: true })) {
    if (one.id === id) return one;
  }
  return undefined;
}
