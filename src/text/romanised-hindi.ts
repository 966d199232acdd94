/**
 * Romanised Hindi: how much a text in Latin letters reads as Hindi, code-mixed with English or not. A linear model over
 * hashed words and character n-grams, trained by tools/train/romanised-hindi.ts; kept as one byte a bucket.
 */
import { FNV_OFFSET, fnv1a } from "./fnv.ts";
import { createWordTable } from "./tokens.ts";

export interface RomanisedHindiModel {
  /** one weight a bucket, in units of `scale`; the number of buckets is a power of two */
  readonly weights: Int8Array;
  readonly scale: number;
  readonly bias: number;
}

export interface RomanisedHindiReading {
  /** log-odds of the whole text */
  readonly score: number;
  /** log-odds of the stretch of words that reads most like Hindi */
  readonly stretch: number;
  readonly words: number;
  /** words that read as Hindi by themselves */
  readonly hindi: number;
}

/** Enough to tell, and a bound on the work for one text. */
const MOST_WORDS = 80;
const LONGEST_WORD = 24;
/** One word's say is bounded, so that no single word decides over a long text. */
const MOST_SAY = 3;
const HINDI_WORD = 1;

const MOST_CHARACTERS = 1_000;

const isLetter = (code: number): boolean => code >= 97 && code <= 122;

/** Visits the words of a text in lower case, as stretches of it. */
function forEachWord(lower: string, visit: (start: number, end: number) => void): void {
  let words = 0;
  for (let at = 0; at < lower.length && words < MOST_WORDS; ) {
    const start = at;
    while (at < lower.length && isLetter(lower.charCodeAt(at))) at++;
    if (at === start) at++;
    else if (at - start <= LONGEST_WORD) {
      visit(start, at);
      words++;
    }
  }
}

const startOf = (text: string): string => text.slice(0, MOST_CHARACTERS).toLowerCase();

export function latinWords(text: string): string[] {
  const lower = startOf(text);
  const words: string[] = [];
  forEachWord(lower, (start, end) => void words.push(lower.slice(start, end)));
  return words;
}

/** Calls back with the bucket of the word itself and of each of its 2- to 4-grams, edges marked. */
export function forEachFeature(word: string, buckets: number, visit: (bucket: number) => void): void {
  const marked = `^${word}$`;
  visit(bucketOf(marked, 0, marked.length, buckets));
  for (let size = 2; size <= 4; size++) {
    for (let at = 0; at + size <= marked.length; at++) {
      if (size < marked.length) visit(bucketOf(marked, at, at + size, buckets));
    }
  }
}

/** By the characters and their number. */
function bucketOf(text: string, start: number, end: number, buckets: number): number {
  const hash = fnv1a(text, start, end, FNV_OFFSET ^ (end - start));
  return ((hash ^ (hash >>> 15)) >>> 0) & (buckets - 1);
}

export function createRomanisedHindi(model: RomanisedHindiModel): (text: string) => RomanisedHindiReading {
  const scores = createWordTable((word) => {
    let sum = 0;
    forEachFeature(word, model.weights.length, (bucket) => {
      sum += model.weights[bucket]!;
    });
    return Math.max(-MOST_SAY, Math.min(MOST_SAY, sum * model.scale));
  });
  return (text) => {
    const lower = startOf(text);
    let score = model.bias;
    let words = 0;
    let hindi = 0;
    let running = 0;
    let stretch = 0;
    forEachWord(lower, (start, end) => {
      const say = scores.get(lower, start, end);
      words++;
      score += say;
      running = Math.max(0, running + say);
      stretch = Math.max(stretch, running);
      if (say > HINDI_WORD) hindi++;
    });
    return { score, stretch, words, hindi };
  };
}
