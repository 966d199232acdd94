/** Contract: order and pages of a search. */
// cspell:ignore fedcba ebacfd acfbed deacbf caedbf ebfdac fcabed
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { InvalidCursor, type Search, type Sort } from "../store.ts";
import {
  type CurrentStore,
  createInsights,
  foundIds,
  freshTenant,
  type InsightParts,
  insight,
  pagedIds,
  writeAll,
} from "./fixtures.ts";

type InsightSort = readonly Sort<"insights">[];

const rows: Readonly<Record<string, InsightParts>> = {
  a: { date: 3, priority_rank: 1, cluster_id: "x" },
  b: { date: 1, priority_rank: 2 },
  c: { date: 3, priority_rank: 0, cluster_id: "é" },
  d: { date: 0.5, priority_rank: 2, cluster_id: "" },
  e: { date: -2, priority_rank: 2, cluster_id: "X" },
  f: { date: 3, priority_rank: 2 },
};

const orders: readonly [string, InsightSort, string][] = [
  ["none given: by id", [], "abcdef"],
  ["by id, descending", [{ by: "id", order: "desc" }], "fedcba"],
  ["ascending, ties by id, missing last", [{ by: "date", order: "asc" }], "ebacfd"],
  ["descending, ties by id, missing last", [{ by: "date", order: "desc" }], "acfbed"],
  ["keywords by code point, missing last", [{ by: "cluster_id", order: "asc" }], "deacbf"],
  ["keywords descending, missing last", [{ by: "cluster_id", order: "desc" }], "caedbf"],
  [
    "by two fields",
    [
      { by: "priority_rank", order: "desc" },
      { by: "date", order: "asc" },
    ],
    "ebfdac",
  ],
  [
    "by a field, then by id descending",
    [
      { by: "date", order: "desc" },
      { by: "id", order: "desc" },
    ],
    "fcabed",
  ],
  [
    "booleans",
    [
      { by: "has_request", order: "desc" },
      { by: "date", order: "asc" },
    ],
    "ebacfd",
  ],
];

