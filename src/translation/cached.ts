/**
 * A translator with a memory, by content: a text is paid for once, and a redelivered message sees the same English as
 * before. What could not be translated is not remembered, so that the next try may succeed.
 */
import { shortId } from "../model/identity.ts";
import { INSTALLATION } from "../model/tenant.ts";
import { createContentCache } from "../store/content-cache.ts";
import type { Store } from "../store/store.ts";
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
  const parse = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
  const cache = createContentCache({ store, collection: "translations", parse, now });
  return {
    async translate(texts, from, signal) {
      const ids = texts.map((text) => shortId("translation", name, from, text));
      const textOf = new Map(ids.map((id, index) => [id, texts[index]!]));
      const known = await cache.read(INSTALLATION, [...textOf.keys()]);
      const missing = [...textOf.keys()].filter((id) => !known.has(id));
      if (missing.length === 0) return ids.map((id) => known.get(id));
      const fresh = await translator.translate(
        missing.map((id) => textOf.get(id)!),
        from,
        signal,
      );
      const translated = missing.flatMap((id, position) => {
        const value = fresh[position];
        return value === undefined ? [] : [[id, value] as const];
      });
      // Kept before it is sent on, or a redelivery could see another text.
      const kept = await cache.keep(INSTALLATION, new Map(translated));
      return ids.map((id) => known.get(id) ?? kept.get(id));
    },
  };
}
