/** Contract: which documents a filter matches, first by example, then against a plain matcher on random input. */
// cspell:ignore bcde
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Condition, Where } from "../store.ts";
import {
  type CurrentStore,
  createInsights,
  foundIds,
  freshTenant,
  type InsightParts,
  insight,
  writeAll,
} from "./fixtures.ts";

type InsightWhere = Where<"insights">;

const shelf: Readonly<Record<string, InsightParts>> = {
  a: { date: 10, labels: ["Login", "Speed"], sentiment: "negative", has_request: true, cluster_id: "c1" },
  b: { date: 20, labels: ["Speed"], sentiment: "negative", cluster_id: "" },
  c: { date: 30, labels: [], sentiment: "positive", cluster_id: "c2", has_request: true },
  d: { date: -40, labels: ["login", "Price", "Speed"], sentiment: "neutral" },
  e: { date: 50.5, labels: ["Price, and more"], sentiment: "neutral", lang: "é" },
};

const expected: readonly [string, InsightWhere, string][] = [
  ["no condition at all", {}, "abcde"],
  ["undefined conditions", { kind: undefined, app_name: undefined }, "abcde"],
  ["one value", { "attributes.sentiment": "negative" }, "ab"],
  ["one value, letter case counts", { "attributes.first_order_labels": "login" }, "d"],
  ["any of several values", { "attributes.sentiment": ["positive", "neutral"] }, "cde"],
  ["an empty list of values", { "attributes.sentiment": [] }, ""],
  ["the empty string", { cluster_id: "" }, "b"],
  ["a boolean", { has_request: true }, "ac"],
  ["an integer", { date: 20 }, "b"],
  ["a value of another type", { date: "20", "attributes.sentiment": "negative" }, ""],
  ["a number on a keyword", { cluster_id: 1 }, ""],
  ["an element of a list", { "attributes.first_order_labels": "Speed" }, "abd"],
  ["any of several elements", { "attributes.first_order_labels": ["Login", "Price"] }, "ad"],
  ["not an element", { "attributes.first_order_labels": { not: "Speed" } }, "ce"],
  ["not any of several elements", { "attributes.first_order_labels": { not: ["Speed", "Price, and more"] } }, "c"],
  ["not a value, missing ones hold", { cluster_id: { not: "c1" } }, "bcde"],
  ["not any of several", { cluster_id: { not: ["c1", ""] } }, "cde"],
  ["not any of none", { cluster_id: { not: [] } }, "abcde"],
  ["there is a value", { cluster_id: { exists: true } }, "abc"],
  ["there is none", { cluster_id: { exists: false } }, "de"],
  ["an empty list is no value", { "attributes.first_order_labels": { exists: false } }, "c"],
  ["a fraction in an integer field is no value", { date: { exists: false } }, "e"],
  ["from, included", { date: { gte: 20 } }, "bc"],
  ["from, not included", { date: { gt: 20 } }, "c"],
  ["half-open", { date: { gte: -40, lt: 20 } }, "ad"],
  ["to, included", { date: { lte: 20 } }, "abd"],
  ["a range of strings", { cluster_id: { gte: "c", lt: "c2" } }, "a"],
  ["a range over a list, any element", { "attributes.first_order_labels": { gte: "l" } }, "d"],
  ["a range of the wrong type", { date: { gte: "a" } }, ""],
  ["several fields, all must hold", { "attributes.sentiment": "negative", has_request: true, date: { lt: 15 } }, "a"],
  ["accents", { lang: "é" }, "e"],
];

