// cspell:ignore doesn steht ungültig
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isWithinWord, saysNothing, trimSpan, wordCount } from "./span.ts";

/** What is left of the stretch in bars. */
function trimmed(marked: string): string | undefined {
  const [before, inside, after] = marked.split("|") as [string, string, string];
  const span = trimSpan(before + inside + after, before.length, before.length + inside.length);
  return span === undefined ? undefined : (before + inside + after).slice(span.start, span.end);
}

test("a span loses marks and words that only join it to its neighbours", () => {
  assert.equal(trimmed("good|, but the map is slow!!! |thanks"), "the map is slow");
  assert.equal(trimmed("|and because it crashes|"), "it crashes");
  assert.equal(trimmed("|and|"), "and", "a lone word stays");
  assert.equal(trimmed("|charts are pretty but| wrong"), "charts are pretty");
  assert.equal(trimmed("|the sound is gone, although| I paid"), "the sound is gone");
  assert.equal(trimmed("|!!! |"), undefined);
  assert.equal(trimmed("||"), undefined);
});

test("a span never ends inside a word, a number or a version", () => {
  assert.equal(trimmed("gone |since 6|.0.1"), "since 6.0.1");
  assert.equal(trimmed("gone |since 6.0.|1, thanks"), "since 6.0.1");
  assert.equal(trimmed("it |cra|shes"), "crashes");
  assert.equal(trimmed("it |doesn|'t work"), "doesn't");
  assert.equal(trimmed("drains |35|% a day"), "35%");
  assert.equal(trimmed("6.0|.1 fails|."), "6.0.1 fails");
  assert.equal(trimmed("|slow|.crashes"), "slow", "a sentence without a space after it ends");
});

test("what is quoted at the end of a span is quoted whole", () => {
  assert.equal(trimmed('|App says "valid|" and it is not'), 'App says "valid"');
  assert.equal(trimmed('|chat ends with "glad I could help|!" every time'), 'chat ends with "glad I could help!"');
  assert.equal(trimmed("|it says “try again|”."), "it says “try again”");
  assert.equal(trimmed("|es steht da „ungültig|“."), "es steht da „ungültig“");
  assert.equal(
    trimmed('they say "|it is fixed|" but no'),
    "it is fixed",
    "the mark of what began before it is none of its own",
  );
  assert.equal(trimmed('|the "new" map is slow|" they say'), 'the "new" map is slow');
});

test("a mark and a word that only leads on leave nothing", () => {
  assert.equal(trimSpan("up to 35%.and  .,", 8, 17), undefined);
});

test("whatever is cut, what is left lies in the text and has whole words", () => {
  const texts = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc
      .array(fc.constantFrom("6.0.1", "crash", " ", "and", "don't", ".", "35%", "ü", ","), { maxLength: 20 })
      .map((all) => all.join("")),
  );
  fc.assert(
    fc.property(texts, fc.nat(), fc.nat(), (text, a, b) => {
      const [from, to] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [number, number];
      const span = trimSpan(text, from, to);
      if (span === undefined) return;
      assert.ok(span.start >= 0 && span.start < span.end && span.end <= text.length);
      assert.ok(!isWithinWord(text, span.start) && !isWithinWord(text, span.end), text.slice(span.start, span.end));
      assert.ok(wordCount(text.slice(span.start, span.end)) > 0);
    }),
    { numRuns: 500 },
  );
});

test("a span of words that need others says nothing", () => {
  for (const text of ["you also", "They also", "it's not", "it’s not", "and", ""])
    assert.equal(saysNothing(text), true, text);
  for (const text of ["it's slow", "wouldn't work", "nothing"]) assert.equal(saysNothing(text), false, text);
});
