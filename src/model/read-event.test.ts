/** Reading events: one error for each wrong field, whatever is wrong and in which company; times to the microsecond. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { earlierClock, measureClock, putRight } from "./event-clock.ts";
import { isoMicroseconds, readTimestamp } from "./event-time.ts";
import { personsOf, readEvent } from "./read-event.ts";

/** Right and wrong values of each field, the wrong ones with their code. */
const text = fc.oneof(
  fc.constantFrom("a", "ü".repeat(100), " padded ").map((value) => ({ value, code: undefined as string | undefined })),
  fc.constantFrom(
    { value: undefined, code: "required" },
    { value: null, code: "null" },
    { value: "", code: "blank" },
    { value: " \t", code: "blank" },
    { value: "x".repeat(101), code: "max_length" },
    { value: 7, code: "invalid" },
    { value: ["a"], code: "invalid" },
    { value: { a: 1 }, code: "invalid" },
  ),
);
const deep = JSON.parse(`${'{"a":'.repeat(33)}1${"}".repeat(33)}`);
const data = fc.constantFrom(
  { value: { a: 1 }, code: undefined },
  { value: { a: { b: [null] } }, code: undefined },
  { value: undefined, code: "required" },
  { value: null, code: "null" },
  { value: {}, code: "blank" },
  { value: [], code: "invalid" },
  { value: '{"a":1}', code: "invalid" },
  { value: 1, code: "invalid" },
  { value: deep, code: "too_deep" },
  { value: { a: "x".repeat(70_000) }, code: "too_large" },
);
const timestamp = fc.constantFrom(
  { value: "2024-02-29T12:00:00Z", code: undefined },
  { value: 1_700_000_000, code: undefined },
  { value: undefined, code: "required" },
  { value: null, code: "null" },
  { value: " ", code: "blank" },
  { value: "2023-02-29", code: "invalid" },
  { value: "soon", code: "invalid" },
  { value: -1, code: "invalid" },
  { value: {}, code: "invalid" },
);
const sequence = fc.constantFrom(
  { value: 0, code: undefined },
  { value: undefined, code: undefined },
  { value: null, code: undefined },
  { value: -1, code: "invalid" },
  { value: 1.5, code: "invalid" },
  { value: "1", code: "invalid" },
);
const id = fc.constantFrom(
  { value: "e1", code: undefined },
  { value: undefined, code: undefined },
  { value: "", code: "blank" },
  { value: "x".repeat(201), code: "max_length" },
  { value: 1, code: "invalid" },
);

test("there are as many errors as wrong fields, each with its code, and what is right is read", () => {
  const fields = fc.record({ session_id: text, category: text, name: text, data, timestamp, sequence, id });
  fc.assert(
    fc.property(fields, (given) => {
      const sent = Object.fromEntries(Object.entries(given).map(([field, { value }]) => [field, value]));
      const wrong = Object.entries(given).flatMap(([field, { code }]) => (code === undefined ? [] : [[field, code]]));
      const { fields, errors } = readEvent(sent);
      assert.deepEqual(errors.map(({ field, code }) => [field, code]).sort(), wrong.sort());
      assert.ok(errors.every(({ message }) => message !== ""));
      if (given.category.code === undefined) assert.equal(fields.category, String(given.category.value).trim());
      if (given.data.code === undefined) assert.deepEqual(fields.data, given.data.value);
    }),
  );
});

test("what is no object has one error as a whole", () => {
  for (const raw of [null, 1, "x", [], [{}], true])
    assert.deepEqual(
      readEvent(raw).errors.map(({ field, code }) => [field, code]),
      [["", "invalid"]],
    );
});

test("names of a prototype, NUL and lone surrogates are gone from what is read", () => {
  const { fields } = readEvent(
    JSON.parse('{"name":"a\\u0000b","data":{"__proto__":{"x":1},"constructor":1,"t":"\\ud800"}}'),
  );
  assert.equal(fields.name, "ab");
  assert.deepEqual(Object.entries(fields.data ?? {}), [["t", "\ufffd"]]);
});

