/** What people name, as a title can say it: without their own words around it, in ordinary letters, and whether it is one or many. */
import {
  acronyms,
  clauseMiddles,
  determiners,
  doing,
  emptyObjects,
  leadingWords,
  numberlessEndings,
  phraseBreakers,
  pronouns,
  qualities,
  rudeWords,
  thingsByEnding,
  titleStops,
} from "../lexicon/en/title-words.ts";
import { wordsOf } from "../lexicon/lexicon.ts";
import { createRespelling } from "./respelling.ts";

const acronym = new Map(wordsOf(acronyms).map((word) => [word.toLowerCase(), word]));
const determiner = new Set(wordsOf(determiners));
const empty = new Set(wordsOf(emptyObjects));
const breaker = new Set(wordsOf(phraseBreakers));
const deeds = new Set(wordsOf(doing));
const quality = new Set(wordsOf(qualities));
const person = new Set(wordsOf(pronouns));
const rude = new Set(wordsOf(rudeWords));
const stop = new Set(wordsOf(titleStops));
const leading = new Set(wordsOf(leadingWords));
const beginning = new Set(wordsOf(clauseMiddles));
const things = new Set(wordsOf(thingsByEnding));
const numberless = new Set(wordsOf(numberlessEndings));

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’&/+.-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;
/** Names that are written like this and no other way: "iPad", "YouTube". */
const CAMEL = /^(?:[ei]\p{Lu}\p{Ll}+|\p{Lu}\p{Ll}+(?:\p{Lu}\p{Ll}*)+)$/u;
/** A number that belongs to one person, an address, a name of an account. */
const PERSONAL = /\d{4,}|[@_]|https?:|www\.|\[(?:name|email|phone)\]/i;
const LONGEST_WORD = 24;

/** By way of its capitals: the Turkish "ı" is an "I" in a title. */
const at = (word: string): string => word.toUpperCase().toLowerCase().replace("’", "'");

/** What no title may hold: who wrote it, abuse, what belongs to one person. */
const isUnfit = (word: string): boolean => word.length > LONGEST_WORD || rude.has(at(word)) || person.has(at(word));

/** The words of a phrase that a title may hold, at most `most`; undefined when it names nothing that can be shown. */
export function nameable(phrase: string, most: number): readonly string[] | undefined {
  if (PERSONAL.test(phrase)) return undefined;
  let words: readonly string[] = phrase.match(WORD) ?? [];
  while (words.length > 0 && (determiner.has(at(words[0]!)) || leading.has(at(words[0]!)))) words = words.slice(1);
  const cut = words.findIndex((word) => breaker.has(at(word)));
  if (cut >= 0) words = words.slice(0, cut);
  while (words.length > 0 && stop.has(at(words.at(-1)!))) words = words.slice(0, -1);
  if (words.length === 0 || words.length > most) return undefined;
  if (words.some(isUnfit)) return undefined;
  if (words.every((word) => empty.has(at(word)) || stop.has(at(word)) || /^\d+$/.test(word))) return undefined;
  return words;
}

/** Whether no title ends on the word. */
export const isStop = (word: string): boolean => stop.has(at(word));

const LONGEST_TITLE = 80;
const TITLE_WORDS = { least: 2, most: 10 };
const TITLE = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} '’&/+.,%()-]*[\p{L}\p{M}\p{N}%)])?$/u;

/** Whether a text that somebody else made up can stand as a title: one plain line, no shouting, nothing unfit. */
export function isTitle(text: string): boolean {
  const words = text.split(" ");
  if (text.length > LONGEST_TITLE || words.length < TITLE_WORDS.least || words.length > TITLE_WORDS.most) return false;
  if (!TITLE.test(text) || PERSONAL.test(text) || text === text.toUpperCase()) return false;
  return !(text.match(WORD) ?? []).some(isUnfit);
}

const LIKE_A_QUALITY = /(?:ing|ous|less|[ai]ble)s?$|[a-z]{3}(?:[^e\W]ed|ly)$/;

