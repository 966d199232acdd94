/** What the filtered queue may hold: what the denoiser writes passes as it is, everything else is refused by its fields. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sampleRecord } from "../../test/samples.ts";
import { readFiltered } from "./filtered-record.ts";

const refused = (item: unknown): string[] => {
  const read = readFiltered(item);
  return "errors" in read ? read.errors.map(({ field, code }) => `${field} ${code}`) : [];
};

test("what the denoiser writes is read as it was written", () => {
  const record = sampleRecord(1, {
    original_text: "Die App stürzt ab",
    untranslated: true,
    org: "o",
    url: "https://x.y",
  });
  assert.deepEqual(readFiltered(JSON.parse(JSON.stringify(record))), { record });
});

test("what no stage could make anything of is refused, field by field", () => {
  const sample = sampleRecord(1);
  assert.deepEqual(refused({ ...sample, title: {} }), ["title invalid"]);
  assert.deepEqual(refused({ ...sample, text: "", lang: 7 }), ["text invalid", "lang invalid"]);
  for (const at of [99_999_999_999_999, -1, 1.5, "2024-01-01", null]) {
    for (const field of ["date", "updated_at", "ingested_at"])
      assert.deepEqual(refused({ ...sample, [field]: at }), [`${field} invalid`]);
  }
  assert.deepEqual(refused({ ...sample, id: "x".repeat(441) }), ["id invalid"]);
  assert.deepEqual(refused({ ...sample, metadata: [1] }), ["metadata invalid"]);
  for (const item of [null, 7, "text", [sample]]) assert.deepEqual(refused(item), [" invalid"]);
});

test("what is nested too deep is refused without being walked to its end", () => {
  const deep: unknown = JSON.parse(`${"[".repeat(200_000)}${"]".repeat(200_000)}`);
  assert.deepEqual(refused({ ...sampleRecord(1), metadata: { deep } }), [" too_deep"]);
});

test("a record without what later stages don't need is as good", () => {
  const { signals: _, title: __, source_id: ___, metadata: ____, ...bare } = sampleRecord(1);
  const read = readFiltered(bare);
  assert.ok("record" in read);
  assert.deepEqual([read.record.title, read.record.source_id, read.record.metadata], ["", "", {}]);
});

test("nothing that JSON can hold makes reading throw", () => {
  const fields = Object.keys(sampleRecord(1));
  const changed = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
  fc.assert(
    fc.property(changed, (changes) => {
      const read = readFiltered({ ...sampleRecord(1), ...changes });
      return "record" in read || read.errors.length > 0;
    }),
  );
});