test("times are read in each form, to the microsecond, and written as they were", () => {
  const noon = Date.UTC(2024, 1, 29, 12) * 1_000;
  for (const [value, expected] of [
    ["2024-02-29T12:00:00Z", noon],
    ["2024-02-29T12:00:00.000001Z", noon + 1],
    ["2024-02-29 12:00:00.5", noon + 500_000],
    ["2024-02-29 12:00:00", noon],
    ["2024-02-29T13:00:00.000125+01:00", noon + 125],
    ["2024-02-29T12:00:00.123456789Z", noon + 123_456],
    [noon / 1_000_000, noon],
    [noon / 1_000, noon],
    [String(noon / 1_000_000), noon],
    [noon / 1_000_000 + 0.25, noon + 250_000],
    ["2024-02-29T14:00:00+02", noon],
    [noon, noon],
    [String(noon + 7), noon + 7],
    [`${noon + 7}123`, noon + 7],
    [1e300, undefined],
    ["2024-02-30T12:00:00Z", undefined],
    ["2024-02-29T25:00:00Z", undefined],
    ["", undefined],
    [Number.NaN, undefined],
    ["Thu, 29 Feb 2024 12:00:00 GMT", undefined],
  ] as const)
    assert.equal(readTimestamp(value), expected, String(value));
  const microseconds = fc.integer({ min: 0, max: 4_000_000_000_000_000 });
  fc.assert(fc.property(microseconds, (us) => assert.equal(readTimestamp(isoMicroseconds(us)), us)));
});

test("a message says what was given and what is wrong with it", () => {
  const said = (event: object) =>
    readEvent({ category: "c", name: "n", session_id: "s", data: { a: 1 }, ...event }).errors[0]?.message;
  assert.match(said({ timestamp: "11/01/2026" })!, /^"11\/01\/2026" is none of ISO 8601, /);
  assert.equal(said({ timestamp: "1969-12-31T23:59:59Z" }), '"1969-12-31T23:59:59Z" lies before 1970');
  assert.equal(said({ timestamp: -5 }), "-5 lies before 1970");
  assert.equal(said({ timestamp: 1, session_id: 7 }), "must be a text, not a number");
  assert.equal(said({ timestamp: 1, data: [1] }), "must be a JSON object, not a list");
  assert.equal(readEvent("x", [{ field: "", code: "invalid" }]).errors[0]?.message, "an event is a JSON object");
});

test("a field that no event has is told, since it is not kept", () => {
  const sent = { session_id: "s", category: "c", name: "n", timestamp: 1, data: { a: 1 }, application: "x", userId: 7 };
  assert.deepEqual(
    readEvent(sent).losses?.map(({ field, code }) => `${field} ${code}`),
    ["userId left_out"],
  );
});

test("what is left out of data is told", () => {
  const data: unknown = JSON.parse('{"a":[{"constructor":1}],"__proto__":{"x":1},"__proto\\u0000__":1,"b":2}');
  const { losses = [], fields, errors } = readEvent({ session_id: "s", category: "c", name: "n", timestamp: 1, data });
  assert.deepEqual(
    [losses.map(({ field, code }) => `${field} ${code}`), errors, fields.data],
    [
      ["data.a.0.constructor left_out", "data.__proto__ left_out", "data.__proto\u0000__ left_out"],
      [],
      { a: [{}], b: 2 },
    ],
  );
});

test("a clock is put right in whole minutes when it is more than five minutes off, and the earliest measurement counts", () => {
  const at = (received_us: number, behind: number) => measureClock({ received_us, sent_us: received_us - behind });
  assert.equal(measureClock({ received_us: 1 }), undefined);
  assert.equal(at(1e15, 299e6)?.minutes, 0);
  assert.equal(at(1e15, 301e6)?.minutes, 5);
  assert.equal(at(1e15, -3_629e6)?.minutes, -60);
  assert.equal(putRight(0, at(1e15, 600e6)), 600e6);
  const clock = fc.option(
    fc.record({ measured_us: fc.nat(3), minutes: fc.integer({ min: -2, max: 2 }) }, { noNullPrototype: true }),
    {
      nil: undefined,
    },
  );
  fc.assert(
    fc.property(clock, clock, clock, (a, b, c) => {
      assert.deepEqual(earlierClock(a, b), earlierClock(b, a));
      assert.deepEqual(earlierClock(earlierClock(a, b), c), earlierClock(a, earlierClock(b, c)));
    }),
  );
});

test("a person is whoever an event names, wherever applications write it", () => {
  assert.deepEqual(personsOf({ person: "p", data: { user_id: 7, email: "a@b.example", user: { id: 1 } } }), [
    "p",
    "7",
    "a@b.example",
  ]);
  assert.deepEqual(personsOf({}), []);
});
