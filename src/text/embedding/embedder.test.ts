// cspell:ignore zzqx
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { processorTime } from "../../../test/processor-time.ts";
import { createEmbedder } from "./embedder.ts";

const bytes = readFileSync(new URL("../../../models/reference-15k-256.semb", import.meta.url));
const embedder = createEmbedder(bytes);
const reference = new URL("../../../../shared/models/reference-vectors.jsonl", import.meta.url);

interface Known {
  readonly text: string;
  readonly ids: number[];
  readonly vector: number[];
}

const known = (from: URL): Known[] =>
  readFileSync(from, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Known);

const farthest = (one: ArrayLike<number>, other: ArrayLike<number>): number =>
  Math.max(...Array.from(one, (value, i) => Math.abs(value - other[i]!)));

const cosine = (one: string, other: string): number => {
  const [a, b] = [embedder.embed(one), embedder.embed(other)];
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
};

test("tokens and vectors are those of the Python runtime", {
  skip: existsSync(reference) ? false : "the reference vectors are not on this machine",
}, () => {
  for (const { text, ids, vector } of known(reference)) {
    assert.deepEqual(embedder.tokenIds(text), ids, text);
    assert.ok(farthest(embedder.embed(text), vector) < 1e-5, text);
  }
});

test("tokens and vectors are those of BERT's own tokeniser on awkward texts", () => {
  for (const { text, ids, vector } of known(new URL("fixtures/vectors.jsonl", import.meta.url))) {
    assert.deepEqual(embedder.tokenIds(text), ids, text);
    assert.ok(farthest(embedder.embed(text).subarray(0, vector.length), vector) < 1e-5, text);
  }
});

test("texts that mean the same are closer than texts that don't", () => {
  assert.ok(cosine("the app crashes when I open it", "it keeps crashing on start") > 0.5);
  assert.ok(cosine("the app crashes when I open it", "lovely colours") < 0.3);
});

test("a text without a known word has the zero vector", () => {
  for (const text of ["", "   ", "😀😀", "а".repeat(101)]) {
    assert.ok(
      embedder.embed(text).every((value) => value === 0),
      text,
    );
  }
});

test("a vector doesn't depend on what was embedded before, and is written where it is asked for", () => {
  const out = new Float32Array(embedder.dims).fill(7);
  embedder.embed("something else entirely", out);
  assert.equal(embedder.embed("payment failed twice", out), out);
  assert.deepEqual(out, createEmbedder(bytes).embed("payment failed twice"));
});

test("a very long word costs no more than its length", () => {
  const began = processorTime();
  embedder.embed("a".repeat(50_000));
  embedder.embed("ä".repeat(50_000));
  embedder.embed("界".repeat(50_000));
  assert.ok(processorTime() - began < 1_000);
});

test("a damaged table is refused with the reason", () => {
  assert.throws(() => createEmbedder(bytes.subarray(0, 1_000)), /length/);
  assert.throws(() => createEmbedder(new TextEncoder().encode("nothing of this kind")), /SEMB/);
});

/** Which has read nothing. */
const other = createEmbedder(bytes);

test("a stretch of a text that was read has the vector of its words alone, wherever it is cut", () => {
  const parts = ["crash", "es", " ", ". ", "é", "—", "😀", "zzqx", "12", "'", "\n", "login", "漢", "a".repeat(101)];
  const same = fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 14 }), fc.nat(), fc.nat(), (some, a, b) => {
    const text = some.join("");
    const start = a % (text.length + 1);
    const end = start + (b % (text.length + 1 - start));
    const alone = other.embed(text.slice(start, end));
    embedder.pieces(text);
    assert.deepEqual(embedder.embedStretch(text, start, end), alone, `${JSON.stringify(text)} ${start}-${end}`);
    assert.deepEqual(embedder.embed(text), embedder.embedStretch(text, 0, text.length));
    const { ids } = embedder.pieces(text);
    assert.deepEqual(
      embedder.embed(text),
      embedder.embedPieces([...ids], 0, ids.length, new Float32Array(embedder.dims)),
    );
    embedder.pieces("another");
    assert.deepEqual(embedder.embedStretch(text, start, end), alone);
  });
  fc.assert(same, { numRuns: 2_000, seed: 2 });
});
