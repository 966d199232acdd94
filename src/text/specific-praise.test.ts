import assert from "node:assert/strict";
import { test } from "node:test";
import { processorTime } from "../../test/processor-time.ts";
import { praisesOneThing } from "./specific-praise.ts";

test("praise of one thing is told from praise of the whole", () => {
  for (const text of [
    "Sharing a board with my team is easy",
    "Love it! Booking a court for two is so quick.",
    "The offline search works great",
    "ok but the night mode is really nice",
  ])
    assert.ok(praisesOneThing(text), text);
  for (const text of [
    "The app is great",
    "The whole thing works well",
    "Everything is easy",
    "Amazing app, it is very good",
    "Using this app is fun",
    "the search is slow",
  ])
    assert.ok(!praisesOneThing(text), text);
});

test("it costs little, whatever a text is made of", () => {
  const text = `${"sharing ".repeat(5_000)}${"the a b ".repeat(5_000)}`;
  const started = processorTime();
  assert.ok(!praisesOneThing(text));
  assert.ok(processorTime() - started < 1_000);
});
