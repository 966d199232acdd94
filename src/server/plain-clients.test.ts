/** What clients of all kinds expect of a server, whether or not anybody wrote it down. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createKeyRing } from "../auth/keys.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { putInsights, startTestServer, type TestServer } from "./server.testing.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer({ now: () => 1_700_000_000 });
});
after(() => server[Symbol.asyncDispose]());

test("OPTIONS tells what may be done at a path, and a browser's preflight is answered as ever", async () => {
  const allowed = async (path: string) => {
    const { status, headers } = await server.ask("OPTIONS", path);
    return [status, headers.get("allow")];
  };
  assert.deepEqual(await allowed("/api/v1/insights"), [204, "GET, HEAD, OPTIONS"]);
  assert.deepEqual(await allowed("/api/v1/tickets/none/work"), [204, "GET, HEAD, PUT, OPTIONS"]);
  assert.deepEqual(await allowed("/api/app/datamodel/getall"), [204, "POST, OPTIONS"]);
  assert.deepEqual(await allowed("/ingest"), [204, "POST, OPTIONS"]);
  assert.deepEqual(await allowed("/api/v1/sources/none/push"), [204, "POST, OPTIONS"]);
  assert.deepEqual(await allowed("/healthz"), [204, "GET, HEAD, OPTIONS"]);
  assert.deepEqual(await allowed("/"), [204, "GET, HEAD, OPTIONS"]);
  assert.equal((await allowed("/api/v1/nothing"))[0], 404);
  const { status, headers } = await server.ask("OPTIONS", "/api/v1/insights", {
    headers: { origin: "http://localhost:3000", "access-control-request-method": "PATCH" },
  });
  assert.deepEqual([status, headers.get("access-control-allow-origin")], [204, "http://localhost:3000"]);
});

test("a method that a path has not is 405 with those that it has, also at a webhook's address", async () => {
  for (const [method, path, allow] of [
    ["GET", "/api/v1/sources/none/push", "POST"],
    ["DELETE", "/api/v1/insights", "GET, HEAD"],
  ] as const) {
    const { status, headers } = await server.ask(method, path);
    assert.deepEqual([status, headers.get("allow")], [405, allow], path);
  }
});

test("what was made and can be asked for is named in Location", async () => {
  const made = await server.ask("POST", "/api/v1/alerts", {
    json: { name: "new ticket", on: "ticket.created", to: { type: "log" } },
  });
  assert.equal(made.status, 201);
  assert.equal((await server.ask("GET", made.headers.get("location")!)).body.id, made.body.id);
});

test("HEAD is answered at once, also where the answer would go on for ever", { timeout: 5_000 }, async () => {
  for (const [path, type] of [
    ["/api/v1/live", "text/event-stream"],
    ["/api/v1/export", "application/x-ndjson"],
    ["/api/v1/insights", "application/json"],
  ] as const) {
    const { status, headers } = await fetch(`${server.url}${path}`, { method: "HEAD" });
    assert.deepEqual([status, headers.get("content-type")?.split(";")[0]], [200, type], path);
  }
});

test("HEAD takes nobody's place among those that listen", { timeout: 20_000 }, async () => {
  for (let times = 0; times < 60; times++)
    assert.equal((await fetch(`${server.url}/api/v1/live`, { method: "HEAD" })).status, 200, String(times));
});

test("whatever is wrong with a request as a whole is among its errors", async () => {
  const wrongPath = await server.ask("GET", "/api/v1/insights/%ff");
  assert.deepEqual([wrongPath.status, wrongPath.body.errors.map(({ field }) => field)], [400, ["path"]]);
  const wrongBody = await server.ask("POST", "/api/v1/feedback", {
    body: "plain",
    headers: { "content-type": "application/json", "content-encoding": "gzip" },
  });
  assert.equal(wrongBody.status, 400);
  assert.deepEqual(wrongBody.body.errors, [{ field: "", code: "invalid", message: "the body is no valid gzip" }]);
});

test("an app is found by its name however the letters of it are put together", async () => {
  const [made, asked] = ["Zoë", "  Zoë "].map((name, at) => name.normalize(at === 0 ? "NFC" : "NFD"));
  await putInsights(server.store, { a: { app_name: made! } });
  assert.equal((await server.ask("PUT", `/api/v1/apps/${encodeURIComponent(made!)}`, { json: {} })).status, 200);
  const at = encodeURIComponent(asked!);
  assert.equal((await server.ask("GET", `/api/v1/apps/${at}`)).body.name, made);
  assert.equal((await server.ask("POST", "/api/v1/apps", { json: { name: asked } })).status, 409);
  assert.equal((await server.ask("GET", `/api/v1/insights?app=${at}`)).body.total, 1);
  const legacy = await server.ask("POST", "/api/app/datamodel/getall", { json: { app_name: asked } });
  assert.equal((legacy.body as unknown as unknown[]).length, 1);
});

test("a server with keys tells what may be done to who has one", async () => {
  await using other = await startTestServer({ now: () => 1_700_000_000 });
  const { key } = await createKeyRing(other.store, { now: () => 1 }).create({
    ...{ tenant: DEFAULT_TENANT, name: "k", scopes: ["read"] },
  });
  assert.equal((await other.ask("OPTIONS", "/api/v1/insights")).status, 401);
  assert.equal((await other.ask("OPTIONS", "/api/v1/insights", { key })).status, 204);
});
