/** Schemas from traffic: what nearly all of it has in common, no more and no less. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { proposeSchema } from "./propose.ts";
import { createSchemaJobs } from "./schema-jobs.ts";

const many = <T>(make: (at: number) => T, count = 100): T[] => Array.from({ length: count }, (_, at) => make(at));
const propertyOf = (values: readonly unknown[]): unknown =>
  (proposeSchema(values.map((a) => ({ a }))).properties as Readonly<Record<string, unknown>>).a;

test("where types are mixed all that are usual are named, the odd ones not", () => {
  assert.deepEqual(propertyOf(many((at) => (at % 2 === 0 ? at : "x"))), { type: ["integer", "string"] });
  assert.deepEqual(propertyOf(many((at) => (at === 0 ? "x" : at))), { type: "integer" });
  assert.deepEqual(propertyOf(many((at) => at / 2)), { type: "number" });
  const mixed = propertyOf(many((at) => (at % 2 === 0 ? { b: at } : [at])));
  assert.deepEqual(mixed, {
    type: ["object", "array"],
    properties: { b: { type: "integer" } },
    required: ["b"],
    items: { type: "integer" },
  });
});

test("null is named beside what else there is; alone it says nothing", () => {
  assert.deepEqual(propertyOf(many((at) => (at % 3 === 0 ? null : "x"))), { type: ["string", "null"] });
  assert.deepEqual(propertyOf(many((at) => (at === 0 ? 5 : null))), { type: ["integer", "null"] });
  assert.deepEqual(propertyOf(many(() => null)), {});
});

test("days, moments, addresses and ids are told by their format, which can be set as it is", () => {
  const day = (at: number) => `2026-01-${String(1 + (at % 28)).padStart(2, "0")}`;
  const samples = many((at) => ({
    day: at === 0 ? "soon" : day(at),
    moment: `${day(at)}T10:00:00Z`,
    mail: `a${at}@b.example`,
    id: `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`,
    word: at % 5 === 0 ? day(at) : "x",
  }));
  const schema = proposeSchema(samples);
  assert.deepEqual(schema.properties, {
    day: { type: "string", format: "date", maxLength: 10 },
    moment: { type: "string", format: "date-time", maxLength: 40 },
    mail: { type: "string", format: "email", maxLength: 320 },
    id: { type: "string", format: "uuid", maxLength: 36 },
    word: { type: "string" },
  });
  const jobs = createSchemaJobs();
  assert.deepEqual(jobs.check(schema), []);
  const answers = jobs.validate({ key: "k", schema, values: samples })!.answers;
  assert.deepEqual(
    answers.flatMap(({ errors }) => errors.map(({ field }) => field)),
    ["data.day"],
  );
  assert.deepEqual(propertyOf(["2026-01-01"]), { type: "string" });
});
