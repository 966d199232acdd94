/** Feedback by any filters: how much over time, what it can be narrowed by, which themes it tells of, and how versions compare. */
import type { Cluster } from "../../model/cluster.ts";
import type { Sentiment } from "../../model/insight.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Bucket, Interval, Store } from "../../store/store.ts";
import { weeksOf } from "../app-report.ts";
import { listClusters } from "../clusters.ts";
import { type Countable, countFacets, countTrend } from "../figures.ts";
import { type InsightFilter, insightFilter } from "../insights.ts";

/** What feedback is narrowed by, one value each. */
const narrowedBy = ["version", "source", "stars", "lang", "label", "theme", "kind", "sentiment", "priority"] as const;
type NarrowedBy = (typeof narrowedBy)[number];

export interface ExploredTheme {
  readonly id: string;
  readonly name: string;
  readonly kind: Cluster["kind"];
  /** Of what was asked for. */
  readonly count: number;
  /** Of the whole theme, the last eight weeks of the app's data. */
  readonly weeks: readonly number[];
}

export interface ExploredVersion {
  readonly version: string;
  readonly count: number;
  readonly negative: number;
  /** The problems that most of its reviews tell of. */
  readonly themes: readonly { readonly id: string; readonly name: string; readonly count: number }[];
}

export interface ExploreView {
  readonly total: number;
  /** Unix seconds of the oldest and newest that match. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly interval: Interval;
  /** By interval, oldest first, those without any left out. */
  readonly trend: readonly ({ readonly at: number } & Readonly<Record<Sentiment, number>>)[];
  readonly facets: Readonly<Record<NarrowedBy, readonly Bucket[]>>;
  readonly themes: readonly ExploredTheme[];
  readonly versions: readonly ExploredVersion[];
}

const DAY = 86_400;
const MOST_VALUES = 60;
const SHOWN_THEMES = 20;
const SHOWN_VERSIONS = 8;
const VERSION_THEMES = 3;
const MOST_THEMES = 300;

/** About a hundred points at most, whatever the span. */
function intervalOf(seconds: number): Interval {
  if (seconds <= 3 * DAY) return "hour";
  if (seconds <= 120 * DAY) return "day";
  return seconds <= 3 * 365 * DAY ? "week" : "month";
}

async function spanOf(store: Store, tenant: TenantId, query: InsightFilter) {
  const filter = await insightFilter(store, tenant, query);
  if (filter === undefined) return { total: 0, first: undefined, last: undefined };
  const end = async (order: "asc" | "desc") => {
    const [insight] = await store.first(tenant, "insights", { ...filter, sort: [{ by: "date", order }], limit: 1 });
    return insight?.doc.date;
  };
  const [total, first, last] = await Promise.all([store.count(tenant, "insights", filter), end("asc"), end("desc")]);
  return { total, first, last };
}

const isSet = (query: InsightFilter, name: NarrowedBy): boolean => {
  const value = query[name];
  return typeof value === "object" ? value.length > 0 : value !== undefined;
};

/** Each by all the other filters, so that another of its values can be chosen. */
async function facetsOf(store: Store, tenant: TenantId, query: InsightFilter): Promise<ExploreView["facets"]> {
  // Themes are an app's: without one none are shown.
  const names = narrowedBy.filter((name) => name !== "theme" || query.app !== undefined);
  const free = names.filter((name) => !isSet(query, name));
  const chosen = names.filter((name) => isSet(query, name));
  const count = (by: readonly Countable[], filter: InsightFilter) =>
    countFacets(store, tenant, by, { ...filter, size: MOST_VALUES });
  const found = await Promise.all([
    count(free, query),
    ...chosen.map((name) => count([name], { ...query, [name]: undefined })),
  ]);
  return Object.assign({ theme: [] }, ...found) as ExploreView["facets"];
}

