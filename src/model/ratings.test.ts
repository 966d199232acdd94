import assert from "node:assert/strict";
import { test } from "node:test";
import { processorTime } from "../../test/processor-time.ts";
import { type RatingRange, readRating, scaleOf } from "./ratings.ts";
import { starsOf } from "./stars.ts";

test("stars are read as words, parts of five, symbols and decimals with either point", () => {
  const written: readonly (readonly [unknown, number])[] = [
    [4, 4],
    ["4", 4],
    ["4.0", 4],
    ["4,5", 4.5],
    ["4/5", 4],
    ["4 / 5", 4],
    ["4 out of 5 stars", 4],
    ["4,0 von 5 Sternen", 4],
    ["4,0 sur 5 étoiles", 4],
    ["Rated 2 out of 5 stars", 2],
    ["★★★", 3],
    ["★★★☆☆", 3],
    ["⭐⭐⭐⭐", 4],
    ["⭐️⭐️", 2],
    ["★★½", 2.5],
    ["five", 5],
    ["Four stars", 4],
    ["FIVE", 5],
    ["3 stars", 3],
    ["3-star", 3],
    ["1 star", 1],
    ["drei Sterne", 3],
  ];
  for (const [value, stars] of written) assert.equal(starsOf({ score: value }), stars, JSON.stringify(value));
});

test("stars are read in other scripts and languages", () => {
  for (const written of [
    "4星",
    "４つ星",
    "星4つ",
    "4 颗星",
    "٤ نجوم",
    "4 звезды",
    "4 gwiazdki",
    "4 yıldız",
    "4 bintang",
    "별 4개",
    "४ सितारे",
  ]) {
    assert.deepEqual(readRating(written), { value: 4, stars: true }, written);
  }
});

test("what is no rating of one to five stars is none", () => {
  for (const value of [0, 6, "7/10", "80%", "n/a", "", "good", null, Number.NaN, "1234", "yes", "☆☆☆☆☆"]) {
    assert.equal(starsOf({ score: value }), undefined, JSON.stringify(value));
  }
  assert.equal(starsOf({ score: 4, scale: "0-10" }), undefined);
  assert.equal(starsOf({ points: 4, scale: "0-10" }), undefined);
});

test("a value that names its scale says so, and one that is no rating is not read", () => {
  assert.deepEqual(readRating("7/10"), { value: 7, outOf: 10 });
  assert.deepEqual(readRating("80 %"), { value: 80, outOf: 100 });
  for (const text of ["works 5 of 5 times as it should do", "it is great", "5 apples", "-", "★ is missing"]) {
    assert.equal(readRating(text), undefined, text);
  }
});

test("patterns stay linear on what an attacker may send", () => {
  const started = processorTime();
  for (const text of ["1".repeat(50_000), " ".repeat(50_000), `rated ${"9".repeat(50_000)}`, "★".repeat(50_000)])
    readRating(text);
  assert.ok(processorTime() - started < 100);
});

const rangeOf = (...values: readonly number[]): RatingRange => ({
  count: values.length,
  min: Math.min(...values),
  max: Math.max(...values),
  zeros: values.filter((value) => value === 0).length,
  above: values.filter((value) => value > 5).length,
  stars: 0,
  outOf: 0,
});

test("a column's scale is told by name, range and values, not by a single cell", () => {
  assert.equal(scaleOf("score", rangeOf(1, 4, 5)), "1-5");
  assert.equal(scaleOf("score", rangeOf(0, 10, 4, 5)), "0-10");
  assert.equal(scaleOf("score", rangeOf(1, 4, 9)), "1-10");
  assert.equal(scaleOf("NPS", rangeOf(4, 5)), "0-10");
  assert.equal(scaleOf("How likely are you to recommend us?", rangeOf(4, 5)), "0-10");
  assert.equal(scaleOf("Q1_NPS", rangeOf(1, 2)), "0-10");
  assert.equal(scaleOf("score", rangeOf(80, 95, 3)), "0-100");
  assert.equal(scaleOf("score", rangeOf(1, 0, 0, 1)), "other");
  assert.equal(scaleOf("score", rangeOf(3, -2, 5)), "other");
  assert.equal(scaleOf("score", rangeOf(3, 1_204)), "other");
  assert.equal(scaleOf("Star Rating", rangeOf(0, 3, 5)), "1-5");
  assert.equal(scaleOf("Rating (0-10)", rangeOf(3, 4, 5)), "0-10");
  assert.equal(scaleOf("Bewertung von 1 bis 10", rangeOf(3, 4, 5)), "1-10");
  assert.equal(scaleOf("Score /100", rangeOf(3, 4, 5)), "0-100");
  assert.equal(scaleOf("Rating (1-5)", rangeOf(0, 4, 5)), "1-5");
  assert.equal(scaleOf("Rating 2024-10-05", rangeOf(3, 4, 5)), "1-5");
  const many = Array.from({ length: 400 }, (_, index) => (index % 5) + 1);
  assert.equal(scaleOf("Rating", rangeOf(...many, 55)), "1-5");
});
