// cspell:ignore haha hahaha
/** Sums that are made once a word are those that are made bucket by bucket. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { createEmbedder } from "../embedding/embedder.ts";
import { createFeatureReader, denseFeatures } from "./features/reader.ts";
import { createScorer } from "./scorer.ts";
import { readWeights } from "./weights.ts";

const model = (name: string): Uint8Array => readFileSync(new URL(`../../../models/${name}`, import.meta.url));
const embedder = createEmbedder(model("reference-15k-256.semb"));
const bytes = model("classification-v1.bin");
const scorer = createScorer(bytes, embedder);
const weights = readWeights(bytes, denseFeatures(embedder.dims));
const reader = createFeatureReader(embedder);

/** As the weights are meant: each group of buckets of length one, each number times its weight. */
function plainLogOdds(text: string, stars: number | undefined): number[] {
  const words: number[] = [];
  const stretches: number[] = [];
  const dense = new Float32Array(reader.dense);
  const visitor = { word: (bucket: number) => words.push(bucket), stretch: (bucket: number) => stretches.push(bucket) };
  reader.read(text, stars, embedder.embed(text), visitor, dense);
  const count = weights.heads.length;
  const length = (buckets: number[]): number =>
    Math.hypot(...buckets.map((bucket) => weights.frequencies[bucket]!)) || 1;
  return weights.heads.map(({ bias, scale }, head) => {
    const sum = (buckets: number[]): number =>
      buckets.reduce((all, at) => all + weights.frequencies[at]! * weights.hashed[at * count + head]!, 0) /
      length(buckets);
    const own = dense.reduce((all, value, at) => all + value * weights.dense[head * reader.dense + at]!, 0);
    return bias + scale * (sum(words) + sum(stretches)) + own;
  });
}

test("log-odds are those of the features one by one, also where words come again or share their parts", () => {
  const word = fc.constantFrom(
    "the",
    "app",
    "apps",
    "crash",
    "crashes",
    "crashed",
    "not",
    "haha",
    "hahaha",
    "lag",
    "😀",
    "é",
  );
  const texts = fc.array(fc.tuple(word, fc.constantFrom(" ", ". ", ", ")), { maxLength: 30 });
  const same = fc.property(texts, fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }), (parts, stars) => {
    const text = parts.map(([one, gap]) => one + gap).join("");
    const expected = plainLogOdds(text, stars);
    const vector = embedder.embed(text);
    const all = [...scorer.score(text, stars, vector).logOdds];
    for (const [head, value] of expected.entries()) {
      assert.ok(Math.abs(all[head]! - value) < 1e-9, `${text}: ${all[head]} is not ${value}`);
      assert.equal(scorer.scoreHead(head, text, stars, vector), all[head], text);
    }
  });
  fc.assert(same, { numRuns: 300, seed: 3 });
});
