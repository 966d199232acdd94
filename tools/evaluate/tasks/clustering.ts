/** Clusters against people's labels: agreement with the number of clusters given, and how near the chosen number comes. */
import { cluster } from "../../../src/clustering/cluster.ts";
import { sharedEmbedder } from "../apps.ts";
import { hasData, type Row, readRows, type Task } from "../task.ts";
import { agreement } from "./agreement.ts";

interface Labelled {
  readonly text: string;
  readonly label: string;
}

interface Measured {
  readonly name: string;
  readonly rows: () => Labelled[];
  /** NMI of k-means on plain sentence vectors, and of the transformer they were distilled from */
  readonly known?: { readonly baseline: number; readonly ceiling: number };
}

const withoutScope = (row: Labelled) => row.label !== "oos";

const sets: readonly Measured[] = [
  {
    name: "banking77 train",
    rows: () => readRows<Labelled>("intents/banking77.train.jsonl"),
    known: { baseline: 0.65, ceiling: 0.8 },
  },
  {
    name: "clinc150 train",
    rows: () => readRows<Labelled>("intents/clinc150.train.jsonl").filter(withoutScope),
    known: { baseline: 0.73, ceiling: 0.89 },
  },
  {
    name: "stackoverflow",
    rows: () => readRows<Labelled>("short-text/stackoverflow.jsonl"),
    known: { baseline: 0.7, ceiling: 0.77 },
  },
];

/** NMI within a point of what the recipe's table reached. */
const targets: Readonly<Record<string, number>> = {
  "banking77 train": 0.76,
  "clinc150 train": 0.86,
  stackoverflow: 0.76,
};

const reviews = ["garmin-connect.feature_request", "garmin-connect.problem_report", "huawei-health.feature_request"];

/** People's groups of fewer reviews than this are left out of the judging, as in the published evaluation. */
const LEAST_GROUP = 5;

const found = (rows: readonly Labelled[], k?: number): string[] => {
  const embedder = sharedEmbedder();
  const items = rows.map(({ text }, at) => ({ id: String(at), text, vector: embedder.embed(text).slice() }));
  return cluster(items, k === undefined ? {} : { k }).map((row) => row.cluster);
};

function judge({ name, rows: read, known }: Measured): Row[] {
  const rows = read();
  const labels = rows.map(({ label }) => label);
  const k = new Set(labels).size;
  const given = agreement(labels, found(rows, k));
  const started = performance.now();
  const chosen = found(rows);
  const seconds = (performance.now() - started) / 1000;
  const free = agreement(labels, chosen);
  const dataset = `${name}, ${rows.length} texts`;
  return [
    { task: "clustering", dataset, metric: "NMI at true k", figure: given.nmi, target: targets[name]!, ...known },
    { task: "clustering", dataset, metric: "accuracy at true k", figure: given.accuracy },
    { task: "clustering", dataset, metric: "ARI at true k", figure: given.ari },
    { task: "clustering", dataset, metric: "NMI at chosen k", figure: free.nmi },
    { task: "clustering", dataset, metric: `chosen k over true k (${k})`, figure: new Set(chosen).size / k, target: 1 },
    { task: "clustering", dataset, metric: "seconds, k chosen", figure: seconds, target: 30 },
  ];
}

function judgeReviews(file: string): Row[] {
  const rows = readRows<{ text: string; cluster: number }>(`minibar/clustering/${file}.jsonl`);
  const labels = rows.map((row) => String(row.cluster));
  const sizes = new Map<string, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const kept = [...labels.keys()].filter((at) => sizes.get(labels[at]!)! >= LEAST_GROUP);
  const texts = rows.map(({ text }, at) => ({ text, label: labels[at]! }));
  return [sizes.size, undefined].flatMap((k) => {
    const clusters = found(texts, k);
    const all = agreement(labels, clusters);
    const big = agreement(
      kept.map((at) => labels[at]!),
      kept.map((at) => clusters[at]!),
    );
    const how = k === undefined ? "chosen k" : "true k";
    return [
      { task: "clustering", dataset: file, metric: `NMI at ${how}, all groups`, figure: all.nmi },
      { task: "clustering", dataset: file, metric: `NMI at ${how}, groups of 5 and more`, figure: big.nmi },
      { task: "clustering", dataset: file, metric: `ARI at ${how}, groups of 5 and more`, figure: big.ari },
    ];
  });
}

const slice = (): Row[] => {
  const rows = sets[2]!.rows().slice(0, 1_500);
  const labels = rows.map(({ label }) => label);
  const { nmi } = agreement(labels, found(rows, 20));
  return [{ task: "clustering", dataset: "stackoverflow, 1,500", metric: "NMI at true k", figure: nmi, floor: 0.68 }];
};

export const task: Task = {
  name: "clustering",
  run: async ({ slice: sliced }) => {
    if (!hasData("short-text/stackoverflow.jsonl")) return [];
    if (sliced === true) return slice();
    return [...sets.flatMap(judge), ...reviews.flatMap(judgeReviews)];
  },
};
