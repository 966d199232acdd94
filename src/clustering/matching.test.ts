import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { matchByWeight } from "./matching.ts";

/** The greatest sum over all pairings, by trying them. */
function bestSum(weight: readonly number[], rows: number, columns: number, row = 0, used = 0): number {
  if (row === rows) return 0;
  let best = bestSum(weight, rows, columns, row + 1, used);
  for (let column = 0; column < columns; column++) {
    if (used & (1 << column)) continue;
    const rest = bestSum(weight, rows, columns, row + 1, used | (1 << column));
    best = Math.max(best, weight[row * columns + column]! + rest);
  }
  return best;
}

test("the pairing weighs as much as the best of all pairings", () => {
  const shapes = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }));
  const tables = shapes.chain(([rows, columns]) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      weight: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: rows * columns, maxLength: rows * columns }),
    }),
  );
  fc.assert(
    fc.property(tables, ({ rows, columns, weight }) => {
      const pairing = matchByWeight(Float64Array.from(weight), rows, columns);
      const taken = [...pairing].filter((column) => column >= 0);
      assert.equal(new Set(taken).size, taken.length);
      const sum = [...pairing].reduce((s, column, row) => (column < 0 ? s : s + weight[row * columns + column]!), 0);
      assert.equal(sum, bestSum(weight, rows, columns));
    }),
  );
});

test("a row that shares nothing has no partner", () => {
  assert.deepEqual([...matchByWeight(Float64Array.of(3, 0, 0, 0), 2, 2)], [0, -1]);
});
