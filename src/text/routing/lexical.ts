/** Likeness by shared words, word pairs and letter groups: what a sentence embedding blurs ("UPI", "PIN", a brand's name). */
import { createWordTable } from "../tokens.ts";
import { firstSearchWords } from "../words.ts";

export interface LexicalIndex {
  /** Adds to `out` the cosine of TF-IDF between `text` and each indexed text; `out` has one place per indexed text. */
  likeness(text: string, out: Float64Array): void;
}

/** A phrase says what it is about in its first words; what follows only costs time. */
const MOST_WORDS = 40;
const LONGEST_WORD = 24;
const LETTERS = 3;
/** Words whose terms are remembered, a power of two; a router is small, and there may be many. */
const WORDS_KEPT = 1 << 13;

/** Terms by number: the texts that hold term t and how much it counts in each are in [starts[t], starts[t + 1]). */
interface Terms {
  /** Numbers of words and letter groups. */
  readonly known: ReadonlyMap<string, number>;
  /** Numbers of pairs of neighbouring words, by the numbers of the two (`pairKey`). */
  readonly pairs: ReadonlyMap<number, number>;
  readonly idf: Float64Array;
  readonly starts: Int32Array;
  readonly texts: Int32Array;
  /** TF-IDF at unit length. */
  readonly weights: Float64Array;
}

/** What a word of a query adds: its own number, none of -1, and the terms that it holds. */
interface WordTerms {
  readonly word: number;
  readonly terms: Int32Array;
}

/** Exact while there are fewer than 67 million terms. */
const pairKey = (before: number, word: number): number => before * 2 ** 26 + word;

/** Terms that only the query has count in its length, so a query of unknown words is like nothing. */
export function createLexicalIndex(texts: readonly string[]): LexicalIndex {
  const { known, pairs, idf, starts, texts: holders, weights } = indexTerms(texts);
  const termsOfWord = createWordTable((word: string): WordTerms => {
    const own = known.get(word);
    const terms = own === undefined ? [] : [own];
    for (const group of letterGroups(word)) {
      const term = known.get(group);
      if (term !== undefined && !terms.includes(term)) terms.push(term);
    }
    return { word: own ?? -1, terms: Int32Array.from(terms) };
  }, WORDS_KEPT);
  /** The last query that counted each term, so that a term counts once a query. */
  const counted = new Float64Array(idf.length);
  const found = new Int32Array(idf.length);
  let query = 0;
  return {
    likeness(text, out) {
      query++;
      let square = 0;
      let count = 0;
      let before = -1;
      const add = (term: number): void => {
        if (counted[term] === query) return;
        counted[term] = query;
        square += idf[term]! * idf[term]!;
        found[count++] = term;
      };
      for (const one of wordsOf(text)) {
        const { word, terms } = termsOfWord.get(one, 0, one.length);
        for (let at = 0; at < terms.length; at++) add(terms[at]!);
        const pair = before < 0 || word < 0 ? undefined : pairs.get(pairKey(before, word));
        if (pair !== undefined) add(pair);
        before = word;
      }
      if (square === 0) return;
      const scale = 1 / Math.sqrt(square);
      for (let at = 0; at < count; at++) {
        const term = found[at]!;
        const weight = idf[term]! * scale;
        for (let place = starts[term]!; place < starts[term + 1]!; place++)
          out[holders[place]!]! += weights[place]! * weight;
      }
    },
  };
}

function indexTerms(texts: readonly string[]): Terms {
  const keys = texts.map(keysOf);
  const holding = new Map<string, number>();
  for (const some of keys) for (const key of some) holding.set(key, (holding.get(key) ?? 0) + 1);
  const numbers = new Map<string, number>();
  const idf = new Float64Array(holding.size);
  const starts = new Int32Array(holding.size + 1);
  for (const [key, count] of holding) {
    const term = numbers.size;
    numbers.set(key, term);
    idf[term] = Math.log(1 + texts.length / count);
    starts[term + 1] = starts[term]! + count;
  }
  const filled = starts.slice();
  const holders = new Int32Array(starts[holding.size]!);
  const weights = new Float64Array(holders.length);
  keys.forEach((some, text) => {
    let square = 0;
    for (const key of some) square += idf[numbers.get(key)!]! ** 2;
    const scale = 1 / (Math.sqrt(square) || 1);
    for (const key of some) {
      const term = numbers.get(key)!;
      const place = filled[term]!++;
      holders[place] = text;
      weights[place] = idf[term]! * scale;
    }
  });
  return { known: numbers, pairs: pairsOf(numbers), idf, starts, texts: holders, weights };
}

function pairsOf(numbers: ReadonlyMap<string, number>): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  for (const [key, term] of numbers) {
    const [before, word] = key.split(" ");
    if (word !== undefined) pairs.set(pairKey(numbers.get(before!)!, numbers.get(word)!), term);
  }
  return pairs;
}

const wordsOf = (text: string): string[] =>
  firstSearchWords(text, MOST_WORDS).map((word) => (word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD) : word));

/** Groups of three letters within a stem with its borders. */
function letterGroups(word: string): string[] {
  const framed = `_${word}_`;
  const groups: string[] = [];
  for (let at = 0; at + LETTERS <= framed.length; at++) groups.push(`:${framed.slice(at, at + LETTERS)}`);
  return groups;
}

/** Stems, pairs of neighbouring stems, and letter groups, each once. */
function keysOf(text: string): Set<string> {
  const keys = new Set<string>();
  let before = "";
  for (const word of wordsOf(text)) {
    keys.add(word);
    if (before !== "") keys.add(`${before} ${word}`);
    before = word;
    for (const group of letterGroups(word)) keys.add(group);
  }
  return keys;
}
