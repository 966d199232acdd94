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

/** How what was read of `text` is shown. */
function shown(text: string, ...quotes: readonly string[]): string[] {
  const statements = quotes.map((quote): ReadStatement => {
    const start = text.indexOf(quote);
    return { start, end: start + quote.length, kind: "problem", failures: [], sureness: 0.8 };
  });
  const reading = { statements } as unknown as StatementReading;
  return withWholeClauses(() => reading)({ text, stars: 0 }).statements.map(({ whole, ...one }) => {
    const { start, end } = whole ?? one;
    return text.slice(start, end);
  });
}

test("what begins within its clause is shown with what leads to it", () => {
  for (const [text, quote, whole] of [
    ["Sorry but I am not able to moor the boat", "able to moor the boat", "I am not able to moor the boat"],
    ["The ramp does not fold like the old one", "not fold like the old one", "The ramp does not fold like the old one"],
    ["It is a nightmare to clean the filter", "to clean the filter", "It is a nightmare to clean the filter"],
    ["they say my kettle keeps whistling", "kettle keeps whistling", "my kettle keeps whistling"],
    ["nice oars.The paddle can't float", "float", "The paddle can't float"],
  ] as const)
    assert.deepEqual(shown(text, quote), [whole]);
});

test("a word or two that its clause goes on by are shown, those of another one are not", () => {
  for (const [text, quote, whole] of [
    [
      "the pump won't run on the river path, alas",
      "the pump won't run on the river",
      "the pump won't run on the river path",
    ],
    ["it takes more than an hour", "it takes more", "it takes more than an hour"],
    ["the bell rings twice please help", "the bell rings twice", "the bell rings twice"],
    ["the bell rings twice I tried", "the bell rings twice", "the bell rings twice"],
    ["the deck leaks at every seam that", "the deck leaks at every seam", "the deck leaks at every seam"],
    ["the oar splits at the end.The seat", "the oar splits at the end.The seat", "the oar splits at the end"],
    ["We row. The mast keeps falling down", "row. The mast keeps falling down", "The mast keeps falling down"],
  ] as const)
    assert.deepEqual(shown(text, quote), [whole]);
});

test("what is shown of one statement is none of the next", () => {
  const text = "the lamp is not bright enough the hook is not strong";
  assert.deepEqual(shown(text, "the lamp is not", "bright enough", "not strong"), [
    "the lamp is not",
    "bright enough",
    "the hook is not strong",
  ]);
});
