/** Finding a bug report's known duplicates among all reports: whether one is among the five most alike. */
import { mostAlike } from "../../../src/clustering/near-duplicates.ts";
import { sharedEmbedder } from "../apps.ts";
import { hasData, type Row, readRows, type Task } from "../task.ts";

interface Bug {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly duplicates: readonly string[];
}

/** A report's title counts twice, of its text the beginning: what follows is steps and logs. */
const asText = ({ title, text }: Bug): string => `${title}. ${title}. ${text.slice(0, 300)}`;

function judge(bugs: readonly Bug[]): Row {
  const embedder = sharedEmbedder();
  const items = bugs.map((bug) => ({ id: bug.id, text: asText(bug), vector: embedder.embed(asText(bug)).slice() }));
  const known = new Set(bugs.map(({ id }) => id));
  const alike = mostAlike(items, 5);
  const judged = [...bugs.keys()].filter((at) => bugs[at]!.duplicates.some((id) => known.has(id)));
  const hits = judged.filter((at) => alike[at]!.others.some(({ id }) => bugs[at]!.duplicates.includes(id)));
  return {
    task: "duplicates",
    dataset: `seamonkey bugs, ${judged.length} of ${bugs.length} with one`,
    metric: "recall at rank 5",
    figure: hits.length / judged.length,
  };
}

export const task: Task = {
  name: "duplicates",
  run: async ({ slice }) => {
    if (!hasData("bugs/seamonkey.jsonl")) return [];
    const row = judge(readRows<Bug>("bugs/seamonkey.jsonl"));
    return [slice === true ? { ...row, floor: 0.65 } : row];
  },
};
