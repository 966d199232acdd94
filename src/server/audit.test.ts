/** What the audit log tells over HTTP: how keys were used, and what was refused to them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pino } from "pino";
import { createKeyRing } from "../auth/keys.ts";
import { readConfig } from "../config.ts";
import { createSchemas } from "../events/schemas.ts";
import { createMetrics } from "../metrics.ts";
import type { Scope } from "../model/key.ts";
import { DEFAULT_TENANT, INSTALLATION, type TenantId } from "../model/tenant.ts";
import { openTestStore } from "../store/sqlite.testing.ts";
import { createMemoryQueue, createMemoryWriter, startTestServer } from "./server.testing.ts";
import { createServer } from "./server.ts";

test("keys tell their use, and the audit log who was refused what; strangers leave no trace", async () => {
  const NOW = 1_709_208_000;
  await using server = await startTestServer({ now: () => NOW });
  const make = async (tenant: TenantId, ...scopes: Scope[]) =>
    createKeyRing(server.store, { now: () => NOW }).create({ tenant, name: scopes.join(), scopes });
  const [admin, reader, revoked, elsewhere] = [
    await make(DEFAULT_TENANT, "admin"),
    await make(DEFAULT_TENANT, "read"),
    await make(DEFAULT_TENANT, "read"),
    await make("shop" as TenantId, "admin"),
  ];
  const status = async (key: string, path = "/api/v1/insights") => (await server.ask("GET", path, { key })).status;

  assert.deepEqual([await status(reader.key), await status(reader.key)], [200, 200]);
  assert.equal(await status(reader.key, "/api/v1/audit"), 403);
  assert.equal((await server.ask("DELETE", `/api/v1/keys/${revoked.id}`, { key: admin.key })).status, 204);
  assert.equal(await status(revoked.key), 401);
  assert.equal((await server.ask("POST", "/api/v1/session", { json: { key: revoked.key } })).status, 401);
  for (let stranger = 0; stranger < 20; stranger++) assert.equal(await status(`gsw_${"x".repeat(43)}`), 401);

  const { items: keys } = (await server.ask("GET", "/api/v1/keys", { key: admin.key })).body;
  const figures = new Map<string, unknown[]>(
    keys.map(({ id, uses, refusals, last_used_at }) => [id, [uses, refusals, last_used_at]]),
  );
  assert.deepEqual(figures.get(reader.id), [2, 1, NOW]);
  assert.deepEqual(figures.get(revoked.id), [0, 2, undefined]);

  const audit = async (query: string, key = admin.key) =>
    (await server.ask("GET", `/api/v1/audit?${query}`, { key })).body;
  const refusals = await audit("action=key.refused");
  assert.deepEqual(
    new Map(refusals.items.map((entry) => [entry.subject, entry.detail])),
    new Map([
      [reader.id, { first: NOW, last: NOW, count: 1, why: "scope" }],
      [revoked.id, { first: NOW, last: NOW, count: 2, why: "revoked" }],
    ]),
  );
  assert.deepEqual(
    (await audit(`subject=${revoked.id}&action=key.revoked`)).items.map(({ actor }) => actor),
    [`key:${admin.id.slice(0, 12)}`],
  );
  assert.equal((await audit(`to=${NOW}`)).total, 0);
  assert.equal((await audit("limit=1")).items.length, 1);
  assert.deepEqual((await audit("action=key.refused", elsewhere.key)).items, []);
});

test("a session's requests are uses of its key, and what was counted is written at the stop", async () => {
  const { store, close } = await openTestStore();
  const { key, id } = await createKeyRing(store, { now: () => 1 }).create({
    tenant: DEFAULT_TENANT,
    name: "dashboard",
    scopes: ["read"],
  });
  const server = createServer({
    config: readConfig({ PORT: "0" }),
    store,
    queue: createMemoryQueue().queue,
    writer: createMemoryWriter().writer,
    writeEvents: () => Promise.reject(new Error("not asked for")),
    schemas: createSchemas(),
    detectWishes: async () => [],
    tryOut: async () => [],
    embedText: () => Promise.reject(new Error("not asked for")),
    suggestAppModel: () => Promise.reject(new Error("not asked for")),
    metrics: createMetrics(),
    log: pino({ level: "silent" }),
  });
  const running = await server.listen();
  const headers = { "content-type": "application/json" };
  const signIn = await fetch(`${running.url}/api/v1/session`, {
    method: "POST",
    headers,
    body: JSON.stringify({ key }),
  });
  const cookie = String(signIn.headers.get("set-cookie")).split(";")[0]!;
  for (let use = 0; use < 3; use++)
    assert.equal((await fetch(`${running.url}/api/v1/insights`, { headers: { cookie } })).status, 200);
  await running.close(1_000);
  assert.equal((await store.get(INSTALLATION, "keys", id))?.doc.uses, 3);
  await close();
});
