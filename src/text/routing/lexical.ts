/** Likeness by shared words, word pairs and letter groups: what a sentence embedding blurs ("UPI", "PIN", a brand's name). */
import { searchWords } from "../words.ts";

export interface LexicalIndex {
  /** Adds to `out` the cosine of TF-IDF between `text` and each indexed text; `out` has one place per indexed text. */
  likeness(text: string, out: Float64Array): void;
}

/** A phrase says what it is about in its first words; what follows only costs time. */
const MOST_WORDS = 40;
const LONGEST_WORD = 24;
const LETTERS = 3;

interface Posting {
  readonly text: number;
  readonly weight: number;
}

/** Terms that only the query has count in its length, so a query of unknown words is like nothing. */
export function createLexicalIndex(texts: readonly string[]): LexicalIndex {
  const counted = texts.map(termsOf);
  const holding = new Map<string, number>();
  for (const terms of counted) for (const term of terms) holding.set(term, (holding.get(term) ?? 0) + 1);
  const idf = (term: string): number => Math.log(1 + texts.length / (holding.get(term) ?? 1));
  const postings = new Map<string, Posting[]>();
  counted.forEach((terms, text) => {
    const scale = 1 / lengthOf(terms, idf);
    for (const term of terms) {
      const list = postings.get(term) ?? [];
      if (list.length === 0) postings.set(term, list);
      list.push({ text, weight: idf(term) * scale });
    }
  });
  return {
    likeness(text, out) {
      const terms = termsOf(text);
      let square = 0;
      for (const term of terms) if (postings.has(term)) square += idf(term) ** 2;
      if (square === 0) return;
      const scale = 1 / Math.sqrt(square);
      for (const term of terms)
        for (const { text: other, weight } of postings.get(term) ?? []) out[other]! += weight * idf(term) * scale;
    },
  };
}

function lengthOf(terms: ReadonlySet<string>, idf: (term: string) => number): number {
  let square = 0;
  for (const term of terms) square += idf(term) ** 2;
  return Math.sqrt(square) || 1;
}

/** Stems, pairs of neighbouring stems, and groups of three letters within a stem with its borders. */
function termsOf(text: string): Set<string> {
  const terms = new Set<string>();
  let before = "";
  for (const word of searchWords(text).slice(0, MOST_WORDS)) {
    const short = word.slice(0, LONGEST_WORD);
    terms.add(short);
    if (before !== "") terms.add(`${before} ${short}`);
    before = short;
    const framed = `_${short}_`;
    for (let at = 0; at + LETTERS <= framed.length; at++) terms.add(`:${framed.slice(at, at + LETTERS)}`);
  }
  return terms;
}
