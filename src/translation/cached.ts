/**
 * A translator with a memory, by content: a text is paid for once, and a redelivered message sees the same English as
 * before. What could not be translated is not remembered, so that the next try may succeed.
 */
import { shortId } from "../model/identity.ts";
import { INSTALLATION } from "../model/tenant.ts";
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
  return {
    async translate(texts, from, signal) {
      const ids = texts.map((text) => shortId("translation", name, from, text));
      const cached = await store.getMany(INSTALLATION, "translations", ids);
      const answers = cached.map((stored) => (typeof stored?.doc.value === "string" ? stored.doc.value : undefined));
      const missing = answers.flatMap((answer, index) => (answer === undefined ? [index] : []));
      if (missing.length === 0) return answers;
      const fresh = await translator.translate(
        missing.map((index) => texts[index]!),
        from,
        signal,
      );
      const at = now();
      const writes = missing.flatMap((index, position) => {
        const value = fresh[position];
        return value === undefined ? [] : [{ op: "put", id: ids[index]!, doc: { value, at } } as const];
      });
      // Remembered before it is sent on, or a redelivery could see another text.
      await store.write(INSTALLATION, "translations", writes);
      missing.forEach((index, position) => {
        answers[index] = fresh[position];
      });
      return answers;
    },
  };
}
