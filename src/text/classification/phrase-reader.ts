/** Reads a text clause by clause: what each says and whether it is meant well or ill. */
import type { Phrase } from "../../model/insight.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { splitPhrases } from "../phrases.ts";
import { createClassifier } from "./classifier.ts";

/** `score`: the stars of the whole text, 1 to 5. */
export type PhraseReader = (text: string, score?: number) => Phrase[];

export const createPhraseReader = (weights: Uint8Array, embedder: Embedder): PhraseReader => {
  const classify = createClassifier(weights, embedder);
  return (text) =>
    splitPhrases(text).map((clause) => {
      const { sentiment, sentiment_score } = classify({ text: clause.text });
      return { ...clause, polarity: sentiment, score: sentiment_score };
    });
};
