/** A language's words ready to be looked up: each form of each entry, and each phrase by its words. */
import { createWordTable } from "../tokens.ts";
import { inTense, pluralOf, type Tense } from "./english-forms.ts";
import type { Entry, GlossLanguage } from "./language.ts";

export interface Dictionary {
  /** A word in lower case. */
  find(word: string): Entry | undefined;
  /** Only as it is written. */
  findExact(word: string): Entry | undefined;
  /** How a word is looked for in phrases: without accents, and as the language folds its spellings. */
  fold(word: string): string;
  /** Folded words, parted by spaces. */
  findPhrase(folded: string): Entry | undefined;
  /** Words of the longest phrase that begins with this folded one; at least 1. */
  longestFrom(folded: string): number;
}

const MARKS = /\p{M}/gu;

const NOT_ASCII = /[^\0-\x7f]/;

/** Without accents. */
export const plainLetters = (word: string): string =>
  NOT_ASCII.test(word)
    ? word.normalize("NFD").replace(MARKS, "").replaceAll("ß", "ss").replaceAll("œ", "oe").replaceAll("æ", "ae")
    : word;

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

export function createDictionary({
  lexicon,
  conjugate,
  plurals,
  agreements,
  qualitiesFirst = false,
  fold: foldSpelling = (word) => word,
}: GlossLanguage): Dictionary {
  const words = new Map<string, Entry>();
  const phrases = new Map<string, Entry>();
  const longest = new Map<string, number>();
  const folds = createWordTable((word) => foldSpelling(plainLetters(word)), 1 << 11);
  const fold = (word: string): string => folds.get(word, 0, word.length);

  function put(said: string, entry: Entry): void {
    const parts = said.split(" ");
    if (parts.length === 1) {
      if (!words.has(said)) words.set(said, entry);
      return;
    }
    const key = parts.map(fold).join(" ");
    if (phrases.has(key)) return;
    phrases.set(key, entry);
    const first = fold(parts[0]!);
    longest.set(first, Math.max(longest.get(first) ?? 1, parts.length));
  }
  /** One entry a tense, whatever forms it has. */
  const tenses = (base: string): ((tense: Tense) => Entry) => {
    const made = new Map<Tense, Entry>();
    return (tense) => {
      const entry = made.get(tense) ?? { english: inTense(base, tense), role: "verb", tense, base };
      made.set(tense, entry);
      return entry;
    };
  };

  for (const [english, said] of entriesOf(lexicon.words)) put(said, { english, role: "word" });
  for (const [english, said] of entriesOf(lexicon.things)) put(said, { english, role: "thing" });
  for (const [english, said] of entriesOf(lexicon.things)) {
    if (plurals === undefined || said.includes(" ")) continue;
    const many: Entry = { english: pluralOf(english), role: "thing" };
    for (const form of plurals(said)) put(form, many);
  }
  for (const [english, said] of entriesOf(lexicon.forms ?? "")) {
    const [base, tense] = english.split(", ") as [string, Tense];
    put(said, tenses(base)(tense));
  }
  const putQualities = (): void => {
    for (const [english, said] of entriesOf(lexicon.qualities)) {
      const entry: Entry = { english, role: "quality" };
      put(said, entry);
      for (const form of agreements?.(said) ?? []) put(form, entry);
    }
  };
  if (qualitiesFirst) putQualities();
  for (const [base, said] of entriesOf(lexicon.verbs)) {
    const inItsTense = tenses(base);
    for (const [form, tense] of conjugate(said)) put(form, inItsTense(tense));
  }
  if (!qualitiesFirst) putQualities();
  // A word without its accents, where that is no other word: "envio" is rather "envío" than "I send".
  for (const [said, entry] of [...words]) {
    const plain = fold(said);
    if (plain !== said && entry.role !== "verb" && words.get(plain)?.tense === "first") words.set(plain, entry);
    else put(plain, entry);
  }

  return {
    fold,
    findExact: (word) => words.get(word),
    find: (word) => words.get(word) ?? words.get(fold(word)),
    findPhrase: (folded) => phrases.get(folded),
    longestFrom: (folded) => longest.get(folded) ?? 1,
  };
}
