/** Spelling: how many words of a text are misspelt; names, brands, app words and slang are not. */
import nspell from "nspell";

/** Hunspell's affix and word files, as the package `dictionary-en` gives them. */
export interface Dictionary {
  readonly aff: Uint8Array;
  readonly dic: Uint8Array;
}

export interface SpellingCount {
  readonly words: number;
  readonly misspelt: number;
}

export type Speller = (text: string, known?: ReadonlySet<string>) => SpellingCount;

/** Longer tokens are no words: they count as misspelt, and the dictionary, slow on them, is not asked. */
const LONGEST_WORD = 40;
const CACHE_SIZE = 50_000;
const WORD = /[\p{L}\p{M}\p{N}]+(?:['\u2019][\p{L}\p{M}]+)*/gu;

/** `known` holds lower-case words that are right whatever the dictionary says: the app's own names and labels. */
export function createSpeller(dictionary: Dictionary): Speller {
  const speller = nspell(Buffer.from(dictionary.aff), Buffer.from(dictionary.dic));
  const cache = new Map<string, boolean>();
  const isCorrect = (word: string): boolean => {
    let correct = cache.get(word);
    if (correct === undefined) {
      correct = speller.correct(word);
      if (cache.size >= CACHE_SIZE) cache.clear();
      cache.set(word, correct);
    }
    return correct;
  };
  return (text, known) => {
    let words = 0;
    let misspelt = 0;
    for (const [token] of text.matchAll(WORD)) {
      words++;
      if (token.length > LONGEST_WORD) misspelt++;
      else if (!known?.has(token.toLowerCase()) && !isCorrect(token.replace("\u2019", "'"))) misspelt++;
    }
    return { words, misspelt };
  };
}
