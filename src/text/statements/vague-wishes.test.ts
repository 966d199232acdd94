import assert from "node:assert/strict";
import { test } from "node:test";
import { VAGUE_WISH } from "../lexicon/en/wish-words.ts";
import type { ReadStatement, StatementReading } from "./reader.ts";
import { withoutVagueWishes } from "./vague-wishes.ts";

test("who asks for more or better without saying of what wishes for nothing", () => {
  for (const text of [
    "It can be improved a lot",
    "Need to develop some more",
    "needs improvement",
    "there is room for improvement",
    "could be much better in the next update",
    "improve it please",
    "Need to add a few more features",
    "it could have more features in the next update",
  ])
    assert.match(text, VAGUE_WISH);
  for (const text of [
    "improve the search",
    "Need to improve the battery life",
    "could be better with a dark mode",
    "it should be developed for tablets",
    "improve speed",
    "more features for the camera",
    "add a few more stickers",
  ])
    assert.doesNotMatch(text, VAGUE_WISH);
});

test("only such wishes go, and problems in the same words stay", () => {
  const text = "Need to develop some more. Add a map";
  const statement = (kind: ReadStatement["kind"], start: number, end: number): ReadStatement => ({
    ...{ kind, start, end },
    failures: [],
    sureness: 0.9,
  });
  const all = [statement("wish", 0, 25), statement("wish", 27, 36), statement("problem", 0, 25)];
  const read = withoutVagueWishes(() => ({ statements: all }) as unknown as StatementReading);
  assert.deepEqual(read({ text, stars: 0 }).statements, all.slice(1));
});
