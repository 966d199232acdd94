import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { processorTime } from "../../test/processor-time.ts";
import { splitPhrases } from "./phrases.ts";

const texts = (text: string): string[] => splitPhrases(text).map((clause) => clause.text);

test("sentences and turns are cut, and the joining word is left out", () => {
  assert.deepEqual(texts("Looks great, but it drains my battery. Also the map is slow!"), [
    "Looks great",
    "it drains my battery",
    "Also the map is slow!",
  ]);
});

test("a new subject after 'and' begins a clause; a list doesn't", () => {
  assert.deepEqual(texts("The login page is broken and I can't reset my password"), [
    "The login page is broken",
    "I can't reset my password",
  ]);
  assert.deepEqual(texts("fast, clean and simple"), ["fast, clean and simple"]);
});

test("numbers, versions and list marks are no ends of sentences", () => {
  assert.deepEqual(texts("Version 3.5.1 fails. 1. No sync 2. No sound"), [
    "Version 3.5.1 fails",
    "No sync 2. No sound",
  ]);
});

test("a sentence run into the next one is cut", () => {
  assert.deepEqual(texts("nice app.But ads everywhere"), ["nice app", "ads everywhere"]);
});

test("texts without letters have no clauses, emoji have", () => {
  assert.deepEqual(texts("... !!! ???"), []);
  assert.deepEqual(texts("👍"), ["👍"]);
});

test("every clause is where it says, in order, for any text", () => {
  const words = fc.constantFrom(
    "but",
    "and",
    "it",
    "good",
    "bad",
    ".",
    ",",
    "!",
    "\n",
    "😀",
    "é",
    "3.5",
    " ",
    "’",
    "1.",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string({ unit: "binary", maxLength: 4 })), { maxLength: 40 }), (parts) => {
      const text = parts.join(" ");
      let last = 0;
      for (const clause of splitPhrases(text)) {
        assert.equal(text.slice(clause.start, clause.end), clause.text);
        assert.ok(clause.start >= last && clause.end > clause.start);
        last = clause.end;
      }
    }),
  );
});

test("a long text takes time in proportion", () => {
  const began = processorTime();
  for (const part of ["a", "a, ", "but ", "and it ", ". ", "1. ", "\n"]) splitPhrases(part.repeat(50_000));
  assert.ok(processorTime() - began < 2_000);
});
