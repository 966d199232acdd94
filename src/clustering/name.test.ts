import assert from "node:assert/strict";
import { test } from "node:test";
import { processorTime } from "../../test/processor-time.ts";
import { nameClusters } from "./name.ts";

test("a name is a phrase as people wrote it, common within and rare outside", () => {
  const texts = [
    "the app is slow, and my refund was not received",
    "refund not received",
    "app says refund not received",
    "the app does not open",
    "does not open after the update",
    "app does not open any more",
  ];
  const [refund, open] = nameClusters(texts, Int32Array.of(0, 0, 0, 1, 1, 1), 2);
  assert.equal(refund, "refund not received");
  assert.match(open!, /not open/);
});

test("clusters of the same words have different names", () => {
  const texts = ["login fails", "login fails", "login fails", "login fails"];
  const names = nameClusters(texts, Int32Array.of(0, 0, 1, 1), 2);
  assert.notEqual(names[0], names[1]);
});

test("a cluster without words has a name all the same", () => {
  assert.deepEqual(nameClusters(["!!", "??"], Int32Array.of(0, 0), 1), ["topic 1"]);
});

test("an endless word is read in linear time", () => {
  const started = processorTime();
  nameClusters(["a".repeat(50_000), "a-".repeat(25_000), "' ".repeat(25_000)], Int32Array.of(0, 0, 0), 1);
  assert.ok(processorTime() - started < 1_000);
});
