import assert from "node:assert/strict";
import { test } from "node:test";
import type { ReadStatement, StatementReading } from "./reader.ts";
import { withWholeClauses } from "./whole-clauses.ts";

/** What is told of `text` where the spans of `quotes` were read. */
function told(text: string, ...quotes: readonly string[]): string[] {
  const statements = quotes.map((quote): ReadStatement => {
    const start = text.indexOf(quote);
    return { start, end: start + quote.length, kind: "problem", failures: [], sureness: 0.8 };
  });
  const reading = { statements } as unknown as StatementReading;
  return withWholeClauses(() => reading)({ text, stars: 0 }).statements.map(({ start, end }) => text.slice(start, end));
}

test("a statement goes on to the end of its clause, where it breaks off within", () => {
  for (const [text, quote, whole] of [
    ["Freezes all the time. I gave up", "Freezes all the", "Freezes all the time"],
    ["the bells don't reliably chime and so on", "the bells don't", "the bells don't reliably chime"],
    [
      "I cannot share a recipe with my sister, sadly",
      "I cannot share a recipe with",
      "I cannot share a recipe with my sister",
    ],
    ["fewer seats than last year", "fewer seats than", "fewer seats than last year"],
    [
      "a drawer for my grandmother's spoons, please",
      "a drawer for my grandmother's",
      "a drawer for my grandmother's spoons",
    ],
  ] as const)
    assert.deepEqual(told(text, quote), [whole]);
});

test("of a long clause it takes in what it needs", () => {
  const text =
    "the scale does not reliably tell whether somebody of my own family or a guest of ours is standing on it";
  assert.deepEqual(told(text, "the scale does not reliably tell whether somebody of my"), [
    "the scale does not reliably tell whether somebody of my own family",
  ]);
});

test("a statement ends before another clause that only begins", () => {
  for (const [text, quote, whole] of [
    ["the map never loads I have told you twice", "the map never loads I", "the map never loads"],
    ["prints only on the old tray which is empty", "prints only on the old tray which", "prints only on the old tray"],
    ["the list stays empty unless you are online", "the list stays empty unless you are", "the list stays empty"],
    ["nobody rides it as they used to", "nobody rides it as they", "nobody rides it"],
    ["it rings at night, I don't like that", "it rings at night, I don't", "it rings at night"],
  ] as const)
    assert.deepEqual(told(text, quote), [whole]);
});

test("what is whole stays as it is, and none takes of the next", () => {
  for (const quote of [
    "it takes a while",
    "the driver hung up on me",
    "no sound whatever I do",
    "the lid won't close at all",
    "no card is taken at the baker's",
  ])
    assert.deepEqual(told(`${quote} and more`, quote), [quote]);
  assert.deepEqual(told("the timer of the oven never stops", "the timer of the", "oven never stops"), [
    "the timer of the",
    "oven never stops",
  ]);
});
