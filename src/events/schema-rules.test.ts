/** What is wrong with a schema itself, told to who writes one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { schemaErrors } from "./schema-rules.ts";

test("a wrong place in a schema is told once, with what would be right, and without its unions", () => {
  const errors = schemaErrors({ properties: { amount: { type: "figure" }, of: { minimum: "1" } } });
  assert.deepEqual(
    errors.map(({ field, code }) => [field, code]),
    [
      ["schema.properties.amount.type", "invalid"],
      ["schema.properties.of.minimum", "invalid"],
    ],
  );
  assert.match(errors[0]!.message, /^must be one of "array", .*"number"/);
  assert.doesNotMatch(errors[0]!.message, /anyOf/);
});

test("a right schema has nothing wrong", () => {
  assert.deepEqual(schemaErrors({ type: ["number", "null"], minimum: 1 }), []);
});
