import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { alignment } from "./alignment.ts";
import { normalise } from "./normalise.ts";

const placed = (written: string, quote: string): string => {
  const normal = normalise(written);
  const start = normal.indexOf(quote);
  assert.ok(start >= 0, `${JSON.stringify(normal)} has no ${JSON.stringify(quote)}`);
  const span = alignment(written, normal)({ start, end: start + quote.length });
  return written.slice(span.start, span.end);
};

test("a stretch is found in the text as it was written", () => {
  const cases = [
    ["It&#39;s  good.  But the app   crashes on start", "the app crashes on start", "the app   crashes on start"],
    [
      "&quot;Pay&quot; button does nothing &amp; hangs",
      "button does nothing & hangs",
      "button does nothing &amp; hangs",
    ],
    ["<p>Old</p><p>Sync is <b>slow</b> again</p>", "Sync is slow again", "Sync is <b>slow</b> again"],
    ["see [my photo](https://example.org/a.png) it is blurred", "it is blurred", "it is blurred"],
    ["\u200bnews\u200b never\nload &lt;3", "never\nload", "never\nload"],
    ["\uff4c\uff4f\uff47in fails now", "login fails", "\uff4c\uff4f\uff47in fails"],
    ["plain text stays", "text stays", "text stays"],
  ] as const;
  for (const [written, quote, stands] of cases) assert.equal(placed(written, quote), stands);
});

test("a text in other words keeps its spans within what was written", () => {
  const span = alignment("short", "a much longer translation")({ start: 2, end: 20 });
  assert.ok(span.start <= 5 && span.end <= 5 && span.start <= span.end);
});

test("places are within the text and in order, whatever was written", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.nat(), fc.nat(), (written, a, b) => {
      const normal = normalise(written);
      const [start, end] = [a % (normal.length + 1), b % (normal.length + 1)].sort((x, y) => x - y) as [number, number];
      const span = alignment(written, normal)({ start, end });
      assert.ok(0 <= span.start && span.start <= span.end && span.end <= written.length);
    }),
  );
});
