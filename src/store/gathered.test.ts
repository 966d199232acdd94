/** Requests that come at the same time are one, and each gets its own answer. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { gathered } from "./gathered.ts";

test("what is asked at the same time is asked once, in order, and answered to whom it belongs", async () => {
  const calls: number[][] = [];
  const double = gathered(async (items: readonly number[]) => {
    calls.push([...items]);
    return items.map((item) => 2 * item);
  });
  const early = Promise.all([1, 2, 3].map(double));
  await setImmediate();
  const late = Promise.all([4, 5].map(double));
  assert.deepEqual(
    [await early, await late, calls],
    [
      [2, 4, 6],
      [8, 10],
      [
        [1, 2, 3],
        [4, 5],
      ],
    ],
  );
});

test("many are several calls, and a call that fails fails for those alone that it was asked for", async () => {
  const sizes: number[] = [];
  const ask = gathered(async (items: readonly number[]) => {
    sizes.push(items.length);
    if (items.includes(0)) throw new Error("no");
    return items;
  });
  const results = await Promise.allSettled(Array.from({ length: 700 }, (_, at) => ask(at)));
  assert.deepEqual(sizes, [500, 200]);
  assert.equal(results.filter(({ status }) => status === "fulfilled").length, 200);
});
