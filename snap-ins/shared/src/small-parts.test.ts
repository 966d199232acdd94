/** The small pure parts: counts, texts, messages, rules. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { processorTime } from "../../../test/processor-time.ts";
import { makeEvent } from "../testing/world.ts";
import { cut } from "./devrev.ts";
import { queueSettingsOf, readCount } from "./event.ts";
import { findFeatureRequests } from "./feature-rules.ts";
import { plainText } from "./plain-text.ts";
import { toMessages } from "./publish.ts";
import { readHashtags } from "./tweets.ts";

test("a count is a whole number within its limits, or a sentence", () => {
  assert.equal(readCount("", 20, 100), 20);
  assert.equal(readCount("7", 20, 100), 7);
  for (const typed of ["0", "101", "seven", "1.5", "-1", "1e2", "7 tickets"]) {
    assert.equal(typeof readCount(typed, 20, 100), "string", typed);
  }
});

test("missing settings are named, all of them", () => {
  const event = makeEvent({ inputs: { queue_url: "tickets" }, keyrings: { aws_region_name: " " } }, {});
  assert.deepEqual(queueSettingsOf(event), ["input queue_url", "keyring aws_region_name"]);
});

test("a text is cut between characters", () => {
  assert.equal(cut("abc", 3), "abc");
  assert.equal(cut("abcd", 3), "ab…");
  assert.equal(cut("a😀bc", 3), "a…");
  assert.ok(cut("😀".repeat(200), 256).isWellFormed());
});

test("tags are taken out of a text, and nothing that only looks like one", () => {
  assert.equal(plainText("<p>It &amp; I\n\n <b>love</b>  it</p>"), "It & I love it");
  assert.equal(plainText("a < b and c > d, <3"), "a < b and c > d, <3");
  assert.equal(plainText("&amp;lt;"), "&lt;");
  assert.equal(plainText(`${"<".repeat(50_000)}x`).length, 50_001);
});

test("records become messages of at most 64 KB, in order, and a larger record is left out", () => {
  const records = Array.from({ length: 250 }, (_, index) => ({ index, text: "é".repeat(400) }));
  const { bodies, tooLarge } = toMessages([...records, { text: "x".repeat(70_000) }]);
  assert.equal(tooLarge, 1);
  assert.deepEqual(
    bodies.flatMap((body) => JSON.parse(body) as unknown[]),
    records,
  );
  for (const body of bodies) assert.ok(Buffer.byteLength(body) <= 64 * 1024);
});

test("hashtags are read from a list, each once", () => {
  assert.deepEqual(readHashtags("#pay, bank,,#pay #größe"), ["#pay", "#bank", "#größe"]);
  assert.deepEqual(readHashtags(" , #, <b>"), []);
});

test("the rules find what a post wishes for, and nothing in a complaint or praise", () => {
  const wishes = (text: string) => findFeatureRequests(text).map(({ wish }) => wish);
  assert.deepEqual(wishes("Please add dark mode, my eyes hurt"), ["dark mode"]);
  assert.deepEqual(wishes("It would be great to have offline maps!"), ["offline maps"]);
  assert.deepEqual(wishes("You should add support for Apple Watch. Also please add a widget"), [
    "apple watch",
    "widget",
  ]);
  assert.deepEqual(wishes("The app crashes when I pay"), []);
  assert.deepEqual(wishes("Love it, best bank ever"), []);
});

test("the rules take long texts in their stride", () => {
  const start = processorTime();
  for (const text of ["a".repeat(50_000), "please add ".repeat(5_000), `please add ${"a ".repeat(25_000)}`]) {
    findFeatureRequests(text);
  }
  assert.ok(processorTime() - start < 1_000);
});