export function pagingTests(current: CurrentStore): void {
  test("sort, by example, whole and in pages of one and two", async (t) => {
    const [store, tenant] = [current(), freshTenant()];
    await createInsights(store, tenant, rows);
    for (const [what, sort, ids] of orders) {
      await t.test(what, async () => {
        assert.equal((await foundIds(store, tenant, "insights", { sort })).join(""), ids);
        assert.equal((await pagedIds(store, tenant, "insights", { sort, limit: 1 })).join(""), ids);
        assert.equal((await pagedIds(store, tenant, "insights", { sort, limit: 2 })).join(""), ids);
      });
    }
  });

  test("a page says how many match on all pages, and ends with null", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await createInsights(store, tenant, rows);
    const first = await store.search(tenant, "insights", { limit: 4 });
    assert.equal(first.total, 6);
    const second = await store.search(tenant, "insights", { limit: 4, cursor: first.next_cursor! });
    assert.deepEqual([second.items.map(({ id }) => id), second.total, second.next_cursor], [["e", "f"], 6, null]);
    const exact = await store.search(tenant, "insights", { limit: 6 });
    assert.equal(exact.next_cursor, null);
    const none = await store.search(tenant, "insights", { where: { kind: "praise" } });
    assert.deepEqual(none, { items: [], total: 0, next_cursor: null });
  });

  test("the first of an order are those of its page, uncounted", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await createInsights(store, tenant, rows);
    for (const [, sort] of orders) {
      for (const search of [
        { sort },
        { sort, limit: 2 },
        { sort, limit: 0 },
        { sort, where: { kind: "praise" as const } },
      ]) {
        const { items } = await store.search(tenant, "insights", search);
        assert.deepEqual(await store.first(tenant, "insights", search), items);
      }
    }
    assert.equal((await store.first(tenant, "insights", {})).length, 6);
  });

  test("a page holds 50 when no limit is given, and at most 1,000", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const writes = Array.from(
      { length: 1_010 },
      (_, at) => ({ op: "create", id: `${10_000 + at}`, doc: { value: at } }) as const,
    );
    await writeAll(store, tenant, "progress", writes);
    const usual = await store.search(tenant, "progress", {});
    assert.deepEqual([usual.items.length, usual.total], [50, 1_010]);
    const most = await store.search(tenant, "progress", { limit: 5_000 });
    assert.equal(most.items.length, 1_000);
    const rest = await store.search(tenant, "progress", { limit: 5_000, cursor: most.next_cursor! });
    assert.deepEqual([rest.items.length, rest.next_cursor], [10, null]);
  });

  test("pages neither repeat nor skip what was there from the start, whatever comes and goes between them", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const parts = (date: number): InsightParts => ({ date });
    const ids = Array.from({ length: 30 }, (_, at) => `k${String(at).padStart(2, "0")}`);
    await createInsights(store, tenant, Object.fromEntries(ids.map((id, at) => [id, parts(Math.floor(at / 4))])));
    const search: Search<"insights"> = { sort: [{ by: "date", order: "desc" }], limit: 7 };
    const seen: string[] = [];
    let cursor: string | null | undefined;
    for (let page = 0; cursor !== null; page++) {
      const { items, next_cursor } = await store.search(tenant, "insights", { ...search, cursor });
      seen.push(...items.map(({ id }) => id));
      cursor = next_cursor;
      await createInsights(store, tenant, { [`a${page}`]: parts(page), [`z${page}`]: parts(9 - page) });
    }
    const original = seen.filter((id) => id.startsWith("k"));
    assert.deepEqual([...original].sort(), ids);
    assert.equal(new Set(seen).size, seen.length);
  });

  test("a forged cursor throws InvalidCursor or starts a page somewhere, whatever it holds", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const words = Array.from(
      { length: 3 },
      (_, at) => ({ op: "create", id: `f${at}`, doc: insight({ date: at }), search: "same" }) as const,
    );
    await writeAll(store, tenant, "insights", words);
    const searches = [
      { limit: 1 },
      { limit: 1, sort: [{ by: "date", order: "desc" }] },
      { limit: 1, sort: [{ by: "app_name", order: "asc" }] },
      { limit: 1, sort: [{ by: "has_request", order: "asc" }] },
      { limit: 1, words: ["same"], sort: [{ by: "relevance", order: "desc" }] },
    ] as const;
    const values = [null, true, "x", "", 1.5, -1, 1e300, 2 ** 63, "9223372036854775808", "\ud800", "x".repeat(20_000)];
    const outcomes = { invalid: 0, page: 0 };
    for (const search of searches) {
      const { next_cursor } = await store.search(tenant, "insights", search);
      const [made, ...state] = JSON.parse(Buffer.from(next_cursor!, "base64url").toString()) as unknown[];
      const forged = state.flatMap((_, at) => values.map((value) => [made, ...state.with(at, value)]));
      for (const cursor of forged.map((parts) => Buffer.from(JSON.stringify(parts)).toString("base64url"))) {
        const result = await store.search(tenant, "insights", { ...search, cursor }).catch((error: unknown) => error);
        if (result instanceof Error) assert.ok(result instanceof InvalidCursor, `${JSON.stringify(search)}: ${result}`);
        outcomes[result instanceof Error ? "invalid" : "page"]++;
      }
    }
    assert.ok(outcomes.invalid > 20 && outcomes.page > 5, JSON.stringify(outcomes));
  });

  test("a cursor of another search, another tenant or of nobody throws InvalidCursor", async () => {
    const [store, tenant, other] = [current(), freshTenant(), freshTenant()];
    await createInsights(store, tenant, rows);
    await createInsights(store, other, rows);
    const search: Search<"insights"> = { where: { date: { gte: 0 } }, sort: [{ by: "date", order: "desc" }], limit: 1 };
    const cursor = (await store.search(tenant, "insights", search)).next_cursor!;
    const strangers: Search<"insights">[] = [
      { ...search, cursor: "nonsense" },
      { ...search, cursor: "" },
      { ...search, cursor: Buffer.from('["x"]').toString("base64url") },
      { ...search, cursor: `${cursor}x`.slice(3) },
      { ...search, where: {}, cursor },
      { ...search, sort: [{ by: "date", order: "asc" }], cursor },
    ];
    for (const stranger of strangers) await assert.rejects(store.search(tenant, "insights", stranger), InvalidCursor);
    await assert.rejects(store.search(other, "insights", { ...search, cursor }), InvalidCursor);
    await assert.rejects(store.search(tenant, "rejections", { limit: 1, cursor }), InvalidCursor);
    const { items } = await store.search(tenant, "insights", { ...search, limit: 2, cursor });
    assert.equal(items.length, 2, "another limit is the same search");
  });

  test("random data in random order: pages put together are the sorted whole", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const value = fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined });
    const docs = fc.sample(fc.record({ date: value, priority_rank: value, ingested_at: value }), {
      numRuns: 60,
      seed: 3,
    });
    const writes = docs.map((doc, at) => ({ op: "create", id: `i${at}`, doc: insight(doc as InsightParts) }) as const);
    await writeAll(store, tenant, "insights", writes);
    const by = fc.constantFrom("date", "priority_rank", "ingested_at", "id");
    const order = fc.constantFrom("asc", "desc");
    const sorts = fc.uniqueArray(fc.record({ by, order }), { maxLength: 3, selector: (sort) => sort.by });
    const property = fc.asyncProperty(sorts, fc.integer({ min: 7, max: 40 }), async (sort, limit) => {
      const search = { sort, limit } as Search<"insights">;
      const whole = await foundIds(store, tenant, "insights", { ...search, limit: 1_000 });
      assert.deepEqual(whole, sorted(writes, sort));
      assert.deepEqual(await pagedIds(store, tenant, "insights", search), whole);
    });
    await fc.assert(property, { numRuns: 25, seed: 5 });
  });
}

function sorted(
  docs: readonly { readonly id: string; readonly doc: object }[],
  sort: readonly { readonly by: string; readonly order: string }[],
): string[] {
  const sortValue = ({ id, doc }: (typeof docs)[number], by: string) =>
    by === "id" ? id : (doc as Record<string, number | undefined>)[by];
  const compare = (a: (typeof docs)[number], b: (typeof docs)[number]): number => {
    for (const { by, order } of [...sort, { by: "id", order: "asc" }]) {
      const [x, y] = [sortValue(a, by), sortValue(b, by)];
      if (x === y) continue;
      if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
      return x < y === (order === "asc") ? -1 : 1;
    }
    return 0;
  };
  return [...docs].sort(compare).map(({ id }) => id);
}
