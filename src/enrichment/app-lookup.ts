/** Looking up app models while records stream by: cached for a second, so that a correction or a new label counts from the next batches on. */
import { LRUCache } from "lru-cache";
import { withDeadline } from "../lifecycle.ts";
import type { AppModel } from "../model/app-model.ts";
import { appDocumentId, shortId } from "../model/identity.ts";
import type { TenantId } from "../model/tenant.ts";
import { type Store, StoreUnavailable } from "../store/store.ts";
import type { RouterSource } from "./jobs.ts";

const FRESH_MS = 1_000;
const MAX_CACHED = 10_000;
/** A correction is an utterance; the latest this many of an app count. */
const MAX_CORRECTIONS = 1_000;

export interface AppLookup {
  /** The app's model and what people corrected; the built-in labels (`model` undefined) when the app isn't registered. */
  routerSource(tenant: TenantId, app: string): Promise<RouterSource>;
  /** Play package → app name. */
  packages(tenant: TenantId): Promise<ReadonlyMap<string, string>>;
}

const PATIENCE_MS = 1_000;

const late = (): never => {
  throw new StoreUnavailable(`no answer within ${PATIENCE_MS} ms`);
};

/** Remembers what was loaded for a second. */
export function cached<T>(load: (tenant: TenantId, key: string) => Promise<T>, clock: () => number) {
  const entries = new LRUCache<string, { readonly at: number; readonly value: Promise<T> }>({ max: MAX_CACHED });
  return (tenant: TenantId, key: string): Promise<T> => {
    const id = `${tenant}/${key}`;
    const known = entries.get(id);
    if (known !== undefined && clock() - known.at < FRESH_MS) return known.value;
    const value = load(tenant, key);
    entries.set(id, { at: clock(), value });
    value.catch(() => entries.delete(id));
    return value;
  };
}

/** `clock`: monotonic milliseconds. */
export function createAppLookup(store: Store, clock: () => number = () => performance.now()): AppLookup {
  async function loadModel(tenant: TenantId, app: string): Promise<AppModel | undefined> {
    return (await store.get(tenant, "apps", appDocumentId(app)))?.doc.model;
  }

  async function loadCorrections(tenant: TenantId, app: string) {
    const page = await store.search(tenant, "corrections", {
      where: { app_name: app },
      sort: [{ by: "at", order: "desc" }],
      limit: MAX_CORRECTIONS,
    });
    return page.items.flatMap(({ doc }) => (doc.second_order_labels ?? []).map((label) => ({ text: doc.text, label })));
  }

  async function loadSource(tenant: TenantId, app: string): Promise<RouterSource> {
    const [model, corrections] = await Promise.all([loadModel(tenant, app), loadCorrections(tenant, app)]);
    return { key: shortId("router", model ?? null, corrections), model, corrections };
  }

  async function loadPackages(tenant: TenantId): Promise<ReadonlyMap<string, string>> {
    const packages = new Map<string, string>();
    for await (const { doc } of store.scan(tenant, "apps")) {
      if (doc.model.app_id !== undefined && doc.model.app_id !== "") packages.set(doc.model.app_id, doc.name);
    }
    return packages;
  }

  const packages = cached((tenant) => loadPackages(tenant), clock);
  const lastKnown = new Map<TenantId, ReadonlyMap<string, string>>();

  /** Intake must not wait for a store that hangs: what was known a moment ago will do. */
  async function packagesInTime(tenant: TenantId): Promise<ReadonlyMap<string, string>> {
    try {
      const known = await withDeadline(PATIENCE_MS, () => packages(tenant, ""), late);
      lastKnown.set(tenant, known);
      return known;
    } catch (error) {
      const before = lastKnown.get(tenant);
      if (before === undefined) throw error;
      return before;
    }
  }

  return { routerSource: cached(loadSource, clock), packages: packagesInTime };
}
