/** Kinds of reviews against people's labels, each app judged by what was learnt on the other; with and without stars. */

import type { Kind } from "../../../src/model/insight.ts";
import { createClassifier } from "../../../src/text/classification/classifier.ts";
import type { Review } from "../../train/classification/recipe.ts";
import { crossApps, readReviews, sharedEmbedder, shippedScorer } from "../apps.ts";
import { f1, mean } from "../measures.ts";
import { hasData, type Row, type Task } from "../task.ts";

const measured = [
  { name: "problem", label: "problem_report", is: (kind: Kind) => kind === "problem", target: 0.83 },
  { name: "request", label: "feature_request", is: (kind: Kind) => kind === "request", target: 0.76 },
  { name: "irrelevant", label: "irrelevant", is: (kind: Kind) => kind !== "problem" && kind !== "request" },
] as const;

/** F1 of TF-IDF features alone that were learnt on other apps, and of GPT-3.5 asked without examples. */
const known = { problem: 0.807, request: 0.783, irrelevant: 0.935, macro: 0.842 } as const;
const gpt = 0.849;

const rowsFor = (dataset: string, reviews: readonly Review[], kinds: readonly Kind[]): Row[] => {
  const rows: Row[] = measured.map(({ name, label, is, ...rest }) => ({
    task: "kind",
    dataset,
    metric: `F1 ${name}`,
    figure: f1(
      reviews.map((review) => review.labels.includes(label)),
      kinds.map(is),
    ),
    baseline: known[name],
    ...rest,
  }));
  const macro = mean(rows.map((row) => row.figure));
  return [
    ...rows,
    { task: "kind", dataset, metric: "F1 macro", figure: macro, target: 0.85, baseline: known.macro, ceiling: gpt },
  ];
};

const slice = (): Row[] => {
  const classify = createClassifier(shippedScorer(), sharedEmbedder());
  const reviews = readReviews("huawei-health", "en").slice(0, 500);
  const kinds = reviews.map(({ text, score }) => classify({ text, score }).kind);
  return rowsFor("mini-bar en, 500, seen", reviews, kinds).map((row) => ({
    ...row,
    floor: row.metric === "F1 request" ? 0.7 : 0.8,
  }));
};

export const task: Task = {
  name: "kind",
  run: async (options) => {
    if (!hasData("minibar/classification")) return [];
    if (options.slice === true) return slice();
    return crossApps().flatMap(({ judgedOn, classify }) =>
      (["en", "fr"] as const).flatMap((language) =>
        [true, false].flatMap((stars) => {
          const reviews = readReviews(judgedOn, language);
          const kinds = reviews.map(({ text, score }) => classify(stars ? { text, score } : { text }).kind);
          return rowsFor(`${judgedOn} ${language}, ${stars ? "stars seen" : "text alone"}`, reviews, kinds);
        }),
      ),
    );
  },
};
