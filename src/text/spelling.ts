/** Spelling: how many words of a text are misspelt; names, brands, app words, slang and British spellings are not. */
import nspell from "nspell";
import { britishSpellings, slang } from "./lexicon/en/spelling.ts";
import { createWordTable } from "./tokens.ts";
import { forEachWord } from "./word-runs.ts";

/** Hunspell's affix and word files, as the package `dictionary-en` gives them. */
export interface Dictionary {
  readonly aff: Uint8Array;
  readonly dic: Uint8Array;
}

export interface SpellingCount {
  readonly words: number;
  readonly misspelt: number;
}

type Verdict = "right" | "wrong" | "name";

type Known = ReadonlySet<string>;

export type Speller = (text: string, known?: Known) => SpellingCount;

/** Longer tokens are no words: they count as misspelt, and the dictionary, slow on them, is not asked. */
const LONGEST_WORD = 40;
const DIGIT = /\p{N}/u;
const LATIN = /^[a-z'-]+$/i;
const CAPITALS = /^\p{Lu}{2,6}s?$/u;
const CAPITALISED = /^\p{Lu}\p{Ll}|\p{Ll}\p{Lu}/u;

/** `known` holds lower-case words that are right whatever the dictionary says: the app's own names and labels. */
export function createSpeller(dictionary: Dictionary): Speller {
  let read: ReturnType<typeof nspell> | undefined;
  /** Reading it takes a fifth of a second, which not every thread that may be asked has to pay. */
  const speller = () => (read ??= nspell(Buffer.from(dictionary.aff), Buffer.from(dictionary.dic)));
  /** Of words as they stand in texts; what has digits or no Latin letters is not for the dictionary to judge. */
  const rightWords = createWordTable((token) => {
    const word = plainWord(token);
    if (DIGIT.test(word) || !LATIN.test(word)) return true;
    return variants(word).some((variant) => slang.has(variant) || speller().correct(variant));
  });
  /** `isCapitalised`: whether it may stand for a name. */
  const judge = (text: string, at: number, end: number, isCapitalised: boolean, known?: Known): Verdict => {
    if (end - at > LONGEST_WORD) return "wrong";
    if (rightWords.get(text, at, end)) return "right";
    const token = text.slice(at, end);
    if (known?.has(plainWord(token))) return "right";
    if (CAPITALS.test(token) && !isShouting(text)) return "right";
    return isCapitalised && !startsSentence(text, at) ? "name" : "wrong";
  };
  return (text, known) => {
    const count = { right: 0, wrong: 0, name: 0 };
    let words = 0;
    let capitalised = 0;
    forEachWord(text, (at, end) => {
      words++;
      const isCapitalised = !isPlain(text, at, end) && CAPITALISED.test(text.slice(at, end));
      if (isCapitalised) capitalised++;
      count[judge(text, at, end, isCapitalised, known)]++;
    });
    // A capital inside a sentence marks a name, unless the writer starts every word with one.
    return { words, misspelt: capitalised > words / 2 ? count.wrong + count.name : count.wrong };
  };
}

/** In small letters of ASCII, with its apostrophes and hyphens. */
function isPlain(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > 122 || (code >= 65 && code <= 90)) return false;
  }
  return true;
}

const plainWord = (token: string): string => token.toLowerCase().replaceAll("’", "'");

/** The word, then as it may stand in the dictionary: without a drawl, in American spelling, its parts, without a possessive. */
function variants(word: string): string[] {
  const found = [word, word[0]!.toUpperCase() + word.slice(1)];
  if (/(.)\1\1/.test(word)) found.push(word.replace(/(.)\1{2,}/g, "$1$1"), word.replace(/(.)\1{2,}/g, "$1"));
  for (const [british, american] of britishSpellings)
    if (british.test(word)) found.push(word.replace(british, american));
  if (word.endsWith("'s")) found.push(word.slice(0, -2));
  if (word.includes("-"))
    found.push(...(word.split("-").every((part) => slang.has(part)) ? ["app"] : []), word.replaceAll("-", ""));
  return found;
}

function startsSentence(text: string, at: number): boolean {
  return /(?:^|[.!?:\n]["'(]?\s*)$/.test(text.slice(Math.max(0, at - 6), at));
}

function isShouting(text: string): boolean {
  return text.slice(0, 2_000) === text.slice(0, 2_000).toUpperCase();
}