export function queryTests(current: CurrentStore): void {
  test("where, by example", async (t) => {
    const [store, tenant] = [current(), freshTenant()];
    await createInsights(store, tenant, shelf);
    for (const [what, where, ids] of expected) {
      await t.test(what, async () => {
        assert.equal((await foundIds(store, tenant, "insights", { where })).join(""), ids);
        assert.equal(await store.count(tenant, "insights", { where }), ids.length);
      });
    }
  });

  test("a long list of values", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await createInsights(store, tenant, { a: { cluster_id: "x777", labels: ["x3"] }, b: { cluster_id: "y" } });
    const values = Array.from({ length: 3_000 }, (_, at) => `x${at}`);
    assert.equal(await store.count(tenant, "insights", { where: { cluster_id: values } }), 1);
    assert.equal(await store.count(tenant, "insights", { where: { cluster_id: { not: values } } }), 1);
    assert.equal(await store.count(tenant, "insights", { where: { "attributes.first_order_labels": values } }), 1);
  });

  test("a field that is not in the collection is a bug, and says so", async () => {
    const where = { nonsense: 1 } as never;
    await assert.rejects(async () => current().count(freshTenant(), "insights", { where }), TypeError);
  });

  test("an insight leaves and enters filters as it is changed and removed", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await createInsights(store, tenant, { a: { cluster_id: "old" }, b: { cluster_id: "old" } });
    await writeAll(store, tenant, "insights", [
      { op: "update", id: "a", set: { cluster_id: "new" } },
      { op: "delete", id: "b" },
    ]);
    assert.equal(await store.count(tenant, "insights", { where: { cluster_id: "old" } }), 0);
    assert.deepEqual(await foundIds(store, tenant, "insights", { where: { cluster_id: "new" } }), ["a"]);
    await writeAll(store, tenant, "insights", [{ op: "update", id: "a", set: { cluster_id: undefined } as never }]);
    assert.deepEqual(await foundIds(store, tenant, "insights", { where: { cluster_id: { exists: false } } }), ["a"]);
  });

  test("random filters match what a plain matcher says", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const parts = fc.sample(insightParts, { numRuns: 80, seed: 7 });
    const docs = parts.map((part, at) => [`id${String(at).padStart(3, "0")}`, insight(part as InsightParts)] as const);
    await writeAll(
      store,
      tenant,
      "insights",
      docs.map(([id, doc]) => ({ op: "create", id, doc })),
    );
    const property = fc.asyncProperty(wheres, async (where) => {
      const matching = docs.filter(([, doc]) => matches(doc, where)).map(([id]) => id);
      const page = await store.search(tenant, "insights", { where, limit: 100 });
      assert.deepEqual(
        page.items.map(({ id }) => id),
        matching,
      );
      assert.equal(page.total, matching.length);
    });
    await fc.assert(property, { numRuns: 150, seed: 11 });
  });
}

const word = fc.constantFrom("", "a", "A", "b", "ab", "é", "z\0", "\x01", '"', "🙂", "\uffee", "a,b");
const insightParts = fc.record(
  {
    date: fc.integer({ min: -3, max: 3 }),
    cluster_id: word,
    labels: fc.array(word, { maxLength: 3 }),
    has_request: fc.boolean(),
  },
  { requiredKeys: [] },
);

const bounds = (value: fc.Arbitrary<string | number>) =>
  fc.record({ gte: value, gt: value, lte: value, lt: value }, { requiredKeys: [] });
const conditionOn = (value: fc.Arbitrary<string | number>) =>
  fc.oneof(
    value,
    fc.array(value, { maxLength: 3 }),
    fc.record({ not: fc.oneof(value, fc.array(value, { maxLength: 3 })) }),
    fc.record({ exists: fc.boolean() }),
    bounds(value),
  );
const wheres = fc.record(
  {
    date: conditionOn(fc.integer({ min: -3, max: 3 })),
    cluster_id: conditionOn(word),
    "attributes.first_order_labels": conditionOn(word),
    has_request: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<InsightWhere>;

function matches(doc: ReturnType<typeof insight>, where: InsightWhere): boolean {
  return Object.entries(where).every(([field, condition]) => {
    const value = field
      .split(".")
      .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], doc);
    const values = (Array.isArray(value) ? value : [value]).filter((element) => element !== undefined);
    return condition === undefined || holds(values as (string | number)[], condition);
  });
}

function holds(values: readonly (string | number)[], condition: Condition): boolean {
  if (typeof condition !== "object") return values.includes(condition as string);
  if (Array.isArray(condition)) return condition.some((wanted) => values.includes(wanted));
  if ("not" in condition) return ![condition.not].flat().some((wanted) => values.includes(wanted as string));
  if ("exists" in condition) return values.length > 0 === condition.exists;
  const { gte, gt, lte, lt } = condition as Record<string, string | number>;
  if ([gte, gt, lte, lt].every((bound) => bound === undefined)) return true;
  return values.some(
    (value) =>
      (gte === undefined || compare(value, gte) >= 0) &&
      (gt === undefined || compare(value, gt) > 0) &&
      (lte === undefined || compare(value, lte) <= 0) &&
      (lt === undefined || compare(value, lt) < 0),
  );
}

/** Numbers by value, strings by code point. */
function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}
