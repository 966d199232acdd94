/** The pages: what they show, what leads where, and that nothing anybody wrote gets to run or to reorder them. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createKeyRing } from "../../auth/keys.ts";
import { createLedger } from "../../ledger/ledger.ts";
import { noCounts } from "../../model/ledger.ts";
import { DEFAULT_TENANT, TenantId } from "../../model/tenant.ts";
import {
  openTestStore,
  put,
  putInsights,
  startTestServer,
  type TestServerOptions,
  type TestStore,
  ticketDocument,
} from "../server.testing.ts";
import { overviewPage, readOverview } from "./overview.ts";

let opened: TestStore;
before(async () => {
  opened = await openTestStore();
});
after(() => opened.close());

const start = (options: TestServerOptions = {}) => startTestServer({ store: opened.store, ...options });

const NOW = 1_700_000_000;

test("before anything has come in the overview says how to begin", async () => {
  await using server = await start();
  const page = await server.ask("GET", "/");
  assert.equal(page.status, 200);
  assert.match(page.headers.get("content-type") ?? "", /text\/html/);
  assert.match(page.text, /Nothing has come in yet/);
  assert.match(page.text, new RegExp(`${server.url}/api/v1/feedback`));
  assert.match(page.text, /Books balanced/);
  assert.doesNotMatch(page.text, /<script|style=|javascript:| on\w+=/);
});

test("an insight or ticket with an impossible time is shown with the others", async () => {
  await using server = await start({ now: () => NOW });
  const times = { date: 99_999_999_999_999, ingested_at: 99_999_999_999_999, updated_at: Number.MAX_SAFE_INTEGER };
  await putInsights(server.store, { i1: { ...times, main_text: "from the far future" }, i2: { date: -1e300 } });
  const ticket = ticketDocument({ updated_at: 99_999_999_999_999 });
  await put(server.store, DEFAULT_TENANT, "tickets", { t1: ticket });
  for (const path of ["/", "/insights/i1", "/insights/i2", "/tickets/t1"]) {
    const page = await server.ask("GET", path);
    assert.equal(page.status, 200, path);
  }
  for (const interval of ["hour", "day", "week", "month"])
    assert.equal((await server.ask("GET", `/api/v1/trends?interval=${interval}`)).status, 200, interval);
});

test("what was run again is told apart from what came in", async () => {
  await using server = await start({ now: () => NOW });
  const tenant = TenantId.parse("with-replays");
  const ledger = createLedger(server.store);
  const entry = {
    pipeline: "feedback",
    stage: "denoiser",
    part: "0",
    app: "a",
    source: "s",
    at: NOW,
    in: 2,
    refused: {},
    sent: [],
    first: true,
    last: false,
    redriven: [],
  } as const;
  await ledger.record(tenant, { ...entry, batch: "b1", counts: { ...noCounts, dropped: { spam: 2 } } });
  await ledger.record(tenant, {
    ...entry,
    batch: "b2",
    counts: { ...noCounts, dropped: { spam: 2 } },
    replay_of: "b1",
  });
  const overview = await readOverview(server.store, tenant, undefined, NOW);
  const page = overviewPage(overview, NOW, "http://x").text;
  assert.match(page, /class="headline">2 <span>records/);
  assert.match(page, /2 records run again: 2 dropped/);
});

test("the overview shows labels, tickets and quotes, and every quote opens", async () => {
  await using server = await start({ now: () => NOW });
  await putInsights(server.store, {
    i1: { date: NOW - 5, main_text: "my notes are gone since the update", cluster_id: "c1" },
    i2: { date: NOW - 9, main_text: "I like maps", app_name: "maps" },
  });
  await put(server.store, DEFAULT_TENANT, "tickets", { t1: ticketDocument({ priority: 3 }) });
  const page = await server.ask("GET", "/");
  assert.match(page.text, /Notes are lost/);
  assert.match(page.text, /Priority 3/);
  assert.match(page.text, /<option value="maps">/);
  const links = [...page.text.matchAll(/href="(\/(?:insights|tickets)\/[^"]+)"/g)].map(([, link]) => link!);
  assert.ok(links.includes("/tickets/t1") && links.includes("/insights/i1"));
  for (const link of new Set(links)) {
    const linked = await server.ask("GET", link);
    assert.equal(linked.status, 200, link);
    assert.doesNotMatch(linked.text, /<script|style=/);
  }
  const chosen = await server.ask("GET", "/?app=maps");
  assert.match(chosen.text, /I like maps/);
  assert.doesNotMatch(chosen.text, /my notes are gone/);
  assert.match(chosen.text, /<option value="maps" selected>/);
  assert.equal((await server.ask("GET", "/?app[]=x")).status, 400);
});

test("nothing that somebody wrote becomes markup, runs, or turns the page around", async () => {
  await using server = await start({ now: () => NOW });
  const evil = `<img src=x onerror=alert(1)>"'\u202Egnp.exe`;
  const labels = { first_order_labels: [evil], second_order_labels: [evil], keywords: [evil], positive_keywords: [] };
  await putInsights(server.store, {
    i1: {
      main_text: `${evil} and more`,
      original_text: evil,
      app_name: evil,
      source: evil,
      lang: "en",
      date: NOW,
      subinfo: { title: evil },
      metadata: { url: "javascript:alert(1)", home: "https://example.com/?a=1&b=<2>", [evil]: evil },
      phrases: [{ text: evil, start: 0, end: evil.length, polarity: "negative", label: evil, score: -1 }],
      reasons: [{ field: "kind", why: evil }],
      attributes: {
        ...labels,
        second_order_label_to_keywordlist: [],
        sentiment: "negative",
        priority: "High",
        pricing: { is_pricing: "No" },
        feature_requests: [],
      },
    },
  });
  const document = ticketDocument({ app: evil, evidence: [{ insight_id: "i1", quote: evil, start: 0, end: 5 }] });
  const item = { ...document.item, title: evil, description: evil, tags: [evil] };
  await put(server.store, DEFAULT_TENANT, "tickets", { t1: { ...document, item } });
  for (const path of ["/", `/?app=${encodeURIComponent(evil)}`, "/insights/i1", "/tickets/t1"]) {
    const { status, text } = await server.ask("GET", path);
    assert.equal(status, 200, path);
    assert.doesNotMatch(text, /<img/);
    assert.doesNotMatch(text, /href="javascript/i);
    assert.ok(text.includes("&lt;img src=x onerror=alert(1)&gt;"), path);
  }
  const { text } = await server.ask("GET", "/insights/i1");
  assert.match(text, /<bdi>javascript:alert\(1\)<\/bdi>/);
  assert.match(text, /href="https:\/\/example.com\/\?a=1&amp;b=&lt;2&gt;"/);
});

test("with keys, pages ask to sign in, and a form is enough to do so", async () => {
  await using server = await start();
  const { key } = await createKeyRing(server.store, { now: () => 1 }).create({
    tenant: DEFAULT_TENANT,
    name: "k",
    scopes: ["read"],
  });
  const page = await server.ask("GET", "/");
  assert.deepEqual([page.status, page.headers.get("location")], [303, "/sign-in"]);
  assert.match((await server.ask("GET", "/sign-in")).text, /<input id="key" name="key" type="password"/);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const wrong = await server.ask("POST", "/sign-in", { body: "key=gsw_wrong", headers });
  assert.equal(wrong.headers.get("location"), "/sign-in?wrong=1");
  assert.match((await server.ask("GET", "/sign-in?wrong=1")).text, /not valid/);
  const opened = await server.ask("POST", "/sign-in", { body: `key=${key}`, headers });
  assert.deepEqual([opened.status, opened.headers.get("location")], [303, "/"]);
  const cookie = opened.headers.get("set-cookie")!.split(";")[0]!;
  const overview = await server.ask("GET", "/", { headers: { cookie } });
  assert.equal(overview.status, 200);
  assert.match(overview.text, /Sign out/);
  assert.equal((await server.ask("POST", "/sign-out", { body: "", headers: { ...headers, cookie } })).status, 303);
  assert.equal((await server.ask("GET", "/", { headers: { cookie } })).status, 303);
});

test("the API is documented from its own definitions, as a document and as a page", async () => {
  await using server = await start();
  const { body } = await server.ask("GET", "/openapi.json");
  assert.equal(body.openapi, "3.1.0");
  for (const path of [
    "/api/v1/feedback",
    "/api/v1/insights/{id}",
    "/api/v1/tickets/{id}/work",
    "/api/app/datamodel/getall",
  ]) {
    assert.ok(body.paths[path], path);
  }
  const parameters = body.paths["/api/v1/insights"]?.get.parameters.map(({ name }) => name);
  for (const name of ["app", "q", "label", "from", "sort", "cursor"]) assert.ok(parameters?.includes(name), name);
  assert.ok(body.components.schemas.Insight?.properties.attributes);
  for (const path of ["/docs", "/swagger", "/redoc"]) {
    const page = await server.ask("GET", path);
    assert.match(page.text, /\/api\/v1\/insights\/\{id\}/);
    assert.doesNotMatch(page.text, /<script|https?:\/\/cdn/);
  }
});

test("styles are served, and nothing beside them", async () => {
  await using server = await start();
  const style = await server.ask("GET", "/assets/style.css");
  assert.deepEqual([style.status, style.headers.get("content-type")], [200, "text/css; charset=utf-8"]);
  for (const path of [
    "/assets/",
    "/assets/../server.ts",
    "/assets/..%2fserver.ts",
    "/assets/%2e%2e/app.ts",
    "/assets/.env",
  ]) {
    assert.equal((await server.ask("GET", path)).status, 404, path);
  }
});

test("not there is a page that says so", async () => {
  await using server = await start();
  const page = await server.ask("GET", "/insights/none");
  assert.equal(page.status, 404);
  assert.match(page.text, /Not found/);
});
