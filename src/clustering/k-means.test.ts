import assert from "node:assert/strict";
import { test } from "node:test";
import { kmeans } from "ml-kmeans";
import { createRandom, normal } from "../numeric/random.ts";
import { chooseK } from "./choose-k.ts";
import { kMeans } from "./k-means.ts";
import { scaleToUnit } from "./neighbours.ts";

const D = 16;

/** `each` unit vectors around each of `k` random directions, blob after blob. */
function blobs(k: number, each: number, spread: number, seed = 3): Float32Array {
  const random = createRandom(seed);
  const rows = new Float32Array(k * each * D);
  for (let blob = 0; blob < k; blob++) {
    const centre = Array.from({ length: D }, () => normal(random));
    for (let item = 0; item < each; item++) {
      const offset = (blob * each + item) * D;
      for (let axis = 0; axis < D; axis++) rows[offset + axis] = centre[axis]! + spread * normal(random);
      scaleToUnit(rows, offset, D);
    }
  }
  return rows;
}

const pairsAgree = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  for (let i = 0; i < a.length; i++) for (let j = 0; j < i; j++) if ((a[i] === a[j]) !== (b[i] === b[j])) return false;
  return true;
};

test("well separated groups are found, as ml-kmeans finds them", () => {
  const rows = blobs(5, 20, 0.1);
  const found = kMeans(rows, 100, D, { k: 5, seed: 1, restarts: 3 });
  const truth = Array.from({ length: 100 }, (_, at) => Math.floor(at / 20));
  assert.ok(pairsAgree(found.assignment, truth));
  const lists = Array.from({ length: 100 }, (_, at) => [...rows.subarray(at * D, at * D + D)]);
  assert.ok(pairsAgree(found.assignment, kmeans(lists, 5, { seed: 1, initialization: "kmeans++" }).clusters));
});

test("the same seed gives the same clusters", () => {
  const rows = blobs(6, 30, 0.6);
  const one = kMeans(rows, 180, D, { k: 7, seed: 4 });
  assert.deepEqual(one, kMeans(rows, 180, D, { k: 7, seed: 4 }));
});

test("a warm start keeps the order of the clusters", () => {
  const rows = blobs(4, 15, 0.1);
  const cold = kMeans(rows, 60, D, { k: 4, seed: 1, restarts: 4 });
  const warm = kMeans(rows, 60, D, { k: 4, seed: 99, initial: cold.centroids });
  assert.deepEqual(warm.assignment, cold.assignment);
});

test("no cluster stays empty while vectors differ, and k above n is n", () => {
  const rows = blobs(3, 4, 0.2);
  assert.equal(new Set(kMeans(rows, 12, D, { k: 12, seed: 2 }).assignment).size, 12);
  assert.equal(kMeans(rows, 12, D, { k: 50, seed: 2 }).centroids.length, 12 * D);
});

test("equal vectors are one cluster however many are asked for, and it ends", () => {
  const rows = new Float32Array(10 * D);
  for (let at = 0; at < 10; at++) rows[at * D] = 1;
  const { assignment, cohesion } = kMeans(rows, 10, D, { k: 4, seed: 1 });
  assert.equal(assignment.length, 10);
  assert.ok(Math.abs(cohesion - 1) < 1e-6);
});

test("the number of groups is found within a fifth", () => {
  for (const k of [8, 12, 20]) {
    const chosen = chooseK(blobs(k, 25, 0.25, k), k * 25, D);
    assert.ok(Math.abs(chosen - k) <= k / 5, `${chosen} for ${k}`);
  }
});

test("a handful of vectors is one or two clusters", () => {
  assert.equal(chooseK(blobs(1, 3, 0.1), 3, D), 1);
  assert.equal(chooseK(new Float32Array(0), 0, D), 1);
});
