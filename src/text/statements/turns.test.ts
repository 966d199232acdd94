import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createEmbedder } from "../embedding/embedder.ts";
import { createStatementNetwork } from "./network.ts";
import { createStatementReader } from "./reader.ts";
import { withTurns } from "./turns.ts";
import { readStatementWeights } from "./weights.ts";

const model = (name: string): Buffer => readFileSync(new URL(`../../../models/${name}`, import.meta.url));
const embedder = createEmbedder(model("reference-15k-256.semb"));
const network = createStatementNetwork(readStatementWeights(model("statements-v1.bin")), embedder);
const plain = createStatementReader(network, embedder);
const read = withTurns(plain);

const told = (text: string): string[] =>
  read({ text, stars: 0 }).statements.map(({ start, end }) => text.slice(start, end));

test("beside what is over, what is not is a statement of its own", () => {
  for (const [text, problem] of [
    ["The popups are gone but videos buffer for minutes", "videos buffer for minutes"],
    ["login works again but payments fail", "payments fail"],
    ["Thanks for fixing the login, sadly the map crashes now", "map crashes"],
    ["crash fixed, but now the sound is missing", "the sound is missing"],
    ["The lag is gone but so are my photos", "are my photos"],
    ["Videos buffer for minutes but at least the popups are gone", "Videos buffer for minutes"],
  ] as const) {
    const [one, ...others] = told(text);
    assert.deepEqual(others, [], text);
    assert.ok(one?.includes(problem) && !/gone|again|fix/.test(one), `${text}: ${one}`);
  }
});

test("what was to be put right and is not is a problem", () => {
  for (const text of [
    "It was never fixed",
    "They never fixed the lag",
    "I thought the bug was fixed but it happened again today",
    "Login problem fixed for a day, then back again",
    "fixed one bug, added ten",
    "bug not fixed",
    "still the same problem",
  ]) {
    assert.equal(told(text).length, 1, text);
  }
});

test("all else is read as before", () => {
  for (const text of [
    "The crash is fixed, thank you",
    "The login was slow but they fixed it",
    "I made a typo and can't fix this with the app",
    "Was it never fixed?",
    "It crashes. They have not fixed it",
    "Great app",
  ]) {
    assert.deepEqual(read({ text, stars: 0 }), plain({ text, stars: 0 }), text);
  }
});
