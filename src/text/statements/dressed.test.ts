import assert from "node:assert/strict";
import { test } from "node:test";
import { openUnderstanding } from "../../enrichment/understanding.testing.ts";

const { enrichment, denoise, router } = await openUnderstanding();

/** What is found in a text that may be dropped, by kinds. */
function found(text: string): readonly string[] {
  if (denoise({ text, title: "" }).drop !== undefined) return [];
  const { statements } = enrichment.enrich({ app: "Velo", text, title: "", untranslated: false }, router);
  return statements.map(({ kind }) => kind);
}

const dresses: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toLowerCase(),
  (text) => text.toUpperCase(),
  (text) => `Hi team, ${text}`,
  (text) => `Hello,\n\n${text}\n\nThanks`,
  (text) => `Morning all, ${text.replace(/\.$/, "")}, cheers.`,
  (text) => `"${text}"`,
  (text) => `Edit: ${text}`,
  (text) => `${text} EDIT: updated my rating.`,
  (text) => `- ${text}`,
  (text) => `${text}\n\nBest regards,\nAnna Miller\nSent from my iPhone`,
];

test("what is said stays the same in whatever dress", () => {
  for (const [text, kinds] of [
    ["I want to filter flights by airline.", ["wish"]],
    ["Let me choose the default currency.", ["wish"]],
    ["Please support split payments.", ["wish"]],
    ["The app crashes on start and the battery drains fast.", ["problem", "problem"]],
    ["I was charged twice. My refund has not arrived either.", ["problem", "problem"]],
    ["My kids love the games.", []],
    ["I use it on an iPad.", []],
    ["Is there a family plan?", []],
  ] as const)
    for (const dress of dresses) assert.deepEqual(found(dress(text)), kinds, dress(text));
});

test("two clauses of a short text that fail in different ways are two problems", () => {
  for (const text of [
    "Lessons do not load, and my streak was lost.",
    "The driver cancelled and I was still charged.",
    "The camera is blurry and the flash does not work.",
    "I cannot reset my password, and the code never arrives.",
  ])
    assert.deepEqual(found(text), ["problem", "problem"], text);
});

test("what works, what is there and what is liked is no problem and no wish", () => {
  for (const text of [
    "Delivery was on time and the driver was polite.",
    "It saves me hours every week.",
    "Payments go through instantly.",
    "Reminders arrive exactly when I need them.",
    "Love the dark mode.",
    "There is a button at the top for new notes.",
    "It shows the weather for ten days.",
    "My phone is a Pixel 7 with Android 14.",
    "I ordered a pair of shoes last week.",
  ])
    assert.deepEqual(found(text), [], text);
  for (const text of ["Delivery was never on time", "It shows a white screen", "The driver was not polite"])
    assert.deepEqual(found(text), ["problem"], text);
  assert.deepEqual(found("I would love the dark mode"), ["wish"]);
});

test("a wish told in one sentence of several is heard", () => {
  for (const text of [
    "We need a family plan. Otherwise great app, keep up the good work!",
    "More payment methods please. Otherwise great app, keep up the good work!",
  ])
    assert.deepEqual(found(text), ["wish"], text);
});
