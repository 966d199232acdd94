/** The tenants there are: who periodic work goes round for. */
import { DEFAULT_TENANT, INSTALLATION, TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";

/** The default tenant always exists, first. */
export async function listTenants(store: Store): Promise<TenantId[]> {
  const tenants = new Set<TenantId>([DEFAULT_TENANT]);
  for await (const { id } of store.scan(INSTALLATION, "tenants")) {
    const tenant = TenantId.safeParse(id);
    if (tenant.success) tenants.add(tenant.data);
  }
  return [...tenants];
}
