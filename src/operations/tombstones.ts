/**
 * What was erased while records of it may still be on their way: remembered by the insight's id, so that what arrives later
 * and was sent before goes too. Who erases buries first and then erases; who writes, writes first and then asks: one of the two sees the other.
 */
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { mustBeStorable } from "../store/written.ts";

/** `at`: unix seconds. */
export async function bury(store: Pick<Store, "write">, tenant: TenantId, insight: string, at: number): Promise<void> {
  mustBeStorable(await store.write(tenant, "tombstones", [{ op: "put", id: insight, doc: { at } }]));
}

/** When those of the insights that were erased were erased last, in unix seconds. */
export async function erasedAt(
  store: Pick<Store, "getMany">,
  tenant: TenantId,
  insights: readonly string[],
): Promise<Map<string, number>> {
  const ids = [...new Set(insights)];
  if (ids.length === 0) return new Map();
  const found = await store.getMany(tenant, "tombstones", ids);
  return new Map(found.flatMap((stored) => (stored === undefined ? [] : [[stored.id, stored.doc.at] as const])));
}

/** Of records: those that reached us before what they are about was erased; what is sent again afterwards is there again. */
export async function erasedOnTheWay<T extends { readonly id: string; readonly ingested_at: number }>(
  store: Pick<Store, "getMany">,
  tenant: TenantId,
  records: readonly T[],
): Promise<T[]> {
  const erased = await erasedAt(
    store,
    tenant,
    records.map(({ id }) => id),
  );
  return erased.size === 0 ? [] : records.filter(({ id, ingested_at }) => ingested_at <= (erased.get(id) ?? -1));
}
