import assert from "node:assert/strict";
import { test } from "node:test";
import { titleOf } from "./title.ts";

test("no title ends on a word that leads on", () => {
  for (const quote of [
    "The pay page is not working since",
    "I can't message people pictures every",
    "It keeps showing the map until",
  ]) {
    const said = titleOf([{ kind: "problem", quote, failures: [] }], { app: "Velo" });
    assert.doesNotMatch(said, /\b(?:since|every|until|while|when|after)$/i, quote);
  }
  for (const object of ["recorded activities until", "more cool stuff and make", "dynamic icons like", "a map while"]) {
    const said = titleOf([{ kind: "wish", quote: object, object, failures: [] }], { app: "Velo" });
    assert.doesNotMatch(said, /\b(?:until|make|like|while|and)$/i, object);
    assert.notEqual(said, "Other wishes");
  }
});

test("what does not work, whatever it is, is no other problem", () => {
  for (const quote of ["it is down", "glitchy it is practically unusable", "cant use it now"])
    assert.equal(titleOf([{ kind: "problem", quote, failures: [] }], { app: "Velo" }), "App does not work", quote);
});
