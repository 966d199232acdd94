/** Sources over HTTP: what may be registered, what is refused and why, and that a tenant's sources are nobody else's business. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createKeyRing } from "../auth/keys.ts";
import type { TenantId } from "../model/tenant.ts";
import { openProvider, openRig, type Provider, type Registered, type Rig } from "../sources/rig.testing.ts";
import { StoreUnavailable } from "../store/store.ts";

const feed = { text: '<rss version="2.0"><channel><title>t</title><link>http://t</link></channel></rss>' };

describe("the routes of sources", () => {
  let rig: Rig;
  let provider: Provider;
  before(async () => {
    rig = await openRig();
    provider = await openProvider(() => feed);
  });
  after(async () => {
    await rig[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });
  const post = (json: object) => rig.server.ask("POST", "/api/v1/sources", { json });
  const codes = (answer: Awaited<ReturnType<typeof post>>) =>
    answer.body.errors.map(({ field, code }) => `${field}: ${code}`);

  it("say what can be registered, with the schema of its settings", async () => {
    const { body } = await rig.server.ask<{ type: string; settings: { properties: object }; secrets: string[] }[]>(
      "GET",
      "/api/v1/source-types",
    );
    const play = body.find(({ type }) => type === "playstore")!;
    assert.ok("package_name" in play.settings.properties);
    assert.deepEqual(play.secrets, ["service_account"]);
  });

  it("refuse what can't work, naming each field", async () => {
    assert.deepEqual(codes(await post({ type: "rss", app: "notes", settings: { url: "ftp://x", more: 1 } })), [
      "settings.url: invalid",
      "settings.more: unknown",
    ]);
    const wrong = { type: "rss", app: "notes", settings: { url: "http://x" } };
    assert.deepEqual(codes(await post({ ...wrong, mode: "push" })), ["modes: invalid"]);
    assert.deepEqual(codes(await post({ ...wrong, schedule: "now and then" })), ["schedule: invalid"]);
    assert.deepEqual(codes(await post({ ...wrong, secrets: { api_key: "k" } })), ["secrets.api_key: unknown"]);
    assert.deepEqual(codes(await post({ ...wrong, public_id: "mine" })), ["public_id: unknown"]);
  });

  it("keep an id, and how far its source got, over a removal", async () => {
    const source = { id: "the-feed", type: "rss", settings: { url: `${provider.url}/feed` } };
    const { public_id } = await rig.register(source);
    assert.equal((await post({ ...source, app: "notes" })).status, 409);
    await rig.pull("the-feed");
    const { cursor } = await rig.source("the-feed");
    assert.equal((await rig.server.ask("DELETE", "/api/v1/sources/the-feed")).status, 204);
    assert.equal((await rig.server.ask("GET", "/api/v1/sources/the-feed")).status, 404);
    const again = await rig.register(source);
    assert.notEqual(again.public_id, public_id);
    assert.deepEqual(again.cursor, cursor);
  });

  it("make no source that nothing leads to: one that is cut short is made when it is sent again", async () => {
    const source = { id: "cut-short", type: "rss", app: "notes", settings: { url: `${provider.url}/feed` } };
    const { store } = rig.server;
    const { write } = store;
    store.write = async (tenant, collection, writes) => {
      if (collection === "source_addresses") throw new StoreUnavailable("away");
      return write(tenant, collection, writes);
    };
    try {
      assert.equal((await post(source)).status, 503);
    } finally {
      store.write = write;
    }
    assert.equal((await rig.server.ask("GET", "/api/v1/sources/cut-short")).status, 404);
    assert.deepEqual([(await post(source)).status, (await post(source)).status], [201, 409]);
  });

  it("change what is sent and leave the rest", async () => {
    const { id } = await rig.register({
      type: "rss",
      settings: { url: `${provider.url}/a` },
      budget: { unit: "requests" },
    });
    const change = (json: object) => rig.server.ask<Registered>("PATCH", `/api/v1/sources/${id}`, { json });
    const changed = await change({ name: "Ours", schedule: "0 6 * * *", budget: null });
    assert.deepEqual([changed.body.name, changed.body.settings.url], ["Ours", `${provider.url}/a`]);
    assert.equal(changed.body.budget, undefined);
    assert.equal(new Date(changed.body.next_run_at! * 1_000).getUTCHours(), 6);
    assert.equal((await change({ enabled: false })).body.next_run_at, undefined);
    assert.equal((await change({ settings: { url: 5 } })).status, 400);
    assert.equal((await change({ type: "playstore" })).status, 400);
  });

  it("begin one pull at a time, and none where nothing is pulled", async () => {
    const { id, public_id } = await rig.register({ type: "rss", settings: { url: `${provider.url}/b` } });
    await rig.ask(id);
    assert.equal((await rig.server.ask("POST", `/api/v1/sources/${id}/pull`)).status, 409);
    await rig.round();
    assert.equal((await rig.server.ask("POST", `/api/v1/sources/${id}/pull`)).status, 202);
    assert.equal((await rig.server.ask("POST", "/api/v1/sources/nobody/pull")).status, 404);
    assert.equal((await rig.server.ask("POST", `/api/v1/sources/${public_id}/push`, { json: {} })).status, 409);
    assert.equal((await rig.server.ask("POST", "/api/v1/sources/nobody/push", { json: {} })).status, 404);
    assert.equal((await rig.server.ask("GET", `/api/v1/sources/${public_id}/push`)).status, 405);
  });

  it("show nothing of another tenant's sources, and let nobody touch them", async () => {
    const { id, public_id } = await rig.register({ type: "rss", settings: { url: `${provider.url}/secret` } });
    const run = await rig.pull(id);
    const keys = createKeyRing(rig.store, { now: () => 1 });
    const { key } = await keys.create({ tenant: "other" as TenantId, name: "k", scopes: ["admin"] });
    for (const [method, path, json] of [
      ["GET", `/api/v1/sources/${id}`],
      ["PATCH", `/api/v1/sources/${id}`, { name: "theirs" }],
      ["DELETE", `/api/v1/sources/${id}`],
      ["POST", `/api/v1/sources/${id}/test`],
      ["POST", `/api/v1/sources/${id}/pull`],
      ["GET", `/api/v1/sources/${id}/runs`],
      ["GET", `/api/v1/sources/${id}/runs/${run.id}`],
      ["GET", `/api/v1/sources/${public_id}`],
    ] as const) {
      const answer = await rig.server.ask(method, path, { key, json });
      assert.equal(answer.status, 404, `${method} ${path}`);
    }
    const list = await rig.server.ask("GET", "/api/v1/sources", { key });
    assert.deepEqual([list.body.items, list.body.total], [[], 0]);
    // The same id is free for them: it is another source.
    const theirs = { id, type: "rss", app: "notes", settings: { url: "http://x" } };
    assert.equal((await rig.server.ask("POST", "/api/v1/sources", { key, json: theirs })).status, 201);
    const reader = await keys.create({ tenant: "default" as TenantId, name: "r", scopes: ["read"] });
    const asReader = await rig.server.ask("POST", `/api/v1/sources/${id}/pull`, { key: reader.key });
    assert.equal(asReader.status, 403);
  });
});

describe("what sources are fetched from", () => {
  it("is never this machine or its network, by address or by name, unless that is allowed", async () => {
    await using provider = await openProvider(() => feed);
    const rig = await openRig({ allowPrivate: false });
    const { port } = new URL(provider.url);
    for (const host of ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0x7f.1", "169.254.169.254"]) {
      const { id } = await rig.register({ type: "rss", settings: { url: `http://${host}:${port}/feed` } });
      const run = await rig.pull(id);
      assert.equal(run.error?.code, "misconfigured", `${host}: ${JSON.stringify(run.error)}`);
      assert.match(run.error!.message, /private network/);
    }
    assert.deepEqual(provider.asked, []);
    await rig[Symbol.asyncDispose]();
  });
});
