/** A language's words ready to be looked up: each form of each entry, and each phrase by its words. */
import { inTense, pluralOf } from "./english-forms.ts";
import type { Entry, GlossLanguage } from "./language.ts";

export interface Dictionary {
  /** A word, or the words of a phrase parted by spaces, in lower case. */
  find(words: string): Entry | undefined;
  /** Only as it is written. */
  findExact(words: string): Entry | undefined;
  /** Words of the longest phrase that begins with this one; at least 1. */
  longestFrom(word: string): number;
}

const MARKS = /\p{M}/gu;

/** Without accents. */
export const plainLetters = (word: string): string =>
  word.normalize("NFD").replace(MARKS, "").replaceAll("ß", "ss").replaceAll("œ", "oe").replaceAll("æ", "ae");

/** "English = word word_of_a_phrase", a line each. */
function* entriesOf(list: string): Generator<readonly [english: string, said: string]> {
  for (const line of list.split("\n")) {
    const at = line.indexOf("=");
    if (at < 0) continue;
    const english = line.slice(0, at).trim();
    for (const said of line
      .slice(at + 1)
      .trim()
      .split(/\s+/))
      if (said !== "") yield [english, said.replaceAll("_", " ")];
  }
}

export function createDictionary(language: GlossLanguage): Dictionary {
  const { lexicon, conjugate, plurals, agreements, fold = (word: string) => word } = language;
  const entries = new Map<string, Entry>();
  const longest = new Map<string, number>();
  const folded = (said: string): string =>
    said
      .split(" ")
      .map((word) => fold(plainLetters(word)))
      .join(" ");

  const put = (said: string, entry: Entry): void => {
    if (entries.has(said)) return;
    entries.set(said, entry);
    const words = said.split(" ");
    if (words.length > 1) longest.set(words[0]!, Math.max(longest.get(words[0]!) ?? 1, words.length));
  };
  for (const [english, said] of entriesOf(lexicon.words)) put(said, { english, role: "word" });
  for (const [english, said] of entriesOf(lexicon.things)) put(said, { english, role: "thing" });
  for (const [english, said] of entriesOf(lexicon.things)) {
    const many: Entry = { english: pluralOf(english), role: "thing" };
    if (!said.includes(" ")) for (const form of plurals?.(said) ?? []) put(form, many);
  }
  for (const [base, said] of entriesOf(lexicon.verbs)) {
    const made = new Map<string, Entry>();
    for (const [form, tense] of conjugate(said)) {
      if (!made.has(form)) made.set(form, { english: inTense(base, tense), role: "verb", tense, base });
    }
    for (const [form, entry] of made) put(form, entry);
  }
  for (const [english, said] of entriesOf(lexicon.qualities)) {
    const entry: Entry = { english, role: "quality" };
    put(said, entry);
    for (const form of agreements?.(said) ?? []) put(form, entry);
  }
  // A word without its accents, where that is no other word.
  for (const [said, entry] of [...entries]) put(folded(said), entry);

  return {
    findExact: (words) => entries.get(words),
    find: (words) => entries.get(words) ?? entries.get(folded(words)),
    longestFrom: (word) => Math.max(longest.get(word) ?? 1, longest.get(folded(word)) ?? 1),
  };
}
