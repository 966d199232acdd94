/** The words that both stores index and search: small, folded, stemmed, the same in queries and documents. */
import { stemmer } from "stemmer";
import { createWordTable } from "./tokens.ts";

/** Longer tokens are cut: nothing a person would search for, and the stemmer's expressions stay cheap. */
const LONGEST_WORD = 40;

const APOSTROPHE_S = /['\u2019\u02bc]s(?![\p{L}\p{N}])/gu;
const APOSTROPHE = /(\p{L})['\u2019\u02bc](?=\p{L})/gu;
const ACCENT = /[\u0300-\u036f]/g;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** Scripts written without spaces: each character (with its marks) and each pair is a word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]\p{M}*/gu;
const HAS_UNSPACED =
  /[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]|[\ud840-\ud888]/;
const STEMMABLE = /^[a-z]{3,}$/;
const NOT_ASCII = /[^\0-\x7f]/;

/** Stems of the words met last. */
const stems = createWordTable((word) => (STEMMABLE.test(word) ? stemmer(word) : word));

/**
 * Lower case, accents folded, Porter stems; "3.5" gives 3 and 5, "a_b" a and b; an apostrophe inside a word is dropped
 * ("don't" → dont) and a possessive goes ("app's" → app). Scripts without spaces give single characters and pairs.
 */
export const searchWords = (text: string): string[] => firstSearchWords(text, Number.POSITIVE_INFINITY);

/** At most so many of them. */
export const firstSearchWords = (text: string, most: number): string[] =>
  NOT_ASCII.test(text) ? anyWords(text).slice(0, most) : plainWords(text, most);

/** The same of a text that holds nothing but ASCII, without cutting out what was met before. */
function plainWords(text: string, most: number): string[] {
  const lower = text.toLowerCase();
  const folded = lower.includes("'") ? lower.replace(APOSTROPHE_S, "").replace(APOSTROPHE, "$1") : lower;
  const words: string[] = [];
  for (let at = 0; at < folded.length && words.length < most; ) {
    const start = at;
    while (at < folded.length && isPlainLetter(folded.charCodeAt(at))) at++;
    if (at > start) words.push(stems.get(folded, start, Math.min(at, start + LONGEST_WORD)));
    else at++;
  }
  return words;
}

const isPlainLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 48 && code <= 57);

function anyWords(text: string): string[] {
  const folded = fold(text);
  const words: string[] = [];
  for (const [token] of folded.matchAll(WORD)) {
    if (HAS_UNSPACED.test(token)) pushUnspaced(token, words);
    else pushWord(token, words);
  }
  return words;
}

function fold(text: string): string {
  const lower = text.normalize("NFKC").toLowerCase();
  return lower
    .replace(APOSTROPHE_S, "")
    .replace(APOSTROPHE, "$1")
    .normalize("NFD")
    .replace(ACCENT, "")
    .normalize("NFC");
}

function pushWord(token: string, words: string[]): void {
  words.push(stems.get(token, 0, Math.min(token.length, LONGEST_WORD)));
}

function pushUnspaced(token: string, words: string[]): void {
  let end = 0;
  let previous = "";
  for (const match of token.matchAll(UNSPACED)) {
    if (match.index > end) {
      pushWord(token.slice(end, match.index), words);
      previous = "";
    }
    words.push(match[0]);
    if (previous !== "") words.push(previous + match[0]);
    previous = match[0];
    end = match.index + match[0].length;
  }
  if (end < token.length) pushWord(token.slice(end), words);
}
