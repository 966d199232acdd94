/** Keys and tenants: through a daemon that answers, else in the store itself, so that the first key can be made before the first start. */
import { createKeyRing, type NewKey, shownKey } from "../auth/keys.ts";
import { createTenants } from "../auth/tenants.ts";
import { DEFAULT_TENANT, TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { type Api, createApi } from "./api.ts";
import { clientSettings } from "./client-settings.ts";
import { withStore } from "./open-store.ts";
import { CommandFailed, type Shell, UsageError } from "./shell.ts";

export type Row = Readonly<Record<string, unknown>>;

export interface AskedKey extends Omit<NewKey, "tenant"> {
  readonly tenant: string | undefined;
}

export interface Administration {
  createKey(key: AskedKey): Promise<Row>;
  listKeys(tenant: string | undefined): AsyncIterable<Row>;
  revokeKey(id: string, tenant: string | undefined): Promise<void>;
  createTenant(id: string, name: string): Promise<Row>;
  listTenants(): AsyncIterable<Row>;
}

export function readTenant(value: string): TenantId {
  const tenant = TenantId.safeParse(value);
  if (tenant.success) return tenant.data;
  throw new UsageError(`${value} is no tenant: ${tenant.error.issues[0]?.message}`);
}

/** A daemon shows and revokes the keys of the asking key's own tenant only. */
function ownTenant(tenant: string | undefined): void {
  if (tenant !== undefined) {
    throw new UsageError(
      "--tenant: a daemon does this for the tenant of GROUNDSWELL_API_KEY; use an admin key of that tenant",
    );
  }
}

function throughApi(api: Api): Administration {
  return {
    async createKey({ tenant, publishable, scopes, ...rest }) {
      const json = publishable === undefined ? { ...rest, scopes } : { ...rest, kind: "publishable", ...publishable };
      const path = tenant === undefined ? "/api/v1/keys" : `/api/v1/tenants/${encodeURIComponent(tenant)}/keys`;
      return (await api.call(path, { method: "POST", json })) as Row;
    },
    listKeys(tenant) {
      ownTenant(tenant);
      return api.items("/api/v1/keys", {});
    },
    async revokeKey(id, tenant) {
      ownTenant(tenant);
      await api.call(`/api/v1/keys/${encodeURIComponent(id)}`, { method: "DELETE" });
    },
    createTenant: async (id, name) =>
      (await api.call("/api/v1/tenants", { method: "POST", json: { id, name } })) as Row,
    listTenants: () => api.items("/api/v1/tenants", {}),
  };
}

function inStore(store: Store): Administration {
  const now = () => Math.floor(Date.now() / 1000);
  const keys = createKeyRing(store, { now });
  const tenants = createTenants(store, now);
  const existing = async (name: string | undefined): Promise<TenantId> => {
    const tenant = name === undefined ? DEFAULT_TENANT : readTenant(name);
    if (!(await tenants.exists(tenant))) {
      throw new CommandFailed(`there is no tenant ${tenant} (tenants create ${tenant} makes it)`);
    }
    return tenant;
  };
  return {
    async createKey({ tenant, ...asked }) {
      const { key, ...stored } = await keys.create({ ...asked, tenant: await existing(tenant) });
      return { key, ...shownKey(stored) };
    },
    async *listKeys(name) {
      const tenant = await existing(name);
      let cursor: string | undefined;
      do {
        const page = await keys.list(tenant, { cursor });
        yield* page.items.map(shownKey);
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
    },
    async revokeKey(id, tenant) {
      if (!(await keys.revoke(await existing(tenant), id))) throw new CommandFailed(`there is no key ${id}`);
    },
    async createTenant(id, name) {
      if (!(await tenants.create(readTenant(id), name))) throw new CommandFailed(`there is a tenant ${id} already`);
      return { id, name, created_at: now() };
    },
    async *listTenants() {
      for (const tenant of await tenants.list()) yield { ...tenant };
    },
  };
}

async function isDaemon(api: Api): Promise<boolean> {
  try {
    return (await api.send("/healthz")).status === 200;
  } catch {
    return false;
  }
}

/** A daemon that somebody named is asked whether it answers or not; one that is only guessed has to answer. */
export async function administer(shell: Shell, work: (administration: Administration) => Promise<void>): Promise<void> {
  const settings = clientSettings(shell.environment);
  const api = createApi(settings, shell.signal);
  if (settings.explicit || (await isDaemon(api))) await work(throughApi(api));
  else await withStore(shell, (store) => work(inStore(store)));
}
