/** Probes and metrics, and what outages look like from outside. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pino } from "pino";
import { eventually } from "../../test/testbed.ts";
import { createKeyRing } from "../auth/keys.ts";
import { createMetrics } from "../metrics.ts";
import { DEFAULT_TENANT, INSTALLATION } from "../model/tenant.ts";
import { QueueUnavailable } from "../queue/queue.ts";
import { openTestStore, type TestStore } from "../store/sqlite.testing.ts";
import { StoreUnavailable } from "../store/store.ts";
import { createMemoryQueue, startTestServer, type TestServerOptions } from "./server.testing.ts";
import { listenForHealth } from "./server.ts";

let opened: TestStore;
before(async () => {
  opened = await openTestStore();
});
after(() => opened.close());

const start = (options: TestServerOptions = {}) => startTestServer({ store: opened.store, ...options });

test("alive, ready and measured, by route and not by path", async () => {
  await using server = await start();
  assert.deepEqual((await server.ask("GET", "/healthz")).body, { status: "ok" });
  assert.deepEqual((await server.ask("GET", "/readyz")).body, { status: "ok", checks: { queue: "ok", store: "ok" } });
  await server.ask("GET", "/api/v1/insights/some-id");
  await server.ask("GET", "/no/such/thing");
  const { text } = await server.ask("GET", "/metrics");
  assert.match(text, /groundswell_http_request_seconds_count\{.*route="\/api\/v1\/insights\/:id".*\} 1/);
  assert.match(text, /route="unmatched"/);
  assert.ok(!text.includes("some-id") && !text.includes("/no/such/thing"));
});

test("readyz says which of queue and store is not there", async () => {
  const { queue } = createMemoryQueue();
  const ping = () => Promise.reject(new QueueUnavailable("down"));
  await using server = await start({ queue: { ...queue, ping } });
  const answer = await server.ask("GET", "/readyz");
  assert.equal(answer.status, 503);
  assert.deepEqual(answer.body.checks, { queue: "unreachable", store: "ok" });
  assert.deepEqual(answer.body.reasons, { queue: "down" });
  assert.match(answer.body.detail, /queue/);
  const outside = await server.ask("GET", "/readyz", { headers: { "x-forwarded-for": "203.0.113.7" } });
  assert.deepEqual([outside.status, outside.body.checks], [503, answer.body.checks]);
  assert.ok(!outside.text.includes("down"), "what services say is for those inside");
  assert.equal((await server.ask("GET", "/healthz")).status, 200);
});

test("while the store is away reads are 503 with when to come back, and intake goes on", async () => {
  await using healthy = await start();
  let down = false;
  const store = new Proxy(healthy.store, {
    get: (target, name) => {
      const member = target[name as keyof typeof target];
      const failing = () => Promise.reject(new StoreUnavailable("down"));
      return (...values: never[]) =>
        down ? failing() : (member as (...values: never[]) => unknown).apply(target, values);
    },
  });
  await using server = await start({ store });
  assert.equal((await server.ask("GET", "/api/v1/insights")).status, 200);
  down = true;
  for (const path of ["/api/v1/insights", "/api/v1/ledger", "/api/v1/tickets"]) {
    const answer = await server.ask("GET", path);
    assert.deepEqual([answer.status, answer.headers.get("retry-after")], [503, "5"], path);
  }
  assert.equal((await server.ask("POST", "/api/v1/feedback", { json: { text: "still here" } })).status, 202);
  assert.deepEqual((await server.ask("GET", "/readyz")).body.checks, { queue: "ok", store: "unreachable" });
  down = false;
});

test("on a port of its own it is as healthy, as measured and as guarded as the server, and nothing else", async () => {
  const { queue } = createMemoryQueue();
  const deps = { store: opened.store, queue, metrics: createMetrics(), log: pino({ level: "silent" }) };
  await using server = await start();
  const health = await listenForHealth({ host: "127.0.0.1", port: 0 }, deps);
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const reply = await fetch(health.url + path, { headers });
    return { status: reply.status, text: await reply.text() };
  };
  try {
    for (const path of ["/healthz", "/readyz"])
      assert.equal((await ask(path)).text, (await server.ask("GET", path)).text);
    assert.match((await ask("/metrics")).text, /groundswell_http_request_seconds_count\{.*route="\/readyz".*\} 1/);
    for (const path of ["/", "/api/v1/insights", "/openapi.json"]) assert.equal((await ask(path)).status, 404, path);
    const { id, key } = await createKeyRing(opened.store, { now: () => 1 }).create({
      tenant: DEFAULT_TENANT,
      name: "prometheus",
      scopes: ["admin"],
    });
    await eventually("the first key counts", async () => (await ask("/metrics")).status === 401);
    assert.equal((await ask("/healthz")).status, 200);
    assert.equal((await ask("/metrics", { authorization: `Bearer ${key}` })).status, 200);
    await health.close(1_000);
    assert.equal((await opened.store.get(INSTALLATION, "keys", id))?.doc.uses, 1);
  } finally {
    await health.close(1_000);
  }
});

test("a bug is a 500 that tells nothing of its cause", async () => {
  const writer = { write: () => Promise.reject(new Error("password=hunter2 at /secret/path")) };
  await using server = await start({ writer });
  const answer = await server.ask("POST", "/api/v1/feedback", { json: { text: "x" } });
  assert.equal(answer.status, 500);
  assert.doesNotMatch(answer.text, /hunter2|secret/);
});
