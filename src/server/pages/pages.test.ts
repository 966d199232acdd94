/** The pages: what they show, what leads where, and that nothing anybody wrote gets to run or to reorder them. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createKeyRing } from "../../auth/keys.ts";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { openTestStore, type TestStore } from "../../store/sqlite.testing.ts";
import { put, putInsights, startTestServer, type TestServerOptions, ticketDocument } from "../server.testing.ts";

let opened: TestStore;
before(async () => {
  opened = await openTestStore();
});
after(() => opened.close());

const start = (options: TestServerOptions = {}) => startTestServer({ store: opened.store, ...options });

const NOW = 1_700_000_000;

test("an insight or ticket with an impossible time is shown with the others", async () => {
  await using server = await start({ now: () => NOW });
  const times = { date: 99_999_999_999_999, ingested_at: 99_999_999_999_999, updated_at: Number.MAX_SAFE_INTEGER };
  await putInsights(server.store, { i1: { ...times, main_text: "from the far future" }, i2: { date: -1e300 } });
  const ticket = ticketDocument({ updated_at: 99_999_999_999_999 });
  await put(server.store, DEFAULT_TENANT, "tickets", { t1: ticket });
  for (const path of ["overview", "insights/i1", "insights/i2", "tickets/t1", "explore", "themes"]) {
    assert.equal((await server.ask("GET", `/api/v1/views/${path}`)).status, 200, path);
  }
  for (const interval of ["hour", "day", "week", "month"])
    assert.equal((await server.ask("GET", `/api/v1/trends?interval=${interval}`)).status, 200, interval);
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
  // The page that was asked for comes after it, and no address of anybody else.
  const asked = await server.ask("GET", "/insights?q=a&app=b");
  const to = asked.headers.get("location")!;
  assert.equal(to, `/sign-in?to=${encodeURIComponent("/insights?q=a&app=b")}`);
  assert.match((await server.ask("GET", to)).text, /name="to" value="\/insights\?q=a&amp;app=b"/);
  const after = async (place: string, shown = key) =>
    (
      await server.ask("POST", "/sign-in", { body: new URLSearchParams({ key: shown, to: place }).toString(), headers })
    ).headers.get("location");
  assert.equal(await after("/tickets/t1?x=1"), "/tickets/t1?x=1");
  assert.equal(await after("/tickets", "gsw_wrong"), `/sign-in?wrong=1&to=${encodeURIComponent("/tickets")}`);
  const elsewhere = [
    "//evil.example/",
    "/\\evil.example",
    "https://evil.example/tickets",
    "/api/v1/keys",
    "/sign-out",
    "x",
  ];
  for (const place of [...elsewhere, "/\t/evil.example/", "/\t/[", "/.//", "/x/..//?y"])
    assert.equal(await after(place), "/", place);
  const overview = await server.ask("GET", "/", { headers: { cookie } });
  assert.equal(overview.status, 200);
  const frame = await server.ask<{ signedIn: boolean }>("GET", "/api/v1/views/frame", { headers: { cookie } });
  assert.equal(frame.body.signedIn, true);
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

test("a page of what is not there says so in its status, and the dashboard in words", async () => {
  await using server = await start();
  for (const path of ["/insights/none", "/tickets/none", "/themes/none", "/clusters/none"]) {
    const page = await server.ask("GET", path);
    assert.equal(page.status, 404, path);
    assert.match(page.text, /<div id="app">/, path);
    assert.equal((await server.ask("GET", `/api/v1/views${path.replace("clusters", "themes")}`)).status, 404, path);
  }
});
