/**
 * What the classifier looks at in a text, the same when it learns and when it decides: hashed words, word pairs and
 * stretches of characters (each counted once), and a few hundred numbers that mean the same in every app.
 */
import type { Embedder } from "../../embedding/embedder.ts";
import { classBit } from "../vocabulary.ts";
import { createWordReader, type WordVisitor } from "../word-reader.ts";
import { createClassFeatures } from "./classes.ts";
import { createWordCounts, type WordCounts } from "./counts.ts";
import { bucketOf, createHashedFeatures, type FeatureVisitor, type SumVisitor } from "./hashed.ts";
import { AT, SCALE } from "./layout.ts";
import { createOpinionFeatures } from "./opinions.ts";
import { createShapeFeatures } from "./shape.ts";

export interface FeatureReader {
  /** How many dense features there are. */
  readonly dense: number;
  /** Fills `dense`, and shows each hashed feature to the visitor, or to that of what was learnt. `stars` is undefined where they aren't known or mustn't be seen. */
  read(
    text: string,
    stars: number | undefined,
    vector: Float32Array,
    visitor: FeatureVisitor | undefined,
    dense: Float32Array,
  ): Gist;
}

/** What was noticed on the way. */
export interface Gist extends Pick<WordCounts, "words" | "familiar" | "named" | "asksFirst" | "language"> {
  /** Summed strengths of praising and of blaming words. */
  readonly praise: number;
  readonly blame: number;
  readonly questions: boolean;
}

const CONTRAST = classBit("contrast");

/** How many dense features there are beside a vector of `dims` numbers. */
export const denseFeatures = (dims: number): number => AT.vector + dims;

/** What is known of buckets once their weights are learnt. */
export interface LearntBuckets {
  /** Whether a bucket has any weight. Stretches of others are left out, which changes no sum. */
  isLearnt(bucket: number): boolean;
  /** What the stretches of a word are worth together. */
  sumsOf(buckets: Uint32Array): Float64Array;
  /** Adds up what a text is worth; the visitor of `read` isn't asked then. */
  readonly visitor: SumVisitor;
}

export function createFeatureReader(
  embedder: Pick<Embedder, "dims" | "tokenIds">,
  learnt?: LearntBuckets,
): FeatureReader {
  const readWords = createWordReader({
    isEnglish: (word) => embedder.tokenIds(word).length === 1,
    bucketOf(hash) {
      const bucket = bucketOf(hash);
      return learnt === undefined || learnt.isLearnt(bucket) ? bucket : undefined;
    },
    sumsOf: learnt?.sumsOf,
  });
  const hashed = createHashedFeatures();
  const classes = createClassFeatures();
  const opinions = createOpinionFeatures();
  const shape = createShapeFeatures();
  const counts = createWordCounts();
  // What runs for each word is taken out of its object once: looked up each time, it made reading a twentieth slower.
  const { word: hash, endClause: endHashed } = hashed;
  const { word: classify, endClause: endClasses } = classes;
  const { word: weigh, turn, endClause: endOpinions } = opinions;
  const { mark: punctuate } = shape;
  const { word: count } = counts;

  const endClause = (): void => {
    endHashed();
    endClasses();
    endOpinions();
  };
  const parts: WordVisitor = {
    word(word, negated, proper) {
      count(word, proper);
      hash(word, negated);
      if ((word.classes & CONTRAST) !== 0) {
        turn();
        endClause();
      }
      classify(word.classes, negated);
      weigh(word, negated);
    },
    clause(mark) {
      punctuate(mark);
      endClause();
    },
  };

  return {
    dense: denseFeatures(embedder.dims),
    read(text, stars, vector, visitor, dense) {
      dense.fill(0);
      hashed.begin(visitor, learnt?.visitor);
      classes.begin(dense);
      opinions.begin();
      shape.begin();
      counts.begin();
      readWords(text, parts);
      endClause();
      opinions.write(dense);
      shape.write(text, counts, dense);
      const known = stars !== undefined && stars >= 1 && stars <= 5;
      dense[AT.stars + (known ? Math.round(stars) : 0)] = SCALE.stars;
      const { words, familiar, named, asksFirst, language } = counts;
      // The embedding knows English only: vectors of other languages say more of the spelling than of the meaning.
      if (language >= 0) for (let d = 0; d < vector.length; d++) dense[AT.vector + d] = vector[d]! * SCALE.vector;
      const { praise, blame } = opinions;
      return { words, familiar, named, praise, blame, questions: shape.questions, asksFirst, language };
    },
  };
}
