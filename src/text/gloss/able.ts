/** Adjectives made of verbs: "introuvable", "no configurable", "abschaltbar" say what can or cannot be done. */
import { inTense } from "./english-forms.ts";
import type { Entry, Find } from "./language.ts";

export interface AbleForms {
  /** Takes off what makes a verb such an adjective; the verb's stem is its first group. */
  readonly ending: RegExp;
  /** What says that it cannot be done. */
  readonly denial: RegExp;
  /** Endings of infinitives, to be put behind the stem. */
  readonly infinitives: readonly string[];
}

const SHORTEST_STEM = 3;

/** "introuvable": "cannot be found". */
export function ableEntry(word: string, find: Find, { ending, denial, infinitives }: AbleForms): Entry | undefined {
  const stem = ending.exec(word)?.[1];
  if (stem === undefined) return undefined;
  const positive = stem.replace(denial, "");
  for (const [said, says] of [
    [stem, "can be"],
    [positive, "cannot be"],
  ] as const) {
    if (said.length < SHORTEST_STEM || (says === "cannot be" && positive === stem)) continue;
    for (const infinitive of infinitives) {
      const { base } = find(said + infinitive) ?? {};
      if (base !== undefined) return { english: `${says} ${inTense(base, "past")}`, role: "word" };
    }
  }
  return undefined;
}
