/** For tests: a read that SQLite is at for a second and asks us nothing meanwhile, a long list of values for each document. */
import type { TenantId } from "../../model/tenant.ts";
import type { Store } from "../store.ts";
import { insight } from "./fixtures.ts";

/** Fewer than are counted by what is held in memory. */
export const DOCUMENTS = 1_000;
const values = Array.from({ length: 8_000 }, (_, at) => `none ${at}`);

export async function putDocuments(store: Store, tenant: TenantId): Promise<void> {
  const writes = Array.from({ length: DOCUMENTS }, (_, at) => {
    const doc = insight({ id: `i${at}`, tenant, labels: [`label ${at}`] });
    return { op: "put", id: `i${at}`, doc } as const;
  });
  await store.write(tenant, "insights", writes);
}

export const slowCount = (store: Store, tenant: TenantId): Promise<number> =>
  store.count(tenant, "insights", { where: { "attributes.first_order_labels": values } });
