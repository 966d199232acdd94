/** How much noise the denoiser drops, and how many problems and requests with it, cross-app. */

import type { Classifier } from "../../../src/text/classification/classifier.ts";
import { createClassifier } from "../../../src/text/classification/classifier.ts";
import type { Review } from "../../train/classification/recipe.ts";
import { crossApps, readReviews, sharedEmbedder, shippedScorer } from "../apps.ts";
import { share } from "../measures.ts";
import { hasData, type Row, type Task } from "../task.ts";

const isNoise = ({ labels }: Review): boolean => labels.length === 1 && labels[0] === "irrelevant";

const rowsFor = (dataset: string, reviews: readonly Review[], classify: Classifier, stars: boolean): Row[] => {
  const dropped = (review: Review): boolean =>
    classify(stars ? { text: review.text, score: review.score } : { text: review.text }).informative < 0.5;
  const kept = (label: string): number =>
    1 -
    share(
      reviews.filter(({ labels }) => labels.includes(label)),
      dropped,
    );
  return [
    {
      task: "noise",
      dataset,
      metric: "irrelevant dropped",
      figure: share(reviews.filter(isNoise), dropped),
      target: 0.6,
    },
    { task: "noise", dataset, metric: "problems kept", figure: kept("problem_report"), target: 0.98 },
    { task: "noise", dataset, metric: "requests kept", figure: kept("feature_request"), target: 0.98 },
    {
      task: "noise",
      dataset,
      metric: "problems and requests kept",
      figure:
        1 -
        share(
          reviews.filter((review) => !isNoise(review)),
          dropped,
        ),
      target: 0.98,
    },
  ];
};

export const task: Task = {
  name: "noise",
  run: async (options) => {
    if (!hasData("minibar/classification")) return [];
    if (options.slice === true) {
      const classify = createClassifier(shippedScorer(), sharedEmbedder());
      const reviews = readReviews("garmin-connect", "en").slice(0, 500);
      return rowsFor("mini-bar en, 500, seen", reviews, classify, true).map((row) => ({
        ...row,
        floor: row.metric === "irrelevant dropped" ? 0.55 : 0.96,
      }));
    }
    return crossApps().flatMap(({ judgedOn, classify }) =>
      (["en", "fr"] as const).flatMap((language) =>
        [true, false].flatMap((stars) =>
          rowsFor(
            `${judgedOn} ${language}, ${stars ? "stars seen" : "text alone"}`,
            readReviews(judgedOn, language),
            classify,
            stars,
          ),
        ),
      ),
    );
  },
};
