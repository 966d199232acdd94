/** What the dashboard's pages of events, forms and keys are told beyond the API that programs use. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import type { EventsView } from "../operations/views/events.ts";
import type { FrameView } from "../operations/views/frame.ts";
import { eventDocument, eventErrorDocument } from "../store/testsuite/fixtures.ts";
import { openTestStore, put, startTestServer, type TestServerOptions, type TestStore } from "./server.testing.ts";

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
