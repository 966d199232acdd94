// cspell:ignore naïve straße marche
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { createEmbedder } from "../embedding/embedder.ts";
import { createStatementNetwork } from "./network.ts";
import { createStatementReader, type ReadStatement } from "./reader.ts";
import { isWithinWord } from "./span.ts";
import { readStatementWeights } from "./weights.ts";

const model = (name: string): Buffer => readFileSync(new URL(`../../../models/${name}`, import.meta.url));
const embedder = createEmbedder(model("reference-15k-256.semb"));
const network = createStatementNetwork(readStatementWeights(model("statements-v1.bin")), embedder);
const read = createStatementReader(network, embedder);

const statements = (text: string, stars = 0): readonly ReadStatement[] => read({ text, stars }).statements;
const told = (text: string, stars = 0): string[] =>
  statements(text, stars).map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`);

test("what the words plainly say wins, with five stars or none", () => {
  const table: readonly (readonly [string, number, string])[] = [
    ["otp not coming", 5, "problem: otp not coming"],
    ["money not refunded", 0, "problem: money not refunded"],
    ["too many ads", 0, "problem: too many ads"],
    ["need iPad support", 0, "wish: need iPad support"],
    ["very slow", 0, "problem: very slow"],
    ["app does not open", 4, "problem: app does not open"],
  ];
  for (const [text, stars, expected] of table) assert.deepEqual(told(text, stars), [expected], text);
});

test("how it fails is the likeliest class first, and shares fall", () => {
  const top = (text: string): string | undefined => statements(text)[0]?.failures[0]?.name;
  assert.equal(top("money not refunded"), "refund-missing");
  assert.equal(top("too many ads"), "too-many-ads");
  assert.equal(top("the app crashes on launch"), "crashes");
  for (const { failures } of statements("the app crashes on launch and the upload fails")) {
    const shares = failures.map(({ share }) => share);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => b - a),
    );
    assert.ok(shares.every((share) => share > 0 && share <= 1));
  }
});

test("two clauses that clearly fail in different ways are two problems, whatever joins them", () => {
  assert.deepEqual(told("I can't log in & the app crashes"), ["problem: I can't log in", "problem: the app crashes"]);
  assert.deepEqual(told("The app crashes and my data is gone"), [
    "problem: The app crashes",
    "problem: my data is gone",
  ]);
  assert.deepEqual(told("the app freezes and hangs all the time").length, 1);
});

test("two problems and a wish in one review are three statements in the order of the text", () => {
  const text =
    "Nice app but the photo upload fails every time. It also crashes when I open the camera. Please add a dark mode.";
  const found = statements(text, 3);
  assert.deepEqual(
    found.map(({ kind }) => kind),
    ["problem", "problem", "wish"],
  );
  const [upload, crash, wish] = found.map(({ start, end }) => text.slice(start, end)) as [string, string, string];
  assert.match(upload, /^(?:the )?photo upload fails/);
  assert.match(crash, /crashes when I open the camera/);
  assert.match(wish, /dark mode/);
  const object = found[2]!.object!;
  assert.match(text.slice(object.start, object.end), /dark mode/);
});

test("of a text that tells a problem, what only stands beside it is none", () => {
  const upload = "The upload of photos fails at 99% and then everything has to be done again";
  assert.deepEqual(told(`${upload}. At 7:12 I was still at my desk. My boss came in. Please hotfix this.`, 2), [
    `problem: ${upload}`,
  ]);
});

test("praise, history, thanks and questions tell nothing", () => {
  const texts = ["great app", "Thanks a lot", "I use it every day", "How do I change my number?", "👍👍👍", ""];
  for (const text of texts) assert.deepEqual(told(text, 4), [], text);
});

test("a statement never ends inside a number or version", () => {
  const table = [
    ["The upload problem is gone since 6.0.1.", 4, "6.0.1"],
    ["Sync stopped with 2.3.4", 1, "2.3.4"],
    ["It takes 12.5 seconds to open on my phone", 2, "12.5"],
    ["Gold is gone since 24.01.05", 1, "24.01.05"],
    ["300 failed yesterday", 1, "300"],
    ["1 crashes on launch", 1, "1"],
  ] as const;
  for (const [text, stars, number] of table) {
    const at = text.indexOf(number);
    const found = statements(text, stars);
    assert.ok(found.length > 0, text);
    for (const { start, end } of found) {
      const isWhole = (edge: number): boolean => edge <= at || edge >= at + number.length;
      assert.ok(isWhole(start) && isWhole(end), text.slice(start, end));
    }
  }
});

const clause = fc.constantFrom(
  "the app crashes",
  "cannot log in since 6.0.1",
  "please add dark mode",
  "great",
  "I've paid 300.50 twice",
  "naïve 登录 straße",
  "👍🏽 don't like it",
  "ÇA NE MARCHE PAS",
  "-- * [x](y) &amp;",
  "it\n\ndrains 35% of my battery",
);
const join = fc.constantFrom(" ", ". ", ", ", "\n", "! ", " and ", "");

test("whatever the text, spans lie in it, have whole words, don't overlap and name objects within themselves", () => {
  const joined = fc
    .array(fc.tuple(clause, join), { maxLength: 12 })
    .map((all) => all.map(([one, mark]) => one + mark).join(""));
  fc.assert(
    fc.property(
      fc.oneof(joined, fc.string({ unit: "grapheme", maxLength: 200 })),
      fc.integer({ min: 0, max: 5 }),
      (text, stars) => {
        let last = 0;
        for (const { start, end, object, sureness } of statements(text, stars)) {
          assert.ok(start >= last && start < end && end <= text.length, `[${start}, ${end}) after ${last}`);
          assert.ok(!isWithinWord(text, start) && !isWithinWord(text, end), text.slice(start, end));
          assert.ok(sureness > 0 && sureness <= 1);
          if (object !== undefined) assert.ok(object.start >= start && object.end <= end);
          last = end;
        }
        assert.deepEqual(statements(text, stars), statements(text, stars));
      },
    ),
    { numRuns: 300 },
  );
});

test("a text of thousands of words is read as far as the network reads", () => {
  const text = "the app crashes when I open it. ".repeat(3_000);
  const found = statements(text, 1);
  assert.ok(found.length > 0 && found.length <= 20);
});
