/** Chances of counts: those of the tables, and the rules that hold for all. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { chanceOfAtLeast } from "./chance.ts";

const near = (value: number, wanted: number) =>
  assert.ok(Math.abs(value - wanted) < 1e-6 * Math.max(1, wanted), `${value}`);

test("the upper tail of the binomial distribution is that of the tables", () => {
  near(chanceOfAtLeast(8, 10, 0.5), 56 / 1024);
  near(chanceOfAtLeast(1, 3, 0.25), 1 - 0.75 ** 3);
  near(chanceOfAtLeast(60, 100, 0.5), 0.0284439668);
  assert.equal(chanceOfAtLeast(0, 5, 0.3), 1);
  assert.equal(chanceOfAtLeast(6, 5, 0.3), 0);
});

test("a chance is between 0 and 1, and the more is asked for the smaller", () => {
  const counts = fc.record({
    all: fc.integer({ min: 1, max: 5_000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(counts, fc.nat(5_000), ({ all, share }, asked) => {
      const count = asked % (all + 1);
      const [chance, less] = [chanceOfAtLeast(count, all, share), chanceOfAtLeast(count + 1, all, share)];
      assert.ok(chance >= 0 && chance <= 1);
      assert.ok(less <= chance + 1e-9);
    }),
  );
});
