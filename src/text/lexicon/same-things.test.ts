import assert from "node:assert/strict";
import { test } from "node:test";
import { underOneName } from "./en/same-things.ts";

test("what lets people in and what it reads are compared under one name", () => {
  assert.equal(underOneName("the barrier"), underOneName("the turnstile"));
  assert.equal(underOneName("my barcode at the exit gates"), "my QR code at the gate");
  assert.equal(underOneName("QR ticket"), underOneName("qr"));
  assert.equal(underOneName("an investigated barometer"), "an investigated barometer");
});
