import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { createEmbedder } from "../embedding/embedder.ts";
import { createStatementNetwork, MOST_PIECES } from "./network.ts";
import { readStatementWeights } from "./weights.ts";

const model = (name: string): Buffer => readFileSync(new URL(`../../../models/${name}`, import.meta.url));
const weights = readStatementWeights(model("statements-v1.bin"));
const embedder = createEmbedder(model("reference-15k-256.semb"));
const network = createStatementNetwork(weights, embedder);
const pieceCount = weights.floats("embedding.scale").length;

interface Known {
  readonly text: string;
  readonly stars: number;
  readonly ids: number[];
  readonly problem: number[];
  readonly wish: number[];
  readonly begins: number[];
  readonly object: number[];
  readonly core: number[];
  readonly span: readonly [number, number];
  readonly classes: number[];
  readonly judged: number[];
}

const known = readFileSync(new URL("fixtures/readings.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Known);

function assertNear(found: ArrayLike<number>, expected: readonly number[], what: string): void {
  assert.equal(found.length, expected.length, what);
  for (const [at, value] of expected.entries()) {
    assert.ok(Math.abs(found[at]! - value) < 1e-4, `${what}[${at}]: ${found[at]} is not ${value}`);
  }
}

// Made by tools/train/statements/reference.py: after a change of the model file it is to be run again.
test("every number is that of the same network written in NumPy, to four decimals", () => {
  for (const { text, stars, ids, span, classes, judged, ...pieces } of known) {
    assert.deepEqual([...embedder.pieces(text).ids], ids, text);
    const reading = network.read(ids);
    assert.equal(reading.count, ids.length);
    for (const name of ["problem", "wish", "begins", "object", "core"] as const) {
      assertNear(reading[name], pieces[name], `${text}: ${name}`);
    }
    assertNear(network.classify(...span), classes, `${text}: classes`);
    const { problem, request, question, praise, informative, priority, sentiment } = network.judge(stars);
    const all = [problem, request, question, praise, informative, ...priority, ...sentiment];
    assertNear(all, judged, `${text}: text`);
  }
});

const isProbability = (value: number): boolean => value >= 0 && value <= 1;
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

test("whatever the pieces, all answers are probabilities and the shares of all classes are one", () => {
  const ids = fc.array(fc.integer({ min: 0, max: pieceCount - 1 }), { minLength: 1, maxLength: 120 });
  const stars = fc.integer({ min: -1, max: 7 });
  fc.assert(
    fc.property(ids, stars, fc.nat(), fc.nat(), (pieces, given, a, b) => {
      const { count, problem, wish, begins, object, core } = network.read(pieces);
      assert.equal(count, pieces.length);
      for (const values of [problem, wish, begins, object, core]) assert.ok(values.every(isProbability));
      assert.ok(problem.every((value, at) => value + wish[at]! < 1 + 1e-6));
      const [from, to] = [a % count, b % count].sort((x, y) => x - y) as [number, number];
      const classes = network.classify(from, to + 1);
      assert.ok(classes.every(isProbability) && Math.abs(sum(classes) - 1) < 1e-4);
      const { priority, sentiment, ...shares } = network.judge(given);
      assert.ok(Object.values(shares).every(isProbability));
      assert.ok(Math.abs(sum(priority) - 1) < 1e-4 && Math.abs(sum(sentiment) - 1) < 1e-4);
    }),
    { numRuns: 200 },
  );
});

test("a reading doesn't depend on what was read before", () => {
  const [one, other] = [known[2]!.ids, known[5]!.ids];
  const first = network.read(one).problem.slice();
  network.read(other);
  network.judge(1);
  assert.deepEqual(network.read(one).problem.slice(), first);
});

test("of 5,000 pieces the first ones are read, and nothing reads past the end", () => {
  const pieces = Array.from({ length: 5_000 }, (_, at) => (at * 37) % pieceCount);
  const { count, problem } = network.read(pieces);
  assert.deepEqual([count, problem.length], [MOST_PIECES, MOST_PIECES]);
  assert.ok(problem.every(isProbability));
  assert.ok(isProbability(network.judge(3).problem));
});

test("no pieces make no reading, and a judgement by stars alone that is still one", () => {
  assert.equal(network.read([]).count, 0);
  const { problem, priority } = network.judge(1);
  assert.ok(isProbability(problem) && Math.abs(sum(priority) - 1) < 1e-4);
});
