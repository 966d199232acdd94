/** What the API answers about what is stored: insights and how they are found, counted and corrected, and the rest of the resources. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Insight } from "../model/insight.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { rejection } from "../store/testsuite/fixtures.ts";
import { createMemoryQueue, put, putInsights, startTestServer, type TestServer } from "./server.testing.ts";

let server: TestServer;
const memory = createMemoryQueue();
const DAY = 86_400;
const START = Date.UTC(2024, 0, 1) / 1000;

const attributes = (parts: object) => ({
  keywords: ["sync"],
  positive_keywords: [],
  first_order_labels: ["Sync"],
  second_order_labels: ["Lost notes"],
  second_order_label_to_keywordlist: [{ name: "Lost notes", keywords: ["sync"] }],
  sentiment: "negative" as const,
  priority: "High" as const,
  pricing: { is_pricing: "No" as const },
  feature_requests: [],
  ...parts,
});

before(async () => {
  server = await startTestServer({ queue: memory.queue });
  await putInsights(server.store, {
    a: { date: START, priority_rank: 2, main_text: "My notes vanished after sync", attributes: attributes({}) },
    b: {
      date: START + DAY,
      priority_rank: 3,
      main_text: "Sync is broken, sync never ends",
      source: "reddit",
      attributes: attributes({ priority: "Critical" }),
      cluster_id: "c1",
      themes: ["c1"],
    },
    c: {
      date: START + 2 * DAY,
      priority_rank: 0,
      main_text: "I love it",
      kind: "praise",
      lang: "de",
      attributes: attributes({
        sentiment: "positive",
        priority: "Low",
        first_order_labels: ["Praise"],
        second_order_labels: [],
      }),
    },
    d: {
      date: START + 2 * DAY,
      priority_rank: 0,
      main_text: "Maps need an offline mode",
      app_name: "maps",
      kind: "request",
      attributes: attributes({ sentiment: "neutral", priority: "Low" }),
      has_request: true,
    },
  });
});

after(() => server[Symbol.asyncDispose]());

const ids = async (query: string): Promise<string[]> => {
  const answer = await server.ask("GET", `/api/v1/insights?${query}`);
  assert.equal(answer.status, 200, `${query}: ${answer.text}`);
  return answer.body.items.map((item: { id: string }) => item.id);
};

test("insights are found by every parameter, alone and together", async () => {
  const expected: Readonly<Record<string, readonly string[]>> = {
    "": ["c", "d", "b", "a"],
    "app=maps": ["d"],
    "label=Sync&app=notes": ["b", "a"],
    "sublabel=Lost+notes&sort=oldest": ["a", "b", "d"],
    "sentiment=positive": ["c"],
    "sentiment=positive,neutral": ["c", "d"],
    "priority=Critical,High": ["b", "a"],
    "kind=request": ["d"],
    "source=reddit": ["b"],
    "lang=de": ["c"],
    "cluster=c1": ["b"],
    "q=SYNCING": ["b", "a"],
    "q=notes+vanish": ["a"],
    "q=absent": [],
    "q=sync+-broken": ["a"],
    "q=%22after+sync%22": ["a"],
    "q=%22sync+after%22": [],
    "q=sync+-%22never+ends%22": ["a"],
    "q=-sync": ["c", "d"],
    "q=-sync&app=notes": ["c"],
    "q=!!!": [],
    "q=": ["c", "d", "b", "a"],
    "sort=priority&app=notes": ["b", "a", "c"],
    "sort=relevance&q=sync&limit=1": ["b"],
    "from=2024-01-02&to=2024-01-03": ["b"],
    [`from=${START}&to=${START + 0.5}`]: ["a"],
    [`from=${START + 0.5}`]: ["c", "d", "b"],
    "app=nobody": [],
  };
  for (const [query, found] of Object.entries(expected)) assert.deepEqual(await ids(query), found, query);
});

test("pages follow each other by cursor, to a null at the end", async () => {
  const first = (await server.ask("GET", "/api/v1/insights?limit=3")).body;
  assert.deepEqual([first.items.length, first.total], [3, 4]);
  const last = (await server.ask("GET", `/api/v1/insights?limit=3&cursor=${first.next_cursor}`)).body;
  assert.deepEqual([last.items.length, last.next_cursor], [1, null]);
  const wrong = await server.ask("GET", "/api/v1/insights?cursor=nonsense");
  assert.deepEqual([wrong.status, wrong.body.errors[0]?.field], [400, "cursor"]);
});

test("an insight has exactly the public fields", async () => {
  const { body } = await server.ask("GET", "/api/v1/insights/b");
  assert.ok(Insight.strict().safeParse(body).success);
  assert.equal(body.tenant, "default");
  const list = await server.ask("GET", "/api/v1/insights");
  for (const item of list.body.items) assert.ok(Insight.strict().safeParse(item).success);
});

test("from and to are dates as people write them; one that may be two days is refused, and both are named", async () => {
  for (const [query, found] of Object.entries({
    "from=2024-01-02&to=2024-01-03": ["b"],
    "from=02-Jan-2024&to=3+January+2024": ["b"],
    "from=31-12-2023&to=12/31/2024": ["c", "d", "b", "a"],
    "from=13.01.2024": [],
  }))
    assert.deepEqual(await ids(query), found, query);
  for (const path of ["insights?", "facets?by=label&", "trends?", "rejections?", "events?"]) {
    const { status, body } = await server.ask("GET", `/api/v1/${path}from=02-01-2024&to=Version-2025`);
    assert.equal(status, 400, path);
    assert.deepEqual(
      body.errors.map(({ field, message }) => [field, message]),
      [
        ["from", '"02-01-2024" may be 2024-01-02 or 2024-02-01: send ISO 8601'],
        ["to", '"Version-2025" is no date that can be read: ISO 8601 or unix seconds, 1970 to 9999'],
      ],
      path,
    );
  }
});

test("every wrong parameter is named", async () => {
  const wrong: Readonly<Record<string, readonly string[]>> = {
    "a[]=1&a[b]=2": ["a"],
    "app=x&app=y": ["app"],
    "label[]=x": ["label"],
    "sentiment=angry": ["sentiment"],
    "from=yesterday&to=9999999999999999": ["from", "to"],
    "limit=0": ["limit"],
    "limit=1001": ["limit"],
    "limit=ten&sort=random": ["sort", "limit"],
    "tenant=other": ["tenant"],
    "__proto__=1": ["__proto__"],
  };
  for (const [query, fields] of Object.entries(wrong)) {
    const answer = await server.ask("GET", `/api/v1/insights?${query}`);
    assert.equal(answer.status, 400, query);
    assert.deepEqual(
      answer.body.errors.map((error: { field: string }) => error.field).sort(),
      [...fields].sort(),
      query,
    );
  }
});

test("long and odd search words are no trouble", async () => {
  const started = performance.now();
  assert.equal((await server.ask("GET", `/api/v1/insights?q=${"a".repeat(501)}`)).status, 400);
  assert.deepEqual(await ids(`q=${encodeURIComponent('"sync" OR * NEAR( -')}`), []);
  assert.deepEqual(await ids(`q=${"%F0%9F%98%80".repeat(40)}`), []);
  assert.ok(performance.now() - started < 10_000);
});

test("what is alike comes nearest first, with how near, from the same app only", async () => {
  const { body } = await server.ask("GET", "/api/v1/insights/a/similar?limit=5");
  assert.deepEqual(
    body.items.map((item: { id: string }) => item.id),
    ["b", "c"],
  );
  const [first = 0, second = 1] = body.similarities;
  assert.ok(first > second && first > 0.98);
  assert.equal((await server.ask("GET", "/api/v1/insights/none/similar")).status, 404);
});

test("facets and trends count what matches", async () => {
  const facets = await server.ask("GET", "/api/v1/facets?by=label,sentiment,app_name&q=sync");
  assert.deepEqual(facets.body, {
    label: [{ value: "Sync", count: 2 }],
    sentiment: [{ value: "negative", count: 2 }],
    app_name: [{ value: "notes", count: 2 }],
  });
  const trend = await server.ask("GET", "/api/v1/trends?by=sentiment&interval=week&app=notes");
  assert.deepEqual(trend.body.items, [
    { at: START, value: "negative", count: 2 },
    { at: START, value: "positive", count: 1 },
  ]);
  const plain = await server.ask("GET", "/api/v1/trends?interval=month");
  assert.deepEqual(plain.body, { items: [{ at: START, count: 4 }] });
  const list = await server.ask("GET", "/api/v1/trends?interval=month&shape=list");
  assert.deepEqual(list.body, [{ at: START, count: 4 }]);
  assert.equal((await server.ask("GET", "/api/v1/facets?by=tenant")).body.errors[0]?.field, "by");
  assert.equal((await server.ask("GET", "/api/v1/trends?by=label&interval=minute")).body.errors[0]?.field, "interval");
});

test("a correction is laid over the insight, adds to earlier ones, and can be taken back", async () => {
  const patch = (json: unknown) => server.ask("PATCH", "/api/v1/insights/d", { json });
  const first = await patch({ kind: "problem", attributes: { priority: "High" } });
  assert.deepEqual([first.body.kind, first.body.attributes.priority], ["problem", "High"]);
  await patch({ second_order_labels: ["Lost notes", "Offline"] });
  const { body } = await server.ask("GET", "/api/v1/insights/d");
  assert.deepEqual([body.kind, body.attributes.second_order_labels], ["problem", ["Lost notes", "Offline"]]);
  assert.deepEqual(body.attributes.second_order_label_to_keywordlist, [
    { name: "Lost notes", keywords: ["sync"] },
    { name: "Offline", keywords: [] },
  ]);
  assert.ok(body.reasons.some((one: { field: string; why: string }) => one.field === "kind" && /person/.test(one.why)));
  assert.ok(Insight.strict().safeParse(body).success);
  assert.equal((await patch({ kind: null })).body.kind, "request");
  const stored = await server.store.get(DEFAULT_TENANT, "insights", "d");
  assert.deepEqual([stored?.doc.understood?.priority, stored?.doc.attributes.priority], ["Low", "High"]);
  const audit = await server.store.search(DEFAULT_TENANT, "audit", {
    where: { action: "insight.corrected", subject: "d" },
  });
  assert.equal(audit.total, 3);
  for (const wrong of [{}, { kind: "rant" }, { main_text: "other" }, { attributes: { keywords: [] } }]) {
    assert.equal((await patch(wrong)).status, 400, JSON.stringify(wrong));
  }
  assert.equal((await server.ask("PATCH", "/api/v1/insights/none", { json: { kind: "praise" } })).status, 404);
});

test("apps are registered once, replaced, found by any name, and deleted", async () => {
  const name = "Velo & co/2 ü";
  const model = { name, app_id: "com.velo", first_order_labels: [{ name: "Maps", second_order_labels: ["Routing"] }] };
  const made = await server.ask("POST", "/api/v1/apps", { json: model });
  assert.equal(made.status, 201);
  const path = made.headers.get("location")!;
  assert.equal((await server.ask("POST", "/api/v1/apps", { json: model })).status, 409);
  assert.deepEqual((await server.ask("GET", path)).body.first_order_labels, model.first_order_labels);
  const replaced = await server.ask("PUT", path, { json: { first_order_labels: [], price: "0" } });
  assert.deepEqual([replaced.status, replaced.body.name, replaced.body.price], [200, name, "0"]);
  assert.equal((await server.ask("PUT", path, { json: { name: "other" } })).body.errors[0]?.field, "name");
  assert.deepEqual(
    (await server.ask("GET", "/api/v1/apps")).body.items.map((one: { name: string }) => one.name),
    [name],
  );
  const wrong = await server.ask("POST", "/api/v1/apps", { json: { name: "", first_order_labels: [{}] } });
  assert.deepEqual(wrong.body.errors.map((error: { field: string }) => error.field).slice(0, 2), [
    "name",
    "first_order_labels.0.name",
  ]);
  assert.equal((await server.ask("DELETE", path)).status, 204);
  assert.equal((await server.ask("GET", path)).status, 404);
  assert.equal((await server.ask("DELETE", path)).status, 404);
  const suggested = await server.ask("POST", "/api/v1/apps/suggest", {
    json: { description: "Plan rides. Buy tickets", general_labels: ["Billing"] },
  });
  assert.deepEqual(suggested.body.description_list, ["Plan rides.", "Buy tickets"]);
});

test("rejections are listed by any of their fields and run again as new batches, once", async () => {
  await put(server.store, DEFAULT_TENANT, "rejections", {
    r1: rejection({ id: "r1", record: { text: "one" }, batch: "b1", at: 10 }),
    r2: rejection({ id: "r2", record: { text: "two" }, batch: "b1", at: 20, reason: "spam" }),
    r3: rejection({
      id: "r3",
      record: { text: "three" },
      batch: "b2",
      at: 30,
      app: "maps",
      outcome: "rejected",
      reason: "invalid",
    }),
    r4: rejection({ id: "r4", record: null, batch: "b2", at: 40, outcome: "rejected", reason: "too_large" }),
  });
  const list = async (query: string) =>
    (await server.ask("GET", `/api/v1/rejections?${query}`)).body.items.map((item: { id: string }) => item.id);
  assert.deepEqual(await list(""), ["r4", "r3", "r2", "r1"]);
  assert.deepEqual(await list("reason=spam"), ["r2"]);
  assert.deepEqual(await list("outcome=rejected&app=maps"), ["r3"]);
  assert.deepEqual(await list("from=20&to=40"), ["r3", "r2"]);
  const some = await server.ask("POST", "/api/v1/rejections/replay", { json: { reason: "spam" } });
  assert.deepEqual([some.body.replayed, some.body.batch_ids.length], [1, 1]);
  const all = await server.ask("POST", "/api/v1/rejections/replay");
  assert.deepEqual([all.body.replayed, all.body.skipped], [2, 1]);
  assert.equal((await server.ask("POST", "/api/v1/rejections/replay", { json: {} })).body.replayed, 0);
  const submissions = server.submissions.map(({ replayOf, app, records }) => [replayOf, app, records.length]);
  assert.deepEqual(submissions, [
    ["b1", "notes", 1],
    ["b1", "notes", 1],
    ["b2", "maps", 1],
  ]);
  assert.equal((await server.ask("POST", "/api/v1/rejections/replay", { json: { ids: ["r1"] } })).body.replayed, 1);
  assert.deepEqual(await list("replayed=false"), ["r4"]);
});

test("dead letters are shown, sent again with where they come from, and given up", async () => {
  const letter = { queue: "raw", reason: "boom", app: "notes", source: "s", at: 5, records: 2, state: "dead" } as const;
  const attributes = { batch: "b1", part: "0", tenant: "default", v: "1" };
  await put(server.store, DEFAULT_TENANT, "dead_letters", {
    d1: { ...letter, body: '[{"text":"x"}]', attributes },
    d2: { ...letter, body: "[]", attributes, at: 6 },
    d3: { ...letter, queue: "filtered", body: "[]", attributes },
  });
  const list = await server.ask("GET", "/api/v1/dead/raw?state=dead");
  assert.deepEqual(
    list.body.items.map((one: { id: string }) => one.id),
    ["d2", "d1"],
  );
  assert.equal((await server.ask("GET", "/api/v1/dead/raw/d1")).body.body, '[{"text":"x"}]');
  assert.equal((await server.ask("GET", "/api/v1/dead/raw/d3")).status, 404);
  assert.equal((await server.ask("GET", "/api/v1/dead/nonsense")).status, 404);
  const one = await server.ask("POST", "/api/v1/dead/raw/redrive", { json: { ids: ["d1", "d3", "none"] } });
  assert.deepEqual(one.body, { redriven: 1, records: 2, refused: [] });
  assert.deepEqual(memory.sent.at(-1), {
    name: "raw",
    message: { body: '[{"text":"x"}]', attributes: { ...attributes, redrive_of: "d1" }, group: "default" },
  });
  assert.deepEqual((await server.ask("DELETE", "/api/v1/dead/raw", { json: {} })).body, { purged: 1, records: 2 });
  assert.equal((await server.ask("GET", "/api/v1/dead/raw/d2")).body.body, "");
  assert.equal((await server.ask("POST", "/api/v1/dead/raw/redrive", { json: {} })).body.redriven, 0);
});

test("paths, methods and bodies that are wrong are told apart", async () => {
  assert.equal((await server.ask("GET", "/api/v1/nothing")).status, 404);
  const method = await server.ask("PUT", "/api/v1/insights/a", { json: {} });
  assert.deepEqual([method.status, method.headers.get("allow")], [405, "GET, HEAD, PATCH"]);
  assert.equal((await server.ask("GET", "/api/v1/insights/%E0%A4%A")).status, 400);
  assert.equal(
    (await server.ask("PATCH", "/api/v1/insights/a", { body: "kind=x", headers: { "content-type": "text/plain" } }))
      .status,
    415,
  );
  const deep = await server.ask("POST", "/api/v1/apps", {
    body: `{"name":${"[".repeat(200_000)}${"]".repeat(200_000)}}`,
  });
  assert.deepEqual([deep.status, deep.body.errors[0]?.code], [400, "too_deep"]);
  assert.equal((await server.ask("POST", "/api/v1/apps", { body: `{"name":"${"x".repeat(2_100_000)}"}` })).status, 413);
});
