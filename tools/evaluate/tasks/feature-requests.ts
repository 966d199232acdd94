/** Feature requests: in how many reviews that people labelled a request a wish is found, and in how many others. */
import type { Kind } from "../../../src/model/insight.ts";
import { extractFeatureRequests } from "../../../src/text/feature-requests.ts";
import { share } from "../measures.ts";
import { hasData, type Row, readRows, type Task } from "../task.ts";

interface Review {
  readonly text: string;
  readonly labels: readonly string[];
}

const REVIEWS = ["minibar/classification/garmin-connect.en.jsonl", "minibar/classification/huawei-health.en.jsonl"];
const isRequest = ({ labels }: Review): boolean => labels.includes("feature_request");
/** The kind that a perfect classifier would give. */
const kindOf = (review: Review): Kind =>
  isRequest(review) ? "request" : review.labels.includes("problem_report") ? "problem" : "praise";
const hasWish = (review: Review): boolean => extractFeatureRequests(review.text, [], kindOf(review)).length > 0;

export const task: Task = {
  name: "feature-requests",
  run: async () => {
    if (!hasData(REVIEWS[0])) return [];
    return REVIEWS.flatMap((dataset): Row[] => {
      const reviews = readRows<Review>(dataset);
      const requests = share(reviews.filter(isRequest), hasWish);
      const others = share(
        reviews.filter((review) => !isRequest(review)),
        hasWish,
      );
      return [
        { task: "feature-requests", dataset, metric: "requests with a wish", figure: requests, floor: 0.4 },
        { task: "feature-requests", dataset, metric: "others without one", figure: 1 - others, floor: 0.95 },
      ];
    });
  },
};
