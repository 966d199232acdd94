import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { averageLinkage, cutTree, type Distances } from "./linkage.ts";

/** Symmetric, from the numbers above the diagonal. */
function distances(n: number, upper: readonly number[]): Distances {
  const values = new Float32Array(n * n);
  let next = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      values[i * n + j] = upper[next]!;
      values[j * n + i] = upper[next]!;
      next++;
    }
  }
  return { n, values };
}

/** The nearest two groups by mean distance are joined until none are nearer than the limit. */
function naive({ n, values }: Distances, limit: number): number[][] {
  const groups = Array.from({ length: n }, (_, item) => [item]);
  const between = (a: readonly number[], b: readonly number[]): number => {
    let sum = 0;
    for (const i of a) for (const j of b) sum += values[i * n + j]!;
    return sum / (a.length * b.length);
  };
  for (;;) {
    let best: readonly [number, number] | undefined;
    let least = limit;
    for (let a = 0; a < groups.length; a++) {
      for (let b = a + 1; b < groups.length; b++) {
        const distance = between(groups[a]!, groups[b]!);
        if (distance < least) [best, least] = [[a, b], distance];
      }
    }
    if (best === undefined) return groups;
    groups[best[0]]!.push(...groups[best[1]]!);
    groups.splice(best[1], 1);
  }
}

function groupsOf(numbers: Int32Array): number[][] {
  const groups: number[][] = [];
  numbers.forEach((number, item) => {
    groups[number] ??= [];
    groups[number]!.push(item);
  });
  return groups;
}

const sorted = (groups: readonly (readonly number[])[]): string[] =>
  groups.map((group) => [...group].sort((a, b) => a - b).join(" ")).sort();

const upperOf = (n: number) => {
  const length = (n * (n - 1)) / 2;
  return fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: length, maxLength: length });
};

test("the tree, cut anywhere, is what joining the nearest two groups again and again gives", () => {
  const problem = fc
    .integer({ min: 1, max: 14 })
    .chain((n) => fc.tuple(fc.constant(n), upperOf(n), fc.double({ min: 0.05, max: 0.95, noNaN: true })));
  fc.assert(
    fc.property(problem, ([n, upper, limit]) => {
      // Among equal distances either join is right: only problems without any are compared.
      fc.pre(new Set(upper.map((value) => value.toFixed(4))).size === upper.length);
      const expected = sorted(naive(distances(n, upper), limit));
      const found = sorted(groupsOf(cutTree(n, averageLinkage(distances(n, upper)), limit)));
      assert.deepEqual(found, expected);
    }),
    { numRuns: 300 },
  );
});

test("n items make n - 1 joins whatever the distances, all equal ones too", () => {
  for (const n of [0, 1, 2, 7, 40]) {
    const joins = averageLinkage({ n, values: new Float32Array(n * n).fill(0.5) });
    assert.equal(joins.length, Math.max(0, n - 1));
    assert.deepEqual(new Set(cutTree(n, joins, 0.6)).size, n === 0 ? 0 : 1);
    assert.deepEqual(new Set(cutTree(n, joins, 0.5)).size, n);
  }
});

test("a higher limit only joins groups, and groups are numbered by their first item", () => {
  const problem = fc.integer({ min: 2, max: 20 }).chain((n) => fc.tuple(fc.constant(n), upperOf(n)));
  fc.assert(
    fc.property(problem, ([n, upper]) => {
      const joins = averageLinkage(distances(n, upper));
      const [fine, coarse] = [cutTree(n, joins, 0.3), cutTree(n, joins, 0.6)];
      for (let i = 0; i < n; i++)
        for (let j = 0; j < i; j++) if (fine[i] === fine[j]) assert.equal(coarse[i], coarse[j]);
      const first = [...new Set(coarse)];
      assert.deepEqual(
        first,
        first.map((_, at) => at),
      );
    }),
    { numRuns: 100 },
  );
});
