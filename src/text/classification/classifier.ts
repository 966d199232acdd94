/** Decides what a piece of feedback is: its kind, its sentiment, and whether it says anything. */
// cspell:ignore onesided

import type { Kind, Reason, Sentiment } from "../../model/insight.ts";
import { whyOf } from "../../model/reason-sentences.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { allWords, lexicons } from "../lexicon/languages.ts";
import type { Gist } from "./features/reader.ts";
import type { Scorer } from "./scorer.ts";

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
export const HEADS = ["problem", "request", "irrelevant", "positive", "positive_foreign", "phrase"] as const;

/**
 * A text is noise when the log-odds of "irrelevant" are so much above those of "problem" and "request" (half the
 * distance). Chosen on two apps, each judged by what was learnt on the other: at most 2% of problems and requests are
 * dropped.
 */
const NOISE_FROM = 1.25;
/** From here on a text says something. */
const INFORMATIVE = 0.5;
/** Praise that names what is good, without any other sign of saying something. */
const NAMING_PRAISE = 0.6;
/** Log-odds that 1 to 5 stars add to what the text says of its sentiment: stars agree with careful labels .91 to .94. */
const STARS_LEAN = [-3, -2, -0.4, 1.2, 3] as const;
/** Within this distance of 0 the sentiment is neutral: truly unclear. */
const UNCLEAR = 0.03;
/** The same when no word praises or blames. */
const UNCLEAR_WITHOUT_OPINION = 0.1;
/** With a smaller share of familiar words, a text is in no language that was learnt, or in none at all. */
const LEAST_FAMILIAR = 0.2;
/** So few words say nothing when they aren't familiar; more may say something in a language that wasn't learnt. */
const FEW_WORDS = 4;
/** How much the wording counts when it isn't familiar: its spelling may still be close to something. */
const UNFAMILIAR_WEIGHT = 0.5;
/** Log-odds for English words of opinion that all point one way. */
const ONE_WAY = 0.75;

const STARTS = allWords(({ questions }) => questions?.starts).join("|");
const SEEKS = Object.values(lexicons)
  .flatMap(({ questions }) => questions?.seeks ?? [])
  .join("|");
const ASKED = new RegExp(`(?:^|[.!?\\n]\\s{0,3})(?:${STARTS})\\s[^.!?\\n]{0,200}\\?`, "i");
const SOUGHT = new RegExp(`^\\W{0,3}(?:${SEEKS})\\b`, "i");

/** Everything that the decisions go by. */
interface Evidence {
  readonly text: string;
  readonly stars: number | undefined;
  readonly gist: Gist;
  /** Enough of its words belong to a language that was learnt. */
  readonly isReadable: boolean;
  /** Log-odds of the heads. */
  readonly problem: number;
  readonly request: number;
  readonly irrelevant: number;
  readonly positive: number;
  readonly positiveForeign: number;
}

interface Decision<T> {
  readonly value: T;
  readonly why: string;
}

/** `scorer` may be shared with the phrase reader. */
export function createClassifier(scorer: Scorer, embedder: Embedder): Classifier {
  if (scorer.heads.join() !== HEADS.join()) throw new Error("classifier weights: other heads");
  const own = new Float32Array(embedder.dims);

  function look({ text: told, title, score, vector }: ClassifierInput): Evidence {
    const text = title === undefined || title === "" || told.startsWith(title) ? told : `${title}\n${told}`;
    const stars = score !== undefined && score >= 1 && score <= 5 ? Math.round(score) : undefined;
    const { logOdds, gist } = scorer.score(text, stars, vector ?? embedder.embed(text, own));
    return {
      text,
      stars,
      gist,
      isReadable: gist.familiar >= LEAST_FAMILIAR * gist.words,
      problem: logOdds[0]!,
      request: logOdds[1]!,
      irrelevant: logOdds[2]!,
      positive: logOdds[3]!,
      positiveForeign: logOdds[4]!,
    };
  }

  return (input) => {
    const evidence = look(input);
    const lean = leanOf(evidence);
    const sentiment = sentimentOf(lean, evidence);
    const kind = kindOf(evidence, sentiment.value);
    const informative = informativeOf(evidence, kind.value);
    return {
      kind: kind.value,
      sentiment: sentiment.value,
      sentiment_score: Math.tanh(lean / 2),
      informative: informative.value,
      problem: probability(evidence.problem),
      request: probability(evidence.request),
      reasons: [
        { field: "kind", why: kind.why },
        { field: "sentiment", why: sentiment.why },
        { field: "informative", why: informative.why },
      ],
    };
  };
}

