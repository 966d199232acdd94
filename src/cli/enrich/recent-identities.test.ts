import assert from "node:assert/strict";
import { test } from "node:test";
import { createRecentIdentities } from "./recent-identities.ts";

const content = (id: string, updated_at: number, content_hash = "a") => ({
  id,
  updated_at,
  ingested_at: 0,
  content_hash,
});

test("the same or older content is a duplicate, newer content the next revision", () => {
  const seen = createRecentIdentities();
  assert.equal(seen.revisionOf(content("x", 10)), 1);
  seen.remember(content("x", 10), 1);
  assert.equal(seen.revisionOf(content("x", 10)), undefined);
  assert.equal(seen.revisionOf(content("x", 9, "b")), undefined);
  assert.equal(seen.revisionOf(content("x", 11, "b")), 2);
  seen.remember(content("x", 11, "b"), 2);
  assert.equal(seen.revisionOf(content("x", 10, "a")), undefined);
  assert.equal(seen.revisionOf(content("y", 1)), 1);
});

test("only the identities met last are remembered, and meeting one again keeps it", () => {
  const seen = createRecentIdentities(2);
  for (const id of ["x", "y"]) seen.remember(content(id, 1), 1);
  assert.equal(seen.revisionOf(content("x", 1)), undefined);
  seen.remember(content("z", 1), 1);
  assert.equal(seen.revisionOf(content("x", 1)), undefined);
  assert.equal(seen.revisionOf(content("y", 1)), 1);
});
