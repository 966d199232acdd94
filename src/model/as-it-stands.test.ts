/** What is taken without being parsed is what parsing would have given. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { z } from "zod";
import { acceptsOf } from "./as-it-stands.ts";
import { RawRecord } from "./record.ts";

const Nested = z.object({
  name: z.string().trim().min(1).max(5),
  count: z.number().int().min(0).max(3),
  share: z.number().gt(0).lt(1).optional(),
  either: z.union([z.string().min(2), z.number()]).optional(),
  more: z.record(z.string(), z.unknown()).default({}),
  within: z.object({ flag: z.boolean(), any: z.unknown().optional() }).catch({ flag: false }),
});

const value = fc.oneof(
  fc.constantFrom<unknown>(
    "",
    " a",
    "a ",
    "abc",
    "abcdef",
    "a\u00a0",
    null,
    undefined,
    Number.NaN,
    -0,
    {},
    [],
    true,
    false,
  ),
  fc.constantFrom<unknown>(
    Number.POSITIVE_INFINITY,
    0,
    1,
    0.5,
    1.5,
    3,
    4,
    -1,
    2 ** 53,
    { flag: true },
    { flag: 1 },
    { flag: true, x: 1 },
  ),
  fc.constantFrom<unknown>(
    { flag: true, any: undefined },
    Object.create({ flag: true }),
    new Date(0),
    JSON.parse('{"__proto__":1}'),
  ),
);
const object = (names: readonly string[]) => fc.dictionary(fc.constantFrom(...names, "beside"), value);

test("what is accepted is parsed to an equal value, whatever stands in it", () => {
  let accepted = 0;
  for (const schema of [Nested, RawRecord]) {
    const accepts = acceptsOf(schema);
    fc.assert(
      fc.property(object(Object.keys(schema.shape)), (given) => {
        if (!accepts(given)) return;
        accepted++;
        assert.deepEqual(schema.parse(given), given);
      }),
      { numRuns: 3_000 },
    );
  }
  assert.ok(accepted > 10);
});

test("what lacks nothing, holds nothing else and is within its limits is accepted as it stands", () => {
  const accepts = acceptsOf(Nested);
  const good = { name: "abc", count: 3, share: 0.5, either: 1, more: { a: [1] }, within: { flag: true } };
  assert.ok(accepts(good));
  const others = [
    { name: " abc" },
    { count: 4 },
    { share: 1 },
    { either: "a" },
    { within: { flag: true, x: 1 } },
    { beside: 1 },
  ];
  for (const other of [...others, { more: undefined }, { more: [] }])
    assert.ok(!accepts({ ...good, ...other }), JSON.stringify(other));
  const { more: _, ...without } = good;
  assert.ok(!accepts(without));
  assert.ok(acceptsOf(RawRecord)({ text: "It crashes", app: "Velo", date: 1_700_000_000, metadata: { score: 1 } }));
});

test("a schema that can't be told as it stands is refused when it is read", () => {
  const schemas = [
    z.string().regex(/a/),
    z.number().multipleOf(2),
    z.string().transform(Number),
    z.record(z.string(), z.string()),
  ];
  for (const schema of [
    ...schemas,
    z.object({ a: z.string() }).refine(() => true),
    z.number().int().multipleOf(5),
    z.date(),
  ])
    assert.throws(() => acceptsOf(schema), /as it stands/);
});
