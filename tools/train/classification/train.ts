/** Learns the heads of the classifier from labelled texts; the same for the shipped weights and for cross-app measurement. */
import { BUCKETS } from "../../../src/text/classification/features/layout.ts";
import { createFeatureReader } from "../../../src/text/classification/features/reader.ts";
import { type Head, type Model, writeModel } from "../../../src/text/classification/weights.ts";
import type { Embedder } from "../../../src/text/embedding/embedder.ts";
import { type Examples, fitLogistic } from "./logistic.ts";

export interface LabelledText {
  readonly text: string;
  readonly stars?: number;
  /** For each head that this text teaches: whether it holds (1 or 0). */
  readonly labels: Readonly<Record<string, number>>;
  /** How much it counts; 1 if left out. */
  readonly weight?: number;
}

export interface HeadPlan {
  readonly name: string;
  /** Inverse of the L2 penalty. */
  readonly strength: number;
  /** The share that positive texts are made to have, whatever the mix of one app's reviews; as it is if left out. */
  readonly share?: number;
}

/** A hashed feature that fewer texts hold is left out: it would only be learnt by heart. */
const fewestTexts = 2;

export const trainModel = (
  texts: readonly LabelledText[],
  plans: readonly HeadPlan[],
  embedder: Embedder,
): Uint8Array => {
  const { examples, frequencies } = readExamples(texts, embedder);
  const heads = plans.map((plan) => trainHead(texts, plan, examples));
  const model: Model = { frequencies, heads };
  return writeModel(model, embedder.version);
};

const trainHead = (texts: readonly LabelledText[], { name, strength, share }: HeadPlan, examples: Examples): Head => {
  const rows = Int32Array.from([...texts.keys()].filter((row) => texts[row]!.labels[name] !== undefined));
  const labels = Float32Array.from(rows, (row) => texts[row]!.labels[name]!);
  const weights = Float32Array.from(rows, (row) => texts[row]!.weight ?? 1);
  if (share !== undefined) setShare(labels, weights, share);
  const { hashed, dense, bias } = fitLogistic(examples, rows, labels, weights, strength);
  return { name, bias, weights: { hashed, dense } };
};

const setShare = (labels: Float32Array, weights: Float32Array, share: number): void => {
  const totals = [0, 0];
  labels.forEach((label, i) => {
    totals[label] = totals[label]! + weights[i]!;
  });
  const all = totals[0]! + totals[1]!;
  labels.forEach((label, i) => {
    weights[i] = (weights[i]! * all * (label === 1 ? share : 1 - share)) / totals[label]!;
  });
};

const readExamples = (
  texts: readonly LabelledText[],
  embedder: Embedder,
): { examples: Examples; frequencies: Uint8Array } => {
  const reader = createFeatureReader(embedder);
  const dense = new Float32Array(texts.length * reader.dense);
  const vector = new Float32Array(embedder.dims);
  const rows = texts.map(({ text, stars }, row) => {
    const words: number[] = [];
    const stretches: number[] = [];
    const visitor = {
      word: (bucket: number) => words.push(bucket),
      stretch: (bucket: number) => stretches.push(bucket),
    };
    const out = dense.subarray(row * reader.dense, (row + 1) * reader.dense);
    reader.read(text, stars, embedder.embed(text, vector), visitor, out);
    return { words, stretches };
  });
  const frequencies = inverseFrequencies(rows);
  const known = rows.map(({ words, stretches }) =>
    [words, stretches].map((block) => block.filter((b) => frequencies[b]! > 0)),
  );
  const size = known.reduce((sum, blocks) => sum + blocks[0]!.length + blocks[1]!.length, 0);
  const starts = new Int32Array(rows.length + 1);
  const columns = new Int32Array(size);
  const values = new Float32Array(size);
  let to = 0;
  known.forEach((blocks, row) => {
    starts[row] = to;
    for (const block of blocks) {
      const length = Math.sqrt(block.reduce((sum, bucket) => sum + frequencies[bucket]! ** 2, 0));
      for (const bucket of block) {
        columns[to] = bucket;
        values[to++] = frequencies[bucket]! / length;
      }
    }
  });
  starts[rows.length] = to;
  return { examples: { starts, columns, values, hashedCount: BUCKETS, dense, denseCount: reader.dense }, frequencies };
};

const inverseFrequencies = (rows: readonly { words: number[]; stretches: number[] }[]): Uint8Array => {
  const holding = new Float64Array(BUCKETS);
  for (const { words, stretches } of rows) {
    for (const block of [words, stretches]) for (const bucket of block) holding[bucket] = holding[bucket]! + 1;
  }
  return Uint8Array.from(holding, (n) =>
    n < fewestTexts ? 0 : Math.min(255, Math.round(20 * (1 + Math.log((rows.length + 1) / (n + 1))))),
  );
};