async function trendOf(
  store: Store,
  tenant: TenantId,
  query: InsightFilter,
  interval: Interval,
): Promise<ExploreView["trend"]> {
  const points = await countTrend(store, tenant, interval, "sentiment", query);
  const byTime = new Map<number, Record<Sentiment, number>>();
  for (const { at, value, count } of points) {
    const counts = byTime.get(at) ?? { negative: 0, neutral: 0, positive: 0 };
    counts[value as Sentiment] += count;
    byTime.set(at, counts);
  }
  return [...byTime].map(([at, counts]) => ({ at, ...counts }));
}

/** How many of a version's reviews tell of each theme: as the pass counted them, or, where less is asked for, of that alone. */
async function themesOfVersion(
  store: Store,
  tenant: TenantId,
  query: InsightFilter,
  version: string,
  clusters: readonly Cluster[],
): Promise<ReadonlyMap<string, number>> {
  const isNarrowed = Object.entries(query).some(
    ([name, value]) => name !== "app" && name !== "version" && value !== undefined && String(value) !== "",
  );
  if (!isNarrowed)
    return new Map(
      clusters.map(({ id, versions }) => [id, versions.find((one) => one.version === version)?.count ?? 0]),
    );
  const { theme = [] } = await countFacets(store, tenant, ["theme"], { ...query, version, size: MOST_VALUES });
  return new Map(theme.map(({ value, count }) => [value, count]));
}

async function versionsOf(
  store: Store,
  tenant: TenantId,
  query: InsightFilter,
  versions: readonly Bucket[],
  complaints: readonly Bucket[],
  clusters: readonly Cluster[],
): Promise<readonly ExploredVersion[]> {
  const negative = new Map(complaints.map(({ value, count }) => [value, count]));
  const problems = clusters.filter(({ kind }) => kind === "problem");
  return Promise.all(
    versions.slice(-SHOWN_VERSIONS).map(async ({ value, count }) => {
      const told = problems.length === 0 ? undefined : await themesOfVersion(store, tenant, query, value, problems);
      const themes = problems
        .map(({ id, name }) => ({ id, name, count: told?.get(id) ?? 0 }))
        .filter((theme) => theme.count > 0)
        .sort((a, b) => b.count - a.count)
        .slice(0, VERSION_THEMES);
      return { version: value, count, negative: negative.get(value) ?? 0, themes };
    }),
  );
}

/** Negative feedback of each version, or what else is asked for. */
async function countComplaints(store: Store, tenant: TenantId, query: InsightFilter): Promise<readonly Bucket[]> {
  const sentiment = query.sentiment ?? (["negative"] as const);
  const filter = { ...query, sentiment, version: undefined, size: MOST_VALUES };
  return (await countFacets(store, tenant, ["version"], filter)).version ?? [];
}

export async function readExplore(store: Store, tenant: TenantId, query: InsightFilter): Promise<ExploreView> {
  const [[{ total, first, last }, interval, trend], facets, complaints, clusters] = await Promise.all([
    spanOf(store, tenant, query).then(async (span) => {
      const step = intervalOf((span.last ?? 0) - (span.first ?? 0));
      return [span, step, await trendOf(store, tenant, query, step)] as const;
    }),
    facetsOf(store, tenant, query),
    countComplaints(store, tenant, query),
    query.app === undefined ? undefined : listClusters(store, tenant, { app: query.app, limit: MOST_THEMES }),
  ]);
  const known = new Map((clusters?.items ?? []).map((theme) => [theme.id, theme]));
  const newest = Math.max(0, ...[...known.values()].map(({ last_seen }) => last_seen));
  const themes = facets.theme.flatMap(({ value, count }): ExploredTheme[] => {
    const theme = known.get(value);
    if (theme === undefined) return [];
    return [{ id: value, name: theme.name, kind: theme.kind, count, weeks: weeksOf(theme.trend, newest) }];
  });
  return {
    total,
    first,
    last,
    interval,
    trend,
    facets: {
      ...facets,
      theme: facets.theme.filter(({ value }) => known.has(value)),
      stars: facets.stars.toSorted((a, b) => Number(a.value) - Number(b.value)),
    },
    themes: themes.slice(0, SHOWN_THEMES),
    versions: await versionsOf(store, tenant, query, facets.version, complaints, [...known.values()]),
  };
}
