import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { processorTime } from "../../test/processor-time.ts";
import type { Phrase } from "../model/insight.ts";
import { keyPhrases } from "./keywords.ts";

/** A text as one phrase. */
const said = (text: string, polarity: Phrase["polarity"]): Phrase[] => [
  { text, start: 0, end: text.length, polarity, score: polarity === "negative" ? -0.8 : 0.8 },
];
const complaint = (text: string): string[] => keyPhrases(text, said(text, "negative")).negative;
const praise = (text: string): string[] => keyPhrases(text, said(text, "positive")).positive;

describe("key phrases", () => {
  it("keep complaints and praise apart", () => {
    const text = "Easy to use, but the keyboard does not appear.";
    const found = keyPhrases(text, [
      { text: "Easy to use", start: 0, end: 11, polarity: "positive", score: 0.8 },
      { text: "the keyboard does not appear", start: 17, end: 45, polarity: "negative", score: -0.8 },
    ]);
    assert.deepEqual(found, { negative: ["keyboard does not appear"], positive: ["easy to use"] });
  });
  it("are a stretch of the text without the fillers around it", () => {
    assert.deepEqual(complaint("And now I am not able to add my bank account please"), [
      "not able to add my bank account",
    ]);
    assert.deepEqual(complaint("Money debited but not credited"), ["money debited but not credited"]);
    assert.deepEqual(praise("I really love the clean design!"), ["love the clean design"]);
  });
  it("are cut to the part that tells", () => {
    const [key] = complaint(
      "I opened the app on my new phone yesterday evening in the train and the payment failed twice",
    );
    assert.match(key!, /payment failed/);
    assert.ok(key!.split(" ").length <= 7);
  });
  it("close a quotation that ends with them", () => {
    assert.deepEqual(complaint('The payment hangs on "confirming with your bank"'), [
      'payment hangs on "confirming with your bank"',
    ]);
  });
  it("leave out what has no subject", () => {
    assert.deepEqual(complaint("Very bad app"), []);
    assert.deepEqual(praise("Good app, I love it"), []);
  });
  it("are no fragments of a story, and nothing that works or is denied", () => {
    assert.deepEqual(complaint("I can scan any ticket with it"), []);
    assert.deepEqual(complaint("move onto"), []);
    assert.deepEqual(complaint("I cleared the browser history"), []);
    assert.deepEqual(complaint("someone help me to solve this issue"), []);
    assert.deepEqual(complaint("It has never crashed"), []);
    assert.deepEqual(complaint("It takes 15 minutes to start"), ["takes 15 minutes to start"]);
    assert.deepEqual(praise("The menu should be clean like the old one"), []);
  });
  it("say the same thing once", () => {
    const text = "Login fails. The login fails.";
    const phrases = [
      ...said("Login fails", "negative"),
      { ...said("The login fails", "negative")[0]!, start: 13, end: 28 },
    ];
    assert.deepEqual(keyPhrases(text, phrases).negative, ["login fails"]);
  });
  it("take linear time on any input", () => {
    const started = processorTime();
    for (const text of ["a".repeat(50_000), "not ".repeat(12_000), "漢".repeat(350_000)]) complaint(text);
    assert.ok(processorTime() - started < 1_000);
  });
});
