import assert from "node:assert/strict";
import { test } from "node:test";
import type { Statement } from "../model/insight.ts";
import { tellingFirst } from "./telling.ts";

const theme = { name: "Photo upload fails", failure: "does-not-upload" };
const told = (record: string, quote: string, parts: Partial<Statement> = {}) => ({
  record,
  statement: { start: 0, end: quote.length, quote, kind: "problem", title: "", priority: "High", ...parts } as const,
});
const order = (candidates: readonly ReturnType<typeof told>[]): string[] =>
  tellingFirst(candidates, theme).map(({ record }) => record);

test("a readable statement of the theme's title and failure comes before short, long and other ones", () => {
  const long = `the photo upload fails ${"again and ".repeat(20)}again`;
  assert.deepEqual(
    order([
      told("short", "photo fails"),
      told("long", long),
      told("other", "it says that something went wrong"),
      told("best", "the upload of a photo fails each time", { title: theme.name, failure: theme.failure }),
    ])[0],
    "best",
  );
});

test("one statement of each insight is taken, and one of each wording", () => {
  const [first, second] = [told("a", "the photo upload fails on mobile data"), told("a", "it is slow")];
  assert.deepEqual(tellingFirst([second, first, told("b", "The photo upload FAILS, on mobile data!")], theme), [first]);
});

test("of those that tell it equally well the newest comes first", () => {
  assert.deepEqual(
    order([told("new", "photo upload fails since monday"), told("old", "photo upload fails for a week now")]),
    ["new", "old"],
  );
});
