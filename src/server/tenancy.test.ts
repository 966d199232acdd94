/** One tenant's keys never reach another tenant's data, by any route. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createKeyRing } from "../auth/keys.ts";
import { appDocumentId, sessionDocumentId } from "../model/identity.ts";
import type { Scope } from "../model/key.ts";
import type { TenantId } from "../model/tenant.ts";
import { eventDocument, eventErrorDocument, rejection } from "../store/testsuite/fixtures.ts";
import { put, putInsights, startTestServer, type TestServer, ticketDocument } from "./server.testing.ts";

const MINE = "mine" as TenantId;
const THEIRS = "theirs" as TenantId;
let server: TestServer;
let mine: string;
let theirs: string;

/** Of forms each thing has the id o1, so that every route of theirs can be asked for it. */
const theirForm = {
  ...({ id: "o1", public_id: "a".repeat(32), title: "secret words", status: "open", version: 1 } as const),
  ...{ metadata: {}, questions: [], created_at: 1, updated_at: 1 },
};
const theirResponse = {
  ...{ response_id: "o1", form: "o1", form_version: 1, submitted_at: 1, received_at: 1, hash: "h", metadata: {} },
  ...{ answers: [], app: "default", created_batch: "b", tallies: [] },
};
const theirReceipt = {
  ...({ response: "o1", response_key: "o1", form: "o1", kind: "thanks", channel: "sms" } as const),
  ...({ to: "+447700900123", body: "secret words", reference: "R", state: "failed", tries: 1, looks: 0 } as const),
  ...{ created_at: 1, updated_at: 1 },
};
const theirUpload = {
  ...({ form: "o1", form_version: 1, state: "done", bytes: 1, rows: 1, accepted: 0, rejected: 1 } as const),
  ...{ started_at: 1, name: "text/csv", place: { prefix: "p", pieces: 1 }, identity: "i", header: ["secret words"] },
};

const keyOf = async (tenant: TenantId, ...scopes: Scope[]): Promise<string> =>
  (await createKeyRing(server.store, { now: () => 1 }).create({ tenant, name: "k", scopes })).key;

before(async () => {
  server = await startTestServer();
  await putInsights(server.store, { i1: { main_text: "secret words", batch: "b", created_batch: "b" } }, THEIRS);
  const { store } = server;
  const letter = { queue: "raw", reason: "x", app: "a", source: "s", at: 1, records: 1, body: "[]", attributes: {} };
  await put(store, THEIRS, "tickets", { t1: ticketDocument() });
  await put(store, THEIRS, "rejections", { r1: rejection({ id: "r1", record: { text: "secret" } }) });
  await put(store, THEIRS, "dead_letters", { d1: { ...letter, state: "dead" } });
  await put(store, THEIRS, "clusters", {
    c1: {
      ...{ id: "c1", app: "notes", label: "Sync", name: "secret", size: 3, first_seen: 1, last_seen: 2 },
      ...{
        trend: [],
        sentiment: {},
        lineage: [],
        term: 1,
        alive: true,
        kind: "problem",
        share: 1,
        priority: "High",
        versions: [],
      },
    },
  });
  await put(store, THEIRS, "theme_decisions", {
    x1: {
      ...{ id: "x1", app: "notes", what: "rename", themes: ["c1"], at: 1, actor: "key:x", title: "secret" },
      ...{ members: [], order: 0, open: false, undone: false },
    },
  });
  await put(store, THEIRS, "alerts", {
    a1: {
      ...{ name: "secret", on: "digest", settings: {}, to: { type: "log" }, enabled: true },
      ...{ created_at: 1, updated_at: 1 },
    },
  });
  const model = { name: "secret", description_list: [], first_order_labels: [], generated_qrys_for_sec_labels: {} };
  await put(store, THEIRS, "apps", { [appDocumentId("secret")]: { name: "secret", model, updated_at: 1 } });
  await put(store, THEIRS, "feature_requests", {
    f1: {
      ...{ id: "f1", title: "secret", count: 2, orgs: [], quotes: [], first_seen: 1, last_seen: 2, items: [] },
      ...{ app: "notes", seen: [] },
    },
  });
  await put(store, THEIRS, "events", { e1: eventDocument({ event_id: "e1", session_id: "v1" }) });
  await put(store, THEIRS, "event_errors", { x1: eventErrorDocument({ id: "x1" }) });
  const times = { first_us: 1, last_us: 1, received_at: 1 };
  const session = { session_id: "v1", applications: ["secret"], clocks: {}, ...times };
  await put(store, THEIRS, "sessions", { [sessionDocumentId("v1")]: session });
  await put(store, THEIRS, "forms", { o1: theirForm });
  await put(store, THEIRS, "responses", { o1: theirResponse });
  await put(store, THEIRS, "receipts", { o1: theirReceipt });
  await put(store, THEIRS, "uploads", { o1: theirUpload });
  await put(store, THEIRS, "upload_errors", { o1: { upload: "o1", row: 1, cells: ["secret words"], errors: [] } });
  mine = await keyOf(MINE, "admin");
  theirs = await keyOf(THEIRS, "admin");
});

