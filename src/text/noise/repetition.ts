/** Texts that say one thing over and over: a held key, the same words again and again. */
import { kindOf, WHITE } from "../characters.ts";
import { FNV_OFFSET, FNV_PRIME } from "../fnv.ts";

const LEAST_LETTERS = 8;
/** Words are split at white space only, so a text of one long word has one. */
const LEAST_WORDS = 12;

const ASCII = 128;

/** True when one character makes up most of a text of at least eight, or two all of it, as in a held key. */
export function repeatsCharacters(text: string): boolean {
  const counts = new Uint32Array(ASCII);
  let others: Map<number, number> | undefined;
  let letters = 0;
  let distinct = 0;
  let most = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at) | 0x20; // folds the case of ASCII letters
    if (code < ASCII && !(code >= 97 && code <= 122) && !(code >= 48 && code <= 57)) continue;
    let count: number;
    if (code < ASCII) count = ++counts[code]!;
    else {
      others ??= new Map();
      count = (others.get(code) ?? 0) + 1;
      others.set(code, count);
    }
    if (count === 1) distinct++;
    if (count > most) most = count;
    letters++;
  }
  return letters >= LEAST_LETTERS && (most > letters * 0.8 || distinct <= 2);
}

const MOST_NEW = 12;

/** True when at most one word in five is new. */
export function repeatsWords(text: string): boolean {
  if (hasManyWords(text)) return false;
  const words = text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  const distinct = new Set(words).size;
  return words.length >= LEAST_WORDS && distinct <= words.length * 0.2 && distinct <= MOST_NEW;
}

/**
 * Whether it surely has more different words than a text has that repeats itself, which most tell in their first line. Words of one
 * hash count once, and words that hold other letters than ASCII's not at all.
 */
function hasManyWords(text: string): boolean {
  const hashes: number[] = [];
  for (let at = 0; at < text.length; ) {
    if ((kindOf(text.charCodeAt(at)) & WHITE) !== 0) {
      at++;
      continue;
    }
    let hash = FNV_OFFSET;
    let isPlain = true;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if ((kindOf(code) & WHITE) !== 0) break;
      if (code >= ASCII) isPlain = false;
      hash = Math.imul(hash ^ (code >= 65 && code <= 90 ? code | 0x20 : code), FNV_PRIME);
    }
    if (!isPlain || hashes.includes(hash)) continue;
    if (hashes.push(hash) > MOST_NEW) return true;
  }
  return false;
}
