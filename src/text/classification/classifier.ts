/** Decides what a piece of feedback is: its kind, its sentiment, and whether it says anything. */
import type { Kind, Reason, Sentiment } from "../../model/insight.ts";
import type { Embedder } from "../embedding/embedder.ts";
import type { Gist } from "./features.ts";
import { createScorer } from "./model.ts";

export interface ClassifierInput {
  readonly text: string;
  readonly title?: string;
  /** Stars, 1 to 5. */
  readonly score?: number;
  /** The vector of the text (and title), when it was made already. */
  readonly vector?: Float32Array;
}

export interface Classification {
  readonly kind: Kind;
  readonly sentiment: Sentiment;
  /** In [-1, 1]. */
  readonly sentiment_score: number;
  /** In [0, 1]; below .5 the text says nothing that is worth keeping. */
  readonly informative: number;
  /** Probabilities that it reports a problem, and that it asks for something. */
  readonly problem: number;
  readonly request: number;
  readonly reasons: Reason[];
}

export type Classifier = (input: ClassifierInput) => Classification;

/** Names of the heads in the weight file, in its order. */
export const headNames = ["problem", "request", "irrelevant", "positive", "phrase"] as const;

/**
 * Log-odds of "irrelevant" from which a text is noise. Chosen on two apps, each judged by what was learnt on the
 * other, so that at most 2% of problems and requests are dropped.
 */
const noiseFrom = 2;
/** Log-odds that 1 to 5 stars add to what the text says of its sentiment: stars agree with careful labels .91 to .94. */
const starsLean = [-3, -2, -0.4, 1.2, 3] as const;
/** Within this distance of 0 the sentiment is neutral: truly unclear. */
const unclear = 0.1;
/** With less of its words known, a text is in no language that was learnt. */
const leastKnown = 0.12;

/** `weights`: a GSCL file; throws when it was trained with another embedding table. */
export const createClassifier = (weights: Uint8Array, embedder: Embedder): Classifier => {
  const scorer = createScorer(weights, embedder);
  if (scorer.heads.join() !== headNames.join()) throw new Error("classifier weights: other heads");
  const own = new Float32Array(embedder.dims);
  return ({ text, title, score, vector }) => {
    const whole = title === undefined || title === "" || text.startsWith(title) ? text : `${title}\n${text}`;
    const stars = score !== undefined && score >= 1 && score <= 5 ? Math.round(score) : undefined;
    const { logOdds, gist, known } = scorer.score(whole, stars, vector ?? embedder.embed(whole, own));
    const readable = known >= leastKnown || gist.words < 4;
    const lean = (readable ? logOdds[3]! : 0) + (stars === undefined ? 0 : starsLean[stars - 1]!);
    const sentiment = sentimentOf(lean, gist, stars);
    const reasons: Reason[] = [];
    const kind = kindOf(logOdds, gist, sentiment, readable, whole, reasons);
    reasons.push({ field: "sentiment", why: whySentiment(sentiment, gist, stars) });
    return {
      kind,
      sentiment,
      sentiment_score: Math.tanh(lean / 2),
      informative: informativeOf(logOdds, gist, kind, readable, reasons),
      problem: probability(logOdds[0]!),
      request: probability(logOdds[1]!),
      reasons,
    };
  };
};

const probability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

const percent = (logOdds: number): string => `${Math.round(probability(logOdds) * 100)}%`;

const sentimentOf = (lean: number, gist: Gist, stars: number | undefined): Sentiment => {
  if (gist.words === 0 && stars === undefined) return "neutral";
  if (Math.abs(lean) < unclear) return "neutral";
  return lean > 0 ? "positive" : "negative";
};

const whySentiment = (sentiment: Sentiment, gist: Gist, stars: number | undefined): string => {
  const mixed = gist.praise > 0 && gist.blame > 0 ? "mixed feelings, on the whole " : "";
  const given = stars === undefined ? "" : ` and ${stars} ${stars === 1 ? "star" : "stars"}`;
  return `${mixed}${sentiment} by its wording${given}`;
};

const kindOf = (
  logOdds: Float64Array,
  gist: Gist,
  sentiment: Sentiment,
  readable: boolean,
  text: string,
  reasons: Reason[],
): Kind => {
  const [problem, request, irrelevant] = logOdds as unknown as readonly [number, number, number];
  const decide = (kind: Kind, why: string): Kind => {
    reasons.push({ field: "kind", why });
    return kind;
  };
  if (!readable) return decide("other", "its language isn't known to the classifier");
  if (problem >= request && problem > irrelevant) {
    return decide("problem", `it reports something that doesn't work (${percent(problem)} sure)`);
  }
  if (request > irrelevant) return decide("request", `it asks for something (${percent(request)} sure)`);
  if (asks(gist, text)) return decide("question", "it asks how, when or whether");
  if (sentiment === "positive") return decide("praise", "it is meant well and neither reports nor asks anything");
  return decide("other", "it neither reports, asks nor praises anything");
};

const asked =
  /(?:^|[.!?\n]\s{0,3})(?:how|why|when|where|what|which|who|is|are|do|does|did|can|could|will|would|has|have|should|any|may|comment|pourquoi|quand|est-ce)\s[^.!?\n]{0,200}\?/i;
const sought =
  /\b(?:how (?:do|can|to|does|long|much|many)|can (?:anyone|someone|somebody)|is there (?:a|any) way|what (?:is|are|does)|where (?:is|are|can))\b/i;

const asks = (gist: Gist, text: string): boolean =>
  (gist.questions && asked.test(text)) || (gist.asksFirst && sought.test(text));

const informativeOf = (logOdds: Float64Array, gist: Gist, kind: Kind, readable: boolean, reasons: Reason[]): number => {
  const says = (value: number, why: string): number => {
    reasons.push({ field: "informative", why });
    return value;
  };
  if (!readable) return says(0.5, "its language isn't known to the classifier");
  const value = probability(noiseFrom - logOdds[2]!);
  if (value >= 0.5) return says(value, "it says something beyond praise or blame");
  if (kind === "problem" || kind === "request" || kind === "question") return says(0.5, `it is a ${kind}`);
  if (gist.named > 0 && gist.praise > 0) return says(0.6, "it names what is good");
  return says(value, "it names nothing in particular");
};
