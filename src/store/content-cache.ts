/**
 * A cache of what was paid for, by content: a translation, a language model's answer. What was kept first of a content
 * stays, and nothing is answered before it is durable, so that a redelivered batch sees the same as the first time.
 */
import { LRUCache } from "lru-cache";
import type { TenantId } from "../model/tenant.ts";
import type { CacheDocument, Documents } from "./documents.ts";
import type { Store } from "./store.ts";
import { won } from "./written.ts";

export interface ContentCache<T> {
  /** What is known already, by id. */
  read(tenant: TenantId, ids: readonly string[]): Promise<Map<string, T>>;
  /** The values that count from now on, by id: these, or those that somebody kept before. Durable when it resolves. */
  keep(tenant: TenantId, values: ReadonlyMap<string, T>): Promise<Map<string, T>>;
}

type CacheCollection = { [C in keyof Documents]: Documents[C] extends CacheDocument ? C : never }[keyof Documents];

export interface ContentCacheOptions<T> {
  readonly store: Store;
  readonly collection: CacheCollection;
  /** Undefined for what was kept in a form that is not understood any more. */
  readonly parse: (value: unknown) => T | undefined;
  /** Unix seconds. */
  readonly now: () => number;
}

/** Values that were paid for and that the store does not take now, for the next try; past this many they are asked for again. */
const MOST_UNKEPT = 10_000;

export function createContentCache<T extends NonNullable<unknown>>({
  store,
  collection,
  parse,
  now,
}: ContentCacheOptions<T>): ContentCache<T> {
  const unkept = new LRUCache<string, T>({ max: MOST_UNKEPT });
  const keyOf = (tenant: TenantId, id: string): string => `${tenant}/${id}`;

  async function stored(tenant: TenantId, ids: readonly string[]): Promise<Map<string, T>> {
    const found = ids.length === 0 ? [] : await store.getMany(tenant, collection, ids);
    const values = new Map<string, T>();
    found.forEach((one, index) => {
      const value = one === undefined ? undefined : parse(one.doc.value);
      if (value !== undefined) values.set(ids[index]!, value);
    });
    return values;
  }

  async function keep(tenant: TenantId, values: ReadonlyMap<string, T>): Promise<Map<string, T>> {
    if (values.size === 0) return new Map();
    for (const [id, value] of values) unkept.set(keyOf(tenant, id), value);
    const at = now();
    const ids = [...values.keys()];
    const results = await store.write(
      tenant,
      collection,
      ids.map((id) => ({ op: "create", id, doc: { value: values.get(id)!, at } })),
    );
    for (const id of ids) unkept.delete(keyOf(tenant, id));
    const taken = ids.filter((_, index) => !won(results[index]));
    return new Map([...values, ...(await stored(tenant, taken))]);
  }

  return {
    async read(tenant, ids) {
      const values = await stored(tenant, ids);
      const waiting = ids.flatMap((id) => {
        const value = values.has(id) ? undefined : unkept.get(keyOf(tenant, id));
        return value === undefined ? [] : [[id, value] as const];
      });
      return new Map([...values, ...(await keep(tenant, new Map(waiting)))]);
    },
    keep,
  };
}
