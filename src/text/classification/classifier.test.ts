// cspell:ignore ajouter asdkjh plante pouvoir qwlkej serait
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { processorTime } from "../../../test/processor-time.ts";
import { createEmbedder } from "../embedding/embedder.ts";
import { createClassifier } from "./classifier.ts";
import { createPhraseReader } from "./phrase-reader.ts";
import { createScorer } from "./scorer.ts";

const model = (name: string): Uint8Array => readFileSync(new URL(`../../../models/${name}`, import.meta.url));
const embedder = createEmbedder(model("reference-15k-256.semb"));
const weights = model("classification-v1.bin");
const scorer = createScorer(weights, embedder);
const classify = createClassifier(scorer, embedder);
const readPhrases = createPhraseReader(scorer, embedder);

test("kinds are told apart", () => {
  const kinds = {
    "The app crashes whenever I open the camera": "problem",
    "Payment failed twice and support never answered": "problem",
    "Please add a dark theme": "request",
    "It would be nice if I could export my data": "request",
    "How do I change my PIN?": "question",
    "Love this app, works great": "praise",
    "asdkjh qwlkej": "other",
    "L'application plante tout le temps": "problem",
    "Ce serait bien de pouvoir ajouter des photos": "request",
  };
  for (const [text, kind] of Object.entries(kinds)) assert.equal(classify({ text }).kind, kind, text);
});

test("negation turns the sentiment", () => {
  assert.equal(classify({ text: "not working" }).sentiment, "negative");
  assert.equal(classify({ text: "no issues at all" }).sentiment, "positive");
  assert.equal(classify({ text: "not good" }).sentiment, "negative");
});

test("emoji and stars are feelings too", () => {
  assert.equal(classify({ text: "👍👍" }).sentiment, "positive");
  assert.equal(classify({ text: "😡" }).sentiment, "negative");
  assert.ok(classify({ text: "ok", score: 1 }).sentiment_score < classify({ text: "ok", score: 5 }).sentiment_score);
  assert.equal(classify({ text: "", score: 5 }).sentiment, "positive");
  assert.equal(classify({ text: "" }).sentiment, "neutral");
});

test("praise that names what is good is kept, praise that names nothing is noise", () => {
  const kept = ["app crashes on login", "Love it, great for splitting bills with friends", "Love the sleep charts"];
  const dropped = ["great app", "Nice", "Best app ever, love it so much!!!", "👍"];
  for (const text of kept) assert.ok(classify({ text }).informative >= 0.5, text);
  for (const text of dropped) assert.ok(classify({ text }).informative < 0.5, text);
});

test("every decision has a reason, and none depends on what was asked before", () => {
  const first = classify({ text: "sync fails after the update", score: 2 });
  assert.deepEqual(new Set(first.reasons.map(({ field }) => field)), new Set(["kind", "sentiment", "informative"]));
  classify({ text: "something else entirely" });
  const other = createClassifier(createScorer(weights, embedder), embedder);
  assert.deepEqual(classify({ text: "sync fails after the update", score: 2 }), first);
  assert.deepEqual(other({ text: "sync fails after the update", score: 2 }), first);
});

test("the clauses of mixed feelings differ in polarity and lie where they say", () => {
  const text = "Great interface and easy to use, but the payment always fails 😡";
  const phrases = readPhrases(text);
  assert.deepEqual(
    phrases.map(({ polarity }) => polarity),
    ["positive", "negative"],
  );
  for (const phrase of phrases) assert.equal(text.slice(phrase.start, phrase.end), phrase.text);
});

test("a long text takes time in proportion", () => {
  const began = processorTime();
  for (const part of ["a", "a ", "\n", "?", "how ", "😀", "é"]) classify({ text: `${part.repeat(40_000)}?` });
  assert.ok(processorTime() - began < 3_000);
});

test("weights that don't belong to the table are refused", () => {
  assert.throws(() => createScorer(weights, { ...embedder, version: "another" }), /another embedding table/);
  assert.throws(() => createScorer(weights.subarray(0, 5_000), embedder), /cut short|JSON/);
});
