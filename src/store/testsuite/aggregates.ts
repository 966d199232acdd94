/** Contract: facets and histograms. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type CurrentStore, createInsights, freshTenant, type InsightParts } from "./fixtures.ts";

/** Unix seconds of a UTC time. */
const at = (iso: string): number => Date.parse(`${iso}Z`) / 1000;

export function aggregateTests(current: CurrentStore): void {
  test("facets count the values of fields, by count, then by value; a list once per element; missing ones nowhere", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await createInsights(store, tenant, {
      a: { lang: "en", labels: ["Login", "Speed", "Login"], has_request: true, priority_rank: 10 },
      b: { lang: "de", labels: ["Speed"], priority_rank: 10 },
      c: { lang: "fr", labels: [], priority_rank: 9, cluster_id: "c" },
      d: { lang: "de", labels: ["Price", "a,b"], priority_rank: 2 },
    });
    const fields = ["lang", "attributes.first_order_labels", "has_request", "priority_rank", "cluster_id"] as const;
    assert.deepEqual(await store.facets(tenant, "insights", fields, {}), {
      lang: [
        { value: "de", count: 2 },
        { value: "en", count: 1 },
        { value: "fr", count: 1 },
      ],
      "attributes.first_order_labels": [
        { value: "Speed", count: 2 },
        { value: "Login", count: 1 },
        { value: "Price", count: 1 },
        { value: "a,b", count: 1 },
      ],
      has_request: [
        { value: "false", count: 3 },
        { value: "true", count: 1 },
      ],
      priority_rank: [
        { value: "10", count: 2 },
        { value: "2", count: 1 },
        { value: "9", count: 1 },
      ],
      cluster_id: [{ value: "c", count: 1 }],
    });
  });

  test("facets heed the filter and the size, and are empty when nothing matches", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await createInsights(store, tenant, { a: { lang: "en" }, b: { lang: "de" }, c: { lang: "de", kind: "praise" } });
    const where = { kind: "problem" } as const;
    assert.deepEqual(await store.facets(tenant, "insights", ["lang"], { where, size: 1 }), {
      lang: [{ value: "de", count: 1 }],
    });
    const nothing = await store.facets(tenant, "insights", ["lang", "kind"], { where: { lang: "xx" } });
    assert.deepEqual(nothing, { lang: [], kind: [] });
    assert.deepEqual(await store.facets(tenant, "insights", [], {}), {});
  });

  test("values lists every value of a field with its count, by value, however many there are", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const parts: Record<string, InsightParts> = {};
    for (let value = 0; value < 1_205; value++) parts[`v${value}`] = { cluster_id: `c${value}`, lang: "en" };
    parts.again = { cluster_id: "c7", lang: "de", labels: ["Speed", "Login", "É", "Speed"] };
    parts.without = { lang: "de", labels: ["Speed"] };
    await createInsights(store, tenant, parts);
    const clusters = await store.values(tenant, "insights", "cluster_id", {});
    assert.deepEqual(
      clusters.map(({ value }) => value),
      Array.from({ length: 1_205 }, (_, value) => `c${value}`).sort(),
    );
    assert.deepEqual(
      clusters.filter(({ count }) => count > 1),
      [{ value: "c7", count: 2 }],
    );
    const where = { lang: "de" } as const;
    assert.deepEqual(await store.values(tenant, "insights", "attributes.first_order_labels", { where }), [
      { value: "Login", count: 1 },
      { value: "Speed", count: 2 },
      { value: "É", count: 1 },
    ]);
    assert.deepEqual(await store.values(tenant, "insights", "lang", { where: { lang: "xx" } }), []);
  });

  test("facets of a field with many values are exact", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const parts: Record<string, InsightParts> = {};
    for (let value = 0; value < 150; value++)
      for (let copy = 0; copy <= value % 3; copy++) parts[`${value}-${copy}`] = { cluster_id: `c${1_000 + value}` };
    await createInsights(store, tenant, parts);
    const { cluster_id } = await store.facets(tenant, "insights", ["cluster_id"], { size: 120 });
    const counted = Array.from({ length: 150 }, (_, value) => ({ value: `c${1_000 + value}`, count: (value % 3) + 1 }));
    const ranked = counted.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    assert.deepEqual(cluster_id, ranked.slice(0, 120));
  });

  test("the most frequent values are exact among very many that are nearly as frequent, however these are spread", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const parts: Record<string, InsightParts> = {};
    const timesOf = (value: number) => (value % 500 === 7 ? 3 : 2);
    for (let value = 0; value < 1_500; value++)
      for (let copy = 0; copy < timesOf(value); copy++) parts[`${value}-${copy}`] = { cluster_id: `c${value}` };
    await createInsights(store, tenant, parts);
    const { cluster_id } = await store.facets(tenant, "insights", ["cluster_id"], { size: 4 });
    assert.deepEqual(cluster_id, [
      { value: "c1007", count: 3 },
      { value: "c507", count: 3 },
      { value: "c7", count: 3 },
      { value: "c0", count: 2 },
    ]);
  });

  const moments: Readonly<Record<string, InsightParts>> = {
    a: { date: at("2024-02-29T23:59:59"), sentiment: "negative", labels: ["x", "y"] },
    b: { date: at("2024-03-01T00:00:00"), sentiment: "positive", labels: ["x"] },
    c: { date: at("2024-03-01T00:59:59"), sentiment: "positive" },
    d: { date: at("2024-03-03T12:00:00"), sentiment: "negative", labels: ["y"] },
    e: { date: at("2024-03-04T00:00:00"), sentiment: "negative", labels: ["y", "y"] },
    f: { date: at("1969-12-28T23:30:00"), sentiment: "neutral", labels: ["z"] },
    g: { date: 0.5, sentiment: "neutral", labels: ["z"] },
  };
  const expected = {
    hour: [
      ["1969-12-28T23:00", 1],
      ["2024-02-29T23:00", 1],
      ["2024-03-01T00:00", 2],
      ["2024-03-03T12:00", 1],
      ["2024-03-04T00:00", 1],
    ],
    day: [
      ["1969-12-28T00:00", 1],
      ["2024-02-29T00:00", 1],
      ["2024-03-01T00:00", 2],
      ["2024-03-03T00:00", 1],
      ["2024-03-04T00:00", 1],
    ],
    week: [
      ["1969-12-22T00:00", 1],
      ["2024-02-26T00:00", 4],
      ["2024-03-04T00:00", 1],
    ],
    month: [
      ["1969-12-01T00:00", 1],
      ["2024-02-01T00:00", 1],
      ["2024-03-01T00:00", 4],
    ],
  } as const;

  test("histograms count per interval in UTC, oldest first, without empty ones; weeks start on Monday", async (t) => {
    const [store, tenant] = [current(), freshTenant()];
    await createInsights(store, tenant, moments);
    for (const [interval, points] of Object.entries(expected)) {
      await t.test(interval, async () => {
        const options = { field: "date", interval: interval as keyof typeof expected } as const;
        const wanted = points.map(([start, count]) => ({ at: at(start), count }));
        assert.deepEqual(await store.histogram(tenant, "insights", options), wanted);
      });
    }
  });

  test("histograms of more points than were asked for at most are refused, and no others", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const hours = Array.from({ length: 40 }, (_, index) => index * 3_600);
    const documents = hours.map((date) => [`h${date}`, { date, keywords: ["a", "b"] }] as const);
    await createInsights(store, tenant, Object.fromEntries(documents));
    const hourly = { field: "date", interval: "hour" } as const;
    assert.equal((await store.histogram(tenant, "insights", { ...hourly, most: 40 })).length, 40);
    await assert.rejects(store.histogram(tenant, "insights", { ...hourly, most: 39 }), { name: "TooManyPoints" });
    const by = "attributes.keywords";
    await assert.rejects(store.histogram(tenant, "insights", { ...hourly, by, most: 79 }), { name: "TooManyPoints" });
    assert.equal((await store.histogram(tenant, "insights", { field: "date", interval: "month", most: 1 })).length, 1);
  });

  test("histograms split by the values of a field, also of a list, and heed the filter", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await createInsights(store, tenant, moments);
    const options = { field: "date", interval: "month", where: { date: { gte: 0 } } } as const;
    assert.deepEqual(await store.histogram(tenant, "insights", { ...options, by: "attributes.sentiment" }), [
      { at: at("2024-02-01T00:00"), value: "negative", count: 1 },
      { at: at("2024-03-01T00:00"), value: "negative", count: 2 },
      { at: at("2024-03-01T00:00"), value: "positive", count: 2 },
    ]);
    assert.deepEqual(await store.histogram(tenant, "insights", { ...options, by: "attributes.first_order_labels" }), [
      { at: at("2024-02-01T00:00"), value: "x", count: 1 },
      { at: at("2024-02-01T00:00"), value: "y", count: 1 },
      { at: at("2024-03-01T00:00"), value: "x", count: 1 },
      { at: at("2024-03-01T00:00"), value: "y", count: 2 },
    ]);
    const none = await store.histogram(tenant, "insights", { ...options, where: { kind: "praise" } });
    assert.deepEqual(none, []);
  });
}
