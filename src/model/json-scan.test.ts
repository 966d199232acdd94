import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { processorTime } from "../../test/processor-time.ts";
import { scanJson } from "./json-scan.ts";

const depthOf = (value: unknown): number =>
  typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

test("depth is that of the parsed value, whatever the strings hold", () => {
  const strings = fc.string({ unit: fc.constantFrom('"', "\\", "[", "]", "{", "}", ",", ":", "a", "é", "\n") });
  const values = fc.jsonValue({ maxDepth: 6, stringUnit: fc.constantFrom('"', "\\", "[", "{", "}", "]", "x", "😀") });
  fc.assert(
    fc.property(fc.tuple(values, strings), (value) => {
      assert.equal(scanJson(Buffer.from(JSON.stringify(value))).depth, depthOf(value));
    }),
  );
});

test("the elements of an array are found, each with its own depth", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), fc.constantFrom(undefined, 1, "\t"), (values, space) => {
      const bytes = Buffer.from(JSON.stringify(values, null, space));
      const { elements = [] } = scanJson(bytes);
      const parsed = elements.map(({ start, end }) => JSON.parse(bytes.toString("utf8", start, end)));
      assert.deepEqual(parsed, JSON.parse(JSON.stringify(values)));
      assert.deepEqual(
        elements.map(({ depth }) => depth),
        values.map(depthOf),
      );
    }),
  );
});

test("anything but an array has no elements", () => {
  for (const text of ["{}", '{"a":[1,2]}', '"[1,2]"', "1", ""]) {
    assert.equal(scanJson(Buffer.from(text)).elements, undefined);
  }
  assert.deepEqual(scanJson(Buffer.from(" [ ] ")).elements, []);
});

test("hostile nesting and unfinished strings end in good time", () => {
  const deep = Buffer.from("[".repeat(5_000_000));
  const escapes = Buffer.from(`["${"\\".repeat(2_000_000)}`);
  const quotes = Buffer.from(`[${'"\\"'.repeat(300_000)}`);
  const started = processorTime();
  assert.equal(scanJson(deep).depth, 5_000_000);
  scanJson(escapes);
  scanJson(quotes);
  assert.ok(processorTime() - started < 2_000);
});
