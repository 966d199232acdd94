import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import openWabt from "wabt";
import { createVectorKernel } from "../kernel/vector-kernel.ts";
import { createNetworkKernel, networkKernelBytes, PROJECTED, WIDTH } from "./network-kernel.ts";
import { projected } from "./network-layers.ts";

const ROW = WIDTH * 4;

test("the network kernel is what its source compiles to", async () => {
  const source = readFileSync(new URL("network-kernel.wat", import.meta.url), "utf8");
  const wabt = await openWabt();
  const { buffer } = wabt.parseWat("network-kernel.wat", source, { simd: true }).toBinary({});
  assert.equal(Buffer.from(networkKernelBytes()).toString("base64"), Buffer.from(buffer).toString("base64"));
});

/** Numbers between -1 and 1, the same for the same seed. */
function numbers(count: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

const seeds = fc.integer({ min: 1, max: 2 ** 31 });

function assertNear(found: ArrayLike<number>, expected: (at: number) => number): void {
  for (let at = 0; at < found.length; at++) {
    assert.ok(Math.abs(found[at]! - expected(at)) < 1e-4, `${at}: ${found[at]} is not ${expected(at)}`);
  }
}

test("five taps, some rows apart, are added up for each place", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 3 }), (seed, count, apart) => {
      const margin = 2 * apart;
      const rows = numbers((count + 2 * margin) * WIDTH, seed);
      const taps = numbers(5 * WIDTH, seed + 1);
      const bias = numbers(WIDTH, seed + 2);
      const vectors = createVectorKernel(40 * ROW);
      const place = (values: Float32Array, row: number): number => {
        new Float32Array(vectors.buffer, row * ROW, values.length).set(values);
        return row * ROW;
      };
      const [tapsAt, biasAt, rowsAt, out] = [place(taps, 0), place(bias, 5), place(rows, 6), 30 * ROW];
      createNetworkKernel(vectors).convolve(rowsAt + margin * ROW, count, apart * ROW, tapsAt, biasAt, out);
      assertNear(new Float32Array(vectors.buffer, out, count * WIDTH), (at) => {
        const c = at % WIDTH;
        let sum = bias[c]!;
        for (let tap = 0; tap < 5; tap++) sum += taps[tap * WIDTH + c]! * rows[at + tap * apart * WIDTH]!;
        return sum;
      });
    }),
  );
});

test("weights times each of two rows is added to what is there", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: PROJECTED }), (seed, outputs) => {
      const [rows, weights, before] = [2 * WIDTH, outputs * WIDTH, 2 * PROJECTED].map((n, at) => numbers(n, seed + at));
      const bias = numbers(PROJECTED, seed + 3);
      const vectors = createVectorKernel(30 * ROW);
      const floats = (at: number, count: number) => new Float32Array(vectors.buffer, at, count);
      const [biasAt, out, weightsAt] = [2 * ROW, 3 * ROW, 4 * ROW];
      floats(0, 2 * WIDTH).set(rows!);
      floats(biasAt, PROJECTED).set(bias);
      floats(out, 2 * PROJECTED).set(before!);
      floats(weightsAt, PROJECTED * WIDTH).set(projected(weights!, outputs));
      createNetworkKernel(vectors).project(0, 1, weightsAt, biasAt, out, PROJECTED * 4);
      assertNear(floats(out, 2 * PROJECTED), (at) => {
        const [row, column] = [Math.floor(at / PROJECTED), at % PROJECTED];
        let sum = bias[column]! + before![at]!;
        for (let c = 0; column < outputs && c < WIDTH; c++) {
          sum += weights![column * WIDTH + c]! * rows![row * WIDTH + c]!;
        }
        return sum;
      });
    }),
  );
});

test("rows are normalised, added up, and their greatest is found", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 5 }), (seed, count) => {
      const rows = numbers(count * WIDTH, seed);
      const [scale, shift] = [numbers(WIDTH, seed + 1), numbers(WIDTH, seed + 2)];
      const vectors = createVectorKernel(12 * ROW);
      const floats = (row: number, many: number) => new Float32Array(vectors.buffer, row * ROW, many * WIDTH);
      floats(0, 1).set(scale);
      floats(1, 1).set(shift);
      floats(2, count).set(rows);
      const kernel = createNetworkKernel(vectors);
      kernel.normalise(2 * ROW, count, 0, ROW);
      const expected = rows.map((value, at) => {
        const row = rows.subarray(at - (at % WIDTH), at - (at % WIDTH) + WIDTH);
        const mean = row.reduce((sum, one) => sum + one, 0) / WIDTH;
        const variance = row.reduce((sum, one) => sum + (one - mean) ** 2, 0) / WIDTH;
        return Math.max(0, ((value - mean) / Math.sqrt(variance + 1e-5)) * scale[at % WIDTH]! + shift[at % WIDTH]!);
      });
      assertNear(floats(2, count), (at) => expected[at]!);

      kernel.pool(2 * ROW, (2 + count) * ROW, 8 * ROW);
      const column = (c: number): number[] => Array.from({ length: count }, (_, row) => expected[row * WIDTH + c]!);
      assertNear(floats(8, 1), (c) => column(c).reduce((sum, one) => sum + one, 0));
      assertNear(floats(9, 1), (c) => Math.max(0, ...column(c)));
      kernel.addRow(2 * ROW, 8 * ROW);
      assertNear(floats(8, 1), (c) => column(c).reduce((sum, one) => sum + one, 0) + expected[c]!);
    }),
  );
});
