/** Decides what a piece of feedback is: its kind, its sentiment, and whether it says anything. */
import type { Kind, Reason, Sentiment } from "../../model/insight.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { allWords, lexicons } from "../lexicon/languages.ts";
import type { Gist } from "./features.ts";
import type { Scorer } from "./model.ts";

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
export const headNames = ["problem", "request", "irrelevant", "positive", "positive_foreign", "phrase"] as const;

/**
 * A text is noise when the log-odds of "irrelevant" are so much above those of "problem" and "request" (half the
 * distance). Chosen on two apps, each judged by what was learnt on the other: at most 2% of problems and requests are
 * dropped.
 */
const noiseFrom = 1.25;
/** Log-odds that 1 to 5 stars add to what the text says of its sentiment: stars agree with careful labels .91 to .94. */
const starsLean = [-3, -2, -0.4, 1.2, 3] as const;
/** Within this distance of 0 the sentiment is neutral: truly unclear. */
const unclear = 0.03;
/** The same when no word praises or blames. */
const unclearWithoutOpinion = 0.1;
/** With a smaller share of familiar words, a text is in no language that was learnt, or in none at all. */
const leastFamiliar = 0.2;
/** So few words say nothing when they aren't familiar; more may say something in a language that wasn't learnt. */
const fewWords = 4;
/** How much the wording counts when it isn't familiar: its spelling may still be close to something. */
const unfamiliarWeight = 0.5;

/** `scorer` may be shared with the phrase reader. */
export const createClassifier = (scorer: Scorer, embedder: Embedder): Classifier => {
  if (scorer.heads.join() !== headNames.join()) throw new Error("classifier weights: other heads");
  const own = new Float32Array(embedder.dims);
  return ({ text, title, score, vector }) => {
    const whole = title === undefined || title === "" || text.startsWith(title) ? text : `${title}\n${text}`;
    const stars = score !== undefined && score >= 1 && score <= 5 ? Math.round(score) : undefined;
    const { logOdds, gist } = scorer.score(whole, stars, vector ?? embedder.embed(whole, own));
    const readable = gist.familiar >= leastFamiliar * gist.words;
    const wording = logOdds[3]! + foreignShare(gist) * (logOdds[4]! - logOdds[3]!) + onesided(gist);
    const lean = (readable ? 1 : unfamiliarWeight) * wording + (stars === undefined ? 0 : starsLean[stars - 1]!);
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

/** How much the head that learnt from all languages counts against the one that learnt from English alone. */
const foreignShare = ({ language }: Gist): number => {
  if (language < 0) return 1;
  return language === 0 ? 0.7 : 0.4;
};

/** Log-odds for English words of opinion that all point one way, negation seen: "not good" is short of other evidence. */
const onesided = ({ praise, blame, language }: Gist): number => {
  if (language < 0 || praise > 0 === blame > 0) return 0;
  return praise > 0 ? 0.75 : -0.75;
};

const sentimentOf = (lean: number, gist: Gist, stars: number | undefined): Sentiment => {
  if (gist.words === 0 && stars === undefined) return "neutral";
  const opinionated = gist.praise > 0 || gist.blame > 0 || stars !== undefined;
  if (Math.abs(lean) < (opinionated ? unclear : unclearWithoutOpinion)) return "neutral";
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
  if (gist.asksFirst && sought.test(text)) return decide("question", "it asks how, what or where");
  if (request > irrelevant) return decide("request", `it asks for something (${percent(request)} sure)`);
  if (asks(gist, text)) return decide("question", "it asks how, when or whether");
  if (sentiment === "positive") return decide("praise", "it is meant well and neither reports nor asks anything");
  return decide("other", "it neither reports, asks nor praises anything");
};

const starts = allWords(({ questions }) => questions?.starts).join("|");
const seeks = Object.values(lexicons)
  .flatMap(({ questions }) => questions?.seeks ?? [])
  .join("|");
const asked = new RegExp(`(?:^|[.!?\\n]\\s{0,3})(?:${starts})\\s[^.!?\\n]{0,200}\\?`, "i");
const sought = new RegExp(`^\\W{0,3}(?:${seeks})\\b`, "i");

const asks = (gist: Gist, text: string): boolean => gist.questions && asked.test(text);

/** How many words that name a task or a feature make praise worth keeping: in a long text, one is there by chance. */
const leastNamed = ({ words, language }: Gist): number => {
  // In other languages fewer of the words that name nothing are known.
  const least = language < 0 ? 2 : 1;
  if (words <= 8) return least;
  return words <= 20 ? least + 1 : least + 2;
};

const informativeOf = (logOdds: Float64Array, gist: Gist, kind: Kind, readable: boolean, reasons: Reason[]): number => {
  const says = (value: number, why: string): number => {
    reasons.push({ field: "informative", why });
    return value;
  };
  if (!readable && gist.words >= fewWords) return says(0.5, "its language isn't known to the classifier");
  const noise = (logOdds[2]! - Math.max(logOdds[0]!, logOdds[1]!)) / 2;
  const value = probability(noiseFrom - noise);
  if (value >= 0.5) return says(value, "it says something beyond praise or blame");
  if (kind === "problem" || kind === "request" || kind === "question") return says(0.5, `it is a ${kind}`);
  if (gist.praise > 0 && gist.named >= leastNamed(gist)) return says(0.6, "it names what is good");
  return says(value, "it names nothing in particular");
};
