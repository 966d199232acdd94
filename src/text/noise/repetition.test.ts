// cspell:ignore хахахахаха zzzzzzzzzx
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { repeatsCharacters, repeatsWords } from "./repetition.ts";

function plainlyRepeatsWords(text: string): boolean {
  const words = text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  const distinct = new Set(words).size;
  return words.length >= 12 && distinct <= words.length * 0.2 && distinct <= 12;
}

test("words that come again and again are told, whatever the words", () => {
  const word = fc.constantFrom(
    "good",
    "Good",
    "app",
    "é",
    "É",
    "a",
    "😀",
    "\u212a",
    "k",
    "ok!",
    "nice",
    "x1",
    "x2",
    "x3",
    "x4",
    "x5",
    "x6",
    "x7",
  );
  const texts = fc.array(fc.tuple(word, fc.constantFrom(" ", "\n", " \u00a0")), { maxLength: 90 });
  const same = fc.property(texts, fc.nat(17), (parts, most) => {
    const text = parts.map(([one, gap], at) => (at % (most + 1) === 0 ? one : parts[0]![0]) + gap).join("");
    assert.equal(repeatsWords(text), plainlyRepeatsWords(text), text);
  });
  fc.assert(same, { numRuns: 3_000, seed: 5 });
  const first = Array.from({ length: 13 }, (_, at) => `w${at}`).join(" ");
  assert.equal(repeatsWords(`${first} ${"w1 ".repeat(500)}`), false);
  assert.equal(repeatsWords("w1 w2 ".repeat(10)), true);
});

test("a held key is told in any script", () => {
  for (const text of ["aaaaaaaaAAAA", "хахахахаха", "漢字漢字漢字漢字", "zzzzzzzzzx"])
    assert.equal(repeatsCharacters(text), true, text);
  for (const text of ["aaaa", "the app is slow", "漢字仮名漢字仮名", "........."])
    assert.equal(repeatsCharacters(text), false, text);
});
