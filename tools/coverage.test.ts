import assert from "node:assert/strict";
import { it } from "node:test";
import { byFolder, describeCoverage, isBelow } from "./coverage.ts";

const file = (path: string, covered: number, total: number) => ({
  path: `/p/src/${path}`,
  totalBranchCount: total,
  coveredBranchCount: covered,
});

it("branches are added up by folder, and a folder below its floor is told", () => {
  const folders = byFolder("/p/src", [
    file("store/a.ts", 1, 10),
    file("store/sqlite/b.ts", 4, 10),
    file("text/c.ts", 0, 0),
    file("boot.ts", 3, 4),
  ]);
  assert.deepEqual(
    folders.map(({ folder, percent }) => [folder, percent]),
    [
      [".", 75],
      ["store", 25],
      ["text", 100],
    ],
  );
  assert.deepEqual(folders.map(isBelow), [false, true, false]);
  assert.match(describeCoverage(folders), /store +25\.0 % +at least \d+: TOO FEW/);
});
