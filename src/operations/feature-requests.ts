/** Feature requests as they are read. */
import { FeatureRequest, type FeatureRequestDocument } from "../model/feature-request.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Sort, Store } from "../store/store.ts";
import { readSearchQuery } from "../text/search-query.ts";
import { type ListOf, MAX_WORDS, pick } from "./insights.ts";

export const featureRequestSorts = ["count", "newest"] as const;

export interface FeatureRequestQuery {
  readonly app?: string | undefined;
  readonly q?: string | undefined;
  readonly sort?: (typeof featureRequestSorts)[number] | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const publicFields = Object.keys(FeatureRequest.shape) as (keyof FeatureRequest)[];
const toFeatureRequest = (document: FeatureRequestDocument): FeatureRequest =>
  pick<FeatureRequest>(document, publicFields);

const byCount: Sort<"feature_requests"> = { by: "count", order: "desc" };
const byDate: Sort<"feature_requests"> = { by: "last_seen", order: "desc" };

/** Those asked for most first. A group that was founded and not joined yet (count 0) is not there for anybody. */
export async function listFeatureRequests(
  store: Store,
  tenant: TenantId,
  { app, q, sort = "count", limit, cursor }: FeatureRequestQuery,
): Promise<ListOf<FeatureRequest>> {
  const sought = q === undefined ? undefined : readSearchQuery(q, MAX_WORDS);
  if (sought !== undefined && Object.values(sought).every((list) => list.length === 0))
    return { items: [], total: 0, next_cursor: null };
  const page = await store.search(tenant, "feature_requests", {
    where: { app, count: { gte: 1 } },
    ...sought,
    sort: sort === "count" ? [byCount, byDate] : [byDate],
    limit,
    cursor,
  });
  return { ...page, items: page.items.map(({ doc }) => toFeatureRequest(doc)) };
}

export async function readFeatureRequest(
  store: Store,
  tenant: TenantId,
  id: string,
): Promise<FeatureRequest | undefined> {
  const stored = await store.get(tenant, "feature_requests", id);
  return stored === undefined || stored.doc.count < 1 ? undefined : toFeatureRequest(stored.doc);
}
