// cspell:ignore batteri
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { processorTime } from "../../test/processor-time.ts";
import { readSearchQuery } from "./search-query.ts";
import { searchWords } from "./words.ts";

const read = (query: string) => {
  const { words, phrases, without } = readSearchQuery(query, 50);
  return [words.join(" "), phrases.map((one) => one.join(" ")), without.map((one) => one.join(" "))];
};

test("words, phrases, and what must not be there, by example", () => {
  for (const [query, expected] of [
    ["crash", ["crash", [], []]],
    ["crash on login", ["crash on login", [], []]],
    ["crash -login", ["crash", [], ["login"]]],
    ["-login", ["", [], ["login"]]],
    ['"dark mode"', ["", ["dark mode"], []]],
    ['map "dark mode" -"battery drain" -slow', ["map", ["dark mode"], ["batteri drain", "slow"]]],
    ['"crash"', ["crash", [], []]],
    ["“dark mode”", ["", ["dark mode"], []]],
    ["sign-in -e-mail", ["sign in", [], ["e mail"]]],
    ['never "closed', ["never close", [], []]],
    ["- -- crash", ["crash", [], []]],
    ["5 - 3", ["5 3", [], []]],
    ['""', ["", [], []]],
    ['5" screen', ["5 screen", [], []]],
    ["crash crash", ["crash", [], []]],
  ] as const)
    assert.deepEqual(read(query), expected, query);
});

test("a search without a minus or a quote is the words that it always was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (typed) => {
      const query = typed.replace(/[-"\u201c\u201d\u201e\u00ab\u00bb]/g, "");
      const { words, phrases, without } = readSearchQuery(query, 1_000);
      assert.deepEqual([words, phrases, without], [[...new Set(query.split(/\s+/u).flatMap(searchWords))], [], []]);
    }),
  );
});

test("no more words are looked for than may be, and the longest searches are read at once", () => {
  const many = Array.from({ length: 200 }, (_, index) => `w${index}`);
  assert.equal(readSearchQuery(many.join(" "), 50).words.length, 50);
  assert.equal(readSearchQuery(`"${many.join(" ")}" more`, 50).phrases[0]?.length, 50);
  const started = processorTime();
  for (const filling of ['"', '-"', '"a', "-", "--a", '""', " ", '" ']) readSearchQuery(filling.repeat(50_000), 50);
  assert.ok(processorTime() - started < 2_000);
});
