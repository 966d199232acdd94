/**
 * A translator with a memory, by content: a text is paid for once, and a redelivered message sees the same English as
 * before, so the first translation stays. What could not be translated is not remembered, so that the next try may succeed.
 */
import { shortId } from "../model/identity.ts";
import { INSTALLATION } from "../model/tenant.ts";
import { type Store, StoreUnavailable } from "../store/store.ts";
import type { Translator } from "./translation.ts";

export interface CachedOptions {
  readonly translator: Translator;
  readonly store: Store;
  /** Of the service, so that a change of service asks again. */
  readonly name: string;
  /** Unix seconds. */
  readonly now: () => number;
}

export function createCachedTranslator({ translator, store, name, now }: CachedOptions): Translator {
  async function read(ids: readonly string[]): Promise<Map<string, string>> {
    const found = ids.length === 0 ? [] : await store.getMany(INSTALLATION, "translations", ids);
    const values = new Map<string, string>();
    found.forEach((stored, index) => {
      if (typeof stored?.doc.value === "string") values.set(ids[index]!, stored.doc.value);
    });
    return values;
  }

  /** The translations that count from now on: these, or those that somebody kept before. Durable when it resolves. */
  async function keep(fresh: ReadonlyMap<string, string>): Promise<Map<string, string>> {
    if (fresh.size === 0) return new Map();
    const ids = [...fresh.keys()];
    const at = now();
    const results = await store.write(
      INSTALLATION,
      "translations",
      ids.map((id) => ({ op: "create", id, doc: { value: fresh.get(id)!, at } })),
    );
    if (results.some((result) => !result.ok && result.reason === "unavailable"))
      throw new StoreUnavailable("translations could not be kept");
    const taken = ids.filter((_, index) => {
      const result = results[index]!;
      return !result.ok && result.reason === "exists";
    });
    return new Map([...fresh, ...(await read(taken))]);
  }

  return {
    async translate(texts, from, signal) {
      const ids = texts.map((text) => shortId("translation", name, from, text));
      const textOf = new Map(ids.map((id, index) => [id, texts[index]!]));
      const known = await read([...textOf.keys()]);
      const missing = [...textOf.keys()].filter((id) => !known.has(id));
      if (missing.length === 0) return ids.map((id) => known.get(id));
      const answers = await translator.translate(
        missing.map((id) => textOf.get(id)!),
        from,
        signal,
      );
      const fresh = new Map<string, string>();
      missing.forEach((id, index) => {
        const answer = answers[index];
        if (answer !== undefined) fresh.set(id, answer);
      });
      // Remembered before it is sent on, or a redelivery could see another text.
      const kept = await keep(fresh);
      return ids.map((id) => known.get(id) ?? kept.get(id));
    },
  };
}
