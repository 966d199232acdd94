import assert from "node:assert/strict";
import { test } from "node:test";
import { processorTime } from "../../test/processor-time.ts";
import { withoutDressing } from "./dressing.ts";

const said = (text: string): string =>
  withoutDressing(text)
    .replace(/\s+/g, " ")
    .replace(/[ .,]+$/, "")
    .trim();

test("greetings, marks of additions, closings and quotation marks around all say nothing", () => {
  for (const [text, told] of [
    ["Hi team, please add a dark mode.", "please add a dark mode"],
    ["Dear Sir/Madam,\nIt crashes. Kindly do the needful.", "It crashes"],
    ["Morning all, an undo button would help, cheers.", "an undo button would help"],
    ["Hey guys, it crashes y'all", "it crashes"],
    ["Good evening!\nIt crashes", "It crashes"],
    ["Edit: it works. EDIT 2: it crashes", "it works. it crashes"],
    ["It crashes. EDIT: updated my rating.", "It crashes"],
    ["It works now. Changed my review to 5 stars", "It works now"],
    ['"I use it on an iPad."', "I use it on an iPad"],
    ["“It crashes”", "It crashes"],
  ] as const)
    assert.equal(said(text), told);
});

test("what is said of the product stays", () => {
  for (const text of [
    "Hello",
    "Hey Google does not answer",
    "Hello Kitty, the game, crashes",
    "Update: https://x.example is down".slice(7),
    "The update broke it",
    "It updated my rating without asking",
    'It says "failed" and "retry"',
    '"Failed" is all it says',
    "No cheers for this update",
  ])
    assert.equal(said(text), text.trim());
});

test("takes linear time on any input", () => {
  for (const piece of ["hi ", "edit ", ". ", "   ", "update my ", '"', "\n hello team", " cheers,"]) {
    const text = piece.repeat(100_000 / piece.length);
    const began = processorTime();
    withoutDressing(text);
    assert.ok(processorTime() - began < 2_000, piece);
  }
});
