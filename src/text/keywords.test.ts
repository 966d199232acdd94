import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keyPhrases } from "./keywords.ts";

describe("key phrases", () => {
  it("keep complaints and praise apart", () => {
    const text = "Easy to use, but the keyboard does not appear.";
    const phrases = [
      { text: "Easy to use", start: 0, end: 11, polarity: "positive" as const, score: 0.8 },
      { text: "the keyboard does not appear", start: 17, end: 45, polarity: "negative" as const, score: -0.8 },
    ];
    const found = keyPhrases(text, phrases);
    assert.equal(found.negative.length, 1);
    assert.match(found.negative[0]!, /keyboard does not appear/);
    assert.deepEqual(found.positive, ["easy to use"]);
  });
});
