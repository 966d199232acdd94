import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { csvCell, csvLine } from "./csv.ts";

test("what a spreadsheet would run as a formula is written as text", () => {
  for (const start of ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]) {
    assert.ok(csvCell(`${start}cmd|calc`).replace(/^"/, "").startsWith(`'${start}`), JSON.stringify(start));
  }
  assert.equal(csvCell("a=b"), "a=b");
});

test("numbers stay numbers, nothing stays empty, lists and objects are JSON", () => {
  assert.equal(csvLine([-5, 0.5, true, undefined, null, ["a", "b"], ""]), '-5,0.5,true,,,"[""a"",""b""]",');
});

test("a reader gets every cell back, but for the apostrophe before a formula", () => {
  const property = fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 2, maxLength: 5 }), (cells) => {
    const [row] = parse(`${csvLine(cells)}\n`, { relax_column_count: true }) as string[][];
    assert.deepEqual(
      row,
      cells.map((cell) => (/^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell)),
    );
  });
  fc.assert(property, { numRuns: 200 });
});
