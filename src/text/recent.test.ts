import assert from "node:assert/strict";
import { test } from "node:test";
import { createRecent } from "./recent.ts";

test("the keys met last are known, and never more than were asked for", () => {
  const recent = createRecent<number, string>(10);
  for (let key = 0; key < 1_000; key++) {
    recent.set(key, String(key));
    assert.equal(recent.get(0), "0", "what is met again and again stays");
    for (let before = Math.max(0, key - 2); before <= key; before++) assert.equal(recent.get(before), String(before));
    const known = Array.from({ length: key + 1 }, (_, at) => at).filter((at) => at < key - 10 && at !== 0);
    assert.ok(known.every((at) => recent.get(at) === undefined));
  }
});
