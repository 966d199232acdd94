/** Log-odds of the classifier's heads for a text: its features, weighed by what was learnt. */
import type { Embedder } from "../embedding/embedder.ts";
import type { FeatureVisitor } from "./features/hashed.ts";
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
  begin(): void;
  /** Counts what it is shown for the heads from `first` up to, not including, `end`. */
  visitorFor(first: number, end: number): FeatureVisitor;
  of(head: number): number;
}

function createHashedSums({ heads, frequencies, hashed }: Weights): HashedSums {
  const count = heads.length;
  const words = new Float64Array(count);
  const stretches = new Float64Array(count);
  let wordSquares = 0;
  let stretchSquares = 0;

  /** The square of the bucket's frequency. One closure for both groups: it runs for each letter of a text. */
  const add = (bucket: number, sums: Float64Array, first: number, end: number): number => {
    const frequency = frequencies[bucket]!;
    if (frequency === 0) return 0;
    for (let head = first; head < end; head++) {
      sums[head] = sums[head]! + frequency * hashed[bucket * count + head]!;
    }
    return frequency * frequency;
  };

  return {
    begin() {
      words.fill(0);
      stretches.fill(0);
      wordSquares = stretchSquares = 0;
    },
    visitorFor: (first, end) => ({
      word(bucket) {
        wordSquares += add(bucket, words, first, end);
      },
      stretch(bucket) {
        stretchSquares += add(bucket, stretches, first, end);
      },
    }),
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
  const features = createFeatureReader(embedder, (bucket) => weights.frequencies[bucket] !== 0);
  const count = weights.heads.length;
  const { dense: learnt, denseCount } = weights;
  const dense = new Float32Array(denseCount);
  const logOdds = new Float64Array(count);
  const sums = createHashedSums(weights);
  const allHeads = sums.visitorFor(0, count);
  const eachHead = weights.heads.map((_, head) => sums.visitorFor(head, head + 1));

  const look = (text: string, stars: number | undefined, vector: Float32Array, visitor: FeatureVisitor): Gist => {
    sums.begin();
    return features.read(text, stars, vector, visitor, dense);
  };
  const logOddsOf = (head: number): number => {
    const { bias, scale } = weights.heads[head]!;
    let score = bias + scale * sums.of(head);
    const row = head * dense.length;
    for (let d = 0; d < dense.length; d++) score += learnt[row + d]! * dense[d]!;
    return score;
  };

  return {
    heads: weights.heads.map(({ name }) => name),
    score(text, stars, vector) {
      const gist = look(text, stars, vector, allHeads);
      for (let head = 0; head < count; head++) logOdds[head] = logOddsOf(head);
      return { logOdds, gist };
    },
    scoreHead(head, text, stars, vector) {
      look(text, stars, vector, eachHead[head]!);
      return logOddsOf(head);
    },
  };
}
