import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { forEachWord, forEachWordOrNumber, WORD, WORD_OR_NUMBER } from "./word-runs.ts";

const pieces = [
  "a",
  "Zé",
  "5",
  "12",
  ".",
  ",",
  ":",
  "/",
  "-",
  "'",
  "’",
  "%",
  " ",
  "\n",
  "漢",
  "\u0301",
  "😀",
  "𝒳",
  "\ud800",
  "٣",
];

test("words are those that the expressions find", () => {
  const same = fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (parts) => {
    const text = parts.join("");
    for (const [pattern, forEach] of [
      [WORD, forEachWord],
      [WORD_OR_NUMBER, forEachWordOrNumber],
    ] as const) {
      const found: string[] = [];
      forEach(text, (start, end) => void found.push(text.slice(start, end)));
      assert.deepEqual(found, text.match(pattern) ?? [], JSON.stringify(text));
    }
  });
  fc.assert(same, { numRuns: 5_000, seed: 11 });
});
