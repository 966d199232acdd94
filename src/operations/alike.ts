/** Search by meaning: the insights that stand nearest to a text, whatever words they use. */
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { type InsightFilter, insightFilter, type Similar, withCorrections } from "./insights.ts";

/** Where a text stands: unit length, of the model of this version. */
export interface TextVector {
  readonly vector: Float32Array;
  readonly version: string;
}

/** Of those that match the filters, the nearest first. What another model's version made is compared with nothing. */
export async function insightsAlike(
  store: Store,
  tenant: TenantId,
  { vector, version }: TextVector,
  filters: Omit<InsightFilter, "q">,
  limit: number,
): Promise<Similar> {
  // A text without a word, such as a smiley, means nothing that anything could be near to.
  if (vector.every((value) => value === 0)) return { items: [], similarities: [] };
  const filter = await insightFilter(store, tenant, filters);
  if (filter === undefined) return { items: [], similarities: [] };
  const where = { ...filter.where, vector_version: version };
  const near = await store.nearest(tenant, "insights", vector, { where, k: limit });
  return {
    items: await withCorrections(store, tenant, near),
    similarities: near.map(({ similarity }) => Math.round(similarity * 10_000) / 10_000),
  };
}
