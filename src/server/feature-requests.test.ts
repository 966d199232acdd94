/** What people say of feature requests: how they stand, and that they want them, too. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createKeyRing } from "../auth/keys.ts";
import type { FeatureRequest, FeatureRequestDocument } from "../model/feature-request.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { put, startTestServer, type TestServer } from "./server.testing.ts";

let server: TestServer;
const document = (id: string, count: number): FeatureRequestDocument => ({
  ...{ id, app: "notes", title: `Wish ${id}`, count, orgs: [], quotes: [], first_seen: 1, last_seen: 2 },
  ...{ items: [], seen: [] },
});

before(async () => {
  server = await startTestServer();
  await put(server.store, DEFAULT_TENANT, "feature_requests", { f1: document("f1", 3), f2: document("f2", 2) });
});
after(() => server[Symbol.asyncDispose]());

const change = (id: string, json: object, key?: string) =>
  server.ask<FeatureRequest>("PATCH", `/api/v1/feature-requests/${id}`, { json, ...(key && { key }) });
const list = async (query = "") => {
  const { body } = await server.ask<{ items: FeatureRequest[]; total: number }>(
    "GET",
    `/api/v1/feature-requests${query}`,
  );
  return body.items.map(({ id, status }) => `${id} ${status}`);
};

test("a request is open until somebody says how it stands, and is found by that", async () => {
  assert.deepEqual(await list(), ["f1 open", "f2 open"]);
  assert.equal((await change("f1", { status: "planned" })).body.status, "planned");
  assert.deepEqual(await list("?status=planned"), ["f1 planned"]);
  assert.deepEqual(await list("?status=open"), ["f2 open"]);
  assert.equal((await change("f1", { status: "open" })).body.status, "open");
  assert.deepEqual(await list("?status=open"), ["f1 open", "f2 open"]);
  const { body } = await server.ask("GET", "/api/v1/audit?action=request.status");
  assert.deepEqual([body.total, body.items[0]?.subject], [2, "f1"]);
});

test("what is no change, no state or no request is refused", async () => {
  assert.equal((await change("f1", {})).status, 400);
  assert.equal((await change("f1", { status: "soon" })).status, 400);
  assert.equal((await change("nowhere", { status: "done" })).status, 404);
});

test("each votes once, and takes it back", async () => {
  assert.deepEqual((await change("f2", { voted: true })).body.votes, 1);
  assert.deepEqual((await change("f2", { voted: true })).body.votes, 1);
  const ring = createKeyRing(server.store, { now: () => 1 });
  const keyOf = async (name: string) => (await ring.create({ tenant: DEFAULT_TENANT, name, scopes: ["admin"] })).key;
  const [one, other] = [await keyOf("one"), await keyOf("other")];
  const voted = (await change("f2", { voted: true }, one)).body;
  assert.deepEqual([voted.votes, voted.voted], [2, true]);
  const seen = await server.ask<FeatureRequest>("GET", "/api/v1/feature-requests/f2", { key: other });
  assert.deepEqual([seen.body.votes, seen.body.voted], [2, false]);
  assert.equal((await change("f2", { voted: false }, one)).body.votes, 1);
});
