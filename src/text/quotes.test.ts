import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findQuote } from "./quotes.ts";

const found = (text: string, quote: string): string | undefined => {
  const place = findQuote(text, quote);
  return place && text.slice(place.start, place.end);
};

test("a quote is found as it is written, whatever became of case, marks and white space", () => {
  const text = "Since the update\nit CRASHES, and I can’t “pay”. Crashes!";
  assert.equal(found(text, "the update it crashes"), "the update\nit CRASHES");
  assert.equal(found(text, 'I can\'t "pay"'), "I can’t “pay");
  assert.equal(found(text, '"Crashes!"'), "CRASHES");
});

test("what isn't there, is part of a word, or says nothing is not found", () => {
  assert.equal(found("The app repays", "pay"), undefined);
  assert.equal(found("It repays. Pay now", "pay"), "Pay");
  assert.equal(found("The app crashes", "the app hangs"), undefined);
  assert.equal(found("Fine.", "."), undefined);
  assert.equal(found("支付总是失败", "失败"), "失败");
});

test("every stretch of whole words is found, with itself in its place", () => {
  const words = fc.array(fc.stringMatching(/^[A-Za-zİß0-9']{1,6}$/), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(words, fc.nat(), fc.nat(), (all, a, b) => {
      const [from, to] = [a % all.length, b % all.length].sort((x, y) => x - y) as [number, number];
      const quote = all.slice(from, to + 1).join(" ");
      const place = findQuote(all.join(" "), quote);
      const plain = quote.replace(/^[ ']+|[ ']+$/g, "");
      if (plain === "") assert.equal(place, undefined);
      else assert.equal(all.join(" ").slice(place?.start, place?.end).toLowerCase(), plain.toLowerCase());
    }),
  );
});
