/** What harm a problem does, by the words that tell of it: lost money, lost data, a breach, no access, a crash, something that can't be done, lost time. */
// cspell:ignore fonctionne
import { allWords } from "./lexicon/languages.ts";
import { type HarmWord, harmWords } from "./lexicon/lexicon.ts";
import { createPrefixLookup } from "./lexicon/prefix-lookup.ts";

export type Harm = "money" | "security" | "data" | "access" | "crash" | "blocked" | "time" | "fault";

export interface Severity {
  readonly harm: Harm;
  /** The words of the text that tell. */
  readonly words: string;
}

const bit = (name: HarmWord): number => 1 << harmWords.indexOf(name);

const afterNegation = new Set(allWords((lexicon) => lexicon.afterNegation));

/** Tells the worst harm that a text reports, if any. Linear in the length of the text. */
export const createSeverityReader = (): ((text: string) => Severity | undefined) => {
  const entries = harmWords.flatMap((name) =>
    allWords(({ harms }) => harms?.[name]).map((entry) => [entry, bit(name)] as const),
  );
  const classesOf = createPrefixLookup(entries, (one, other) => one | other);

  return (text) => {
    const words =
      text
        .toLowerCase()
        .replaceAll("’", "'")
        .match(/[\p{L}\p{N}]+(?:'\p{L}+)?/gu) ?? [];
    const masks = words.map((word) => (word.length > 40 ? 0 : (classesOf(word) ?? 0)));
    /** The first place where a word of the one class stands within so many words of one of the other, in either order. */
    const near = (one: HarmWord, other: HarmWord, distance: number): string | undefined => {
      let lastOne = -1;
      let lastOther = -1;
      for (let at = 0; at < masks.length; at++) {
        if ((masks[at]! & bit(one)) !== 0) lastOne = at;
        if ((masks[at]! & bit(other)) !== 0) lastOther = at;
        if (lastOne < 0 || lastOther < 0 || lastOne === lastOther) continue;
        if (Math.max(lastOne, lastOther) !== at || Math.abs(lastOne - lastOther) > distance) continue;
        const first = Math.min(lastOne, lastOther);
        if (!isDenied(first)) return words.slice(first, at + 1).join(" ");
      }
      return undefined;
    };
    const isNegation = (at: number): boolean => at >= 0 && (masks[at]! & bit("negation")) !== 0;
    const isDenied = (at: number): boolean =>
      isNegation(at - 1) || (isNegation(at - 2) && afterNegation.has(words[at - 1]!));
    const alone = (name: HarmWord): string | undefined => {
      const at = masks.findIndex((mask, index) => (mask & bit(name)) !== 0 && !isDenied(index));
      return at < 0 ? undefined : words[at];
    };
    const inOrder = (one: HarmWord, other: HarmWord, distance: number): string | undefined => {
      for (let at = 0; at < masks.length; at++) {
        if ((masks[at]! & bit(one)) === 0) continue;
        for (let next = at + 1; next <= Math.min(masks.length - 1, at + distance); next++) {
          if ((masks[next]! & bit(other)) !== 0) return words.slice(at, next + 1).join(" ");
        }
      }
      return undefined;
    };
    const found = (harm: Harm, told: string | undefined): Severity | undefined =>
      told === undefined ? undefined : { harm, words: told };
    return (
      found("security", near("breach", "guarded", 4)) ??
      found("money", near("money", "taken", 6) ?? near("charged", "unduly", 3)) ??
      found("data", near("lost", "kept", 4) ?? inOrder("kept", "absent", 3)) ??
      found("access", inOrder("cannot", "entry", 3) ?? notWorking(words) ?? alone("locked")) ??
      found("crash", alone("crash")) ??
      found("blocked", inOrder("cannot", "act", 3) ?? alone("turned")) ??
      found("time", inOrder("wasted", "time", 4)) ??
      found("fault", alone("fault"))
    );
  };
};

const denies = new Set(allWords(({ failure }) => failure?.denies));
const isWork = createPrefixLookup(
  allWords(({ failure }) => failure?.works).map((entry) => [entry, true] as const),
  () => true,
);

/** "not working", "doesn't work", "stopped working", "ne fonctionne pas". */
const notWorking = (words: readonly string[]): string | undefined => {
  for (let at = 1; at < words.length; at++) {
    const before = words[at - 1]!;
    if ((denies.has(before) || before.endsWith("n't")) && isWork(words[at]!)) return `${before} ${words[at]!}`;
  }
  return undefined;
};
