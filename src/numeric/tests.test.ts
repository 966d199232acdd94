import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { atLeast, atMost, predict, standing } from "./tests.ts";

const near = (a: number, b: number, within = 1e-9) => assert.ok(Math.abs(a - b) < within, `${a} is not ${b}`);

test("tails of known distributions", () => {
  // Poisson(3): P(Y <= 2) = e^-3 (1 + 3 + 4.5); negative binomial of mean 2, size 2 (p = 1/2): P(0) = 1/4, P(1) = 1/4, P(2) = 3/16.
  near(atMost(2, 3, Number.POSITIVE_INFINITY), Math.exp(-3) * 8.5);
  near(atMost(2, 2, 2), 11 / 16);
  near(atLeast(3, 2, 2), 5 / 16);
  near(atMost(1_000, 1_000, Number.POSITIVE_INFINITY), 0.508, 0.002);
});

test("a tail falls as the count grows, and the two tails are one together", () => {
  const numbers = fc.record({
    mean: fc.double({ min: 0.01, max: 500, noNaN: true }),
    size: fc.double({ min: 0.1, max: 100, noNaN: true }),
  });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 600 }), ({ mean, size }, count) => {
      near(atLeast(count + 1, mean, size) + atMost(count, mean, size), 1);
      assert.ok(atLeast(count + 1, mean, size) <= atLeast(count, mean, size));
    }),
  );
});

test("of many results only those stand that so many tests can bear", () => {
  assert.deepEqual(standing([0.2, 0.001, 0.009], 0.01), [1]);
  assert.deepEqual(standing([0.006, 0.001, 0.5], 0.01), [1, 0]);
  assert.deepEqual(standing([0.001], 0.01, 100), []);
  assert.deepEqual(standing([], 0.01), []);
});

test("a past that varies makes a large count less surprising than an even one", () => {
  const [even, uneven] = [predict([10, 10, 10, 10, 10, 10, 10]), predict([1, 30, 2, 25, 3, 5, 4])];
  assert.ok(even.size > uneven.size);
  assert.ok(atLeast(25, even.mean, even.size) < atLeast(25, uneven.mean, uneven.size));
  near(predict([0, 0]).mean, 0.25);
});
