/** What browsers and programs are told when something is not there or not allowed; and that answers come compressed. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { createKeyRing } from "../../auth/keys.ts";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { putInsights, startTestServer, type TestServer } from "../server.testing.ts";

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const browse = (server: TestServer, path: string, method = "GET") =>
  server.ask(method, path, { headers: { accept: BROWSER } });

test("a browser that asks for what is not there gets a page with a way on; a program gets problem details", async () => {
  await using server = await startTestServer();
  for (const path of ["/nope", "/nope/deeper?x=1", "/assets/nope.css", "/insights/%E0%A4%A"]) {
    const page = await browse(server, path);
    assert.ok(page.status === 404 || page.status === 400, path);
    assert.match(page.headers.get("content-type") ?? "", /text\/html/, path);
    assert.match(page.text, /<h1>(?:Not found|That did not work)<\/h1>.*href="\/"/s);
    assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'/);
  }
  for (const accept of ["*/*", "application/json", "application/problem+json"]) {
    const answer = await server.ask("GET", "/nope", { headers: { accept } });
    assert.deepEqual([answer.status, answer.body.status], [404, 404], accept);
  }
  const api = await browse(server, "/api/v1/nope");
  assert.deepEqual([api.status, api.body.status], [404, 404]);
  assert.equal((await browse(server, "/", "DELETE")).status, 405);
});

test("what is asked for stands in the page as text", async () => {
  await using server = await startTestServer();
  const { text } = await browse(server, `/${encodeURIComponent("<script>alert(1)</script>")}`);
  assert.doesNotMatch(text, /<script/);
});

test("a browser is told in a page why a proxy gets no answer", async () => {
  await using server = await startTestServer();
  const proxied = await server.ask("GET", "/", { headers: { accept: BROWSER, via: "1.1 proxy" } });
  assert.equal(proxied.status, 401);
  assert.match(proxied.text, /<h1>That did not work<\/h1>.*create a key first/s);
});

test("where there are keys a browser is sent to sign in for what there is, and told what there isn't", async () => {
  await using server = await startTestServer();
  await createKeyRing(server.store, { now: () => 1 }).create({ tenant: DEFAULT_TENANT, name: "k", scopes: ["read"] });
  const asked = await browse(server, "/");
  assert.deepEqual([asked.status, asked.headers.get("location")], [303, "/sign-in"]);
  assert.equal((await browse(server, "/nope")).status, 404);
});

/** As it comes over the wire. */
const raw = (server: TestServer, path: string, encoding: string) =>
  new Promise<{ readonly encoding: string | undefined; readonly bytes: Buffer }>((resolve, reject) => {
    const headers = { "accept-encoding": encoding };
    request({ port: server.port, host: "127.0.0.1", path, headers }, async (response) => {
      const bytes = Buffer.concat(await response.toArray());
      resolve({ encoding: response.headers["content-encoding"], bytes });
    })
      .on("error", reject)
      .end();
  });

test("answers and pages come compressed for who takes that, and are the same", async () => {
  await using server = await startTestServer();
  await putInsights(
    server.store,
    Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`i${index}`, { main_text: `note ${index} is gone` }])),
  );
  for (const path of ["/api/v1/insights", "/docs", "/openapi.json", "/assets/style.css"]) {
    const plain = await raw(server, path, "identity");
    const packed = await raw(server, path, "gzip");
    assert.deepEqual([plain.encoding, packed.encoding], [undefined, "gzip"], path);
    assert.ok(packed.bytes.length < plain.bytes.length / 2, path);
    assert.equal(gunzipSync(packed.bytes).toString(), plain.bytes.toString(), path);
  }
  assert.equal((await raw(server, "/healthz", "gzip")).encoding, undefined);
});
