/** Hashed features: words, negated words, pairs of neighbouring words and stretches of characters, each bucket once a text. */
import { mixBits, type Word } from "../word-reader.ts";
import { BUCKETS } from "./layout.ts";

export interface FeatureVisitor {
  /** A hashed word, negated word or word pair that the text holds; each bucket once. */
  word(bucket: number): void;
  /** A hashed stretch of characters; each bucket once. */
  stretch(bucket: number): void;
}

/** For who adds up what the buckets of a word's stretches are worth: all of a word at once, and then those that the text held before. */
export interface SumVisitor extends Pick<FeatureVisitor, "word"> {
  stretches(sums: Float64Array): void;
  again(bucket: number): void;
}

/** Hashes of word pairs and of negated words are kept apart from those of words by these. */
const PAIR_SEED = 0x9e3779b1;
const NEGATED_SEED = 0x7feb352d;
const MASK = BUCKETS - 1;
/** The bucket of a hash. */
export const bucketOf = (hash: number): number => hash & MASK;
/** Texts are numbered up to here, and then from 1 again. */
const MOST_TEXTS = 0xffff;

export interface HashedFeatures {
  /** One of the two visits the text. */
  begin(list: FeatureVisitor | undefined, sum: SumVisitor | undefined): void;
  word(word: Word, negated: boolean): void;
  /** No pair reaches over the end of a clause. */
  endClause(): void;
}

export function createHashedFeatures(): HashedFeatures {
  /** The number of the text that last showed each bucket. */
  const lastSeen = new Uint16Array(BUCKETS);
  let text = 0;
  /** The like, which never begins anew. */
  let texts = 0;
  let list: FeatureVisitor | undefined;
  let sum: SumVisitor | undefined;
  /** Hash of the word before in the same clause; 0 for none. */
  let previous = 0;

  const showWord = (hash: number): void => {
    const bucket = hash & MASK;
    if (lastSeen[bucket] === text) return;
    lastSeen[bucket] = text;
    if (sum !== undefined) sum.word(bucket);
    else list!.word(bucket);
  };

  return {
    begin(nextList, nextSum) {
      list = nextList;
      sum = nextSum;
      texts++;
      previous = 0;
      text = (text % MOST_TEXTS) + 1;
      if (text === 1) lastSeen.fill(0);
    },
    word(word, negated) {
      const { hash, stretches, sums } = word;
      showWord(hash);
      if (negated) showWord(mixBits(hash ^ NEGATED_SEED));
      if (previous !== 0) showWord(mixBits(Math.imul(previous, 31) ^ hash ^ PAIR_SEED));
      previous = hash;
      // A word that is there again has no stretch that isn't.
      if (word.lastText === texts) return;
      word.lastText = texts;
      sum?.stretches(sums);
      for (let at = 0; at < stretches.length; at++) {
        const bucket = stretches[at]!;
        if (lastSeen[bucket] === text) sum?.again(bucket);
        else {
          lastSeen[bucket] = text;
          list?.stretch(bucket);
        }
      }
    },
    endClause() {
      previous = 0;
    },
  };
}
