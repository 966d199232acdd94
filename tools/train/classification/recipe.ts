/** What the classifier learns from: labelled reviews, their clauses, annotated shop reviews and hand-written phrases. */
import type { Embedder } from "../../../src/text/embedding/embedder.ts";
import { splitPhrases } from "../../../src/text/phrases.ts";
import { polarPhrases } from "./phrases.ts";
import { type HeadPlan, type LabelledText, trainModel } from "./train.ts";

/** A row of mini-bar. */
export interface Review {
  readonly text: string;
  readonly score: number;
  readonly labels: readonly string[];
  readonly lang: string;
}

/** A row of prdect-id. */
export interface ShopReview {
  readonly text: string;
  readonly sentiment: string;
}

export interface Sources {
  readonly reviews: readonly Review[];
  readonly shopReviews?: readonly ShopReview[];
}

/** The mix of kinds is another in every app: each head learns with the same nominal share instead of one app's. */
const plans: readonly HeadPlan[] = [
  { name: "problem", strength: 2, share: 0.37 },
  { name: "request", strength: 2, share: 0.28 },
  { name: "irrelevant", strength: 2, share: 0.45 },
  { name: "positive", strength: 4, share: 0.5 },
  { name: "positive_foreign", strength: 4, share: 0.5 },
  { name: "phrase", strength: 2, share: 0.25 },
];

const clauseWeight = 0.3;
const writtenWeight = 0.5;

export const trainClassifier = (sources: Sources, embedder: Embedder): Uint8Array =>
  trainModel(
    [
      ...sources.reviews.flatMap(fromReview),
      ...(sources.shopReviews ?? []).map(fromShopReview),
      ...polarPhrases().map(({ text, positive }) => ({ text, labels: { phrase: positive }, weight: writtenWeight })),
      ...polarPhrases().map(({ text, positive }) => ({ text, labels: { positive }, weight: writtenWeight / 5 })),
    ],
    plans,
    embedder,
  );

/** Each review once with its stars and once without, so that both ways of asking are learnt; its sentiment from its stars. */
const fromReview = ({ text, score, labels, lang }: Review): LabelledText[] => {
  const kinds = {
    problem: labels.includes("problem_report") ? 1 : 0,
    request: labels.includes("feature_request") ? 1 : 0,
    irrelevant: labels.includes("irrelevant") ? 1 : 0,
  };
  const rows: LabelledText[] = [{ text, stars: score, labels: kinds, weight: 0.5 }];
  if (score === 3) return [...rows, { text, labels: kinds, weight: 0.5 }];
  const positive = score > 3 ? 1 : 0;
  rows.push({
    text,
    labels: { ...kinds, ...(lang === "en" ? { positive } : {}), positive_foreign: positive },
    weight: 0.5,
  });
  // A clause of a review with 1 or 5 stars mostly feels as the whole does; with 2 or 4 stars, less so.
  const weight = score === 1 || score === 5 ? clauseWeight : clauseWeight * 0.4;
  for (const clause of splitPhrases(text)) rows.push({ text: clause.text, labels: { phrase: positive }, weight });
  return rows;
};

const fromShopReview = ({ text, sentiment }: ShopReview): LabelledText => ({
  text,
  labels: { positive_foreign: sentiment === "positive" ? 1 : 0 },
  weight: 0.5,
});
