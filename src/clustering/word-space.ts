/**
 * Vectors from the words a set of texts shares: TF-IDF brought down to a hundred dimensions (latent semantic analysis by
 * a randomised range finder). They know an app's own terms, which a general embedding does not.
 */
import { createRandom, normal } from "../numeric/random.ts";
import { searchWords } from "../text/words.ts";
import { scaleToUnit } from "./neighbours.ts";
import { orthonormalise } from "./orthonormal.ts";

/** Dimensions; the ones beyond 100 only sharpen the first. */
export const WORD_DIMS = 108;
/** Texts and words beyond these add time, not meaning. */
const WORDS_PER_TEXT = 60;
const LARGEST_VOCABULARY = 20_000;
const PASSES = 2;

interface Rows {
  /** row `i` holds entries start[i] up to start[i + 1] */
  readonly start: Int32Array;
  readonly word: Int32Array;
  readonly weight: Float64Array;
  readonly words: number;
}

/** n rows of WORD_DIMS numbers of unit length; zero where a text shares no word with another. */
export function wordVectors(texts: readonly string[]): Float32Array {
  const rows = weigh(texts);
  const n = texts.length;
  const random = createRandom(17);
  let basis = Float64Array.from({ length: rows.words * WORD_DIMS }, () => normal(random));
  for (let pass = 0; pass < PASSES; pass++) {
    const range = times(rows, n, basis);
    orthonormalise(range, n, WORD_DIMS);
    basis = transposedTimes(rows, n, range);
    orthonormalise(basis, rows.words, WORD_DIMS);
  }
  const vectors = Float32Array.from(times(rows, n, basis));
  for (let row = 0; row < n; row++) scaleToUnit(vectors, row * WORD_DIMS, WORD_DIMS);
  return vectors;
}

/** Log term frequency by smoothed inverse document frequency, rows at unit length; a word counts from two texts on. */
function weigh(texts: readonly string[]): Rows {
  const counted = texts.map(countWords);
  const texting = new Map<string, number>();
  for (const counts of counted) for (const word of counts.keys()) texting.set(word, (texting.get(word) ?? 0) + 1);
  const vocabulary = new Map<string, number>();
  const common = [...texting].filter(([, count]) => count >= 2).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  for (const [word] of common.slice(0, LARGEST_VOCABULARY)) vocabulary.set(word, vocabulary.size);
  const idf = (word: string): number => Math.log((1 + texts.length) / (1 + texting.get(word)!)) + 1;
  const start = new Int32Array(texts.length + 1);
  const word: number[] = [];
  const weight: number[] = [];
  counted.forEach((counts, row) => {
    const from = weight.length;
    let square = 0;
    for (const [term, count] of counts) {
      const index = vocabulary.get(term);
      if (index === undefined) continue;
      const value = (1 + Math.log(count)) * idf(term);
      word.push(index);
      weight.push(value);
      square += value * value;
    }
    for (let at = from; at < weight.length; at++) weight[at]! /= Math.sqrt(square);
    start[row + 1] = weight.length;
  });
  return { start, word: Int32Array.from(word), weight: Float64Array.from(weight), words: vocabulary.size };
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of searchWords(text).slice(0, WORDS_PER_TEXT)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function times(rows: Rows, n: number, basis: Float64Array): Float64Array<ArrayBuffer> {
  const product = new Float64Array(n * WORD_DIMS);
  for (let row = 0; row < n; row++)
    for (let at = rows.start[row]!; at < rows.start[row + 1]!; at++)
      addScaled(product, row * WORD_DIMS, basis, rows.word[at]! * WORD_DIMS, rows.weight[at]!);
  return product;
}

function transposedTimes(rows: Rows, n: number, range: Float64Array): Float64Array<ArrayBuffer> {
  const product = new Float64Array(rows.words * WORD_DIMS);
  for (let row = 0; row < n; row++)
    for (let at = rows.start[row]!; at < rows.start[row + 1]!; at++)
      addScaled(product, rows.word[at]! * WORD_DIMS, range, row * WORD_DIMS, rows.weight[at]!);
  return product;
}

function addScaled(to: Float64Array, toOffset: number, from: Float64Array, fromOffset: number, scale: number): void {
  for (let axis = 0; axis < WORD_DIMS; axis++) to[toOffset + axis]! += scale * from[fromOffset + axis]!;
}

/** `weight` times the word vectors beside the sentence vectors, at unit length: rows of d + WORD_DIMS. */
export function withWords(
  vectors: Float32Array,
  n: number,
  d: number,
  words: Float32Array,
  weight: number,
): Float32Array {
  const wide = d + WORD_DIMS;
  const out = new Float32Array(n * wide);
  for (let row = 0; row < n; row++) {
    out.set(vectors.subarray(row * d, row * d + d), row * wide);
    for (let axis = 0; axis < WORD_DIMS; axis++) out[row * wide + d + axis] = weight * words[row * WORD_DIMS + axis]!;
    scaleToUnit(out, row * wide, wide);
  }
  return out;
}
