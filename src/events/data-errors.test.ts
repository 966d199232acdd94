/** What a schema says of data: one error for each property, of the alternative that was meant, with what would be right. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createSchemaJobs } from "./schema-jobs.ts";
import { schemaNotes } from "./schema-notes.ts";

const jobs = createSchemaJobs();
let count = 0;
function told(schema: unknown, value: unknown): string[] {
  assert.deepEqual(jobs.check(schema), []);
  const found = jobs.validate({ key: String(count++), schema, values: [value] });
  return found!.answers[0]!.errors.map(({ field, message }) => `${field}: ${message}`).sort();
}

test("of several kinds of data the one that was meant is judged alone", () => {
  const kinds = {
    oneOf: [
      { required: ["kind", "no"], properties: { kind: { const: "card" }, no: { type: "string" } } },
      { required: ["kind", "sum"], properties: { kind: { const: "cash" }, sum: { type: "number" } } },
    ],
  };
  assert.deepEqual(told(kinds, { kind: "card", no: 5 }), ["data.no: must be string"]);
  assert.deepEqual(told(kinds, { kind: "cash" }), ["data.sum: must have required property 'sum'"]);
  assert.deepEqual(told(kinds, { kind: "coin" }), ['data.kind: must be "card"; must be "cash"']);
  assert.deepEqual(told(kinds, { kind: "card", no: "1" }), []);
  const maybe = { properties: { to: { anyOf: [{ type: "null" }, { type: "object", required: ["city"] }] } } };
  assert.deepEqual(told(maybe, { to: {} }), ["data.to.city: must have required property 'city'"]);
  assert.deepEqual(told(maybe, { to: 5 }), ["data.to: must be null; must be object"]);
});

test("what would be right is said", () => {
  assert.deepEqual(told({ properties: { b: { enum: ["x", "y", 3] } } }, { b: "z" }), [
    'data.b: must be one of "x", "y", 3',
  ]);
  const many = Array.from({ length: 12 }, (_, at) => at);
  assert.match(told({ properties: { b: { enum: many } } }, { b: "z" })[0]!, /, 9 and 2 more$/);
});

test("days are days, and cents are hundredths", () => {
  const dates = {
    properties: {
      d: { type: "string", format: "date", maxLength: 20 },
      m: { type: "string", format: "date-time", maxLength: 40 },
      t: { type: "string", format: "time", maxLength: 40 },
    },
  };
  assert.deepEqual(told(dates, { d: "2024-02-29", m: "2024-02-29T12:00:00Z", t: "12:00:00Z" }), []);
  assert.equal(told(dates, { d: "2026-02-30", m: "2026-02-30T12:00:00Z", t: "25:00:00Z" }).length, 3);
  const cents = { properties: { a: { type: "number", multipleOf: 0.01 } } };
  for (const right of [19.99, 4.35, 0.07, 1e6 + 0.01]) assert.deepEqual(told(cents, { a: right }), [], String(right));
  assert.equal(told(cents, { a: 1.005 }).length, 1);
});

test("what checks nothing though it looks as if it did is noted", () => {
  const schema = {
    type: "object",
    properties: { a: { typ: "string" }, typ: { type: "string", format: "phone", "x-note": 1, nullable: true } },
    $defs: { m: { format: "email", maxLength: 9, example: "a@b.c" } },
  };
  assert.deepEqual(
    schemaNotes(schema).map(({ field }) => field),
    ["schema.properties.a.typ", "schema.properties.typ.format"],
  );
});
