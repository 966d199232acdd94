/** A read leaves nothing open on the server, however it ends: contexts are counted there, index by index. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { passing, startProxy } from "../../../test/chaos/proxy.ts";
import { eventually } from "../../../test/testbed.ts";
import { readFor } from "../asker.ts";
import { createElasticsearchClient, createElasticsearchStore } from "../elasticsearch.ts";
import type { Store } from "../store.ts";
import { collected, createInsights, freshTenant, pagedIds, unitVector } from "../testsuite/fixtures.ts";
import { createNames } from "./names.ts";
import { tearDown } from "./setup.ts";

const url = process.env.ELASTICSEARCH_URL;
const skip = url === undefined && process.env.CI_SERVICES !== "required" ? "ELASTICSEARCH_URL is not set" : false;

describe("contexts open on Elasticsearch", { skip }, () => {
  const indexPrefix = `test-${randomBytes(6).toString("hex")}-`;
  const names = createNames(indexPrefix);
  const tenant = freshTenant();
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  let client: ReturnType<typeof createElasticsearchClient>;
  let store: Store;
  before(async () => {
    assert.ok(url !== undefined, "ELASTICSEARCH_URL is not set, and CI requires it");
    proxy = await startProxy(url);
    client = createElasticsearchClient({ url });
    store = await createElasticsearchStore({ url: proxy.url, indexPrefix });
    const ids = Array.from({ length: 60 }, (_, at) => [`i${100 + at}`, { date: at % 7 }]);
    await createInsights(store, tenant, Object.fromEntries(ids));
  });
  after(async () => {
    await store.close();
    await tearDown(client, names);
    await client.close();
    await proxy.close();
  });

  /** A shard, of our own index alone: others use the server too. */
  async function openContexts(): Promise<number> {
    const stats = await client.indices.stats({ index: names.index("insights", 1), metric: "search" });
    return (stats._all.total!.search!.open_contexts ?? 0) / stats._shards!.successful;
  }
  /** The server frees what it was told to in its own time. */
  const noneOpen = () => eventually("no open context", async () => (await openContexts()) === 0, 5_000);
  const scan = () => store.scan(tenant, "insights", { pageSize: 10 });

  it("are none after many pages, figures and scans; a scan has one, which the count shows", async () => {
    for (const sort of [[], [{ by: "date", order: "desc" }]] as const)
      assert.equal((await pagedIds(store, tenant, "insights", { sort, limit: 3 })).length, 60);
    await store.facets(tenant, "insights", ["lang"], {});
    await store.values(tenant, "insights", "lang", {});
    await store.histogram(tenant, "insights", { field: "date", interval: "day" });
    await store.nearest(tenant, "insights", unitVector(1), { k: 5 });
    assert.equal(await openContexts(), 0);
    const open: number[] = [];
    for await (const { id } of scan()) if (id.endsWith("5")) open.push(await openContexts());
    assert.deepEqual(open, [1, 1, 1, 1, 1, 1]);
    await noneOpen();
  });

  it("are none while a scan reads what one search brings, and one from the first that no longer fits", async () => {
    for (const [pageSize, opened] of [
      [61, 0],
      [60, 0],
      [59, 1],
    ] as const) {
      const read: string[] = [];
      for await (const { id } of store.scan(tenant, "insights", { pageSize })) {
        read.push(id);
        if (read.length === 30) assert.equal(await openContexts(), opened, `${pageSize} a page`);
      }
      assert.deepEqual(
        read,
        Array.from({ length: 60 }, (_, at) => `i${100 + at}`),
      );
      await noneOpen();
    }
  });

  it("are none after a scan that was left, whose reader failed or went away, or that the server refused", async () => {
    for await (const { id } of scan()) if (id === "i105") break;
    await assert.rejects(async () => {
      for await (const { id } of scan()) if (id === "i115") throw new Error("the reader failed");
    }, /the reader failed/);
    const leaving = new AbortController();
    const reading = readFor(leaving.signal, async () => {
      for await (const { id } of scan()) if (id === "i109") leaving.abort(new Error("gone"));
    });
    await assert.rejects(reading, /gone/);
    let searches = 0;
    proxy.setFault(async ({ path, body }, forward) => {
      if (!path.startsWith("/_search") || ++searches < 2) return forward(body);
      return { status: 400, headers: { "content-type": "application/json" }, body: Buffer.from("{}") };
    });
    await assert.rejects(collected(scan()));
    assert.equal(searches, 2);
    proxy.setFault(passing);
    await noneOpen();
  });

  it("are none after a reader that went away while a page or a scan was being opened", async () => {
    const reads: readonly (() => Promise<unknown>)[] = [
      () => store.search(tenant, "insights", { limit: 3 }),
      () => collected(scan()),
    ];
    for (const read of reads) {
      const leaving = new AbortController();
      proxy.setFault(async ({ body }, forward) => {
        const reply = await forward(body);
        leaving.abort(new Error("gone"));
        return reply;
      });
      await assert.rejects(readFor(leaving.signal, read), /gone/);
      proxy.setFault(passing);
    }
    await noneOpen();
  });
});
