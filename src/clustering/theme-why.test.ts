/** Which words the members of a theme are said to share. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sharedWords } from "./theme-why.ts";

test("words are shared that tell what a theme is about, and small ones never, however often they are said", () => {
  const members = [
    "the refund from the shop and they said no",
    "no refund from them and they never answer",
    "they took it from me and there is no refund",
  ];
  const others = Array.from({ length: 9 }, (_, at) => `the map freezes ${at}`);
  assert.deepEqual(
    sharedWords(members, [...members, ...others]).map(({ word }) => word),
    ["refund"],
  );
});
