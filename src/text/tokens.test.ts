// cspell:ignore Ärger ärger
import assert from "node:assert/strict";
import { test } from "node:test";
import { createWordTable } from "./tokens.ts";

test("each word is worked out once, whatever the case of its ASCII letters", () => {
  const worked: string[] = [];
  const table = createWordTable((word) => {
    worked.push(word);
    return word.length;
  });
  const text = "Crash crash CRASH Ärger ärger";
  assert.deepEqual(
    [
      [0, 5],
      [6, 11],
      [12, 17],
      [18, 23],
      [24, 29],
    ].map(([start, end]) => table.get(text, start!, end!)),
    [5, 5, 5, 5, 5],
  );
  assert.deepEqual(worked, ["crash", "Ärger", "ärger"]);
});

test("a full table forgets and still gives the same answers", () => {
  const table = createWordTable((word) => `<${word}>`, 64);
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < 500; n++) {
      const word = `word${n}`;
      assert.equal(table.get(word, 0, word.length), `<${word}>`);
    }
  }
});

test("words longer than the table keeps are answered all the same", () => {
  const table = createWordTable((word) => word.length);
  const long = "A".repeat(50_000);
  assert.equal(table.get(long, 0, long.length), 50_000);
});
