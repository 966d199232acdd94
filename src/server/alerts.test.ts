/** Alerts over HTTP: set, changed, tried, deleted; secrets are shown once or never. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createSecretBox } from "../ingestion/secret-box.ts";
import type { Alert } from "../model/alert.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { type AnswerBody, startTestServer, type TestServer } from "./server.testing.ts";

interface Told extends Omit<AnswerBody, "to">, Pick<Alert, "to" | "quiet_hours" | "enabled"> {
  readonly webhook_secret?: string;
  readonly note?: string;
}

let server: TestServer;
before(async () => {
  const secretBox = createSecretBox(Buffer.alloc(32, 9));
  const unused = async () => {
    throw new Error("no source is asked here");
  };
  const openClient = () => ({ fetch: unused, requests: () => 0 });
  const sources = { secretBox, erase: unused, openClient, allowPrivate: false, now: () => 1, connectors: {} };
  server = await startTestServer({ sources });
});
after(() => server[Symbol.asyncDispose]());

const ask = (method: string, path = "", json?: object) => server.ask<Told>(method, `/api/v1/alerts${path}`, { json });
const hook = "https://hooks.example.com/groundswell";
const input = { name: "on call", on: "theme.surge", to: { type: "webhook", url: hook } };

test("the secret that a webhook is signed with is shown once, and is sealed in the store", async () => {
  const { status, body } = await ask("POST", "", input);
  assert.equal(status, 201);
  assert.match(body.webhook_secret!, /^whsec_/);
  const { body: read } = await ask("GET", `/${body.id}`);
  assert.deepEqual(read.to, {
    type: "webhook",
    url: hook,
    secret: { set: true, hint: `…${body.webhook_secret!.slice(-2)}` },
  });
  assert.equal(read.webhook_secret, undefined);
  const stored = await server.store.get(DEFAULT_TENANT, "alerts", body.id);
  assert.ok(!JSON.stringify(stored).includes(body.webhook_secret!));
});

test("Slack's address is a secret, too: only its host is shown", async () => {
  const url = "https://hooks.slack.com/services/T0/B0/very-secret";
  const { body } = await ask("POST", "", { ...input, to: { type: "slack", url } });
  assert.deepEqual(body.to, { type: "slack", url: "hooks.slack.com" });
  assert.ok(!(await ask("GET")).text.includes("very-secret"));
});

test("an alert for an app that nothing came for is set, and that is said", async () => {
  const note = 'no feedback of an app named "Nothing yet" has come yet: the alert tells nothing before it does';
  const made = await ask("POST", "", { ...input, app: "Nothing yet" });
  assert.deepEqual([made.status, made.body.note], [201, note]);
  assert.equal((await ask("GET", `/${made.body.id}`)).body.note, undefined);
  const put = await server.ask("PUT", "/api/v1/apps/Notes%202", {
    json: { name: "Notes 2", description: ["Write notes"], first_order_labels: [] },
  });
  assert.ok(put.status < 300, put.text);
  const changed = await ask("PATCH", `/${made.body.id}`, { app: "Notes 2" });
  assert.deepEqual([changed.status, changed.body.note], [200, undefined]);
  assert.equal((await ask("DELETE", `/${made.body.id}`)).status, 204);
});

test("what is wrong with a call is said in words", async () => {
  const { body } = await ask("POST", "", {
    on: "tickets",
    to: { type: "log" },
    app: "",
    colour: "red",
    enabled: "yes",
  });
  const said = new Map(
    (body.errors as readonly { field: string; message: string }[]).map(({ field, message }) => [field, message]),
  );
  assert.match(said.get("on") ?? "", /^has to be one of theme\.surge, ticket\.created/);
  assert.equal(said.get("name"), "is missing: a text is needed");
  assert.equal(said.get("app"), "has to have at least 1 character");
  assert.equal(said.get("enabled"), "has to be true or false, and is a text");
});

test("an alert is changed, tried and deleted, and the audit log says so", async () => {
  const { body } = await ask("POST", "", { ...input, app: "notes", quiet_hours: { from: "22:00", to: "07:00" } });
  const changed = await ask("PATCH", `/${body.id}`, { enabled: false, quiet_hours: null });
  assert.deepEqual([changed.body.enabled, changed.body.quiet_hours, changed.body.to], [false, undefined, body.to]);
  const tried = await ask("POST", `/${body.id}/test`);
  assert.deepEqual([tried.status, tried.body.state], [202, "pending"]);
  const deliveries = await ask("GET", `/${body.id}/deliveries`);
  assert.deepEqual(
    deliveries.body.items.map(({ id }) => id),
    [tried.body.id],
  );
  assert.equal((await ask("GET", "?app=notes")).body.total, 1);
  assert.equal((await ask("DELETE", `/${body.id}`)).status, 204);
  for (const [method, path, json] of [
    ["GET", ""],
    ["PATCH", "", { enabled: true }],
    ["DELETE", ""],
    ["POST", "/test"],
    ["GET", "/deliveries"],
  ] as const)
    assert.equal((await ask(method, `/${body.id}${path}`, json)).status, 404, `${method} ${path}`);
  const { body: audit } = await server.ask("GET", `/api/v1/audit?subject=${body.id}`);
  assert.equal(audit.total, 3);
});

test("what can't be an alert is refused, with the field", async () => {
  const field = async (more: object) => {
    const { status, body } = await ask("POST", "", { ...input, ...more });
    return [status, body.errors?.[0]?.field];
  };
  assert.deepEqual(await field({ on: "nothing" }), [400, "on"]);
  assert.deepEqual(await field({ to: { type: "webhook", url: "ftp://x/" } }), [400, "to.url"]);
  assert.deepEqual(await field({ to: { type: "slack", url: "http://169.254.169.254/latest" } }), [400, "to.url"]);
  assert.deepEqual(await field({ to: { type: "email", address: "nobody" } }), [400, "to.address"]);
  assert.deepEqual(await field({ quiet_hours: { from: "25:00", to: "07:00" } }), [400, "quiet_hours.from"]);
  assert.deepEqual(await field({ settings: { min: 0 } }), [400, "settings.min"]);
});

test("quiet hours of a zone that nobody knows are refused, not taken for UTC", async () => {
  const quiet = (zone: string) => ask("POST", "", { ...input, quiet_hours: { from: "22:00", to: "07:00", zone } });
  for (const zone of ["Europe/Atlantis", "CEST ", ""]) {
    const { status, body } = await quiet(zone);
    assert.deepEqual([status, body.errors[0]?.field], [400, "quiet_hours.zone"], zone);
  }
  assert.equal((await quiet("Asia/Kolkata")).status, 201);
});
