// cspell:ignore pgel pewkrelvyzzapiddcal
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { base32, digest, shortId } from "./identity.ts";

test("a short id is the beginning of the digest in base32", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 4 }), (parts) => {
      assert.equal(shortId(...parts), base32(digest(...parts)).slice(0, 26));
    }),
  );
  assert.equal(shortId("session", "s1"), "pgel726pewkrelvyzzapiddcal");
});
