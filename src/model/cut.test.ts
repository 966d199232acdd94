import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cutIntoArrays, cutIntoRuns, fitting } from "./cut.ts";

const sum = (run: readonly number[]): number => run.reduce((total, size) => total + size, 0);
const identity = (size: number): number => size;

test("runs hold every item, in order, keep to the bound, and are as long as they may be", () => {
  const lists = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
  fc.assert(
    fc.property(lists, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 10 }), (sizes, size, count) => {
      const runs = cutIntoRuns(sizes, { sizeOf: identity, size, count });
      assert.deepEqual(runs.flat(), sizes);
      for (const [at, run] of runs.entries()) {
        assert.ok(run.length >= 1 && run.length <= count);
        assert.ok(run.length === 1 || sum(run) <= size);
        const next = runs[at + 1]?.[0];
        if (next !== undefined) assert.ok(run.length === count || sum(run) + next > size);
      }
      assert.equal(fitting(sizes, { sizeOf: identity, size, count }), runs[0]?.length ?? 0);
    }),
  );
});

test("arrays are bounded in bytes of UTF-8, and parse to what was cut", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "binary", maxLength: 30 })),
      fc.integer({ min: 10, max: 90 }),
      (items, bytes) => {
        const arrays = cutIntoArrays(
          items.map((item) => JSON.stringify(item)),
          bytes,
        );
        const parsed = arrays.map(({ body }) => JSON.parse(body) as unknown[]);
        assert.deepEqual(parsed.flat(), items);
        assert.deepEqual(
          parsed.map((array) => array.length),
          arrays.map(({ records }) => records),
        );
        for (const { body, records } of arrays) assert.ok(records === 1 || Buffer.byteLength(body) <= bytes + 1);
      },
    ),
  );
});
