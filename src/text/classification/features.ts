/**
 * What the classifier looks at in a text, the same when it learns and when it decides: hashed words, word pairs and
 * stretches of characters (each counted once), and a few hundred numbers that mean the same in every app.
 */
import type { Embedder } from "../embedding/embedder.ts";
import { wordClasses } from "../lexicon/lexicon.ts";
import { createWordReader, mix, type Word, type WordVisitor } from "./reading.ts";
import { classBit } from "./vocabulary.ts";

/** Hashed features fall into this many buckets. */
export const buckets = 1 << 17;

export interface FeatureVisitor {
  /** A hashed word, negated word or word pair that the text holds; each bucket once. */
  word(bucket: number): void;
  /** A hashed stretch of characters; each bucket once. */
  stretch(bucket: number): void;
}

const count = wordClasses.length;
/** Where each group of the dense features begins. */
const at = {
  opinion: 0,
  shape: 12,
  stars: 22,
  present: 28,
  negated: 28 + count,
  pair: 28 + 2 * count,
  vector: 28 + 2 * count + count * count,
} as const;

/** Weights of the groups against each other, found by cross-validation between two apps. */
const scale = { opinion: 0.5, shape: 0.3, stars: 0.5, classes: 0.3, pair: 0.3, vector: 2 } as const;

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

/** What was noticed on the way; the same object each time. */
export interface Gist {
  words: number;
  /** Words that are known to belong to a language that was learnt. */
  familiar: number;
  /** Words that can name a task or a feature; names of products and brands are left out. */
  named: number;
  /** Summed strengths of praising and of blaming words. */
  praise: number;
  blame: number;
  questions: boolean;
  /** It begins with "how", "why", "when" and the like. */
  asksFirst: boolean;
  /** Above 0 for a text in English, below 0 for one in another known language, 0 when its words don't tell. */
  language: number;
}

export const createFeatureReader = (embedder: Pick<Embedder, "dims" | "tokenIds">): FeatureReader => {
  const readWords = createWordReader((word) => embedder.tokenIds(word).length === 1);
  const reading = createReading();
  const dense = at.vector + embedder.dims;
  return {
    dense,
    read(text, stars, vector, visitor, out) {
      out.fill(0);
      reading.begin(visitor, out);
      readWords(text, reading);
      const gist = reading.finish(text);
      const known = stars !== undefined && stars >= 1 && stars <= 5;
      out[at.stars + (known ? Math.round(stars) : 0)] = scale.stars;
      // The embedding knows English only: vectors of other languages say more of the spelling than of the meaning.
      if (gist.language >= 0) for (let d = 0; d < vector.length; d++) out[at.vector + d] = vector[d]! * scale.vector;
      return gist;
    },
  };
};

/** Hashes of word pairs and of negated words are kept apart from those of words by these. */
const pairSeed = 0x9e3779b1;
const negatedSeed = 0x7feb352d;
/** A class is paired with those of this many words before it, in one clause. */
const span = 4;

interface Reading extends WordVisitor {
  begin(visitor: FeatureVisitor, dense: Float32Array): void;
  finish(text: string): Gist;
}

