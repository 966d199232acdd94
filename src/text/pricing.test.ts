import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { processorTime } from "../../test/processor-time.ts";
import type { Phrase } from "../model/insight.ts";
import { extractPricing } from "./pricing.ts";

const said = (text: string, score: number): Phrase[] => [
  { text, start: 0, end: text.length, polarity: score < 0 ? "negative" : score > 0 ? "positive" : "neutral", score },
];
const sentiment = (text: string, score = 0): string | undefined =>
  extractPricing(text, said(text, score)).sentiment_of_current_pricing;

describe("pricing", () => {
  it("is No for a text that speaks of no price", () => {
    for (const text of [
      "The app crashes",
      "It charges my phone slowly",
      "the screen is freezing",
      "at all costs avoid",
    ]) {
      assert.deepEqual(extractPricing(text, said(text, -0.5)), { is_pricing: "No" }, text);
    }
  });
  it("is Yes with the phrases that speak of it", () => {
    const text = "The subscription is too expensive";
    assert.deepEqual(extractPricing(text, said(text, -0.9)), {
      is_pricing: "Yes",
      sentiment_of_current_pricing: "negative",
      phrases: [text],
    });
  });
  it("tells dear from fair, whatever the tone", () => {
    assert.equal(sentiment("they charge extra fees on every recharge"), "negative");
    assert.equal(sentiment("Great value for money", 0.8), "positive");
    assert.equal(sentiment("it's free and works"), "positive");
    assert.equal(sentiment("what is the price"), "neutral");
  });
  it("takes linear time on any input", () => {
    const started = processorTime();
    for (const text of ["a".repeat(50_000), "charge ".repeat(8_000), "$1".repeat(25_000), "9".repeat(50_000)]) {
      extractPricing(text, said(text, 0));
    }
    assert.ok(processorTime() - started < 1_000);
  });
});
