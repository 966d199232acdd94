/** The embedding against the Python runtime's vectors, and how well the nearest centroid of ten utterances tells intents apart. */
import { existsSync, readFileSync } from "node:fs";
import type { Embedder } from "../../../src/text/embedding/embedder.ts";
import { sharedEmbedder } from "../apps.ts";
import { share } from "../measures.ts";
import { dataFolder, hasData, type Row, readRows, type Task } from "../task.ts";

interface Utterance {
  readonly text: string;
  readonly label: string;
}

const parity = (embedder: Embedder): Row[] => {
  const file = new URL("../models/reference-vectors.jsonl", dataFolder);
  if (!existsSync(file)) return [];
  const rows = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  const same = share(rows, (line) => {
    const { text, ids, vector } = JSON.parse(line) as { text: string; ids: number[]; vector: number[] };
    const own = embedder.embed(text);
    return (
      embedder.tokenIds(text).join() === ids.join() && vector.every((value, i) => Math.abs(value - own[i]!) < 1e-5)
    );
  });
  return [
    { task: "embedding", dataset: "reference vectors", metric: "same as Python", figure: same, target: 1, floor: 1 },
  ];
};

const nearest = (vector: Float32Array, centroids: ReadonlyMap<string, Float32Array>): string => {
  let best = "";
  let highest = Number.NEGATIVE_INFINITY;
  for (const [label, centroid] of centroids) {
    let cosine = 0;
    for (let d = 0; d < vector.length; d++) cosine += vector[d]! * centroid[d]!;
    if (cosine > highest) [highest, best] = [cosine, label];
  }
  return best;
};

const plus = (one: Float32Array, other: Float32Array): Float32Array => one.map((value, d) => value + other[d]!);

const tenUtterances = (embedder: Embedder, utterances: readonly Utterance[], most: number): number => {
  const centroids = new Map<string, Float32Array>();
  const taken = new Map<string, number>();
  const rest = utterances.filter(({ text, label }) => {
    const count = taken.get(label) ?? 0;
    if (count === 10) return true;
    taken.set(label, count + 1);
    const centroid = centroids.get(label) ?? new Float32Array(embedder.dims);
    centroids.set(label, plus(centroid, embedder.embed(text)));
    return false;
  });
  for (const [label, centroid] of centroids) {
    const length = Math.hypot(...centroid);
    centroids.set(
      label,
      centroid.map((value) => value / length),
    );
  }
  return share(rest.slice(0, most), ({ text, label }) => nearest(embedder.embed(text), centroids) === label);
};

export const task: Task = {
  name: "embedding",
  run: async ({ slice }) => {
    const embedder = sharedEmbedder();
    const rows = parity(embedder);
    if (!hasData("intents")) return rows;
    const banking = readRows<Utterance>("intents/banking77.train.jsonl");
    const clinc = readRows<Utterance>("intents/clinc150.train.jsonl").filter(({ label }) => label !== "oos");
    const most = slice === true ? 500 : 10_000;
    const metric = "10 utterances, centroid";
    return [
      ...rows,
      {
        task: "embedding",
        dataset: "Banking77",
        metric,
        figure: tenUtterances(embedder, banking, most),
        baseline: 0.72,
        ceiling: 0.82,
        floor: 0.7,
      },
      { task: "embedding", dataset: "CLINC150", metric, figure: tenUtterances(embedder, clinc, most), floor: 0.75 },
    ];
  },
};
