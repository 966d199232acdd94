/** Reads a text clause by clause: what each says and whether it is meant well or ill. */
import type { Phrase, Sentiment } from "../../model/insight.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { splitPhrases } from "../phrases.ts";
import { HEADS } from "./classifier.ts";
import type { Scorer } from "./scorer.ts";

/** What is done with each phrase while its vector is at hand; the vector is overwritten by the next one's. */
export type PhraseVisitor = (phrase: Phrase, vector: Float32Array) => void;

/** `score`: the stars of the whole text, 1 to 5. */
export type PhraseReader = (text: string, score?: number, visit?: PhraseVisitor) => Phrase[];

/** Log-odds that the stars of the whole text add to what a clause says itself; less than for whole texts, since feelings are mixed. */
const STARS_LEAN = [-1.2, -0.8, -0.2, 0.5, 1.2] as const;
/** Within this distance of 0 a clause is neutral: truly unclear. */
const UNCLEAR = 0.1;

/** `scorer` may be shared with the classifier. */
export function createPhraseReader(scorer: Scorer, embedder: Embedder): PhraseReader {
  const head = HEADS.indexOf("phrase");
  if (scorer.heads[head] !== "phrase") throw new Error("classifier weights: other heads");
  const vector = new Float32Array(embedder.dims);
  return (text, score, visit) => {
    const stars = score !== undefined && score >= 1 && score <= 5 ? STARS_LEAN[Math.round(score) - 1]! : 0;
    return splitPhrases(text).map((clause) => {
      embedder.embedStretch(text, clause.start, clause.end, vector);
      const lean = scorer.scoreHead(head, clause.text, undefined, vector) + stars;
      const polarity: Sentiment = Math.abs(lean) < UNCLEAR ? "neutral" : lean > 0 ? "positive" : "negative";
      const phrase = { ...clause, polarity, score: Math.round(Math.tanh(lean / 2) * 1_000) / 1_000 };
      visit?.(phrase, vector);
      return phrase;
    });
  };
}
