import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { INSTALLATION } from "../model/tenant.ts";
import { copyStore } from "./copy.ts";
import { createNames } from "./elasticsearch/names.ts";
import { tearDown } from "./elasticsearch/setup.ts";
import { createElasticsearchClient, createElasticsearchStore } from "./elasticsearch.ts";
import type { OperatorStore } from "./operator-store.ts";
import { createSqliteStore } from "./sqlite.ts";
import { foundIds, freshTenant, insight, rejection, unitVector, writeAll } from "./testsuite/fixtures.ts";
import { refusingStore } from "./testsuite/refusing.ts";

const url = process.env.ELASTICSEARCH_URL;
const skip = url === undefined && process.env.CI_SERVICES !== "required" ? "ELASTICSEARCH_URL is not set" : false;
const tenants = [freshTenant(), freshTenant()] as const;

async function openEmbedded(t: TestContext): Promise<OperatorStore> {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-copy-"));
  const store = await createSqliteStore({ dataDir });
  t.after(async () => {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  return store;
}

async function openElasticsearch(t: TestContext): Promise<OperatorStore> {
  assert.ok(url !== undefined, "ELASTICSEARCH_URL is not set, and CI requires it");
  const options = { url, indexPrefix: `test-${randomBytes(6).toString("hex")}-` };
  const store = await createElasticsearchStore(options);
  t.after(async () => {
    await store.close();
    const client = createElasticsearchClient(options);
    await tearDown(client, createNames(options.indexPrefix));
    await client.close();
  });
  return store;
}

/** 40 insights for each of two tenants, one rejection, a lease and somebody's progress. */
async function fill(store: OperatorStore): Promise<void> {
  for (const [which, tenant] of tenants.entries()) {
    const writes = Array.from({ length: 40 }, (_, at) => {
      const doc = insight({ data_id: `${which}`, cluster_id: `c${at % 4}`, metadata: { z: 1, a: { b: at } } });
      return { op: "create", id: `i${100 + at}`, doc, search: `word w${at}`, vector: unitVector(at + 1) } as const;
    });
    await writeAll(store, tenant, "insights", writes);
  }
  await writeAll(store, tenants[0], "rejections", [{ op: "create", id: "r", doc: rejection() }]);
  await writeAll(store, INSTALLATION, "leases", [{ op: "create", id: "l", doc: { holder: "", term: 7, beat: 1 } }]);
  await writeAll(store, INSTALLATION, "progress", [{ op: "create", id: "p", doc: { value: 1 } }]);
}

async function assertFilled(store: OperatorStore): Promise<void> {
  for (const tenant of tenants) {
    assert.equal(await store.count(tenant, "insights", { where: { cluster_id: "c1" } }), 10);
    assert.deepEqual(await foundIds(store, tenant, "insights", { words: ["word", "w7"] }), ["i107"]);
    assert.equal((await store.nearest(tenant, "insights", unitVector(8), { k: 1 }))[0]!.id, "i107");
  }
  assert.equal((await store.get(INSTALLATION, "leases", "l"))?.doc.term, 7);
  assert.deepEqual(await store.tenants("insights"), [...tenants].sort());
}

test("copies every tenant and collection between embedded stores, and says that both sides are the same", async (t) => {
  const [from, to] = [await openEmbedded(t), await openEmbedded(t)];
  await fill(from);
  const copied = await copyStore({ from, to });
  assert.equal(copied.length, 5);
  assert.deepEqual([copied.every(({ same }) => same), copied.reduce((sum, { count }) => sum + count, 0)], [true, 83]);
  await assertFilled(to);
  assert.equal(await to.get(INSTALLATION, "progress", "store-copy"), undefined);
});

test("tells what differs when the target had something else", async (t) => {
  const [from, to] = [await openEmbedded(t), await openEmbedded(t)];
  await fill(from);
  await writeAll(to, tenants[1], "insights", [{ op: "create", id: "extra", doc: insight() }]);
  const differing = (await copyStore({ from, to })).filter(({ same }) => !same);
  assert.deepEqual(differing, [{ tenant: tenants[1], collection: "insights", count: 41, same: false }]);
});

test("an interrupted copy goes on with the collection at hand and leaves out what was done", async (t) => {
  const [from, to] = [await openEmbedded(t), await openEmbedded(t)];
  await fill(from);
  const stop = new AbortController();
  const onStep = ({ tenant, done }: { readonly tenant: string; readonly done: number }) => {
    if (tenant === tenants[1] && done === 20) stop.abort();
  };
  await assert.rejects(copyStore({ from, to, pageSize: 10, signal: stop.signal, onStep }), { name: "AbortError" });
  const seen = new Set<string>();
  const copied = await copyStore({ from, to, onStep: ({ tenant, collection }) => seen.add(`${collection} ${tenant}`) });
  assert.ok(!seen.has(`insights ${tenants[0]}`) && seen.has(`insights ${tenants[1]}`));
  assert.ok(copied.every(({ same }) => same));
  await assertFilled(to);
});

test("offers again what the target does not take at once", async (t) => {
  const [from, to] = [await openEmbedded(t), await openEmbedded(t)];
  await fill(from);
  let offers = 0;
  const busy = refusingStore(to, (_, id) => id === "i100" && offers++ === 0);
  assert.ok((await copyStore({ from, to: busy })).every(({ same }) => same));
  assert.equal(offers, 3, "twice of one tenant, once of the other");
});

test("copies from the embedded store to Elasticsearch and back", { skip }, async (t) => {
  const [from, through, back] = [await openEmbedded(t), await openElasticsearch(t), await openEmbedded(t)];
  await fill(from);
  assert.ok((await copyStore({ from, to: through })).every(({ same }) => same));
  await assertFilled(through);
  const copied = await copyStore({ from: through, to: back });
  assert.equal(copied.length, 5);
  assert.ok(copied.every(({ same }) => same));
  await assertFilled(back);
});
