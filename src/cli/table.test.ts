import assert from "node:assert/strict";
import { test } from "node:test";
import stringWidth from "string-width";
import { plain, renderTable } from "./table.ts";

const columns = [
  { title: "n", show: (row: { n: number }) => String(row.n), right: true },
  { title: "text", show: (row: { text: string }) => row.text, flexible: true },
];

test("columns are aligned, wide characters and marks included, and the flexible one is cut to the terminal", () => {
  const rows = [
    { n: 1, text: "日本語のレビューはここにある" },
    { n: 20, text: "short" },
    { n: 3, text: "👍🏽 🇩🇪 works like a charm" },
  ];
  const table = renderTable(rows, columns, 20, false);
  assert.equal(table, " n  text\n 1  日本語のレビュ…\n20  short\n 3  👍🏽 🇩🇪 works lik…");
  assert.ok(table.split("\n").every((line) => stringWidth(line) <= 20));
});

test("what feedback may hold never moves the cursor or turns the text around", () => {
  assert.equal(plain("a\u001b[2Jb\u202Ec\nd\u0007\u009b31me"), "abc de");
});
