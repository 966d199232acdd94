/** Publishable keys: what a page may do with one, and from where; and keys with an application. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createKeyRing } from "../auth/keys.ts";
import type { KeyPipeline } from "../model/key.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { openTestStore, type TestStore } from "../store/sqlite.testing.ts";
import { createMemoryQueue, startTestServer, type TestServer } from "./server.testing.ts";

let opened: TestStore;
let server: TestServer;
const memory = createMemoryQueue();
const page = "https://shop.example";
let secret: string;

before(async () => {
  opened = await openTestStore();
  const environment = { RATE_LIMIT_PER_PUBLISHABLE_KEY: "5", CORS_ORIGINS: "https://dashboard.example" };
  server = await startTestServer({ store: opened.store, queue: memory.queue, environment });
  secret = (
    await createKeyRing(opened.store, { now: () => 1 }).create({
      tenant: DEFAULT_TENANT,
      name: "back end",
      scopes: ["admin"],
    })
  ).key;
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await opened.close();
});

interface MadeKey {
  readonly key: string;
  readonly kind: string;
  readonly errors?: readonly { readonly field: string }[];
}
const make = (json: Record<string, unknown>) => server.ask<MadeKey>("POST", "/api/v1/keys", { key: secret, json });
const publishable = async (pipelines: KeyPipeline[], more = {}) =>
  (await make({ kind: "publishable", pipelines, application: "shop", ...more })).body.key;
const beacon = (path: string, key: string, origin: string | undefined = page, body = "[{}]") =>
  server.ask("POST", `${path}?key=${key}`, {
    body,
    headers: { "content-type": "text/plain;charset=UTF-8", ...(origin === undefined ? {} : { origin }) },
  });
const lastItems = () => JSON.parse(memory.sent.at(-1)!.message.body) as { readonly application: string }[];

test("a page sends by a beacon, with the key in the address, and may read the answer", async () => {
  const key = await publishable(["events", "feedback"]);
  assert.match(key, /^gsw_pub_/);
  const answer = await beacon("/api/v1/events", key);
  assert.equal(answer.status, 202);
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  assert.equal(answer.headers.get("access-control-allow-credentials"), null);
  assert.equal(lastItems()[0]?.application, "shop");
  assert.equal((await beacon("/api/v1/feedback", key, page, '{"text":"it hangs"}')).status, 202);
});

test("a page sends responses to a form as it sends events, where its key is for them", async () => {
  const form = await server.ask<{ id: string }>("POST", "/api/v1/forms", {
    key: secret,
    json: { title: "Visit", questions: [{ id: "why", question_text: "Why?", question_type: "text" }] },
  });
  const path = `/api/v1/forms/${form.body.id}/responses`;
  const body = JSON.stringify({ answers: [{ question: "why", answer_text: "slow" }] });
  const answer = await beacon(path, await publishable(["responses"]), page, body);
  assert.deepEqual([answer.status, answer.headers.get("access-control-allow-origin")], [202, "*"]);
  assert.equal((await beacon(path, await publishable(["events"]), page, body)).status, 403);
  const key = await publishable(["responses"]);
  for (const method of ["GET", "DELETE"])
    assert.equal((await server.ask(method, path, { key })).status, method === "GET" ? 403 : 405);
  assert.equal((await server.ask("GET", `/api/v1/forms/${form.body.id}`, { key })).status, 403);
  const headers = { "content-type": "text/plain" };
  assert.equal((await server.ask("POST", path, { key: secret, body, headers })).status, 415);
});

test("preflight is answered to anybody where beacons go, without credentials, and nowhere else", async () => {
  const preflight = (path: string, origin = page) =>
    server.ask("OPTIONS", path, { headers: { origin, "access-control-request-method": "POST" } });
  for (const path of ["/api/v1/events", "/api/v1/events/?key=x", "/api/v1/feedback"]) {
    const { status, headers } = await preflight(path);
    assert.deepEqual(
      [status, headers.get("access-control-allow-origin"), headers.get("access-control-allow-credentials")],
      [204, "*", null],
      path,
    );
    assert.equal(headers.get("access-control-allow-methods"), "POST");
  }
  for (const path of ["/api/v1/events/1", "/api/v1/insights", "/api/v1/keys"])
    assert.equal((await preflight(path)).status, 403, path);
  const ours = await preflight("/api/v1/events", "https://dashboard.example");
  assert.equal(ours.headers.get("access-control-allow-origin"), "https://dashboard.example");
});

test("it does nothing but send what it was made for", async () => {
  const key = await publishable(["events"]);
  assert.equal((await beacon("/api/v1/feedback", key, page, '{"text":"no"}')).status, 403);
  for (const [method, path] of [
    ["GET", "/api/v1/events"],
    ["GET", "/api/v1/insights"],
    ["POST", "/api/v1/keys"],
    ["GET", "/"],
  ] as const)
    assert.equal((await server.ask(method, path, { key })).status, 403, path);
  assert.equal((await server.ask("POST", "/api/v1/session", { json: { key } })).status, 401);
  assert.equal(
    (await server.ask("POST", "/api/v1/events", { key: await publishable(["events"]), json: {} })).status,
    202,
  );
});

test("a secret key is refused in an address, and text/plain without a key there", async () => {
  assert.equal((await beacon("/api/v1/events", secret)).status, 403);
  assert.equal((await beacon("/api/v1/events", "gsw_unknown")).status, 401);
  const headers = { "content-type": "text/plain" };
  assert.equal((await server.ask("POST", "/api/v1/events", { key: secret, body: "{}", headers })).status, 415);
  assert.equal((await server.ask("GET", `/api/v1/events?key=${secret}`)).status, 401);
});

test("it is good for its origins only, and at its own low rate", async () => {
  const key = await publishable(["events"], { origins: [`${page}/`] });
  assert.equal((await beacon("/api/v1/events", key)).status, 202);
  assert.equal((await beacon("/api/v1/events", key, "https://evil.example")).status, 403);
  assert.equal((await beacon("/api/v1/events", key, "")).status, 403);
  const many = await Promise.all(Array.from({ length: 12 }, () => beacon("/api/v1/events", key)));
  const late = many.find(({ status }) => status === 429);
  assert.equal(late?.headers.get("retry-after"), "1");
  const calm = await Promise.all(
    Array.from({ length: 12 }, () => server.ask("POST", "/api/v1/events", { key: secret, json: {} })),
  );
  assert.ok(calm.every(({ status }) => status === 202));
});

test("keys say what they are, and what can't be is named", async () => {
  const { items } = (
    await server.ask<{ items: { kind: string; pipelines?: string[]; application?: string }[] }>("GET", "/api/v1/keys", {
      key: secret,
    })
  ).body;
  const pages = items.filter(({ kind }) => kind === "publishable");
  assert.ok(pages.length > 0 && pages.every(({ application }) => application === "shop"));
  assert.deepEqual(new Set(pages.flatMap(({ pipelines }) => pipelines)), new Set(["events", "feedback", "responses"]));
  assert.ok(items.some(({ kind }) => kind === "secret"));
  for (const [json, field] of [
    [{ kind: "publishable" }, "pipelines"],
    [{ kind: "publishable", pipelines: ["events"], scopes: ["read"] }, "scopes"],
    [{ kind: "publishable", pipelines: ["events"], origins: ["https://a.example/path"] }, "origins.0"],
    [{ kind: "secret" }, "scopes"],
    [{ scopes: ["ingest"], origins: [page] }, "origins"],
  ] as const) {
    const { status, body } = await make(json);
    assert.deepEqual([status, body.errors?.[0]?.field], [400, field]);
  }
});

test("events come from the key's application, or its name; only an admin's may name another", async () => {
  const named = (await make({ name: "app one", scopes: ["ingest"] })).body.key;
  const set = (await make({ name: "key two", scopes: ["ingest"], application: "app two" })).body.key;
  const sent = async (key: string) => {
    await server.ask("POST", "/api/v1/events", { key, json: [{ application: "other" }] });
    return lastItems()[0]?.application;
  };
  assert.deepEqual([await sent(named), await sent(set), await sent(secret)], ["app one", "app two", "other"]);
});
