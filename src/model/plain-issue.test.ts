import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { readConfig } from "../config.ts";
import { plainIssue } from "./plain-issue.ts";

const wordsOf = (schema: z.ZodType, value: unknown): string[] =>
  (schema.safeParse(value).error?.issues ?? []).map(plainIssue);

test("what is wrong with a value is said without types and without the library's own words", () => {
  const cases: readonly (readonly [z.ZodType, unknown, string])[] = [
    [z.string(), undefined, "is missing: a text is needed"],
    [z.array(z.string()), "x", "has to be a list, and is a text"],
    [z.string(), 5, "has to be a text, and is a number"],
    [z.int(), 1.5, "has to be a whole number"],
    [z.coerce.number(), "abc", "has to be a number"],
    [z.array(z.string()), {}, "has to be a list, and is an object"],
    [z.enum(["a", "b"]), "c", "has to be one of a, b"],
    [z.literal("a"), "c", "has to be a"],
    [z.number().min(1), 0, "has to be at least 1"],
    [z.number().lt(5), 5, "has to be less than 5"],
    [z.string().min(1), "", "has to have at least 1 character"],
    [z.string().max(3), "abcd", "has to have at most 3 characters"],
    [z.array(z.string()).max(2), ["", "", ""], "has to have at most 2 items"],
    [z.email(), "x", "has to be an e-mail address, such as name@example.com"],
    [z.url(), "x", "has to be an address, such as https://example.com"],
    [z.union([z.string(), z.number()]), {}, "has to be a text or a number, and is an object"],
    [z.union([z.string().max(1), z.number()]), undefined, "is missing: a text or a number is needed"],
    [z.union([z.string().min(2).regex(/^b/), z.number().min(3)]), 1, "has to be at least 3"],
    [z.string().regex(/^b/), "x", "is of another form than is needed"],
    [z.strictObject({}), { a: 1 }, "is not known here"],
    [z.discriminatedUnion("what", [z.object({ what: z.literal("a") })]), { what: "b" }, "has to be a"],
    [z.string().refine(() => false, "no address"), "x", "no address"],
  ];
  for (const [schema, value, words] of cases) assert.deepEqual(wordsOf(schema, value), [words]);
});

test("and so is what is wrong with a setting", () => {
  assert.throws(() => readConfig({ PORT: "abc" }), /PORT: has to be a number/);
  assert.throws(() => readConfig({ PORT: "70000" }), /PORT: has to be at most 65535/);
  assert.throws(() => readConfig({ ELASTICSEARCH_URL: "nowhere" }), /ELASTICSEARCH_URL: has to be an address/);
  assert.throws(() => readConfig({ QUEUE: "kafka" }), /QUEUE: has to be one of embedded, sqs/);
});
