// cspell:ignore superkiosks ſeſame
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import * as advertising from "../lexicon/en/advertising.ts";
import * as prices from "../lexicon/en/prices.ts";
import * as repair from "../lexicon/en/repair-words.ts";
import * as resolution from "../lexicon/en/resolution-words.ts";
import * as total from "../lexicon/en/total-words.ts";
import * as wishes from "../lexicon/en/wish-patterns.ts";
import { BORDER, needsOf } from "./needs.ts";
import { type Choice, type Item, parsePattern } from "./pattern-tree.ts";
import { type Rule, rule } from "./rule.ts";

const isRule = (value: unknown): value is Rule =>
  typeof value === "object" && value !== null && "pattern" in value && "mayMatch" in value;

/** Every rule in what a file exports, also in its lists. */
function rulesIn(value: unknown): Rule[] {
  if (isRule(value)) return [value];
  if (typeof value !== "object" || value === null || value instanceof RegExp) return [];
  return Object.values(value).flatMap(rulesIn);
}

const rules = [advertising, prices, repair, resolution, total, wishes].flatMap(rulesIn);

/** Chooses numbers below a bound. */
type Choose = (bound: number) => number;

/** Something that may match, leaving out what only looks around. */
function sampleOf(item: Item | Choice, choose: Choose): string {
  switch (item.kind) {
    case "character":
      return item.written ?? (item.word === undefined ? "e5 y,-'"[choose(7)]! : [" ", "'", "  "][choose(3)]!);
    case "choice":
      return item.of[choose(item.of.length)]!.map((one) => sampleOf(one, choose)).join("");
    case "repeat": {
      const times = item.least + choose(Math.min(2, item.most - item.least) + 1);
      return Array.from({ length: times }, () => sampleOf(item.of, choose)).join("");
    }
    default:
      return "";
  }
}

const trees = rules.map(({ pattern }) => parsePattern(pattern.source));
/** Stretches of words that the rules ask for, and what may stand around them. */
const needles = [...new Set(rules.flatMap(({ pattern }) => needsOf(pattern).flat(2)))].map((one) =>
  one.replaceAll(BORDER, ""),
);
const around = ["", " ", ". ", "\n", "the app ", " it", "s", "un", "n't", "é", "ı", "ſ", "\u212a", "_", "-", "5", "?"];

const matches = (pattern: RegExp, text: string): boolean =>
  new RegExp(pattern, pattern.flags.replace("g", "")).test(text);

/** A text of the rules' own words: of one rule, or of many. */
function textFrom(choose: Choose): string {
  const parts = Array.from({ length: 1 + choose(5) }, () => {
    const said = choose(2) === 0 ? sampleOf(trees[choose(trees.length)]!, choose) : needles[choose(needles.length)]!;
    const written = [said, said, said.toUpperCase(), said.replace(/^./, (first) => first.toUpperCase())][choose(4)]!;
    return `${around[choose(around.length)]}${written}${around[choose(around.length)]}`;
  });
  return parts.join(["", " ", ". ", " and "][choose(4)]);
}

test("whatever the text, a rule answers as its pattern does, of the whole and of each stretch", () => {
  assert.ok(rules.length > 80);
  const matched = new Set<Rule>();
  const property = fc.property(fc.infiniteStream(fc.nat(1_000_000)), (numbers) => {
    const choose: Choose = (bound) => numbers.next().value! % bound;
    const text = textFrom(choose);
    const start = choose(text.length + 1);
    const end = start + choose(text.length + 1 - start);
    for (const each of rules) {
      const { pattern } = each;
      const found = matches(pattern, text);
      if (found) matched.add(each);
      const said = `${pattern.source.slice(0, 60)} of ${JSON.stringify(text)}`;
      assert.ok(!found || each.mayMatch(text), said);
      assert.ok(
        !matches(pattern, text.slice(start, end)) || each.mayMatchIn(text, start, end),
        `${said} ${start}-${end}`,
      );
      if (pattern.global) {
        assert.deepEqual([...each.matchAll(text)].map(String), [...text.matchAll(pattern)].map(String), said);
        continue;
      }
      assert.equal(each.test(text), found, said);
      assert.deepEqual(each.exec(text), pattern.exec(text), said);
      assert.equal(each.testIn(text, start, end), pattern.test(text.slice(start, end)), said);
      assert.deepEqual(each.execIn(text, start, end), pattern.exec(text.slice(start, end)), said);
    }
  });
  fc.assert(property, { numRuns: 600, seed: 17 });
  assert.ok(matched.size > rules.length * 0.6, `only ${matched.size} of ${rules.length} rules matched`);
});

test("a pattern is not asked of a text without its words", () => {
  let asked = 0;
  class Counting extends RegExp {
    override exec(text: string): RegExpExecArray | null {
      asked++;
      return super.exec(text);
    }
  }
  const gone = rule(new Counting("\\b(?:crash(?:es|ed)?|freezes) (?:is|are) (?:gone|history)\\b", "i"));
  for (const text of ["", "It works", "the crash remains", "all is gone", "crushes are gone", "the crash is agone"]) {
    assert.equal(gone.test(text), false, text);
  }
  assert.equal(asked, 0);
  assert.equal(gone.test("CRASHES ARE GONE"), true);
  assert.equal(gone.exec("So: crash is history.")?.[0], "crash is history");
  assert.equal(asked, 2);
});

test("a stretch that cuts a word is looked at by itself", () => {
  const kiosk = rule(/\bkiosk\b/);
  assert.equal(kiosk.testIn("a superkiosks", 7, 12), true);
  assert.equal(kiosk.testIn("a superkiosks", 2, 13), false);
  assert.equal(kiosk.execIn("two kiosk", 4, 9)?.index, 0);
});

test("a rule that comes later is known too, and a letter like one of ASCII hides no match", () => {
  const late = rule(/\bsesame kiosk\b/iu);
  assert.equal(late.test("Open sesame"), false);
  assert.equal(late.test("a Sesame Kiosk here"), true);
  assert.equal(late.test("a ſeſame \u212aio\u017f\u212a here"), true);
});
