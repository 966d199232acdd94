/** Sentiment from the text alone against stars (1-2 and 4-5, neutral counts as wrong), and against annotators and a model. */
import { type Classifier, createClassifier } from "../../../src/text/classification/classifier.ts";
import { createScorer } from "../../../src/text/classification/scorer.ts";
import type { Review, ShopReview } from "../../train/classification/recipe.ts";
import { trainClassifier } from "../../train/classification/recipe.ts";
import { crossApps, readReviews, sharedEmbedder, shippedScorer } from "../apps.ts";
import { share } from "../measures.ts";
import { hasData, type Row, readRows, type Task } from "../task.ts";

interface GptRow {
  readonly review: { readonly text: string; readonly metadata: { readonly score: number } };
  readonly attributes: { readonly sentiment: string };
}

const agreesWithStars = (reviews: readonly Review[], classify: Classifier): number =>
  share(
    reviews.filter(({ score }) => score !== 3),
    ({ text, score }) => classify({ text }).sentiment === (score > 3 ? "positive" : "negative"),
  );

const againstGpt = (classify: Classifier): Row[] =>
  ["googlepay", "paytm"].flatMap((app) => {
    const rows = readRows<GptRow>(`gpt-labels/${app}.jsonl`).filter(
      ({ attributes }) => attributes.sentiment !== "neutral",
    );
    const agree = (stars: boolean): number =>
      share(rows, ({ review, attributes }) => {
        const input = stars ? { text: review.text, score: review.metadata.score } : { text: review.text };
        return classify(input).sentiment === attributes.sentiment.toLowerCase();
      });
    return [
      { task: "sentiment", dataset: `${app}, GPT's labels`, metric: "agreement, text alone", figure: agree(false) },
      { task: "sentiment", dataset: `${app}, GPT's labels`, metric: "agreement, stars seen", figure: agree(true) },
    ];
  });

/** Each half of prdect-id judged by what was learnt on the other half. */
const onShopReviews = (): Row[] => {
  const rows = readRows<ShopReview>("sentiment/prdect-id.jsonl");
  const reviews = readReviews("garmin-connect", "en");
  const parts = [0, 1].map((half) => {
    const shopReviews = rows.filter((_, i) => i % 2 !== half);
    const classify = createClassifier(
      createScorer(trainClassifier({ reviews, shopReviews }, sharedEmbedder()), sharedEmbedder()),
      sharedEmbedder(),
    );
    return share(
      rows.filter((_, i) => i % 2 === half),
      ({ text, sentiment }) => classify({ text }).sentiment === sentiment,
    );
  });
  const figure = (parts[0]! + parts[1]!) / 2;
  return [{ task: "sentiment", dataset: "prdect-id, 2 folds", metric: "agreement, text alone", figure, target: 0.92 }];
};

export const task: Task = {
  name: "sentiment",
  run: async (options) => {
    if (!hasData("minibar/classification")) return [];
    const metric = "agreement with stars, text alone";
    if (options.slice === true) {
      const classify = createClassifier(shippedScorer(), sharedEmbedder());
      const figure = agreesWithStars(readReviews("huawei-health", "en").slice(0, 500), classify);
      return [{ task: "sentiment", dataset: "mini-bar en, 500, seen", metric, figure, floor: 0.9 }];
    }
    const crossApp = crossApps().flatMap(({ judgedOn, classify }) =>
      (["en", "fr"] as const).map((language) => {
        const figure = agreesWithStars(readReviews(judgedOn, language), classify);
        return {
          task: "sentiment",
          dataset: `${judgedOn} ${language}`,
          metric,
          figure,
          target: 0.92,
          baseline: 0.67,
          ceiling: 0.94,
        };
      }),
    );
    return [...crossApp, ...onShopReviews(), ...againstGpt(createClassifier(shippedScorer(), sharedEmbedder()))];
  },
};