after(() => server[Symbol.asyncDispose]());

const lists = [
  "/api/v1/insights",
  "/api/v1/insights?q=secret",
  "/api/v1/insights/alike?text=secret",
  "/api/v1/tickets",
  "/api/v1/tickets?status=open",
  "/api/v1/clusters",
  "/api/v1/theme-decisions",
  "/api/v1/alerts",
  "/api/v1/apps",
  "/api/v1/feature-requests",
  "/api/v1/rejections",
  "/api/v1/events",
  "/api/v1/errors",
  "/api/v1/errors/summary",
  "/api/v1/views/events",
  "/api/v1/sessions",
  "/api/v1/dead/raw",
  "/api/v1/forms",
  "/api/v1/receipts",
];

test("lists, searches, counts and books of another tenant are empty", async () => {
  for (const path of lists) {
    assert.equal((await server.ask("GET", path, { key: theirs })).body.total, 1, path);
    const answer = await server.ask("GET", path, { key: mine });
    assert.deepEqual([answer.body.items, answer.body.total], [[], 0], path);
  }
  assert.deepEqual((await server.ask("GET", "/api/v1/facets?by=app", { key: mine })).body, { app: [] });
  assert.deepEqual((await server.ask("GET", "/api/v1/trends", { key: mine })).body, { items: [] });
  assert.deepEqual((await server.ask("GET", "/api/app/appmodel/appnames", { key: mine })).body, []);
  for (const view of ["frame", "overview", "explore", "themes", "tickets", "quarantine", "health", "apps/notes"]) {
    const page = await server.ask("GET", `/api/v1/views/${view}`, { key: mine });
    assert.ok(page.status === 200 && !/secret|"(?:c|t|r)1"/.test(page.text), view);
  }
  const file = await server.ask("GET", "/api/v1/export?format=csv", { key: mine });
  assert.equal(file.headers.get("x-total-count"), "0");
});

test("ids of another tenant are not there, whatever is done with them", async () => {
  const calls = [
    ["GET", "/api/v1/insights/i1"],
    ["GET", "/api/v1/insights/i1/similar"],
    ["GET", "/api/v1/views/insights/i1"],
    ["GET", "/api/v1/views/tickets/t1"],
    ["GET", "/api/v1/views/themes/c1"],
    ["PATCH", "/api/v1/insights/i1", { kind: "praise" }],
    ["GET", "/api/v1/tickets/t1"],
    ["PATCH", "/api/v1/tickets/t1", { status: "closed" }],
    ["PUT", "/api/v1/tickets/t1/work", { revision: 1, state: "claimed" }],
    ["GET", "/api/v1/clusters/c1"],
    ["GET", "/api/v1/clusters/c1/why"],
    ["POST", "/api/v1/theme-decisions", { what: "rename", theme: "c1", title: "mine" }],
    ["POST", "/api/v1/theme-decisions/preview", { what: "rename", theme: "c1", title: "mine" }],
    ["POST", "/api/v1/theme-decisions/x1/undo"],
    ["GET", "/api/v1/alerts/a1"],
    ["PATCH", "/api/v1/alerts/a1", { enabled: false }],
    ["DELETE", "/api/v1/alerts/a1"],
    ["POST", "/api/v1/alerts/a1/test"],
    ["GET", "/api/v1/alerts/a1/deliveries"],
    ["GET", "/api/v1/feature-requests/f1"],
    ["PATCH", "/api/v1/feature-requests/f1", { status: "done" }],
    ["GET", "/api/v1/apps/secret"],
    ["DELETE", "/api/v1/apps/secret"],
    ["GET", "/api/v1/dead/raw/d1"],
    ["GET", "/api/v1/events/e1"],
    ["GET", "/api/v1/errors/x1"],
    ["GET", "/api/v1/sessions/v1"],
    ["DELETE", "/api/v1/sessions/v1"],
    ["DELETE", "/api/v1/people/p1"],
    ["GET", "/api/v1/insights/i1/steps"],
    ["GET", "/insights/i1"],
    ["GET", "/tickets/t1"],
  ] as const;
  for (const [method, path, json] of calls) {
    const answer = await server.ask(method, path, { key: mine, json });
    assert.equal(answer.status, 404, `${method} ${path}`);
    assert.ok(!answer.text.includes("secret words"));
  }
  const wrong = await server.ask("POST", "/api/v1/errors/replay", { key: mine, json: { ids: ["x1"] } });
  assert.equal(wrong.body.replayed, 0);
  const replay = await server.ask("POST", "/api/v1/rejections/replay", { key: mine, json: { ids: ["r1"] } });
  assert.equal(replay.body.replayed, 0);
  const redrive = await server.ask("POST", "/api/v1/dead/raw/redrive", { key: mine, json: { ids: ["d1"] } });
  assert.equal(redrive.body.redriven, 0);
  assert.equal((await server.ask("DELETE", "/api/v1/dead/raw", { key: mine })).body.purged, 0);
  assert.equal((await server.ask("GET", "/api/v1/insights/i1", { key: theirs })).body.kind, "problem");
});

