/** What people name, as a title can say it: without their own words around it, in ordinary letters, and whether it is one or many. */
import {
  determiners,
  doing,
  emptyObjects,
  numberlessEndings,
  phraseBreakers,
  rudeWords,
  titleStops,
} from "../lexicon/en/title-words.ts";
import { wordsOf } from "../lexicon/lexicon.ts";

const determiner = new Set(wordsOf(determiners));
const empty = new Set(wordsOf(emptyObjects));
const breaker = new Set(wordsOf(phraseBreakers));
const deeds = new Set(wordsOf(doing));
const rude = new Set(wordsOf(rudeWords));
const stop = new Set(wordsOf(titleStops));
const numberless = new Set(wordsOf(numberlessEndings));

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’&/+.-][\p{L}\p{M}\p{N}]+)*/gu;
/** A number that belongs to one person, an address, a name of an account. */
const PERSONAL = /\d{4,}|[@_]|https?:|www\.|\[(?:name|email|phone)\]/i;
const LONGEST_WORD = 24;

/** The words of a phrase that a title may hold, at most `most`; undefined when it names nothing that can be shown. */
export function nameable(phrase: string, most: number): readonly string[] | undefined {
  if (PERSONAL.test(phrase)) return undefined;
  let words: readonly string[] = phrase.match(WORD) ?? [];
  const at = (word: string): string => word.toLowerCase().replace("’", "'");
  while (words.length > 0 && determiner.has(at(words[0]!))) words = words.slice(1);
  const cut = words.findIndex((word, place) => place > 0 && breaker.has(at(word)));
  if (cut > 0) words = words.slice(0, cut);
  while (words.length > 0 && stop.has(at(words.at(-1)!))) words = words.slice(0, -1);
  if (words.length === 0 || words.length > most) return undefined;
  if (
    words.some(
      (word) =>
        determiner.has(at(word)) && /^(?:i|you|he|she|we|they|me|us|them|my|your|our|their|his|her)/i.test(word),
    )
  )
    return undefined;
  if (words.some((word) => word.length > LONGEST_WORD || rude.has(at(word)))) return undefined;
  if (words.every((word) => empty.has(at(word)) || stop.has(at(word)) || /^\d+$/.test(word))) return undefined;
  return words;
}

/** Whether a phrase names a thing: it may be one that fails. */
export const isThing = (words: readonly string[]): boolean => !deeds.has(words[0]!.toLowerCase());

/** Whether the verb after it is a plural one: "watch faces do". */
export function isPlural(words: readonly string[]): boolean {
  const head = words.findIndex((word, place) => place > 0 && /^(?:of|for|from|in|on|to|with|at)$/i.test(word));
  const last = words[(head > 0 ? head : words.length) - 1]!.toLowerCase();
  if (words.some((word) => /^(?:and|&)$/i.test(word))) return true;
  return last.length > 3 && last.endsWith("s") && !/(?:ss|us|is|ics)$/.test(last) && !numberless.has(last);
}

/**
 * How each word is written, by majority of how people write it: in capitals only where nearly all do ("OTP", "GPS"),
 * capitalised only where most do within a sentence ("Google"). `texts`: where the words stand.
 */
export function usualWriting(texts: readonly string[]): (word: string) => string {
  const seen = new Map<string, { total: number; capitals: number; titled: number; inner: number }>();
  for (const text of texts) {
    const isShouted = text === text.toUpperCase();
    for (const match of text.matchAll(WORD)) {
      const word = match[0];
      const key = word.toLowerCase();
      const counts = seen.get(key) ?? { total: 0, capitals: 0, titled: 0, inner: 0 };
      seen.set(key, counts);
      if (isShouted) continue;
      counts.total++;
      if (word.length > 1 && word === word.toUpperCase() && /\p{Lu}/u.test(word)) counts.capitals++;
      if (match.index > 0) {
        counts.inner++;
        if (/^\p{Lu}/u.test(word)) counts.titled++;
      }
    }
  }
  return (word) => {
    const key = word.toLowerCase();
    const counts = seen.get(key);
    if (counts === undefined || counts.total === 0) return key;
    if (word.length <= 5 && counts.capitals * 2 > counts.total) return key.toUpperCase();
    if (counts.inner > 0 && counts.titled * 3 > counts.inner * 2) return key[0]!.toUpperCase() + key.slice(1);
    return key;
  };
}
