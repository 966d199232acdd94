import assert from "node:assert/strict";
import { test } from "node:test";
import { withPlainComplaints } from "./plain-complaints.ts";
import type { StatementReading } from "./reader.ts";

const nothing: StatementReading = {
  statements: [],
  informative: 0,
  problem: 0,
  request: 0,
  question: 0,
  praise: 0,
  sentiment: [0.3, 0.3, 0.3, 0.1],
  priority: [1, 0, 0, 0],
};
const read = withPlainComplaints(() => nothing);
const found = (text: string, stars = 0) =>
  read({ text, stars }).statements.map(({ start, end, object }) => [
    text.slice(start, end),
    object && text.slice(object.start, object.end),
  ]);

test("what is well elsewhere, or was so until lately, is a problem here", () => {
  for (const text of [
    "Other apps work, this one doesn't",
    "all the other players run fine on my tablet, yours does not",
    "Never crashed until today",
    "Never had any trouble before this week",
    "Everything worked until the last update",
    "The gate opened by itself",
  ])
    assert.deepEqual(found(text), [[text, undefined]], text);
});

test("trouble with something, and what is not there, are problems with it", () => {
  assert.deepEqual(found("I have problems with the sound"), [["I have problems with the sound", "the sound"]]);
  assert.deepEqual(found("having issues with the step counter", 2)[0]?.[1], "the step counter");
  assert.deepEqual(found("No voice calling!!!"), [["No voice calling", "voice calling"]]);
  assert.equal(found("Got a fine even though I paid", 1).length, 1);
});

test("of a long sentence, each clause is heard, and a lack only where it is all that is said", () => {
  const long =
    "The colours are lovely and my sister uses it on her way to work every morning, but I have issues with the bell";
  assert.deepEqual(found(long), [["I have issues with the bell", "the bell"]]);
  assert.deepEqual(
    found("The colours are lovely and my sister uses it on her way to work every morning, and no pictures of her"),
    [],
  );
  const praise = "the colours are lovely and my sister uses it on her way to work every single morning";
  for (const turn of ["but", "although"]) {
    assert.deepEqual(found(`I have issues with the bell ${turn} ${praise}`), [
      ["I have issues with the bell", "the bell"],
    ]);
    assert.deepEqual(found(`So many bugs ${turn} ${praise}`), [["many bugs", undefined]]);
  }
  assert.deepEqual(found("I'm having trouble with the bell other than that it rings"), [
    ["I'm having trouble with the bell other than that it rings", "the bell"],
  ]);
});

test("what is denied, over, or others' trouble is none, and neither is a lack that nobody minds", () => {
  for (const text of [
    "I never have any problems with the sound",
    "I had problems with the login but they fixed it",
    "Others have problems with the sound",
    "Others crash all the time, this one does not",
    "no ads",
    "no doubt",
    "No comments",
    "no hidden fees",
  ])
    assert.deepEqual(found(text), [], text);
});
