/** Through HTTP: whoever asks much or goes away holds up nobody else, and what takes too long is answered with why. */
import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { createKeyRing } from "../auth/keys.ts";
import { DEFAULT_TENANT, type TenantId } from "../model/tenant.ts";
import { createSqliteStore } from "../store/sqlite.ts";
import type { Store } from "../store/store.ts";
import { putDocuments, slowCount } from "../store/testsuite/slow.ts";
import { startTestServer } from "./server.testing.ts";

const other = "other" as TenantId;

async function openStore(t: TestContext, requestTimeoutMs: number): Promise<Store> {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-given-up-"));
  const store = await createSqliteStore({ dataDir, requestTimeoutMs, readers: 2 });
  t.after(async () => {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  await putDocuments(store, DEFAULT_TENANT);
  return store;
}

/** Each page of the first tenant's insights waits for `before`. */
const withSlowPages = (store: Store, before: () => Promise<unknown>): Store => ({
  ...store,
  async search(tenant, collection, search) {
    if (tenant === DEFAULT_TENANT && collection === "insights") await before();
    return store.search(tenant, collection, search);
  },
});

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds() && tries < 6_000; tries++) await wait(5);
  assert.ok(holds());
}

/** How many requests servers of this process have begun to read. */
function countRequests(t: TestContext): () => number {
  let count = 0;
  const add = (): void => void count++;
  subscribe("http.server.request.start", add);
  t.after(() => unsubscribe("http.server.request.start", add));
  return () => count;
}

test("a read that takes longer than it may is answered 503, with a problem and when to come again", async (t) => {
  const store = await openStore(t, 200);
  const slow = withSlowPages(store, () => slowCount(store, DEFAULT_TENANT));
  await using server = await startTestServer({ store: slow });
  const { status, headers, body } = await server.ask("GET", "/api/v1/insights");
  assert.equal(status, 503);
  assert.match(headers.get("content-type") ?? "", /problem\+json/);
  assert.equal(headers.get("retry-after"), "5");
  assert.equal(body.detail, "the store does not answer");
  // On a busy machine the next one may take too long as well.
  let last = 0;
  for (let tries = 0; last !== 200 && tries < 100; tries++)
    last = (await server.ask("GET", "/api/v1/facets?by=label")).status;
  assert.equal(last, 200);
});

test("whoever goes away frees its turn and what it reads, and others are answered", async (t) => {
  const store = await openStore(t, 60_000);
  let begun = 0;
  let over = 0;
  const slow = withSlowPages(store, async () => {
    begun++;
    await slowCount(store, DEFAULT_TENANT).finally(() => over++);
  });
  await using server = await startTestServer({ store: slow });
  const leaving = new AbortController();
  const gone = Array.from({ length: 40 }, () =>
    fetch(`${server.url}/api/v1/insights`, { signal: leaving.signal }).then(
      () => "answered",
      () => "gone",
    ),
  );
  // All turns are taken, by reads that last many seconds one after the other.
  await until(() => begun >= 16);
  leaving.abort();
  assert.deepEqual(new Set(await Promise.all(gone)), new Set(["gone"]));
  const asked = performance.now();
  assert.equal((await server.ask("GET", "/api/v1/facets?by=label")).status, 200);
  // The sixteen would have taken as many seconds.
  assert.ok(performance.now() - asked < 10_000);
  await until(() => over === begun);
});

test("one tenant's heavy reads do not hold up the light read of another one", async (t) => {
  const store = await openStore(t, 60_000);
  const ends: (() => void)[] = [];
  const gated = withSlowPages(store, () => new Promise<void>((resolve) => ends.push(resolve)));
  const key = async (tenant: TenantId) =>
    (await createKeyRing(store, { now: () => 1 }).create({ tenant, name: "k", scopes: ["read"] })).key;
  const [busy, quiet] = [await key(DEFAULT_TENANT), await key(other)];
  await using server = await startTestServer({ store: gated });
  const requests = countRequests(t);
  const heavy = Array.from({ length: 100 }, () => server.ask("GET", "/api/v1/insights", { key: busy }));
  await until(() => ends.length === 16 && requests() === 100);
  let isAnswered = false;
  const light = server.ask("GET", "/api/v1/insights", { key: quiet }).finally(() => {
    isAnswered = true;
  });
  await until(() => requests() === 101);
  // The tenants take turns, so few of the 84 that came before it go first: while its key is looked up, and its answer read.
  let freed = 0;
  for (; !isAnswered; freed++) {
    assert.equal(ends.length, 16, "no turn is free");
    ends.shift()!();
    await until(() => isAnswered || ends.length === 16);
  }
  assert.equal((await light).status, 200);
  assert.ok(freed <= 40, `${freed} went first`);
  const ending = setInterval(() => {
    for (const end of ends.splice(0)) end();
  }, 5);
  assert.ok((await Promise.all(heavy)).every(({ status }) => status === 200));
  clearInterval(ending);
});
