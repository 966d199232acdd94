// cspell:disable
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import dictionary from "dictionary-en";
import { processorTime } from "../../test/processor-time.ts";
import { createSpeller } from "./spelling.ts";

const spell = createSpeller(dictionary);

describe("spelling", () => {
  it("counts words and misspelt words", () => {
    assert.deepEqual(spell("The aplication dosent wrok"), { words: 4, misspelt: 3 });
  });
  it("takes slang, drawls, app words, abbreviations and British spellings for right", () => {
    for (const text of [
      "pls fix the login, thx",
      "soooo goood",
      "UPI and OTP",
      "wifi resync on my smartwatch",
      "my favourite colour, organised",
    ]) {
      assert.equal(spell(text).misspelt, 0, text);
    }
  });
  it("takes a capitalised word inside a sentence for a name", () => {
    assert.equal(spell("I moved from Zxorblat to this one").misspelt, 0);
    assert.equal(spell("Evry Wrod Startts With A Capittal").misspelt, 4);
  });
  it("leaves words that the caller knows alone", () => {
    assert.deepEqual(spell("zxorblat crashes", new Set(["zxorblat"])), { words: 2, misspelt: 0 });
  });
  it("counts other scripts as words that it can't judge", () => {
    assert.deepEqual(spell("приложение не работает"), { words: 3, misspelt: 0 });
  });
  it("counts a token too long to be a word as misspelt without asking the dictionary", () => {
    const started = processorTime();
    assert.deepEqual(spell(`${"a".repeat(61)} ${"b".repeat(50_000)}`), { words: 2, misspelt: 2 });
    spell("漢".repeat(350_000));
    spell("zq ".repeat(20_000));
    assert.ok(processorTime() - started < 500);
  });
});
