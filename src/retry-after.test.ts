import assert from "node:assert/strict";
import { test } from "node:test";
import { readRetryAfter } from "./retry-after.ts";

test("Retry-After is read as seconds and as a date", () => {
  assert.equal(readRetryAfter("2"), 2_000);
  assert.equal(readRetryAfter(" 0.2 "), 200);
  assert.equal(readRetryAfter("Thu, 01 Jan 1970 00:00:10 GMT", 4_000), 6_000);
  assert.equal(readRetryAfter("Thu, 01 Jan 1970 00:00:10 GMT", 40_000), 0);
  assert.equal(readRetryAfter("soon"), undefined);
  assert.equal(readRetryAfter(null), undefined);
});
