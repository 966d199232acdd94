/** What strangers ask in odd ways: empty and odd values, foreign cursors, broken texts, other methods, too much, again. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createKeyRing } from "../auth/keys.ts";
import { createTenants } from "../auth/tenants.ts";
import type { IngestionWriter } from "../ingestion/ingestion.ts";
import type { Scope } from "../model/key.ts";
import { DEFAULT_TENANT, type TenantId } from "../model/tenant.ts";
import { openTestStore, type TestStore } from "../store/sqlite.testing.ts";
import { rejection } from "../store/testsuite/fixtures.ts";
import { put, putInsights, startTestServer, ticketDocument } from "./server.testing.ts";

let shared: TestStore;
const now = () => 1_700_000_000;
const start = (options: Parameters<typeof startTestServer>[0] = {}) =>
  startTestServer({ store: shared.store, now, ...options });

before(async () => {
  shared = await openTestStore();
});

after(() => shared.close());

const keyFor = async (...scopes: Scope[]): Promise<string> =>
  (await createKeyRing(shared.store, { now }).create({ tenant: DEFAULT_TENANT, name: "k", scopes })).key;

test("an empty value of a query counts as not given, whatever it is of; numbers are whole ones", async () => {
  await using server = await start();
  await put(shared.store, DEFAULT_TENANT, "tickets", { t1: ticketDocument() });
  for (const [path, names] of Object.entries({
    insights: ["app", "q", "sentiment", "sort", "from", "to", "limit", "cursor"],
    tickets: ["priority", "status", "limit"],
    clusters: ["all", "label"],
    rejections: ["outcome", "replayed", "from"],
    "feature-requests": ["sort", "q"],
    trends: ["by", "interval"],
    ledger: ["pipeline", "app"],
    "dead/raw": ["state"],
  })) {
    const plain = await server.ask("GET", `/api/v1/${path}`);
    const empty = await server.ask("GET", `/api/v1/${path}?${names.map((name) => `${name}=`).join("&")}`);
    assert.deepEqual([empty.status, empty.text], [200, plain.text], path);
  }
  for (const wrong of [
    "tickets?priority=0x2",
    "tickets?priority=4",
    "facets?by=",
    "facets?by=label&size=1e1",
    "ledger?x=",
  ]) {
    assert.equal((await server.ask("GET", `/api/v1/${wrong}`)).status, 400, wrong);
  }
});

test("a cursor is good for the search it came from only, also where tickets are chosen by status", async () => {
  await using server = await start();
  await put(shared.store, DEFAULT_TENANT, "tickets", { t1: ticketDocument(), t2: ticketDocument({ app: "maps" }) });
  const first = await server.ask("GET", "/api/v1/tickets?status=open&limit=1");
  const follow = (query: string, cursor: string) =>
    server.ask("GET", `/api/v1/tickets?${query}&limit=1&cursor=${cursor}`);
  assert.equal((await follow("status=open", first.body.next_cursor)).body.items.length, 1);
  assert.equal((await follow("status=open&app=maps", first.body.next_cursor)).status, 400);
  const [made] = JSON.parse(Buffer.from(first.body.next_cursor, "base64url").toString());
  for (const forged of [[made, "3", 0, "x"], [made, 3, 0], [null, "x", "y"], 7]) {
    const cursor = Buffer.from(JSON.stringify(forged)).toString("base64url");
    assert.equal((await follow("status=open", cursor)).status, 400, JSON.stringify(forged));
  }
});

test("tenants are listed page by page", async () => {
  await using server = await start();
  const tenants = createTenants(shared.store, now);
  for (const id of ["shop", "acme"]) await tenants.create(id as TenantId, id);
  const page = (query: string) => server.ask("GET", `/api/v1/tenants?limit=2${query}`);
  const { body } = await page("");
  const { body: rest } = await page(`&cursor=${body.next_cursor}`);
  const ids = [...body.items, ...rest.items].map(({ id }: { id: string }) => id);
  assert.deepEqual([ids, body.total, rest.next_cursor], [["acme", "default", "shop"], 3, null]);
  assert.equal((await page("&cursor=x")).status, 400);
});

test("what no text may hold is taken out of what people set, and nothing breaks on it", async () => {
  await using server = await start();
  const made = await server.ask("POST", "/api/v1/apps", { body: '{"name":"a\\ud800\\u0000\\uffffb"}' });
  assert.deepEqual([made.status, made.body.name], [201, "a\uFFFDb"]);
  assert.equal((await server.ask("GET", made.headers.get("location") ?? "")).body.name, "a\uFFFDb");
  assert.equal((await server.ask("POST", "/api/v1/apps", { body: '{"name":"\\u0000"}' })).status, 400);
  await putInsights(shared.store, { a: {} });
  const json = { first_order_labels: ["Sync", "Sync"] };
  const corrected = await server.ask("PATCH", "/api/v1/insights/a", { json });
  assert.deepEqual(corrected.body.attributes.first_order_labels, ["Sync"]);
  const { body } = await server.ask("GET", "/api/v1/facets?by=label");
  assert.deepEqual(body.label, [{ value: "Sync", count: 1 }]);
});

test("a description may be a list that holds a whole store page", async () => {
  await using server = await start();
  const description = ["Plan rides. Buy tickets. ".repeat(200)];
  const suggested = await server.ask("POST", "/api/v1/apps/suggest", { json: { description } });
  assert.equal(suggested.status, 200);
});

test("as many similar insights as a page of any list holds", async () => {
  await using server = await start();
  await putInsights(shared.store, Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`i${n}`, {}])));
  const count = async (query: string) =>
    (await server.ask("GET", `/api/v1/insights/i0/similar${query}`)).body.items.length;
  assert.deepEqual([await count(""), await count("?limit=110"), await count("?limit=3")], [50, 110, 3]);
});

test("other methods are refused with those that are for the path", async () => {
  await using server = await start();
  for (const [method, path, allow] of [
    ["PUT", "/api/v1/session", "GET, HEAD, POST, DELETE"],
    ["DELETE", "/healthz", "GET, HEAD"],
    ["POST", "/metrics", "GET, HEAD"],
    ["POST", "/openapi.json", "GET, HEAD"],
    ["DELETE", "/api/v1/insights", "GET, HEAD"],
    ["GET", "/api/v1/feedback", "POST"],
  ] as const) {
    const answer = await server.ask(method, path);
    assert.deepEqual([answer.status, answer.headers.get("allow")], [405, allow], `${method} ${path}`);
  }
});

test("the rate of a key counts wherever it is shown", async () => {
  await using server = await start({ environment: { RATE_LIMIT_PER_KEY: "3" } });
  for (const path of ["/", "/api/v1/session", "/metrics", "/insights/x"]) {
    const key = await keyFor("admin");
    const answers = await Promise.all(Array.from({ length: 9 }, () => server.ask("GET", path, { key })));
    const limited = answers.find(({ status }) => status === 429);
    assert.equal(limited?.headers.get("retry-after"), "1", path);
  }
});

test("every route of the API and the probes are described, the original's with its own errors", async () => {
  await using server = await start();
  const { body } = await server.ask("GET", "/openapi.json");
  for (const path of ["/healthz", "/readyz", "/metrics", "/openapi.json"]) assert.ok(body.paths[path]?.get, path);
  const errorOf = (path: string) => Object.values(body.paths[path]?.post.responses["400"]?.content ?? {})[0];
  assert.deepEqual(errorOf("/api/app/firstorderlabels"), { schema: { $ref: "#/components/schemas/LegacyError" } });
  assert.deepEqual(errorOf("/api/v1/feedback"), { schema: { $ref: "#/components/schemas/Problem" } });
  const claim = body.paths["/api/v1/tickets/{id}/work"]?.put;
  assert.ok(
    claim?.parameters.some((one: { name: string; in: string }) => one.name === "If-Match" && one.in === "header"),
  );
});

test("what a replay came to is run once more only when somebody asks", async () => {
  const sent: number[] = [];
  // Refuses what has no text, as the edge does.
  const writer: IngestionWriter = {
    async write({ records }) {
      sent.push(records.length);
      const rejected = records.flatMap((record, index) =>
        (record as { text?: string }).text ? [] : [{ index, errors: [] }],
      );
      const accepted = records.length - rejected.length;
      return { batch_ids: accepted > 0 ? ["new"] : [], accepted, rejected };
    },
  };
  await using server = await start({ writer });
  await put(shared.store, DEFAULT_TENANT, "rejections", {
    r1: rejection({ id: "r1", record: { text: "one" }, batch: "b1" }),
    r2: rejection({ id: "r2", record: {}, batch: "b2" }),
    r3: rejection({ id: "r3", record: { text: "three" }, batch: "b3", again: true }),
  });
  const replay = async (json: object) => {
    const { status, body } = await server.ask("POST", "/api/v1/rejections/replay", { json });
    return status === 200 ? [body.replayed, body.rejected] : status;
  };
  assert.deepEqual(await replay({}), [1, 1]);
  assert.deepEqual(await replay({}), [0, 0]);
  assert.deepEqual(
    await replay({ again: true }),
    [1, 0],
    "the one of before; what was refused anew the writer keeps itself",
  );
  assert.deepEqual(await replay({ ids: ["r1", "r1"] }), [1, 0], "named twice, run once");
  assert.equal(await replay({ ids: ["r1"], app: "notes" }), 400);
  assert.deepEqual(sent, [1, 1, 1, 1]);
});
