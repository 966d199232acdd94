import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { factorise } from "./cholesky.ts";
import { dotOfRows } from "./dot.ts";

const whenThere = (value: number, whole: number): number => (value <= whole * 1e-10 ? 0 : value);

/** The lower triangle of the products of all rows of `d` numbers. */
function gramOf(rows: Float64Array, n: number, d: number): Float64Array {
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) gram[i * n + j] = dotOfRows(rows, i * d, rows, j * d, d);
  return gram;
}

test("the factor times its transpose is the matrix", () => {
  const numbers = fc.double({ min: -1, max: 1, noNaN: true });
  const size = fc.integer({ min: 1, max: 8 });
  const anyRows = size.chain((n) =>
    fc.tuple(fc.constant(n), fc.array(numbers, { minLength: n * 12, maxLength: n * 12 })),
  );
  fc.assert(
    fc.property(anyRows, ([n, values]) => {
      const gram = gramOf(Float64Array.from(values), n, 12);
      // Something of its own in each direction, so that all of them are there.
      for (let i = 0; i < n; i++) gram[i * n + i]! += 0.1;
      const factor = gram.slice();
      factorise(factor, n, whenThere);
      for (let i = 0; i < n; i++)
        for (let j = 0; j <= i; j++) {
          let sum = 0;
          for (let p = 0; p <= j; p++) sum += factor[i * n + p]! * factor[j * n + p]!;
          assert.ok(Math.abs(sum - gram[i * n + j]!) < 1e-9, `${i} ${j}`);
        }
    }),
  );
});

test("a direction that is not there has a column of zeros", () => {
  const rows = Float64Array.from([1, 0, 0, 2, 0, 0, 0, 0, 3]);
  const factor = gramOf(rows, 3, 3);
  factorise(factor, 3, whenThere);
  assert.deepEqual([...factor], [1, 0, 0, 2, 0, 0, 0, 0, 3]);
});
