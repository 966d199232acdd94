/** Log-odds of the classifier's heads for a text: its features, weighed by what was learnt. */
import type { Embedder } from "../embedding/embedder.ts";
import type { SumVisitor } from "./features/hashed.ts";
import { createFeatureReader, denseFeatures, type Gist } from "./features/reader.ts";
import { readWeights, type Weights } from "./weights.ts";

export interface Scores {
  readonly logOdds: Float64Array;
  readonly gist: Gist;
}

export interface Scorer {
  /** Log-odds of each head for a text, in the order of `heads`; they are overwritten by the next call. */
  score(text: string, stars: number | undefined, vector: Float32Array): Scores;
  /** Log-odds of one head alone, in a fraction of the time. */
  scoreHead(head: number, text: string, stars: number | undefined, vector: Float32Array): number;
  readonly heads: readonly string[];
}

/** What the hashed features of a text come to for each head: words and stretches apart, each group of length one. */
interface HashedSums {
  /** For the heads from `first` up to, not including, `end`. */
  begin(first: number, end: number): void;
  readonly visitor: SumVisitor;
  /** Of the heads in their order, then of the squares of the frequencies. */
  sumsOf(buckets: Uint32Array): Float64Array;
  of(head: number): number;
}

/** All sums are of whole numbers, so that their order doesn't matter. */
function createHashedSums({ heads, frequencies, hashed }: Weights): HashedSums {
  const count = heads.length;
  const words = new Float64Array(count);
  const stretches = new Float64Array(count);
  let wordSquares = 0;
  let stretchSquares = 0;
  let first = 0;
  let end = count;

  /** The square of the bucket's frequency. `sign`: whether it comes or goes. */
  const add = (bucket: number, sign: number, sums: Float64Array): number => {
    const frequency = frequencies[bucket]!;
    if (frequency === 0) return 0;
    for (let head = first; head < end; head++) {
      sums[head] = sums[head]! + sign * frequency * hashed[bucket * count + head]!;
    }
    return sign * frequency * frequency;
  };

  return {
    begin(from, to) {
      first = from;
      end = to;
      words.fill(0);
      stretches.fill(0);
      wordSquares = stretchSquares = 0;
    },
    visitor: {
      word(bucket) {
        wordSquares += add(bucket, 1, words);
      },
      stretches(sums) {
        for (let head = first; head < end; head++) stretches[head] = stretches[head]! + sums[head]!;
        stretchSquares += sums[count]!;
      },
      again(bucket) {
        stretchSquares += add(bucket, -1, stretches);
      },
    },
    sumsOf(buckets) {
      const sums = new Float64Array(count + 1);
      for (const bucket of buckets) {
        const frequency = frequencies[bucket]!;
        for (let head = 0; head < count; head++) sums[head]! += frequency * hashed[bucket * count + head]!;
        sums[count]! += frequency * frequency;
      }
      return sums;
    },
    of(head) {
      const wordScale = wordSquares === 0 ? 0 : 1 / Math.sqrt(wordSquares);
      const stretchScale = stretchSquares === 0 ? 0 : 1 / Math.sqrt(stretchSquares);
      return words[head]! * wordScale + stretches[head]! * stretchScale;
    },
  };
}

/** Throws when the bytes are no whole file, or were trained with another embedding table. */
export function createScorer(bytes: Uint8Array, embedder: Embedder): Scorer {
  const weights = readWeights(bytes, denseFeatures(embedder.dims));
  if (weights.embedding !== embedder.version)
    throw new Error("classifier weights: trained with another embedding table");
  const count = weights.heads.length;
  const { dense: learnt, denseCount } = weights;
  const dense = new Float32Array(denseCount);
  /** Where `dense` has anything but 0: it is mostly 0, which adds nothing. */
  const told = new Int32Array(denseCount);
  let toldCount = 0;
  const logOdds = new Float64Array(count);
  const { begin, visitor, sumsOf, of } = createHashedSums(weights);
  const features = createFeatureReader(embedder, {
    isLearnt: (bucket) => weights.frequencies[bucket] !== 0,
    sumsOf,
    visitor,
  });

  const look = (text: string, stars: number | undefined, vector: Float32Array): Gist => {
    const gist = features.read(text, stars, vector, undefined, dense);
    toldCount = 0;
    for (let d = 0; d < denseCount; d++) if (dense[d] !== 0) told[toldCount++] = d;
    return gist;
  };
  const logOddsOf = (head: number): number => {
    const { bias, scale } = weights.heads[head]!;
    let score = bias + scale * of(head);
    const row = head * denseCount;
    for (let at = 0; at < toldCount; at++) {
      const d = told[at]!;
      score += learnt[row + d]! * dense[d]!;
    }
    return score;
  };

  return {
    heads: weights.heads.map(({ name }) => name),
    score(text, stars, vector) {
      begin(0, count);
      const gist = look(text, stars, vector);
      for (let head = 0; head < count; head++) logOdds[head] = logOddsOf(head);
      return { logOdds, gist };
    },
    scoreHead(head, text, stars, vector) {
      begin(head, head + 1);
      look(text, stars, vector);
      return logOddsOf(head);
    },
  };
}
