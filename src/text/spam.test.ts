import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { spamReason } from "./spam.ts";

describe("spam", () => {
  it("is text without text, a held key, the same words over and over", () => {
    assert.equal(spamReason("!!! 👍"), "no_text");
    assert.equal(spamReason("aaaaaaaaaaaaaa"), "repeated_characters");
    assert.equal(spamReason("hahahahahahaha"), "repeated_characters");
    assert.equal(spamReason("good app ".repeat(10)), "spam");
  });
  it("is advertising with a way to follow it", () => {
    assert.equal(spamReason("Earn money daily from home, whatsapp me +44 20 7946 0958"), "spam");
    assert.equal(spamReason("Use my referral code ABC12345 for a bonus"), "spam");
  });
  it("is no short praise and no complaint about codes, links or fraud", () => {
    for (const text of [
      "good",
      "Great!!!!",
      "the app is slow",
      "My referral code is not working",
      "I clicked the link in the mail and nothing happened",
      "I was scammed, please contact me about my refund",
      "漢字漢字漢",
    ]) {
      assert.equal(spamReason(text), undefined, text);
    }
  });
  it("takes linear time on any input", () => {
    const started = performance.now();
    for (const text of ["a".repeat(50_000), "+1".repeat(25_000), "recover ".repeat(6_000), "漢".repeat(350_000)])
      spamReason(text);
    assert.ok(performance.now() - started < 1_000);
  });
});
