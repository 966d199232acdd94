/**
 * What the classifier looks at in a text, the same when it learns and when it decides: hashed words, word pairs and
 * stretches of characters (each counted once), and a few hundred numbers that mean the same in every app.
 */
import type { Embedder } from "../../embedding/embedder.ts";
import { classBit } from "../vocabulary.ts";
import { createWordReader, type WordVisitor } from "../word-reader.ts";
import { createClassFeatures } from "./classes.ts";
import { createHashedFeatures, type FeatureVisitor } from "./hashed.ts";
import { AT, SCALE } from "./layout.ts";
import { createNameCounts } from "./names.ts";
import { createOpinionFeatures } from "./opinions.ts";
import { createShapeFeatures } from "./shape.ts";

export interface FeatureReader {
  /** How many dense features there are. */
  readonly dense: number;
  /** Fills `dense`, and shows each hashed feature to the visitor. `stars` is undefined where they aren't known or mustn't be seen. */
  read(
    text: string,
    stars: number | undefined,
    vector: Float32Array,
    visitor: FeatureVisitor,
    dense: Float32Array,
  ): Gist;
}

/** What was noticed on the way. */
export interface Gist {
  readonly words: number;
  /** Words that are known to belong to a language that was learnt. */
  readonly familiar: number;
  /** Words that can name a task or a feature; names of products and brands are left out. */
  readonly named: number;
  /** Summed strengths of praising and of blaming words. */
  readonly praise: number;
  readonly blame: number;
  readonly questions: boolean;
  /** It begins with "how", "why", "when" and the like. */
  readonly asksFirst: boolean;
  /** Above 0 for a text in English, below 0 for one in another known language, 0 when its words don't tell. */
  readonly language: number;
}

const CONTRAST = classBit("contrast");

export function createFeatureReader(embedder: Pick<Embedder, "dims" | "tokenIds">): FeatureReader {
  const readWords = createWordReader((word) => embedder.tokenIds(word).length === 1);
  const hashed = createHashedFeatures();
  const classes = createClassFeatures();
  const opinions = createOpinionFeatures();
  const shape = createShapeFeatures();
  const names = createNameCounts();

  const endClause = (): void => {
    hashed.endClause();
    classes.endClause();
    opinions.endClause();
  };
  const parts: WordVisitor = {
    word(word, negated, proper) {
      shape.word(word);
      names.word(word, proper);
      hashed.word(word, negated);
      if (negated) classes.negate(word.classes);
      if ((word.classes & CONTRAST) !== 0) {
        opinions.turn();
        endClause();
      }
      classes.word(word.classes);
      opinions.word(word, negated);
    },
    clause(mark) {
      shape.mark(mark);
      endClause();
    },
  };

  return {
    dense: AT.vector + embedder.dims,
    read(text, stars, vector, visitor, dense) {
      dense.fill(0);
      hashed.begin(visitor);
      classes.begin(dense);
      opinions.begin();
      shape.begin();
      names.begin();
      readWords(text, parts);
      endClause();
      opinions.write(dense);
      shape.write(text, dense);
      const known = stars !== undefined && stars >= 1 && stars <= 5;
      dense[AT.stars + (known ? Math.round(stars) : 0)] = SCALE.stars;
      const { language, familiar, named } = names;
      // The embedding knows English only: vectors of other languages say more of the spelling than of the meaning.
      if (language >= 0) for (let d = 0; d < vector.length; d++) dense[AT.vector + d] = vector[d]! * SCALE.vector;
      const { words, questions, asksFirst } = shape;
      return {
        words,
        familiar,
        named,
        praise: opinions.praise,
        blame: opinions.blame,
        questions,
        asksFirst,
        language,
      };
    },
  };
}
