// cspell:ignore phonepe
/** Spelling on real English reviews: how few words are called misspelt, and how few reviews the rule would drop for it. */
import dictionary from "dictionary-en";
import { createSpeller } from "../../../src/text/spelling.ts";
import { hasData, type Row, readRows, type Task } from "../task.ts";

const REVIEWS = [
  "minibar/classification/garmin-connect.en.jsonl",
  "minibar/classification/huawei-health.en.jsonl",
  "reviews/phonepe.jsonl",
];
/** The rule's limit, and the words from which a share says something. */
const MOST_MISSPELT = 0.3;
const LEAST_WORDS = 5;

export const task: Task = {
  name: "spelling",
  run: async () => {
    if (!hasData(REVIEWS[0])) return [];
    const spell = createSpeller(dictionary);
    return REVIEWS.flatMap((path): Row[] => {
      const counts = readRows<{ readonly text: string }>(path).map(({ text }) => spell(text));
      const words = counts.reduce((sum, count) => sum + count.words, 0);
      const misspelt = counts.reduce((sum, count) => sum + count.misspelt, 0);
      const long = counts.filter((count) => count.words >= LEAST_WORDS);
      const kept = long.filter((count) => count.misspelt <= count.words * MOST_MISSPELT).length / long.length;
      return [
        {
          task: "spelling",
          dataset: path,
          metric: "words not called misspelt",
          figure: 1 - misspelt / words,
          floor: 0.97,
        },
        { task: "spelling", dataset: path, metric: "reviews the rule keeps", figure: kept, floor: 0.98 },
      ];
    });
  },
};
