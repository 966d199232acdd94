/**
 * Looking up forms while responses stream by: cached for a second, so that a form that is closed takes nothing a moment
 * later, and a store that is away for a while keeps nobody from answering a form that was just open.
 */
import { LRUCache } from "lru-cache";
import type { Form } from "../model/form.ts";
import { INSTALLATION, type TenantId } from "../model/tenant.ts";
import { type Store, StoreUnavailable } from "../store/store.ts";

const FRESH_MS = 1_000;
const MAX_CACHED = 2_000;
const PUBLIC_ID = /^[a-z2-7]{32}$/;

export const versionId = (form: string, version: number): string => `${form}.${version}`;

/** As it is now, without a memory. */
export async function readForm(store: Store, tenant: TenantId, id: string): Promise<Form | undefined> {
  return (await store.get(tenant, "forms", id))?.doc;
}

export interface FormLookup {
  /** The form as it is now. */
  current(tenant: TenantId, id: string): Promise<Form | undefined>;
  /** The form as it was in that version, also when it is gone since. */
  version(tenant: TenantId, id: string, version: number): Promise<Form | undefined>;
  /** The form was changed here: its next reader sees that at once, where other processes do within a second. */
  forget(tenant: TenantId, id: string): void;
  /** Whose form a hosted page shows. */
  ofPage(publicId: string): Promise<{ readonly tenant: TenantId; readonly form: Form } | undefined>;
}

type Entry<T> = { readonly at: number; readonly value: T | undefined };

/** What was known last stands in while the store is away. */
function remembered<T extends object>(load: (key: string) => Promise<T | undefined>, clock: () => number) {
  const entries = new LRUCache<string, Entry<T>>({ max: MAX_CACHED });
  async function get(key: string): Promise<T | undefined> {
    const known = entries.get(key);
    if (known !== undefined && clock() - known.at < FRESH_MS) return known.value;
    try {
      const value = await load(key);
      entries.set(key, { at: clock(), value });
      return value;
    } catch (error) {
      if (error instanceof StoreUnavailable && known !== undefined) return known.value;
      throw error;
    }
  }
  return { get, forget: (key: string) => void entries.delete(key) };
}

/** `clock`: monotonic milliseconds. */
export function createFormLookup(store: Store, clock: () => number = () => performance.now()): FormLookup {
  const places = new LRUCache<string, { readonly tenant: TenantId; readonly id: string }>({ max: MAX_CACHED });
  const loadForm = remembered<Form>(async (key) => {
    const place = places.get(key)!;
    return (await store.get(place.tenant, "forms", place.id))?.doc;
  }, clock);
  const loadLink = remembered(async (publicId) => (await store.get(INSTALLATION, "form_links", publicId))?.doc, clock);
  const versions = new LRUCache<string, Form>({ max: MAX_CACHED });

  async function current(tenant: TenantId, id: string): Promise<Form | undefined> {
    const key = `${tenant}/${id}`;
    places.set(key, { tenant, id });
    return loadForm.get(key);
  }

  return {
    current,
    forget: (tenant, id) => loadForm.forget(`${tenant}/${id}`),
    async version(tenant, id, version) {
      const key = `${tenant}/${versionId(id, version)}`;
      const known = versions.get(key);
      if (known !== undefined) return known;
      const now = await current(tenant, id);
      const kept =
        now?.version === version ? undefined : await store.get(tenant, "form_versions", versionId(id, version));
      // What was cached of the form may be a version behind.
      const form = now?.version === version ? now : (kept?.doc ?? (await store.get(tenant, "forms", id))?.doc);
      if (form?.version !== version) return undefined;
      versions.set(key, form);
      return form;
    },
    async ofPage(publicId) {
      if (!PUBLIC_ID.test(publicId)) return undefined;
      const link = await loadLink.get(publicId);
      if (link === undefined) return undefined;
      const tenant = link.tenant as TenantId;
      const form = await current(tenant, link.form);
      return form === undefined ? undefined : { tenant, form };
    },
  };
}
