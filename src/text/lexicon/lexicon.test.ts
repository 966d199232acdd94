// cspell:ignore cras crashlanding evernote fitbit gpay strava
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { lexicons } from "./languages.ts";
import { wordsOf } from "./lexicon.ts";
import { createPrefixLookup } from "./prefix-lookup.ts";

/** Every list of a lexicon with the way to it, as "opinions.praise". */
function* listsOf(part: object, path = ""): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(part)) {
    if (typeof value === "string") yield [path + name, value];
    else yield* listsOf(value as object, `${path}${name}.`);
  }
}

/** An expression, not a list. */
const isPattern = (path: string): boolean => path === "questions.seeks";
const MAY_STAND_FOR_MORE = /^(?:opinions|classes|harms)\.|^failure\.works$/;

test("a list holds each word once, in lower case, and beginnings of words only where they are heeded", () => {
  for (const [language, lexicon] of Object.entries(lexicons)) {
    for (const [path, list] of listsOf(lexicon)) {
      if (isPattern(path)) continue;
      const words = wordsOf(list);
      const where = `${language}: ${path}`;
      assert.deepEqual(words, [...new Set(words)], where);
      for (const word of words) {
        assert.equal(word, word.toLowerCase(), where);
        assert.match(word, MAY_STAND_FOR_MORE.test(path) ? /^[^*]{2,}\*$|^[^*]+$/ : /^[^*]+$/, where);
      }
    }
  }
});

test("no app and no maker is named: what is learnt of one product holds for the next", () => {
  const named =
    /\b(?:garmin|huawei|fitbit|strava|samsung|xiaomi|netflix|whats ?app|facebook|instagram|telegram|evernote|spotify|phone ?pe|paytm|gpay|google|amazon|uber|paypal|slack|firefox)\b/gi;
  for (const folder of ["../lexicon/", "../routing/built-in/"]) {
    const files = readdirSync(new URL(folder, import.meta.url), { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))) {
      assert.deepEqual(readFileSync(new URL(folder + file, import.meta.url), "utf8").match(named) ?? [], [], file);
    }
  }
});

test("a word is looked up as it stands, and by the longest beginning that fits", () => {
  const entries = [
    ["crash*", 1],
    ["crashland*", 2],
    ["crash", 4],
  ] as const;
  const find = createPrefixLookup<number>(entries, (one, other) => one | other);
  assert.equal(find("crash"), 5);
  assert.equal(find("crashes"), 1);
  assert.equal(find("crashlanding"), 2);
  assert.equal(find("cras"), undefined);
});
