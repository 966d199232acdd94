/** Counting insights: by the values of a field, and over time. */
import type { TenantId } from "../model/tenant.ts";
import { compareVersions } from "../model/version.ts";
import type { FieldOf } from "../store/collections.ts";
import type { Bucket, Interval, Store, TrendPoint } from "../store/store.ts";
import { type InsightFilter, insightFilter } from "./insights.ts";

type Field = FieldOf<"insights">;

/** What insights can be counted by: the names of the query parameters, and where they are in an insight. */
export const countable = {
  app: "app_name",
  source: "source",
  lang: "lang",
  kind: "kind",
  sentiment: "attributes.sentiment",
  priority: "attributes.priority",
  stars: "stars",
  label: "attributes.first_order_labels",
  sublabel: "attributes.second_order_labels",
  keyword: "attributes.keywords",
  cluster: "themes",
  theme: "themes",
  version: "version",
  campaign: "marks.campaign",
  app_name: "app_name",
  cluster_id: "cluster_id",
  first_order_labels: "attributes.first_order_labels",
  second_order_labels: "attributes.second_order_labels",
  keywords: "attributes.keywords",
} as const satisfies Record<string, Field>;
export type Countable = keyof typeof countable;

const inVersionOrder = (a: { readonly value?: string }, b: { readonly value?: string }): number =>
  compareVersions(a.value ?? "", b.value ?? "");

/** Each name as it was asked for → its most frequent values, the most frequent first; versions in their own order. */
export async function countFacets(
  store: Store,
  tenant: TenantId,
  by: readonly Countable[],
  { size, ...query }: InsightFilter & { readonly size?: number | undefined },
): Promise<Record<string, readonly Bucket[]>> {
  const filter = await insightFilter(store, tenant, query);
  if (filter === undefined) return Object.fromEntries(by.map((name) => [name, []]));
  const fields: Field[] = [...new Set(by.map((name) => countable[name]))];
  const found = await store.facets(tenant, "insights", fields, { ...filter, size });
  return Object.fromEntries(
    by.map((name) => [name, name === "version" ? found.version.toSorted(inVersionOrder) : found[countable[name]]]),
  );
}

/** More than any chart shows; each point costs memory at both ends. */
const MOST_POINTS = 50_000;

/** Counts per interval of the feedback's date, oldest first; with `by`, for each value of it, versions in their own order. */
export async function countTrend(
  store: Store,
  tenant: TenantId,
  interval: Interval,
  by: Countable | undefined,
  query: InsightFilter,
): Promise<TrendPoint[]> {
  const filter = await insightFilter(store, tenant, query);
  if (filter === undefined) return [];
  const split = by === undefined ? {} : { by: countable[by] };
  const points = await store.histogram(tenant, "insights", {
    ...filter,
    field: "date",
    interval,
    ...split,
    most: MOST_POINTS,
  });
  return by === "version" ? points.toSorted((a, b) => a.at - b.at || inVersionOrder(a, b)) : points;
}
