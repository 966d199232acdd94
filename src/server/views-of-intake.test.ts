/** What the dashboard's pages of events, sources and reviews are told beyond the API that programs use. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import type { Similar } from "../operations/insights.ts";
import type { EventsView } from "../operations/views/events.ts";
import type { FrameView } from "../operations/views/frame.ts";
import type { OverviewView } from "../operations/views/overview.ts";
import { openTestStore, type TestStore } from "../store/sqlite.testing.ts";
import { eventDocument, eventErrorDocument, insight, unitVector } from "../store/testsuite/fixtures.ts";
import { put, startTestServer, type TestServerOptions } from "./server.testing.ts";

let opened: TestStore;
before(async () => {
  opened = await openTestStore();
});
after(() => opened.close());
const start = (options: TestServerOptions = {}) => startTestServer({ store: opened.store, ...options });

test("the frame tells where the installation is reached, and whether who looks runs it", async () => {
  await using server = await start();
  const { body } = await server.ask<FrameView>("GET", "/api/v1/views/frame");
  assert.deepEqual([body.publicUrl, body.runsInstallation], [server.url, true]);
});

test("the frame tells whether a mail server is set up", async () => {
  for (const [environment, sendsMail] of [
    [{}, false],
    [{ SMTP_URL: "smtp://mail.example.com" }, true],
  ] as const) {
    await using server = await start({ environment });
    assert.equal((await server.ask<FrameView>("GET", "/api/v1/views/frame")).body.sendsMail, sendsMail);
  }
});

test("events are counted by each filter as all the others have it, and errors as a whole", async () => {
  await using server = await start();
  await put(server.store, DEFAULT_TENANT, "events", {
    e1: eventDocument({ event_id: "e1", category: "map", name: "open", application: "web" }),
    e2: eventDocument({ event_id: "e2", category: "map", name: "close", application: "phone" }),
    e3: eventDocument({ event_id: "e3", category: "shop", name: "open", application: "web" }),
  });
  await put(server.store, DEFAULT_TENANT, "event_errors", { x1: eventErrorDocument({ id: "x1" }) });
  const { body } = await server.ask<EventsView>("GET", "/api/v1/views/events?category=map&application=web");
  assert.deepEqual(
    body.items.map(({ id }) => id),
    ["e1"],
  );
  assert.deepEqual([body.total, body.errors], [1, 1]);
  const { application, category, name } = body.facets;
  assert.deepEqual(application, [
    { value: "phone", count: 1 },
    { value: "web", count: 1 },
  ]);
  assert.deepEqual(category, [
    { value: "map", count: 1 },
    { value: "shop", count: 1 },
  ]);
  assert.deepEqual(name, [{ value: "open", count: 1 }]);
});

test("a search without words finds no event, and is counted by nothing", async () => {
  await using server = await start();
  const { body } = await server.ask<EventsView>("GET", "/api/v1/views/events?q=%E2%80%A6");
  assert.deepEqual([body.items, body.total, body.facets], [[], 0, { application: [], category: [], name: [] }]);
});

test("a search by meaning finds the nearest of what the other filters leave, of one model's version", async () => {
  const vectors: Readonly<Record<string, Float32Array>> = { near: unitVector(1), far: unitVector(2) };
  await using server = await start({ embedText: async () => ({ vector: unitVector(1), version: "v1" }) });
  const writes = Object.entries({ near: "v1", far: "v1", old: "v0" }).map(([id, vector_version]) => {
    const doc = insight({ id, app_name: id === "far" ? "other" : "notes", vector_version });
    return { op: "put", id, doc, vector: vectors[id] ?? unitVector(1) } as const;
  });
  await server.store.write(DEFAULT_TENANT, "insights", writes);
  await server.store.refresh(["insights"]);
  const found = async (query: string) => {
    const { body } = await server.ask<Similar>("GET", `/api/v1/insights/alike?text=it+closes${query}`);
    return body.items.map(({ id }, at) => [id, body.similarities[at]]);
  };
  assert.deepEqual((await found(""))[0], ["near", 1]);
  assert.deepEqual(
    (await found("")).map(([id]) => id),
    ["near", "far"],
  );
  assert.deepEqual(
    (await found("&app=other")).map(([id]) => id),
    ["far"],
  );
  assert.equal((await found("&limit=1")).length, 1);
  assert.equal((await server.ask("GET", "/api/v1/insights/alike?text=+")).status, 400);

  const exported = async (query: string) => {
    const file = await fetch(`${server.url}/api/v1/export?alike=it+closes${query}`);
    const rows = (await file.text()).trim().split("\n");
    return { rows: rows.map((row) => JSON.parse(row)), total: file.headers.get("x-total-count") };
  };
  const { body } = await server.ask<Similar>("GET", "/api/v1/insights/alike?text=it+closes");
  const shown = body.items.filter((_, at) => body.similarities[at]! > 0);
  const { rows, total } = await exported("");
  assert.deepEqual(
    rows.map(({ id, similarity }) => [id, similarity]),
    shown.map(({ id }, at) => [id, body.similarities[at]]),
  );
  assert.equal(total, String(shown.length));
  assert.equal((await exported("&limit=1")).total, "1");
  const csv = await server.ask("GET", "/api/v1/export?format=csv&alike=it+closes&limit=1");
  assert.match(csv.text, /,similarity\r\nnear,.*,1\r\n$/);
  assert.doesNotMatch((await server.ask("GET", "/api/v1/export?format=csv")).text, /similarity/);
  for (const wrong of ["alike=a&q=b", "limit=3", "alike=a&limit=501"])
    assert.equal((await server.ask("GET", `/api/v1/export?${wrong}`)).status, 400, wrong);
});

test("a text without a word is like nothing, in a list and in a file", async () => {
  await using server = await start({ embedText: async () => ({ vector: new Float32Array(256), version: "v1" }) });
  const doc = insight({ id: "one", vector_version: "v1" });
  await server.store.write(DEFAULT_TENANT, "insights", [{ op: "put", id: "one", doc, vector: unitVector(1) }]);
  const listed = await server.ask<Similar>("GET", "/api/v1/insights/alike?text=%F0%9F%98%80");
  assert.deepEqual([listed.status, listed.body.items], [200, []]);
  const file = await fetch(`${server.url}/api/v1/export?alike=%F0%9F%98%80`);
  assert.deepEqual([file.status, await file.text()], [200, ""]);
});

test("the overview tells where feedback comes from, and what of it could not be read", async () => {
  await using server = await start();
  const times = { created_at: 1, updated_at: 1 };
  await put(server.store, DEFAULT_TENANT, "sources", {
    s1: {
      ...{ public_id: "p1", type: "twitter", app: "notes", name: "Tweets", modes: ["pull"], enabled: true },
      ...{ settings: {}, secrets: {}, schedule: "every 15m", backfill_days: 1, ...times },
    },
  });
  const gaps = [{ from: 10, to: 20, why: "window_7_days" }] as const;
  await put(server.store, DEFAULT_TENANT, "source_states", {
    s1: { cursor: null, covered_until: 30, gaps, failures: 0, term: 0 },
  });
  const { body } = await server.ask<OverviewView>("GET", "/api/v1/views/overview");
  const [source] = body.sources.items;
  assert.deepEqual([body.sources.total, source?.name, source?.covered_until, source?.gaps], [1, "Tweets", 30, gaps]);
});
