import assert from "node:assert/strict";
import { test } from "node:test";
import type { ThemeSpace } from "./theme-space.ts";
import { withoutStrangers } from "./theme-strangers.ts";

/** Each statement at its place on a half circle, in degrees; they fail alike. */
function spaceOf(degrees: readonly number[]): ThemeSpace {
  const radians = degrees.map((degree) => (degree * Math.PI) / 180);
  return {
    n: degrees.length,
    dims: 2,
    meanings: Float32Array.from(radians.flatMap((angle) => [Math.cos(angle), Math.sin(angle)])),
    failures: new Float32Array(degrees.length).fill(1),
    failureWidth: 1,
    shares: new Float32Array(degrees.length),
    classes: ["slow"],
  };
}

const nobody = () => () => false;

test("a member far from all others leaves its group, and of three none does", () => {
  const space = spaceOf([0, 5, 10, 15, 95, 0, 5, 95]);
  assert.deepEqual(
    withoutStrangers(
      [
        [0, 1, 2, 3, 4],
        [5, 6, 7],
      ],
      space,
      nobody,
    ),
    [
      [0, 1, 2, 3],
      [5, 6, 7],
    ],
  );
});

test("a member at some distance stays", () => {
  const space = spaceOf([0, 5, 10, 50]);
  assert.deepEqual(withoutStrangers([[0, 1, 2, 3]], space, nobody), [[0, 1, 2, 3]]);
});

test("who was there before, or was put there, is sent out by nobody", () => {
  const space = spaceOf([0, 5, 10, 15, 95, 100]);
  const groups = withoutStrangers([[0, 1, 2, 3, 4, 5]], space, (members) => (row) => members.length === 6 && row === 4);
  assert.deepEqual(groups, [[0, 1, 2, 3, 4]]);
});
