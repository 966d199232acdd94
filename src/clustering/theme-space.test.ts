import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createComparison, distanceOf, distancesOf, type ThemeSpace } from "./theme-space.ts";

/** Rows of numbers that need not fill whole steps of the kernel. */
function spaceOf(rows: readonly (readonly number[])[], dims: number): ThemeSpace {
  const failureWidth = rows[0]!.length - dims;
  return {
    n: rows.length,
    dims,
    meanings: Float32Array.from(rows.flatMap((row) => row.slice(0, dims))),
    failures: Float32Array.from(rows.flatMap((row) => row.slice(dims).map(Math.abs))),
    failureWidth,
    shares: new Float32Array(0),
    classes: [],
  };
}

const number = fc.float({ min: -1, max: 1, noNaN: true }).map((value) => value / 4);
const spaces = fc
  .tuple(fc.integer({ min: 1, max: 19 }), fc.integer({ min: 1, max: 11 }), fc.integer({ min: 1, max: 9 }))
  .chain(([dims, width, n]) =>
    fc
      .array(fc.array(number, { minLength: dims + width, maxLength: dims + width }), { minLength: n, maxLength: n })
      .map((rows) => spaceOf(rows, dims)),
  );

test("a comparison with many at once says what each pair says, from any place on", () => {
  fc.assert(
    fc.property(spaces, fc.nat(), fc.nat(), (space, a, b) => {
      const rows = [...Array(space.n).keys()].reverse();
      const [row, from] = [a % space.n, b % (space.n + 1)];
      const found = createComparison(space, rows)(row, from);
      assert.equal(found.length, space.n - from);
      // Near 0 the powers make much of little.
      for (const [at, other] of rows.slice(from).entries()) {
        assert.ok(Math.abs(found[at]! - distanceOf(space, row, other)) < 1e-3, `${found[at]}`);
      }
    }),
  );
});

test("the distances of all pairs are the same both ways, and none to itself", () => {
  fc.assert(
    fc.property(spaces, (space) => {
      const { n, values } = distancesOf(space, [...Array(space.n).keys()]);
      for (let i = 0; i < n; i++) {
        assert.equal(values[i * n + i], 0);
        for (let j = 0; j < n; j++) assert.equal(values[i * n + j], values[j * n + i]);
      }
    }),
  );
});
