import assert from "node:assert/strict";
import { describe, it } from "node:test";
import dictionary from "dictionary-en";
import { createSpeller } from "./spelling.ts";

const spell = createSpeller(dictionary);

describe("spelling", () => {
  it("counts words and misspelt words", () => {
    assert.deepEqual(spell("The aplication dosent wrok"), { words: 4, misspelt: 3 });
  });
  it("leaves words that the caller knows alone", () => {
    assert.deepEqual(spell("phonepe crashes", new Set(["phonepe"])), { words: 2, misspelt: 0 });
  });
  it("counts a token too long to be a word as misspelt without asking the dictionary", () => {
    const started = performance.now();
    assert.deepEqual(spell(`${"a".repeat(61)} ${"b".repeat(50_000)}`), { words: 2, misspelt: 2 });
    assert.ok(performance.now() - started < 100);
  });
});
