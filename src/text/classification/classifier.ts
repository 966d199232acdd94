/** Decides what a piece of feedback is: its kind, its sentiment, and whether it says anything. */
import type { Kind, Reason, Sentiment } from "../../model/insight.ts";
import type { Embedder } from "../embedding/embedder.ts";

export interface ClassifierInput {
  readonly text: string;
  readonly title?: string;
  /** Stars, 1 to 5. */
  readonly score?: number;
  /** The text's vector, when it was made already. */
  readonly vector?: Float32Array;
}

export interface Classification {
  readonly kind: Kind;
  readonly sentiment: Sentiment;
  /** In [-1, 1]. */
  readonly sentiment_score: number;
  /** Probability that the text says something worth keeping. */
  readonly informative: number;
  /** Probabilities that it reports a problem, and that it asks for something. */
  readonly problem: number;
  readonly request: number;
  readonly reasons: Reason[];
}

export type Classifier = (input: ClassifierInput) => Classification;

const problems =
  /\b(not|can't|cannot|doesn't|won't|crash\w*|bug\w*|error\w*|fail\w*|problem\w*|issue\w*|slow|stuck|worst|bad)\b/i;
const requests = /\b(please add|should|wish|would be (nice|great|good)|need an? option|suggest\w*|hope)\b/i;
const praises = /\b(good|great|nice|love|excellent|best|awesome|amazing|easy|perfect|useful)\b/i;

/** `weights` are unused as long as only these word lists decide. */
export const createClassifier =
  (_weights: Uint8Array, _embedder: Embedder): Classifier =>
  ({ text, title = "", score }) => {
    const all = `${title} ${text}`;
    const problem = problems.test(all) ? 0.8 : 0.1;
    const request = requests.test(all) ? 0.8 : 0.1;
    const praise = praises.test(all);
    const lean = score === undefined ? (praise ? 1 : 0) - (problem > 0.5 ? 1 : 0) : (score - 3) / 2;
    const kind = problem > 0.5 ? "problem" : request > 0.5 ? "request" : praise ? "praise" : "other";
    const sentiment = lean > 0 ? "positive" : lean < 0 ? "negative" : "neutral";
    const informative = problem > 0.5 || request > 0.5 || all.split(/\s+/).length > 6 ? 0.9 : 0.2;
    const reasons = [
      { field: "kind", why: `words that ${kind === "other" ? "say nothing of a" : "speak of a"} ${kind}` },
    ];
    return { kind, sentiment, sentiment_score: lean, informative, problem, request, reasons };
  };
