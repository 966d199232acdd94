/** Contract: reading everything, and what is seen when. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { StoreUnavailable } from "../store.ts";
import {
  type CurrentStore,
  collected,
  createInsights,
  freshTenant,
  insight,
  type OpenStore,
  rejection,
  unitVector,
  writeAll,
} from "./fixtures.ts";

/** Half of the second within which a write is promised to be seen, so that a slow machine does not fail the test. */
const POLL_MS = 50;
const VISIBLE_WITHIN_MS = 1_000;

export function scanningTests(current: CurrentStore): void {
  test("scan gives every match once, by ascending id, over many pages", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const ids = Array.from({ length: 137 }, (_, at) => `${(at * 7_919) % 1_000}`.padStart(4, "k"));
    await writeAll(
      store,
      tenant,
      "rejections",
      ids.map((id, at) => ({ op: "create", id, doc: rejection({ at }) })),
    );
    const all = await collected(store.scan(tenant, "rejections", { pageSize: 10 }));
    assert.deepEqual(
      all.map(({ id }) => id),
      [...ids].sort(),
    );
    const some = await collected(store.scan(tenant, "rejections", { where: { at: { lt: 30 } }, pageSize: 10 }));
    assert.deepEqual(
      some.map(({ id }) => id),
      ids.slice(0, 30).sort(),
    );
    assert.deepEqual(some[0], await store.get(tenant, "rejections", some[0]!.id));
  });

  test("versions gives the ids and versions that scan gives, and others after a write", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const parts = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`k${1_000 + at}`, { date: at }]));
    await createInsights(store, tenant, parts);
    await createInsights(store, freshTenant(), { k1: { date: 1 } });
    const where = { date: { gte: 20 } };
    const read = () => collected(store.versions(tenant, "insights", { where }));
    const before = await read();
    const scanned = await collected(store.scan(tenant, "insights", { where }));
    assert.deepEqual(
      before,
      scanned.map(({ id, version }) => ({ id, version })),
    );
    assert.equal(before.length, 230);
    await store.write(tenant, "insights", [
      { op: "update", id: "k1100", set: { lang: "fr" } },
      { op: "delete", id: "k1200" },
    ]);
    await store.refresh(["insights"]);
    const after = await read();
    assert.equal(after.length, 229);
    const known = new Map(before.map(({ id, version }) => [id, version]));
    const changed = after.filter(({ id, version }) => known.get(id) !== version).map(({ id }) => id);
    assert.deepEqual(changed, ["k1100"]);
    assert.equal(
      (await store.get(tenant, "insights", "k1100"))?.version,
      after.find(({ id }) => id === "k1100")?.version,
    );
    assert.equal((await collected(store.versions(tenant, "insights"))).length, 249);
  });

  test("scan may be left early, and survives writes to what it reads", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const ids = Array.from({ length: 50 }, (_, at) => `k${100 + at}`);
    await writeAll(
      store,
      tenant,
      "rejections",
      ids.map((id) => ({ op: "create", id, doc: rejection() })),
    );
    for await (const { id } of store.scan(tenant, "rejections", { pageSize: 5 })) if (id === "k107") break;
    const seen: string[] = [];
    for await (const { id } of store.scan(tenant, "rejections", { pageSize: 5 })) {
      seen.push(id);
      await store.write(tenant, "rejections", [{ op: "delete", id }]);
    }
    assert.deepEqual(seen, ids);
    await store.refresh(["rejections"]);
    assert.equal(await store.count(tenant, "rejections", {}), 0);
    assert.deepEqual(await collected(store.scan(tenant, "rejections")), []);
  });

  test("after a refresh every read sees what was written before it", async () => {
    const [store, tenant] = [current(), freshTenant()];
    for (let round = 1; round <= 3; round++) {
      const write = {
        op: "create",
        id: `${round}`,
        doc: insight(),
        search: "word",
        vector: unitVector(round),
      } as const;
      await store.write(tenant, "insights", [write]);
      await store.refresh(["insights", "rejections"]);
      assert.equal(await store.count(tenant, "insights", {}), round);
      assert.equal((await store.search(tenant, "insights", { words: ["word"] })).total, round);
      assert.equal((await store.nearest(tenant, "insights", unitVector(9), { k: 9 })).length, round);
      assert.equal((await collected(store.scan(tenant, "insights"))).length, round);
    }
  });

  test("without a refresh a write is seen by every read within a second", async () => {
    const [store, tenant] = [current(), freshTenant()];
    // Asked before, so that the store has no reason to think that nobody reads.
    await store.count(tenant, "insights", {});
    await store.write(tenant, "insights", [{ op: "create", id: "a", doc: insight() }]);
    const since = performance.now();
    while ((await store.count(tenant, "insights", {})) === 0) {
      assert.ok(performance.now() - since < VISIBLE_WITHIN_MS, "not seen in time");
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  });
}

/** These open stores of their own. */
export function lifecycleTests(open: OpenStore): void {
  test("answers a ping, and after close everything throws StoreUnavailable", async () => {
    const { store, close } = await open();
    const tenant = freshTenant();
    await store.ping();
    await createInsights(store, tenant, { a: {} });
    const pending = store.write(tenant, "insights", [{ op: "create", id: "b", doc: insight() }]);
    await Promise.all([pending, store.close()]);
    await store.close();
    const calls = [
      () => store.get(tenant, "insights", "a"),
      () => store.getMany(tenant, "insights", ["a"]),
      () => store.write(tenant, "insights", [{ op: "create", id: "c", doc: insight() }]),
      () => store.offer(tenant, "insights", [{ op: "create", id: "c", doc: insight() }]),
      () => store.search(tenant, "insights", {}),
      () => store.count(tenant, "insights", {}),
      () => store.facets(tenant, "insights", ["lang"], {}),
      () => store.values(tenant, "insights", "lang", {}),
      () => store.histogram(tenant, "insights", { field: "date", interval: "day" }),
      () => store.nearest(tenant, "insights", unitVector(1), { k: 1 }),
      () => collected(store.scan(tenant, "insights")),
      () => store.refresh(["insights"]),
      () => store.ping(),
    ];
    for (const call of calls) await assert.rejects(call, StoreUnavailable, String(call));
    await close();
  });

  test("what was answered is there after closing and opening again, words, vector and version too", async (t) => {
    const { store, reopen, close } = await open();
    if (reopen === undefined) {
      await close();
      return t.skip("this store can't be opened twice on the same data");
    }
    const tenant = freshTenant();
    const doc = insight({ cluster_id: "c1" });
    const [version] = await writeAll(store, tenant, "insights", [
      { op: "create", id: "a", doc, search: "some words", vector: unitVector(1) },
    ]);
    const again = await reopen();
    assert.deepEqual(await again.get(tenant, "insights", "a"), { id: "a", version, doc });
    assert.equal(await again.count(tenant, "insights", { words: ["words"], where: { cluster_id: "c1" } }), 1);
    assert.equal((await again.nearest(tenant, "insights", unitVector(1), { k: 1 })).length, 1);
    const [result] = await again.write(tenant, "insights", [{ op: "replace", id: "a", version: version!, doc }]);
    assert.ok(result?.ok);
    assert.notEqual(result.version, version);
    await again.close();
    await close();
  });
}