const createReading = (): Reading => {
  const contrast = classBit("contrast");
  const work = classBit("work") | classBit("facility");
  const asking = classBit("asking");
  const app = classBit("app");
  /** The number of the text that last showed each bucket. */
  const lastSeen = new Int32Array(buckets);
  const before = new Int32Array(span);
  let text = 0;
  let visitor: FeatureVisitor;
  let dense: Float32Array;
  let words = 0;
  let previous = 0;
  let praise = 0;
  let blame = 0;
  let clauseNet = 0;
  let lastNet = 0;
  let turnNet = 0;
  let firstNet = 0;
  let turned = false;
  let questions = 0;
  let exclamations = 0;
  let asksFirst = false;
  let familiar = 0;
  let named = 0;
  let namedInEnglish = 0;
  let previousNamed = 0;
  let language = 0;
  const gist: Gist = {
    words: 0,
    familiar: 0,
    named: 0,
    praise: 0,
    blame: 0,
    questions: false,
    asksFirst: false,
    language: 0,
  };

  const showWord = (hash: number): void => {
    const bucket = hash & (buckets - 1);
    if (lastSeen[bucket] === text) return;
    lastSeen[bucket] = text;
    visitor.word(bucket);
  };

  const classPairs = (classes: number): void => {
    for (let one = classes; one !== 0; one &= one - 1) {
      const later = 31 - Math.clz32(one & -one);
      dense[at.present + later] = scale.classes;
      for (let back = 0; back < span; back++) {
        for (let other = before[back]!; other !== 0; other &= other - 1) {
          dense[at.pair + (31 - Math.clz32(other & -other)) * count + later] = scale.pair;
        }
      }
    }
  };

  const weigh = (word: Word, negated: boolean): void => {
    let opinion = negated ? -word.opinion : word.opinion;
    // "not working", "no option" blame; the words alone don't.
    if (negated && word.opinion === 0 && (word.classes & work) !== 0) opinion = -1;
    if (opinion > 0) praise += opinion;
    if (opinion < 0) blame -= opinion;
    clauseNet += opinion;
    if (turned) turnNet += opinion;
  };

  const countNames = (word: Word, proper: boolean): void => {
    // "the best running app" says what it is, not what is good about it.
    if ((word.classes & app) !== 0) {
      named -= previousNamed;
      namedInEnglish -= previousNamed;
    }
    if (word.names && !proper) named++;
    previousNamed = word.english && !proper ? 1 : 0;
    namedInEnglish += previousNamed;
  };

  const markNegated = (classes: number): void => {
    for (let one = classes; one !== 0; one &= one - 1) {
      dense[at.negated + (31 - Math.clz32(one & -one))] = scale.classes;
    }
  };

  const endClause = (): void => {
    if (clauseNet !== 0) {
      lastNet = clauseNet;
      if (firstNet === 0) firstNet = clauseNet;
    }
    clauseNet = 0;
    previous = 0;
    before.fill(0);
  };

  const writeOpinions = (): void => {
    const { opinion } = scale;
    const total = praise + blame;
    dense[at.opinion] = opinion * Math.min(1, praise / 4);
    dense[at.opinion + 1] = opinion * Math.min(1, blame / 4);
    dense[at.opinion + 2] = (opinion * (praise - blame)) / (total + 1);
    dense[at.opinion + 3] = opinion * Math.sign(lastNet);
    dense[at.opinion + 4] = opinion * Math.sign(firstNet);
    dense[at.opinion + 5] = turned ? opinion * Math.sign(turnNet) : 0;
    dense[at.opinion + 6] = turned ? opinion : 0;
    dense[at.opinion + 7] = praise > 0 && blame === 0 ? opinion : 0;
    dense[at.opinion + 8] = blame > 0 && praise === 0 ? opinion : 0;
    dense[at.opinion + 9] = praise > 0 && blame > 0 ? opinion : 0;
    dense[at.opinion + 10] = total === 0 ? opinion : 0;
  };

  const writeShape = (whole: string): void => {
    const { shape } = scale;
    dense[at.shape] = shape * Math.min(1, Math.log2(words + 1) / 7);
    dense[at.shape + 1] = words <= 2 ? shape : 0;
    dense[at.shape + 2] = words <= 5 ? shape : 0;
    dense[at.shape + 3] = words <= 10 ? shape : 0;
    dense[at.shape + 4] = words > 40 ? shape : 0;
    dense[at.shape + 5] = questions > 0 ? shape : 0;
    dense[at.shape + 6] = whole.endsWith("?") ? shape : 0;
    dense[at.shape + 7] = exclamations > 1 ? shape : 0;
    dense[at.shape + 8] = asksFirst ? shape : 0;
    dense[at.shape + 9] = words === 0 ? shape : 0;
  };

  return {
    begin(nextVisitor, nextDense) {
      visitor = nextVisitor;
      dense = nextDense;
      text = (text % 0x3fffffff) + 1;
      if (text === 1) lastSeen.fill(0);
      words = familiar = previous = language = questions = exclamations = 0;
      praise = blame = clauseNet = firstNet = lastNet = turnNet = 0;
      named = namedInEnglish = previousNamed = 0;
      turned = asksFirst = false;
      before.fill(0);
    },
    word(word, negated, proper) {
      words++;
      if (words === 1) asksFirst = (word.classes & asking) !== 0;
      language += word.language;
      if (word.familiar) familiar++;
      countNames(word, proper);
      showWord(word.hash);
      if (negated) {
        showWord(mix(word.hash ^ negatedSeed));
        markNegated(word.classes);
      }
      if (previous !== 0) showWord(mix(Math.imul(previous, 31) ^ word.hash ^ pairSeed));
      previous = word.hash;
      for (let s = 0; s < word.stretches.length; s++) {
        const bucket = word.stretches[s]! & (buckets - 1);
        if (lastSeen[bucket] === text) continue;
        lastSeen[bucket] = text;
        visitor.stretch(bucket);
      }
      if ((word.classes & contrast) !== 0) {
        turned = true;
        turnNet = 0;
        endClause();
      }
      classPairs(word.classes);
      before.copyWithin(1, 0);
      before[0] = word.classes;
      weigh(word, negated);
    },
    clause(mark) {
      if (mark === 63) questions++;
      if (mark === 33) exclamations++;
      endClause();
    },
    finish(whole) {
      endClause();
      writeOpinions();
      writeShape(whole);
      gist.words = words;
      gist.familiar = familiar;
      gist.named = language < 0 ? named : namedInEnglish;
      gist.praise = praise;
      gist.blame = blame;
      gist.questions = questions > 0;
      gist.asksFirst = asksFirst;
      gist.language = language;
      return gist;
    },
  };
};
