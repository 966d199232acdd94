/** Intake in the original framework's format: what Go programs post, whose it is, and what is refused. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createKeyRing } from "../auth/keys.ts";
import { createHttpWriter } from "../ingestion/http-writer.ts";
import { wireDataOf } from "../ingestion/wire.ts";
import { sleep } from "../lifecycle.ts";
import type { TenantId } from "../model/tenant.ts";
import { openRig, type Rig } from "../sources/rig.testing.ts";
import { startTestServer, type TestServer } from "./server.testing.ts";

const data = {
  ...{ uuid: "0b7e2a86-6f5e-4f5b-9a39-0f4a3f9b9a11", source_type: "playstore", source_id: "s", data: "It closes." },
  ...{
    data_id: "7",
    metadata: null,
    metadata_type: "",
    lang: "en",
    tenant_id: "",
    created_at: "2026-02-22T16:58:53.995Z",
  },
  updated_at: "0001-01-01T00:00:00Z",
};

describe("the original's intake", () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer();
  });
  after(() => server[Symbol.asyncDispose]());

  it("takes one object, or a list, on both paths", async () => {
    for (const path of ["/ingest", "/api/v1/ingest", "/ingest/"]) {
      assert.equal((await server.ask("POST", path, { json: data })).status, 202, path);
      const answer = await server.ask("POST", path, { json: [data, { ...data, data_id: "8" }] });
      assert.deepEqual([answer.status, answer.body.accepted], [202, 2], path);
    }
    const [record] = server.submissions[0]!.records as [Record<string, unknown>];
    assert.deepEqual(record, {
      ...{ source: "playstore", source_id: "s", text: "It closes.", id: "7", lang: "en" },
      ...{ uuid: data.uuid, date: data.created_at },
    });
    assert.equal((await server.ask("GET", "/ingest")).status, 405);
  });

  it("puts records of other tenants where they belong for who runs the installation, and makes what is new", async () => {
    const answer = await server.ask("POST", "/ingest", { json: [{ ...data, tenant_id: "newcomer" }, data] });
    assert.equal(answer.status, 202);
    assert.deepEqual(
      server.submissions
        .slice(-2)
        .map(({ tenant }) => tenant)
        .sort(),
      ["default", "newcomer"],
    );
    const tenants = await server.ask("GET", "/api/v1/tenants");
    assert.ok(tenants.body.items.some(({ id }) => id === "newcomer"));
    const wrong = await server.ask("POST", "/ingest", { json: { ...data, tenant_id: "No Such!" } });
    assert.deepEqual([wrong.status, wrong.body.errors[0]?.field], [400, "tenant_id"]);
    const truth = await server.ask("POST", "/ingest", { json: { ...data, tenant_id: true } });
    assert.equal(truth.body.errors[0]?.message, "has to be a text, and is true or false");
  });

  it("refuses a record of another tenant to everybody else", async () => {
    const keys = createKeyRing(server.store, { now: () => 1 });
    const { key } = await keys.create({ tenant: "mine" as TenantId, name: "k", scopes: ["ingest"] });
    const answer = await server.ask("POST", "/api/v1/ingest", { key, json: [{ ...data, tenant_id: "theirs" }, data] });
    assert.deepEqual([answer.status, answer.body.accepted], [202, 1]);
    assert.deepEqual(answer.body.rejected[0]?.errors[0]?.code, "tenant_mismatch");
    assert.equal(server.submissions.at(-1)?.tenant, "mine");
    const alone = await server.ask("POST", "/ingest", { key, json: { ...data, tenant_id: "theirs" } });
    assert.deepEqual([alone.status, alone.body.errors[0]?.code], [400, "tenant_mismatch"]);
    // Once there are keys, nothing goes without one; a server may know it two seconds late.
    await sleep(2_100);
    assert.equal((await server.ask("POST", "/ingest", { json: data })).status, 401);
  });
});

describe("our writer of single objects", () => {
  let rig: Rig;
  before(async () => {
    rig = await openRig();
  });
  after(() => rig[Symbol.asyncDispose]());

  it("writes what is read back field by field, one object a request", async () => {
    const writer = createHttpWriter({ url: `${rig.server.url}/ingest`, single: true });
    const record = {
      ...{ id: "7", text: "It closes.", title: "T", app: "notes", source: "forum", source_id: "s", lang: "en" },
      ...{ date: "2026-02-22T16:58:53.995Z", updated_at: "2026-02-23T00:00:00.000Z", parent_id: "6", impact: 3 },
      metadata: { score: 2 },
    };
    const receipt = await writer.write({ tenant: "default" as TenantId, records: [record, { ...record, id: "8" }, 5] });
    assert.deepEqual([receipt.accepted, receipt.rejected.map(({ index }) => index)], [2, [2]]);
    const { uuid, metadata_type } = wireDataOf(record, { tenant: "default" });
    const [read] = rig.sent;
    assert.deepEqual({ ...read }, { ...record, uuid, metadata_type });
  });
});
