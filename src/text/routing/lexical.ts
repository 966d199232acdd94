/** Likeness by shared words, word pairs and letter groups: what a sentence embedding blurs ("UPI", "PIN", a brand's name). */
import { createWordTable } from "../tokens.ts";
import { searchWords } from "../words.ts";

export interface LexicalIndex {
  /** Adds to `out` the cosine of TF-IDF between `text` and each indexed text; `out` has one place per indexed text. */
  likeness(text: string, out: Float64Array): void;
}

/** A phrase says what it is about in its first words; what follows only costs time. */
const MOST_WORDS = 40;
const LONGEST_WORD = 24;
const LETTERS = 3;
/** Words whose terms are remembered, a power of two; a router is small, and there may be many. */
const WORDS_KEPT = 1 << 12;

/** A term of the indexed texts: which hold it, and how much it counts in each (TF-IDF at unit length). */
interface Term {
  readonly idf: number;
  readonly texts: Int32Array;
  readonly weights: Float64Array;
  /** Places of the two that are filled. */
  count: number;
  /** The last query that counted it, so that a term counts once a query. */
  query: number;
}

/** Terms that only the query has count in its length, so a query of unknown words is like nothing. */
export function createLexicalIndex(texts: readonly string[]): LexicalIndex {
  const terms = indexTerms(texts);
  const termsOfWord = createWordTable(
    (word: string): Term[] => [...new Set([word, ...letterGroups(word)])].flatMap((key) => terms.get(key) ?? []),
    WORDS_KEPT,
  );
  const found: Term[] = [];
  let query = 0;
  let square = 0;
  const add = (term: Term): void => {
    if (term.query === query) return;
    term.query = query;
    square += term.idf * term.idf;
    found.push(term);
  };
  return {
    likeness(text, out) {
      query++;
      square = 0;
      found.length = 0;
      let before = "";
      for (const word of wordsOf(text)) {
        for (const term of termsOfWord.get(word, 0, word.length)) add(term);
        const pair = before === "" ? undefined : terms.get(`${before} ${word}`);
        if (pair !== undefined) add(pair);
        before = word;
      }
      if (square === 0) return;
      const scale = 1 / Math.sqrt(square);
      for (const { idf, texts: holders, weights } of found) {
        const weight = idf * scale;
        for (let at = 0; at < holders.length; at++) out[holders[at]!]! += weights[at]! * weight;
      }
    },
  };
}

function indexTerms(texts: readonly string[]): ReadonlyMap<string, Term> {
  const keys = texts.map(keysOf);
  const holding = new Map<string, number>();
  for (const some of keys) for (const key of some) holding.set(key, (holding.get(key) ?? 0) + 1);
  const terms = new Map<string, Term>();
  for (const [key, count] of holding) {
    const idf = Math.log(1 + texts.length / count);
    terms.set(key, { idf, texts: new Int32Array(count), weights: new Float64Array(count), count: 0, query: 0 });
  }
  keys.forEach((some, text) => {
    let square = 0;
    for (const key of some) square += terms.get(key)!.idf ** 2;
    const scale = 1 / (Math.sqrt(square) || 1);
    for (const key of some) {
      const term = terms.get(key)!;
      term.texts[term.count] = text;
      term.weights[term.count++] = term.idf * scale;
    }
  });
  return terms;
}

const wordsOf = (text: string): string[] =>
  searchWords(text)
    .slice(0, MOST_WORDS)
    .map((word) => word.slice(0, LONGEST_WORD));

/** Groups of three letters within a stem with its borders. */
function letterGroups(word: string): string[] {
  const framed = `_${word}_`;
  return Array.from(
    { length: Math.max(0, framed.length - LETTERS + 1) },
    (_, at) => `:${framed.slice(at, at + LETTERS)}`,
  );
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
