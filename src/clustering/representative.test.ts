/** The phrase that names a cluster. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { representativePhrase } from "./representative.ts";

describe("the representative phrase", () => {
  const crashes = [
    ["app crashes on opening"],
    ["crashes when opening a ride", "lost my morning"],
    ["keeps crashing on opening", "no reply"],
    ["CRASH"],
  ];

  it("says in somebody's words what most of them share", () => {
    assert.match(representativePhrase(crashes) ?? "", /crash\w* (when |on )opening/);
  });

  it("does not depend on the order of the members", () => {
    assert.equal(representativePhrase([...crashes].reverse()), representativePhrase(crashes));
  });

  it("is a clause: no single word, no story", () => {
    const story = "so yesterday I opened it and then it crashed and I was at the gate and everybody stared at me";
    assert.equal(representativePhrase([["crash"], [story], ["crash"]]), undefined);
  });

  it("is undefined where nobody shares anything", () => {
    assert.equal(representativePhrase([["blue whale"], ["red bicycle"]]), undefined);
    assert.equal(representativePhrase([]), undefined);
  });
});
