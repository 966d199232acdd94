import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { processorTime } from "../../../test/processor-time.ts";
import { createCsvSplitter } from "./csv.ts";

/** The text in pieces of so many characters. */
function split(text: string, size: number, width?: number) {
  const splitter = createCsvSplitter({ separator: ",", newline: "\n", ...(width === undefined ? {} : { width }) });
  const rows = [];
  for (let at = 0; at < text.length; at += size) rows.push(...splitter.push(text.slice(at, at + size)));
  return [...rows, ...splitter.end()];
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

test("what is written by the rules is read as csv-parse reads it, wherever its pieces are cut", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "é", " ", ",", '"', "\n", "\r", ";", "x") });
  const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 });
  const property = fc.property(
    table,
    fc.integer({ min: 1, max: 9 }),
    fc.constantFrom("\n", "\r\n"),
    (rows, size, end) => {
      const text = rows.map((row) => row.map(quoted).join(",") + end).join("");
      const expected = (parse(text, { relax_column_count: true }) as string[][]).filter((row) =>
        row.some((one) => one.trim() !== ""),
      );
      assert.deepEqual(
        split(text, size, 3).map(({ cells }) => cells),
        expected,
      );
    },
  );
  fc.assert(property);
});

test("each row knows the line that it begins in", () => {
  const rows = split('a,b\n\n"1\n2",x\r\n ,\n3,"y"', 5);
  assert.deepEqual(
    rows.map(({ line, cells }) => [line, cells[0]]),
    [
      [1, "a"],
      [3, "1\n2"],
      [6, "3"],
    ],
  );
});

test("any text whatever gives every line's letters back, in order", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", ",", '"', "\n"), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 9 }), (input, size) => {
      const letters = (value: string) => value.replace(/[^ab]/g, "");
      const rows = split(input, size);
      assert.equal(letters(rows.flatMap(({ cells }) => cells).join("")), letters(input));
      assert.deepEqual(rows, split(input, 1_000));
    }),
  );
});

test("a quote at the start of each line costs no search through the rest of the file for each", () => {
  const text = '"never closed,2\n'.repeat(20_000);
  const started = processorTime();
  assert.equal(split(text, 65_536, 2).length, 20_000);
  assert.ok(processorTime() - started < 2_000);
});

test("a backslash before doubled quotes is a backslash; before a single one it is an escape", () => {
  const cells = (row: string) => [...createCsvSplitter({ separator: ",", newline: "\n" }).push(`${row}\n`)][0]!.cells;
  const json = JSON.stringify({ said: 'a "b" \\ c' });
  assert.deepEqual(cells(`1,"${json.replaceAll('"', '""')}"`), ["1", json]);
  assert.deepEqual(cells('1,"said \\"yes\\" then"'), ["1", 'said "yes" then']);
  assert.deepEqual(cells('1,"C:\\","x"'), ["1", "C:\\", "x"]);
});
