import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createEmbedder } from "../embedding/embedder.ts";
import { createStatementNetwork } from "./network.ts";
import { readStatementWeights } from "./weights.ts";

const model = (name: string): Buffer => readFileSync(new URL(`../../../models/${name}`, import.meta.url));
const bytes = model("statements-v1.bin");
const embedder = createEmbedder(model("reference-15k-256.semb"));

/** The network asks for every tensor as it is made. */
const open = (file: Uint8Array) => createStatementNetwork(readStatementWeights(file), embedder);

test("the shipped file is whole, wherever its bytes lie", () => {
  assert.equal(open(bytes).classes.length, 63);
  for (const offset of [1, 2, 3]) {
    const moved = new Uint8Array(bytes.length + offset);
    moved.set(bytes, offset);
    assert.deepEqual(
      readStatementWeights(moved.subarray(offset)).floats("span.bias"),
      readStatementWeights(bytes).floats("span.bias"),
    );
  }
});

test("a file that is cut anywhere is refused", () => {
  const header = bytes.readUInt32LE(8);
  const cuts = [0, 1, 4, 8, 11, 12, 20, header, 12 + header, 16 + header, 100_000, bytes.length >> 1, bytes.length - 1];
  for (const cut of cuts) assert.throws(() => open(bytes.subarray(0, cut)), Error, `cut at ${cut}`);
});

test("a foreign file and one of another version are refused by what is wrong", () => {
  assert.throws(() => readStatementWeights(model("reference-15k-256.semb")), /GWST/);
  assert.throws(() => readStatementWeights(Buffer.from("{}")), /cut short/);
  const newer = Buffer.from(bytes);
  newer.writeUInt32LE(2, 4);
  assert.throws(() => readStatementWeights(newer), /version 2 is unknown/);
});

test("a tensor is found by its name and type only", () => {
  const weights = readStatementWeights(bytes);
  assert.throws(() => weights.floats("nothing"), /no f32 tensor "nothing"/);
  assert.throws(() => weights.bytes("span.bias"), /no i8 tensor/);
  assert.equal(weights.bytes("embedding.value").length % weights.floats("embedding.scale").length, 0);
});
