import assert from "node:assert/strict";
import { test } from "node:test";
import { likeliestPath, OUTSIDE, WISH } from "./likeliest-path.ts";

const PROBLEM = 1;
const told = { problem: true, wish: true };

function pathOf(problem: number[], wish: number[], tells = told, ends: number[] = []): number[] {
  const none = new Float32Array(problem.length);
  const reading = { count: problem.length, begins: none, object: none, core: none };
  const read = { ...reading, problem: Float32Array.from(problem), wish: Float32Array.from(wish) };
  return [...likeliestPath(read, tells, (piece) => ends.includes(piece))];
}

test("pieces are what they most likely are, and one that is unsure what its neighbours are", () => {
  assert.deepEqual(pathOf([0.9, 0.3, 0.9], [0, 0, 0]), [PROBLEM, PROBLEM, PROBLEM]);
  assert.deepEqual(pathOf([0, 0, 0], [0.1, 0.1, 0.1]), [OUTSIDE, OUTSIDE, OUTSIDE]);
  assert.deepEqual(pathOf([0.95, 0.95, 0, 0], [0, 0, 0.95, 0.95]), [PROBLEM, PROBLEM, WISH, WISH]);
});

test("a change is cheaper between two clauses, and a kind that the text doesn't tell is none of its pieces", () => {
  const [problem, wish] = [
    [0.9, 0.9, 0.2, 0.2],
    [0, 0, 0.5, 0.5],
  ];
  assert.deepEqual(pathOf(problem, wish, told, [2]), [PROBLEM, PROBLEM, WISH, WISH]);
  assert.deepEqual(pathOf(problem, wish), [PROBLEM, PROBLEM, PROBLEM, PROBLEM]);
  assert.deepEqual(pathOf(problem, wish, { problem: false, wish: false }), [OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE]);
  assert.deepEqual(pathOf([], []), []);
});
