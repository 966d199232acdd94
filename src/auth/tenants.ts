/** The tenants of the installation. The default one exists without being written down. */
import { DEFAULT_TENANT, INSTALLATION, type TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { won } from "../store/written.ts";

export interface TenantSummary {
  readonly id: string;
  readonly name: string;
  readonly created_at: number;
}

export interface Tenants {
  list(): Promise<readonly TenantSummary[]>;
  exists(id: TenantId): Promise<boolean>;
  /** False when the id is taken. */
  create(id: TenantId, name: string): Promise<boolean>;
}

/** `now`: unix seconds. */
export function createTenants(store: Store, now: () => number): Tenants {
  return {
    async list() {
      const tenants: TenantSummary[] = [];
      for await (const { id, doc } of store.scan(INSTALLATION, "tenants")) tenants.push({ id, ...doc });
      const known = tenants.some(({ id }) => id === DEFAULT_TENANT);
      return known ? tenants : [{ id: DEFAULT_TENANT, name: DEFAULT_TENANT, created_at: 0 }, ...tenants];
    },
    async exists(id) {
      return id === DEFAULT_TENANT || (await store.get(INSTALLATION, "tenants", id)) !== undefined;
    },
    async create(id, name) {
      if (id === DEFAULT_TENANT) return false;
      const doc = { name, created_at: now() };
      const [result] = await store.write(INSTALLATION, "tenants", [{ op: "create", id, doc }]);
      return won(result);
    },
  };
}
