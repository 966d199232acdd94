import assert from "node:assert/strict";
import { test } from "node:test";
import { needsOf } from "./needs.ts";

test("the words that each match holds are read from the pattern", () => {
  const cases: [RegExp, ReturnType<typeof needsOf>][] = [
    [/\bcrash\w*/i, [[["|crash"]]]],
    [/\b(?:gone|history)\b/, [[["|gone|", "|history|"]]]],
    [/\bpop-?ups\b/, [[["ups|"], ["|pop"]]]],
    [/\bat least (?:one )?ticket/, [[["|ticket"], ["|least|"], ["|at|"]]]],
    [/(?:fix|mend)ed(?= now)/, [[["fix", "mend"], ["ed|"]]]],
    [/(?<!not )\bbroken(?: again)?$/, [[["|broken|"]]]],
    [/\b(?:late (?:bus|train)|lost)\b/, [[["|lost|"]], [["|train|", "|bus|"], ["|late|"]]]],
    [/\bCaf\u00e9\b/i, [[["|caf|"]]]],
  ];
  for (const [pattern, needs] of cases) {
    const sorted = (all: ReturnType<typeof needsOf>) =>
      all.map((groups) => groups.map((group) => group.toSorted().join(" ")).sort()).sort();
    assert.deepEqual(sorted(needsOf(pattern)), sorted(needs), pattern.source);
  }
});

test("of what may be anything, nothing is needed", () => {
  for (const pattern of [
    /(?:crash)?/,
    /\w+/,
    /crash|.*/,
    /[a-z]{4}/,
    /(?!crash)/,
    /(?:crash){0,2} ?/,
    /[ -~]ing?/,
    /\p{L}/u,
  ]) {
    assert.deepEqual(needsOf(pattern), [[]], pattern.source);
  }
});
