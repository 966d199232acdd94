import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { extractPricing } from "./pricing.ts";

describe("pricing", () => {
  it("is No for a text that speaks of no price", () => {
    assert.deepEqual(extractPricing("The app crashes", []), { is_pricing: "No" });
  });
  it("is Yes with the polarity of what was said about the price", () => {
    const text = "The subscription is too expensive";
    const pricing = extractPricing(text, [{ text, start: 0, end: text.length, polarity: "negative", score: -0.9 }]);
    assert.equal(pricing.is_pricing, "Yes");
    assert.equal(pricing.sentiment_of_current_pricing, "negative");
  });
});
