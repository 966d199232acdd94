import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createSqliteStore } from "../sqlite.ts";
import { freshTenant, insight, pagedIds, writeAll } from "../testsuite/fixtures.ts";

/** More than the reader takes for few. */
const MANY = 3_200;

test("words that thousands of documents have give the same answers by the other plan", async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-plans-"));
  const store = await createSqliteStore({ dataDir });
  t.after(async () => {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  const [tenant, other] = [freshTenant(), freshTenant()];
  const docs = Array.from({ length: MANY }, (_, at) => {
    const doc = insight({ date: at, app_name: at % 4 === 0 ? "one" : "two", lang: at % 2 === 0 ? "en" : "de" });
    return { op: "create", id: `i${10_000 + at}`, doc, search: at % 16 === 0 ? "common rare" : "common" } as const;
  });
  await writeAll(store, tenant, "insights", docs);
  await writeAll(store, tenant, "insights", [
    { op: "create", id: "without", doc: insight({ app_name: "one" }), search: "else" },
  ]);
  await writeAll(store, other, "insights", docs.slice(0, 10));

  const words = ["common"];
  const where = { app_name: "one" } as const;
  assert.equal(await store.count(tenant, "insights", { words }), MANY);
  assert.equal(await store.count(tenant, "insights", { words, where }), MANY / 4);
  assert.equal(await store.count(tenant, "insights", { words: ["common", "rare"], where }), MANY / 16);
  const search = { words, where, sort: [{ by: "date", order: "desc" }], limit: 300 } as const;
  const expected = docs
    .filter(({ doc }) => doc.app_name === "one")
    .map(({ id }) => id)
    .reverse();
  assert.deepEqual(await pagedIds(store, tenant, "insights", search), expected);
  const relevant = await pagedIds(store, tenant, "insights", {
    ...search,
    words: ["common"],
    sort: [{ by: "relevance", order: "desc" }],
  });
  assert.deepEqual([...relevant].sort(), [...expected].sort());
  assert.deepEqual(await store.facets(tenant, "insights", ["lang"], { words, where }), {
    lang: [{ value: "en", count: MANY / 4 }],
  });
  const points = await store.histogram(tenant, "insights", { words, field: "date", interval: "hour" });
  assert.deepEqual(points, [{ at: 0, count: MANY }]);
});