const probability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

const percent = (logOdds: number): string => `${Math.round(probability(logOdds) * 100)}%`;

const decide = <T>(value: T, why: string): Decision<T> => ({ value, why });

/** Log-odds that the text is meant well: its wording, and its stars. */
function leanOf({ gist, isReadable, stars, positive, positiveForeign }: Evidence): number {
  const wording = positive + foreignShare(gist) * (positiveForeign - positive) + onesided(gist);
  const given = stars === undefined ? 0 : STARS_LEAN[stars - 1]!;
  return (isReadable ? 1 : UNFAMILIAR_WEIGHT) * wording + given;
}

/** How much the head that learnt from all languages counts against the one that learnt from English alone. */
function foreignShare({ language }: Gist): number {
  if (language < 0) return 1;
  return language === 0 ? 0.7 : 0.4;
}

/** English opinions that all point one way, negation seen: "not good" is short of other evidence. */
function onesided({ praise, blame, language }: Gist): number {
  if (language < 0 || praise > 0 === blame > 0) return 0;
  return praise > 0 ? ONE_WAY : -ONE_WAY;
}

function sentimentOf(lean: number, { gist, stars }: Evidence): Decision<Sentiment> {
  const mixed = gist.praise > 0 && gist.blame > 0 ? "mixed feelings, on the whole " : "";
  const given = stars === undefined ? "" : ` and ${stars} ${stars === 1 ? "star" : "stars"}`;
  const sentiment = sentimentFrom(lean, gist, stars);
  return decide(sentiment, `${mixed}${sentiment} by its wording${given}`);
}

function sentimentFrom(lean: number, gist: Gist, stars: number | undefined): Sentiment {
  if (gist.words === 0 && stars === undefined) return "neutral";
  const hasOpinion = gist.praise > 0 || gist.blame > 0 || stars !== undefined;
  if (Math.abs(lean) < (hasOpinion ? UNCLEAR : UNCLEAR_WITHOUT_OPINION)) return "neutral";
  return lean > 0 ? "positive" : "negative";
}

function kindOf(evidence: Evidence, sentiment: Sentiment): Decision<Kind> {
  const { text, gist, isReadable, problem, request, irrelevant } = evidence;
  if (!isReadable) return decide("other", whyOf("unknownLanguage"));
  if (problem >= request && problem > irrelevant) {
    return decide("problem", whyOf("reports", { share: percent(problem) }));
  }
  if (gist.asksFirst && SOUGHT.test(text)) return decide("question", whyOf("asksHow"));
  if (request > irrelevant) return decide("request", whyOf("requests", { share: percent(request) }));
  if (gist.questions && ASKED.test(text)) return decide("question", whyOf("asksWhen"));
  if (sentiment === "positive") return decide("praise", whyOf("meantWell"));
  return decide("other", whyOf("neither"));
}

/** How many words that name a task or a feature make praise worth keeping: in a long text, one is there by chance. */
function leastNamed({ words, language }: Gist): number {
  // In other languages fewer of the words that name nothing are known.
  const least = language < 0 ? 2 : 1;
  if (words <= 8) return least;
  return words <= 20 ? least + 1 : least + 2;
}

function informativeOf(evidence: Evidence, kind: Kind): Decision<number> {
  const { gist, isReadable, problem, request, irrelevant } = evidence;
  if (!isReadable && gist.words >= FEW_WORDS) {
    return decide(INFORMATIVE, whyOf("unknownLanguage"));
  }
  const noise = (irrelevant - Math.max(problem, request)) / 2;
  const value = probability(NOISE_FROM - noise);
  if (value >= INFORMATIVE) return decide(value, whyOf("beyondPraise"));
  if (kind === "problem" || kind === "request" || kind === "question")
    return decide(INFORMATIVE, whyOf("isKind", { kind }));
  if (gist.praise > 0 && gist.named >= leastNamed(gist)) return decide(NAMING_PRAISE, whyOf("namesGood"));
  return decide(value, whyOf("namesNothing"));
}