test("every route of forms, responses, uploads and receipts takes another tenant's ids for none", async () => {
  const { paths } = (await server.ask("GET", "/openapi.json", { key: mine })).body;
  const bodies: Readonly<Record<string, object>> = {
    "post /api/v1/forms/{id}/responses": { json: { answers: [] } },
    "post /api/v1/forms/{id}/uploads": { body: "a\n1\n", headers: { "content-type": "text/csv" } },
    "put /api/v1/forms/{id}": { json: { title: "mine" } },
    "patch /api/v1/forms/{id}": { json: { title: "mine" } },
  };
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    /^\/api\/v1\/(forms|responses|uploads|receipts)\/\{id\}/.test(path)
      ? Object.keys(methods).map((method) => [method, path] as const)
      : [],
  );
  assert.ok(calls.length >= 15, `${calls.length} routes`);
  for (const [method, path] of calls) {
    const query = path.endsWith("/check") ? "?ids=o1" : "";
    const asked = `${path.replace("{id}", "o1")}${query}`;
    const answer = await server.ask(method.toUpperCase(), asked, { key: mine, ...bodies[`${method} ${path}`] });
    assert.equal(answer.status, 404, `${method} ${path}`);
    assert.ok(!answer.text.includes("secret"));
  }
  assert.equal((await server.store.get(THEIRS, "receipts", "o1"))?.doc.state, "failed");
  assert.equal((await server.ask("GET", "/api/v1/uploads/o1", { key: theirs })).status, 200);
});

test("a cursor of another tenant opens nothing", async () => {
  await putInsights(server.store, { i2: {}, i3: {} }, THEIRS);
  const { next_cursor } = (await server.ask("GET", "/api/v1/insights?limit=1", { key: theirs })).body;
  assert.ok(next_cursor);
  const answer = await server.ask("GET", `/api/v1/insights?limit=1&cursor=${next_cursor}`, { key: mine });
  assert.equal(answer.status, 400);
});

test("keys are managed within a tenant; tenants by the default tenant's admin alone", async () => {
  const others = await server.ask("GET", "/api/v1/keys", { key: theirs });
  assert.equal(others.body.total, 1);
  assert.equal((await server.ask("DELETE", `/api/v1/keys/${others.body.items[0]?.id}`, { key: mine })).status, 404);
  for (const path of ["/api/v1/tenants", "/metrics"]) {
    assert.equal((await server.ask("GET", path, { key: mine })).status, 403, path);
  }
  const installation = await keyOf("default" as TenantId, "admin");
  const make = (json: object) => server.ask("POST", "/api/v1/tenants", { key: installation, json });
  assert.equal((await make({ id: "shop", name: "The shop" })).status, 201);
  assert.equal((await make({ id: "shop" })).status, 409);
  assert.equal((await make({ id: "_installation" })).status, 400);
  const { body } = await server.ask("GET", "/api/v1/tenants", { key: installation });
  assert.deepEqual(
    body.items.map((one: { id: string }) => one.id),
    ["default", "shop"],
  );
  const keyPath = (tenant: string) => `/api/v1/tenants/${tenant}/keys`;
  const made = await server.ask("POST", keyPath("shop"), { key: installation, json: { scopes: ["read", "ingest"] } });
  assert.equal((await server.ask("GET", "/api/v1/insights", { key: made.body.key })).body.total, 0);
  await server.ask("POST", "/api/v1/feedback", { key: made.body.key, json: { text: "x", tenant: "theirs" } });
  assert.equal(server.submissions.at(-1)?.tenant, "shop");
  assert.equal(
    (await server.ask("POST", keyPath("nobody"), { key: installation, json: { scopes: ["read"] } })).status,
    404,
  );
});
