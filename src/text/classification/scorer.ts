/** Log-odds of the classifier's heads for a text: its features, weighed by what was learnt. */
import type { Embedder } from "../embedding/embedder.ts";
import type { FeatureVisitor } from "./features/hashed.ts";
import { createFeatureReader, type Gist } from "./features/reader.ts";
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

/** Sums of one group of hashed features, head by head; each text's are of length one. */
interface HashedSums {
  begin(): void;
  /** Counts a bucket for the heads from `first` up to, not including, `end`. */
  add(bucket: number, first: number, end: number): void;
  of(head: number): number;
}

function createHashedSums({ heads, frequencies, hashed }: Weights): HashedSums {
  const count = heads.length;
  const sums = new Float64Array(count);
  let squares = 0;
  return {
    begin() {
      sums.fill(0);
      squares = 0;
    },
    add(bucket, first, end) {
      const frequency = frequencies[bucket]!;
      if (frequency === 0) return;
      for (let head = first; head < end; head++) {
        sums[head] = sums[head]! + frequency * hashed[bucket * count + head]!;
      }
      squares += frequency * frequency;
    },
    of: (head) => (squares === 0 ? 0 : sums[head]! * (1 / Math.sqrt(squares))),
  };
}

/** Throws when the bytes are no whole file, or were trained with another embedding table. */
export function createScorer(bytes: Uint8Array, embedder: Embedder): Scorer {
  const features = createFeatureReader(embedder);
  const weights = readWeights(bytes, features.dense);
  if (weights.embedding !== embedder.version)
    throw new Error("classifier weights: trained with another embedding table");
  const count = weights.heads.length;
  const dense = new Float32Array(weights.denseCount);
  const logOdds = new Float64Array(count);
  const words = createHashedSums(weights);
  const stretches = createHashedSums(weights);

  const visitorOf = (first: number, end: number): FeatureVisitor => ({
    word: (bucket) => words.add(bucket, first, end),
    stretch: (bucket) => stretches.add(bucket, first, end),
  });
  const allHeads = visitorOf(0, count);
  const eachHead = weights.heads.map((_, head) => visitorOf(head, head + 1));

  const look = (text: string, stars: number | undefined, vector: Float32Array, visitor: FeatureVisitor): Gist => {
    words.begin();
    stretches.begin();
    return features.read(text, stars, vector, visitor, dense);
  };
  const logOddsOf = (head: number): number => {
    const { bias, scale } = weights.heads[head]!;
    let score = bias + scale * (words.of(head) + stretches.of(head));
    const row = head * dense.length;
    for (let d = 0; d < dense.length; d++) score += weights.dense[row + d]! * dense[d]!;
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