/** Whether what a phrase is mainly about is rather what something is like: "too invasive", "annoying". */
const isQuality = (word: string): boolean => LIKE_A_QUALITY.test(word) && !things.has(word.replace(/s$/, ""));

/** The word that a phrase is mainly about: the one before what it is of or for, else the last. */
function headOf(words: readonly string[]): string {
  const joint = words.findIndex((word, place) => place > 0 && /^(?:of|for|from|in|on|to|with|at)$/i.test(word));
  return words[(joint > 0 ? joint : words.length) - 1]!.toLowerCase();
}

/** Whether a phrase names a thing: it may be one that fails. */
export const isThing = (words: readonly string[]): boolean =>
  !(deeds.has(words[0]!.toLowerCase()) || isQuality(headOf(words))) &&
  !words.every((word) => quality.has(word.toLowerCase()));

/** Whether words that stand for a clause begin within it, or with what only that clause's reader knows: "comes out to", "now nothing". */
export const isFragment = (words: readonly string[]): boolean => beginning.has(at(words[0]!));

/** Whether a word before a noun can be part of its name: "newer", "dark". */
export const isQualifier = (word: string): boolean =>
  word === "more" || (isThing([word, word]) && nameable(`${word} ${word}`, 2)?.length === 2) || quality.has(word);

/** Of so few letters, an "s" at the end is mostly part of a name ("gps"). */
const SHORT_PLURALS = /^(?:ads|ids|tvs|pcs|pms|dms|pts|menus|gurus)$/;

/** Whether the verb after it is a plural one: "watch faces do". */
export function isPlural(words: readonly string[]): boolean {
  const last = headOf(words);
  if (words.some((word) => /^(?:and|&)$/i.test(word))) return true;
  if (SHORT_PLURALS.test(last)) return true;
  return last.length > 3 && last.endsWith("s") && !/(?:ss|us|is|ics)$/.test(last) && !numberless.has(last);
}

/** The first letter a capital; a name that is written with its own first letter keeps it ("iPad"). */
export const capitalised = (text: string): string =>
  /^[ei]\p{Lu}\p{Ll}/u.test(text) ? text : text.replace(/^./u, (first) => first.toUpperCase());

interface Writing {
  total: number;
  capitals: number;
  titled: number;
  inner: number;
  camel: string | undefined;
}

/**
 * How each word is written, by majority of how people write it: in capitals only where most do ("NFC") or everybody should ("OTP"),
 * capitalised only where most do within a sentence ("Google"), as a name where anybody does ("iPad"). `texts`: where the words stand.
 * `isWord`: whether a word is surely right as it is; without it nothing is taken for misspelt.
 */
export function usualWriting(texts: readonly string[], isWord?: (word: string) => boolean): (word: string) => string {
  const seen = new Map<string, Writing>();
  for (const text of texts) {
    const isShouted = text === text.toUpperCase();
    for (const match of text.matchAll(WORD)) {
      const word = match[0];
      const key = word.toLowerCase();
      const counts = seen.get(key) ?? { total: 0, capitals: 0, titled: 0, inner: 0, camel: undefined };
      seen.set(key, counts);
      if (isShouted) continue;
      counts.total++;
      if (CAMEL.test(word)) counts.camel ??= word;
      if (word.length > 1 && word === word.toUpperCase() && /\p{Lu}/u.test(word)) counts.capitals++;
      else if (match.index > 0) {
        counts.inner++;
        if (/^\p{Lu}/u.test(word)) counts.titled++;
      }
    }
  }
  const respell =
    isWord === undefined
      ? (word: string) => word
      : createRespelling(new Map([...seen].map(([word, { total }]) => [word, total])), isWord);
  return (word) => {
    const key = respell(word.toLowerCase());
    const counts = seen.get(key);
    const known = acronym.get(key);
    if (known !== undefined) return known;
    if (counts === undefined || counts.total === 0) return key;
    if (counts.camel !== undefined) return counts.camel;
    if (word.length <= 5 && counts.capitals * 2 > counts.total) return key.toUpperCase();
    if (counts.inner > 0 && counts.titled * 3 > counts.inner * 2) return capitalised(key);
    return key;
  };
}
