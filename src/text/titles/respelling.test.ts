// cspell:ignore notifcations acount scanne mesasges
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRespelling } from "./respelling.ts";

const counts = new Map([
  ["notifications", 30],
  ["notifcations", 1],
  ["account", 20],
  ["acount", 2],
  ["messages", 12],
  ["massages", 1],
  ["message", 1],
  ["scanner", 9],
  ["scanne", 1],
  ["price", 20],
  ["prize", 1],
  ["calender", 5],
  ["calendar", 6],
]);
const respell = createRespelling(counts, (word) => word === "prize");

test("what one or two misspell is written as all others do", () => {
  for (const [word, right] of [
    ["notifcations", "notifications"],
    ["acount", "account"],
    ["massages", "messages"],
    ["scanne", "scanner"],
    ["mesasges", "messages"],
  ] as const)
    assert.equal(respell(word), right);
});

test("a word that is one, a form of another word, and one that many write stay", () => {
  for (const word of ["prize", "message", "calender", "accounts", "card", "scan"]) assert.equal(respell(word), word);
});
