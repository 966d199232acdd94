import assert from "node:assert/strict";
import { test } from "node:test";
import { nameFields } from "./known-fields.ts";
import { ratingScales } from "./rating-scales.ts";

const TEXT = "The boarding pass screen crashes every time I open it";

test("a rating above five shows the scale of those that came along, within an object of their own too", () => {
  const given = [4, 9].map((score) => ({ source: "form", review: { id: String(score), text: TEXT, score } }));
  const scaleOf = ratingScales([...given, { source: "store", text: TEXT, score: 4 }]);
  assert.deepEqual(nameFields(given[0]!, scaleOf("form")).metadata, { points: 4, scale: "0-10" });
  assert.deepEqual(nameFields({ text: TEXT, score: 4 }, scaleOf("store")).metadata, { score: 4 });
});
