/** Reads a text clause by clause: what each says and whether it is meant well or ill. */
import type { Phrase, Sentiment } from "../../model/insight.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { splitPhrases } from "../phrases.ts";
import { headNames } from "./classifier.ts";
import { createScorer } from "./model.ts";

/** `score`: the stars of the whole text, 1 to 5. */
export type PhraseReader = (text: string, score?: number) => Phrase[];

/** Log-odds that the stars of the whole text add to what a clause says itself; less than for whole texts, since feelings are mixed. */
const starsLean = [-1.2, -0.8, -0.2, 0.5, 1.2] as const;
/** Within this distance of 0 a clause is neutral: truly unclear. */
const unclear = 0.1;

/** `weights`: a GSCL file. */
export const createPhraseReader = (weights: Uint8Array, embedder: Embedder): PhraseReader => {
  const scorer = createScorer(weights, embedder);
  const head = headNames.indexOf("phrase");
  if (scorer.heads[head] !== "phrase") throw new Error("classifier weights: other heads");
  const vector = new Float32Array(embedder.dims);
  return (text, score) => {
    const stars = score !== undefined && score >= 1 && score <= 5 ? starsLean[Math.round(score) - 1]! : 0;
    return splitPhrases(text).map((clause) => {
      const { logOdds } = scorer.score(clause.text, undefined, embedder.embed(clause.text, vector));
      const lean = logOdds[head]! + stars;
      const polarity: Sentiment = Math.abs(lean) < unclear ? "neutral" : lean > 0 ? "positive" : "negative";
      return { ...clause, polarity, score: Math.round(Math.tanh(lean / 2) * 1_000) / 1_000 };
    });
  };
};
