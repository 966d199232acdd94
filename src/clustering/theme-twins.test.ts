import assert from "node:assert/strict";
import { test } from "node:test";
import type { ThemeSpace } from "./theme-space.ts";
import { mergeTwins } from "./theme-twins.ts";

/** A space in which all statements are in one place. */
const spaceOf = (n: number): ThemeSpace => ({
  n,
  dims: 1,
  meanings: new Float32Array(n).fill(1),
  failures: new Float32Array(n).fill(0.8),
  failureWidth: 1,
  shares: new Float32Array(n),
  classes: ["slow"],
});

function merged(
  told: readonly (readonly [quote: string, object: string | undefined, failure: string, share: number])[],
) {
  const statements = told.map(([quote, object, name, share], at) => ({
    id: `${at}`,
    record: `${at}`,
    at,
    kind: "problem" as const,
    quote,
    ...(object !== undefined && { object }),
    failures: [{ name, share }],
  }));
  const told_ = { app: "Velo", at: 0, idOf: String, previous: [], writing: (word: string) => word.toLowerCase() };
  return mergeTwins(
    statements,
    [
      [0, 1],
      [2, 3],
    ],
    spaceOf(statements.length),
    told_,
  );
}

test("groups that are titled alike but for one and many tell one story", () => {
  const groups = merged([
    ["the movie is missing", "movie", "missing-content", 0.9],
    ["movie missing", "movie", "missing-content", 0.9],
    ["movies are missing", "movies", "missing-content", 0.9],
    ["so many movies missing", "movies", "missing-content", 0.9],
  ]);
  assert.equal(groups.length, 1);
});

test("a title that names nothing, of a failure that is only guessed, tells no story", () => {
  const sync = (share: number) =>
    merged([
      ["data never syncs", undefined, "does-not-sync", 0.9],
      ["no sync any more", undefined, "does-not-sync", 0.9],
      ["cannot share what I transfer", undefined, "does-not-sync", share],
      ["her phone shows other data", undefined, "does-not-sync", share],
    ]);
  assert.equal(sync(0.9).length, 1);
  assert.equal(sync(0.15).length, 2);
});

test("what fails alike and is near is one story, whatever it names: of one kind of failure, or of a family of kinds", () => {
  const stops = (one: string, other: string, share = 0.9) =>
    merged([
      ["the ticket screen closes itself", "ticket screen", one, share],
      ["it closes on my ticket", "ticket", one, share],
      ["the start page never shows", "start page", other, share],
      ["start page, then nothing", "start page", other, share],
    ]).length;
  assert.equal(stops("crashes", "crashes"), 1);
  assert.equal(stops("crashes", "does-not-open"), 1);
  assert.equal(stops("crashes", "camera-fails"), 2);
  assert.equal(stops("crashes", "does-not-open", 0.3), 2, "only guessed");
});

test("groups whose failure is told more closely than its kind, and alike, tell one story whatever they name", () => {
  const groups = (second: string) =>
    merged([
      ["they billed me twice for the lesson", "lesson", "charged-wrongly", 0.4],
      ["billed twice for one lesson", "lesson", "charged-wrongly", 0.4],
      [second, undefined, "charged-wrongly", 0.4],
      [second, undefined, "charged-wrongly", 0.4],
    ]).length;
  assert.equal(groups("billed twice again"), 1);
  assert.equal(groups("billed for a month that was free"), 2);
});

test("groups most of whose members name one thing tell one story, however it fails", () => {
  const groups = (thing: string) =>
    merged([
      ["the lantern flickers", "lantern", "poor-quality", 0.5],
      ["our lantern is dim", "lantern", "poor-quality", 0.5],
      [`the ${thing} is odd`, thing, "hard-to-use", 0.5],
      [`odd ${thing}`, thing, "hard-to-use", 0.5],
    ]).length;
  assert.equal(groups("lantern"), 1);
  assert.equal(groups("kettle"), 2);
});
