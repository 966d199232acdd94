/** Who may do what: the keyless mode on this machine, keys and scopes, sessions, origins, rates. */
// cspell:ignore fastly fdid appengine sucuri edgescape incap traefik varnish ngrok cloudfront vercel akamai
import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { createKeyRing } from "../auth/keys.ts";
import type { Scope } from "../model/key.ts";
import { DEFAULT_TENANT, INSTALLATION } from "../model/tenant.ts";
import { openTestStore, type TestStore } from "../store/sqlite.testing.ts";
import { startTestServer, type TestServer, type TestServerOptions } from "./server.testing.ts";

let opened: TestStore;
before(async () => {
  opened = await openTestStore();
});
after(() => opened.close());

const start = (options: TestServerOptions = {}) => startTestServer({ store: opened.store, ...options });

/** fetch sets Host itself, so this asks by hand. */
function askAs(
  server: TestServer,
  headers: Record<string, string>,
  path = "/api/v1/insights",
  method = "GET",
): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = httpRequest({ host: "127.0.0.1", port: server.port, path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asking.once("error", reject);
    asking.end();
  });
}

const keyFor = async (server: TestServer, ...scopes: Scope[]): Promise<string> =>
  (await createKeyRing(server.store, { now: () => 1 }).create({ tenant: DEFAULT_TENANT, name: "test", scopes })).key;

test("without any key this machine acts as the default tenant, by our own host names only", async () => {
  await using server = await start({ environment: { PUBLIC_URL: "http://localhost:1234" } });
  const { port } = server;
  for (const host of [
    `127.0.0.1:${port}`,
    `localhost:${port}`,
    `LOCALHOST:${port}`,
    `[::1]:${port}`,
    "localhost:1234",
  ]) {
    assert.equal(await askAs(server, { host }), 200, host);
  }
  for (const host of [
    "evil.example",
    `evil.example:${port}`,
    "127.0.0.1",
    "127.0.0.1:1",
    `127.0.0.1:${port}.evil.example`,
  ]) {
    for (const path of ["/api/v1/insights", "/", "/metrics", "/openapi.json", "/assets/style.css"]) {
      assert.equal(await askAs(server, { host }, path), 403, `${host} ${path}`);
    }
  }
  assert.equal(await askAs(server, { host: "anything" }, "/healthz"), 200);
  const spoofed = { host: "evil.example", "x-forwarded-host": `127.0.0.1:${port}`, "x-forwarded-for": "127.0.0.1" };
  assert.equal(await askAs(server, spoofed), 403);
});

const PROXIED: readonly Readonly<Record<string, string>>[] = [
  { "x-forwarded-for": "203.0.113.9" },
  { "x-forwarded-for": "127.0.0.1" },
  { "x-forwarded-for": "" },
  { "X-Forwarded-Host": "feedback.example.com" },
  { "x-forwarded-proto": "https" },
  { "x-forwarded-something-new": "1" },
  { "x-real-ip": "203.0.113.9" },
  { forwarded: "for=203.0.113.9" },
  { via: "1.1 nginx" },
  { "cf-connecting-ip": "203.0.113.9" },
  { "true-client-ip": "203.0.113.9" },
  { host: "feedback.example.com" },
];
const KEYLESS_PATHS = [
  ["GET", "/api/v1/insights"],
  ["POST", "/api/v1/feedback"],
  ["POST", "/api/v1/keys"],
  ["GET", "/api/v1/session"],
  ["POST", "/api/v1/session"],
  ["DELETE", "/api/v1/session"],
  ["POST", "/sign-in"],
  ["GET", "/api/app/appmodel/appnames"],
  ["POST", "/api/app/datamodel/getall"],
  ["GET", "/"],
  ["GET", "/insights/i1"],
  ["GET", "/tickets/t1"],
  ["GET", "/docs"],
  ["GET", "/openapi.json"],
  ["GET", "/metrics"],
  ["OPTIONS", "/api/v1/feedback"],
] as const;

/** Of servers, tunnels and networks, as each writes them. */
const PASSED_ON =
  `X_Forwarded_For Forwarded-For X-Forward-For X-RealIP X-Via CF-Ray CF-Visitor CF-IPCountry CF-Connecting-IPv6
  X-ClientIP X-Client-Ip X-Client-Port Fastly-FF Fly-Forwarded-Port X-Rewrite-URL X-Host X-Scheme X-Envoy-Original-Path X-Amz-Cf-Id
  X-Azure-FDID X-ARR-SSL X-Appengine-Country X-Vercel-Id X-Nf-Client-Connection-Ip Tailscale-User-Login Ngrok-Auth-User-Email
  Front-End-Https Proxy-Client-IP WL-Proxy-Client-IP HTTP_CLIENT_IP X-Varnish X-Sucuri-ClientIP X-Akamai-Edgescape
  Incap-Client-IP X-Remote-User Max-Forwards Cloudfront-Viewer-Address Do-Connecting-Ip X-Original-URL X-Nginx-Proxy
  X-Traefik-Router Remote-Addr Ssl-Client-Verify X-SSL-Client-Cert`.split(/\s+/);

test("every header that something on the way adds tells that it did, in any spelling, and no program's own does", async () => {
  await using server = await start({ environment: { RATE_LIMIT_REFUSED: "100000" } });
  for (const name of PASSED_ON)
    for (const written of [name, name.toLowerCase(), name.replaceAll("-", "_")])
      assert.equal(await askAs(server, { [written]: "1" }), 401, written);
  const own = ["X-Request-Id", "X-Client-Version", "X-Requested-With", "X-Trace-Id", "Traceparent", "X-Amzn-Trace-Id"];
  for (const name of [...own, "X-Api-Version", "X-Forum", "Viable"])
    assert.equal(await askAs(server, { [name]: "1" }), 200, name);
});

test("what a proxy is refused does not stop who is on this machine", async () => {
  await using server = await start({ environment: { RATE_LIMIT_REFUSED: "3" } });
  const outside = await Promise.all(Array.from({ length: 10 }, () => askAs(server, { via: "1.1 proxy" })));
  assert.ok(outside.includes(401), outside.join());
  assert.equal(await askAs(server, { via: "1.1 proxy" }), 429);
  assert.equal(await askAs(server, {}), 200);
});

test("without any key a request that something passed on is answered nowhere, and the probes are", async () => {
  const environment = { PUBLIC_URL: "https://feedback.example.com", RATE_LIMIT_REFUSED: "100000" };
  await using server = await start({ environment });
  for (const headers of PROXIED) {
    for (const [method, path] of KEYLESS_PATHS)
      assert.equal(await askAs(server, headers, path, method), 401, `${JSON.stringify(headers)} ${method} ${path}`);
    assert.equal(await askAs(server, headers, "/healthz"), 200);
    assert.equal(await askAs(server, headers, "/readyz"), 200);
  }
  assert.equal(await server.store.count(INSTALLATION, "keys", {}), 0);
  const told = await server.ask("GET", "/api/v1/insights", { headers: { via: "1.1 proxy" } });
  assert.match(told.body.detail, /came through a proxy: create a key/);
});

test("without any key HTTP/1.0, as nginx speaks it to what is behind it, counts as passed on", async () => {
  await using server = await start();
  const status = (version: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(server.port, "127.0.0.1");
      const answered = (text: string) => {
        socket.destroy();
        resolve(text);
      };
      socket.setEncoding("utf8").once("data", answered).once("error", reject);
      socket.write(`GET /api/v1/insights HTTP/${version}\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
    });
  assert.match(await status("1.0"), /^HTTP\/1\.1 401 /);
  assert.match(await status("1.1"), /^HTTP\/1\.1 200 /);
});

test("once there is a key, a proxy in front changes nothing", async () => {
  await using server = await start();
  const key = await keyFor(server, "read");
  for (const headers of PROXIED) {
    assert.equal(await askAs(server, { ...headers, authorization: `Bearer ${key}` }), 200, JSON.stringify(headers));
    assert.equal(await askAs(server, headers), 401);
  }
});

test("a page of another origin may do nothing here without a key; ours and the allowed ones may", async () => {
  await using server = await start({ environment: { CORS_ORIGINS: "http://localhost:3000" } });
  const get = (origin: string) => server.ask("GET", "/api/v1/insights", { headers: { origin } });
  for (const origin of ["https://evil.example", "null", "http://localhost:3001", "http://127.0.0.1", "file://"]) {
    const answer = await get(origin);
    assert.equal(answer.status, 403, origin);
    assert.equal(answer.headers.get("access-control-allow-origin"), null);
  }
  for (const origin of [
    "http://localhost:3000",
    `http://127.0.0.1:${server.port}`,
    `http://localhost:${server.port}`,
  ]) {
    const answer = await get(origin);
    assert.equal(answer.status, 200, origin);
    assert.equal(answer.headers.get("access-control-allow-origin"), origin);
    assert.match(answer.headers.get("vary") ?? "", /Origin/);
  }
  const form = await server.ask("POST", "/sign-in", {
    body: "key=x",
    headers: { origin: "https://evil.example", "content-type": "application/x-www-form-urlencoded" },
  });
  assert.equal(form.status, 403);
});

test("preflights are answered on v1 and legacy routes, with or without keys", async () => {
  await using server = await start();
  const preflight = (path: string, origin: string) =>
    server.ask("OPTIONS", path, { headers: { origin, "access-control-request-method": "POST" } });
  const check = async () => {
    for (const path of ["/api/v1/feedback", "/api/app/datamodel/getall", "/api/v1/tickets/t/work"]) {
      const answer = await preflight(path, "http://localhost:3000");
      assert.equal(answer.status, 204);
      assert.equal(answer.headers.get("access-control-allow-origin"), "http://localhost:3000");
      assert.match(answer.headers.get("access-control-allow-headers") ?? "", /content-type/i);
      assert.match(answer.headers.get("access-control-allow-methods") ?? "", /PUT/);
      // Where pages of anybody's may send, they are told so, and that no cookie counts (publishable.test.ts).
      const foreign = (await preflight(path, "https://evil.example")).headers;
      assert.equal(foreign.get("access-control-allow-origin"), path === "/api/v1/feedback" ? "*" : null);
      assert.equal(foreign.get("access-control-allow-credentials"), null);
    }
  };
  await check();
  await keyFor(server, "read");
  await check();
});

test("from the first key on nothing goes without one, and a key counts however it is shown", async () => {
  await using server = await start();
  const made = await server.ask("POST", "/api/v1/keys", { json: { name: "first", scopes: ["read", "ingest"] } });
  assert.equal(made.status, 201);
  const { key, id } = made.body;
  assert.match(key, /^gsw_[A-Za-z0-9_-]{43}$/);
  assert.notEqual(id, key);
  const none = await server.ask("GET", "/api/v1/insights");
  assert.deepEqual([none.status, none.body.title], [401, "Unauthorized"]);
  assert.match(none.headers.get("www-authenticate") ?? "", /Bearer/);
  const ways = [
    ["authorization", `Bearer ${key}`],
    ["authorization", `Token ${key}`],
    ["x-api-key", String(key)],
  ] as const;
  for (const [name, value] of ways) {
    assert.equal((await server.ask("GET", "/api/v1/insights", { headers: { [name]: value } })).status, 200);
  }
  for (const wrong of [
    "",
    "gsw_",
    `${key}x`,
    key.slice(0, -1),
    `${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`,
    id,
  ]) {
    assert.equal(
      (await server.ask("GET", "/api/v1/insights", { headers: { authorization: `Bearer ${wrong}` } })).status,
      401,
    );
  }
  const foreign = { authorization: `Bearer ${key}`, origin: "https://evil.example" };
  const fromElsewhere = await server.ask("GET", "/api/v1/insights", { headers: foreign });
  assert.deepEqual([fromElsewhere.status, fromElsewhere.headers.get("access-control-allow-origin")], [200, null]);
  assert.equal((await server.ask("GET", "/healthz")).status, 200);
});

test("a key does what its scopes say; admin is more than the others", async () => {
  await using server = await start();
  const keys = {
    ingest: await keyFor(server, "ingest"),
    read: await keyFor(server, "read"),
    admin: await keyFor(server, "admin"),
  };
  const calls = [
    ["POST", "/api/v1/feedback", { text: "x" }, { ingest: 202, read: 403, admin: 202 }],
    ["GET", "/api/v1/insights", undefined, { ingest: 403, read: 200, admin: 200 }],
    ["GET", "/api/v1/keys", undefined, { ingest: 403, read: 403, admin: 200 }],
    ["POST", "/api/v1/rejections/replay", {}, { ingest: 403, read: 403, admin: 200 }],
    ["GET", "/api/v1/dead/raw", undefined, { ingest: 403, read: 403, admin: 200 }],
    ["PUT", "/api/v1/apps/a", {}, { ingest: 403, read: 403, admin: 200 }],
    ["GET", "/metrics", undefined, { ingest: 403, read: 403, admin: 200 }],
    ["POST", "/api/app/datamodel/getall", { app_name: "a" }, { ingest: 403, read: 200, admin: 200 }],
  ] as const;
  for (const [method, path, json, expected] of calls) {
    for (const [name, status] of Object.entries(expected)) {
      const answer = await server.ask(method, path, { key: keys[name as keyof typeof keys], json });
      assert.equal(answer.status, status, `${name}: ${method} ${path}`);
    }
  }
});

test("keys are listed without their secrets, and end when they are revoked", async () => {
  await using server = await start();
  const admin = await keyFor(server, "admin");
  const made = await server.ask("POST", "/api/v1/keys", { key: admin, json: { name: "shop", scopes: ["read"] } });
  const list = await server.ask("GET", "/api/v1/keys", { key: admin });
  assert.equal(list.body.total, 2);
  assert.ok(!list.text.includes(made.body.key) && !list.text.includes(admin));
  assert.equal((await server.ask("GET", "/api/v1/insights", { key: made.body.key })).status, 200);
  assert.equal((await server.ask("DELETE", `/api/v1/keys/${made.body.id}`, { key: admin })).status, 204);
  assert.equal((await server.ask("GET", "/api/v1/insights", { key: made.body.key })).status, 401);
  assert.equal((await server.ask("DELETE", "/api/v1/keys/nonsense", { key: admin })).status, 404);
  const wrong = await server.ask("POST", "/api/v1/keys", { key: admin, json: { scopes: ["root"], extra: 1 } });
  assert.deepEqual(
    wrong.body.errors.map((error: { field: string }) => error.field),
    ["scopes.0", "extra"],
  );
});

test("a session stands for its key: a strict, http-only cookie that ends on request, with its key, and nowhere else", async () => {
  await using server = await start();
  const [admin, key] = [await keyFor(server, "admin"), await keyFor(server, "read")];
  assert.equal((await server.ask("POST", "/api/v1/session", { json: { key: "gsw_wrong" } })).status, 401);
  const opened = await server.ask("POST", "/api/v1/session", { json: { key } });
  assert.deepEqual([opened.status, opened.body], [201, { tenant: "default", scopes: ["read"], via: "session" }]);
  const cookie = opened.headers.get("set-cookie") ?? "";
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Strict/);
  assert.doesNotMatch(cookie, /Secure/);
  assert.ok(!cookie.includes(key));
  const session = cookie.split(";")[0]!;
  const withCookie = (headers: Record<string, string> = {}) =>
    server.ask("GET", "/api/v1/insights", { headers: { cookie: session, ...headers } });
  assert.equal((await withCookie()).status, 200);
  assert.equal((await withCookie({ origin: "http://localhost:3000" })).status, 200);
  assert.equal((await withCookie({ origin: "https://evil.example" })).status, 403);
  assert.equal((await server.ask("DELETE", "/api/v1/session", { headers: { cookie: session } })).status, 204);
  assert.equal((await withCookie()).status, 401);
  const again = (await server.ask("POST", "/api/v1/session", { json: { key } })).headers
    .get("set-cookie")!
    .split(";")[0]!;
  const list = await server.ask("GET", "/api/v1/keys", { key: admin });
  const { id } = list.body.items.find(({ scopes }) => scopes.includes("read"))!;
  await server.ask("DELETE", `/api/v1/keys/${id}`, { key: admin });
  assert.equal((await server.ask("GET", "/api/v1/insights", { headers: { cookie: again } })).status, 401);
});

test("the cookie is for https only where the server is reached by https", async () => {
  await using server = await start({ environment: { PUBLIC_URL: "https://feedback.example.com" } });
  const key = await keyFor(server, "read");
  const opened = await server.ask("POST", "/api/v1/session", { json: { key } });
  assert.match(opened.headers.get("set-cookie") ?? "", /Secure/);
});

test("a key has its rate, the next one its own; without keys there is none", async () => {
  await using server = await start({ environment: { RATE_LIMIT_PER_KEY: "5" } });
  const statuses = async (key?: string) => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => server.ask("GET", "/api/v1/clusters", key === undefined ? {} : { key })),
    );
    return answers.map(({ status }) => status);
  };
  assert.ok((await statuses()).every((status) => status === 200));
  const [first, second] = [await keyFor(server, "read"), await keyFor(server, "read")];
  const limited = await statuses(first);
  assert.ok(limited.includes(429) && limited.includes(200), String(limited));
  const answer = await server.ask("GET", "/api/v1/clusters", { key: second });
  assert.equal(answer.status, 200);
  const told = (
    await Promise.all(Array.from({ length: 6 }, () => server.ask("GET", "/api/v1/clusters", { key: second })))
  ).find(({ status }) => status === 429);
  assert.equal(told?.headers.get("retry-after"), "1");
  assert.equal(told?.body.title, "Too Many Requests");
});

test("an address that is refused again and again has to wait, and who shows a right key from there has not", async () => {
  await using server = await start({ environment: { RATE_LIMIT_REFUSED: "5", RATE_LIMIT_PER_KEY: "1000" } });
  const key = await keyFor(server, "read");
  assert.equal((await server.ask("GET", "/api/v1/clusters", { key })).status, 200);
  const guess = async (at: number) => (await server.ask("GET", "/api/v1/clusters", { key: `gs_guess${at}` })).status;
  assert.equal(await guess(0), 401);
  // As many at once as a busy machine answers within some seconds, of which each has room for five.
  const statuses = await Promise.all(Array.from({ length: 60 }, (_, at) => guess(at)));
  assert.ok(statuses.filter((status) => status === 429).length >= 4, String(statuses));
  assert.equal((await server.ask("GET", "/api/v1/clusters", { key })).status, 200);
  assert.equal((await server.ask("GET", "/healthz")).status, 200);
  const waiting = await server.ask("GET", "/api/v1/clusters", { key: "gs_last" });
  if (waiting.status === 429) assert.equal(waiting.headers.get("retry-after"), "1");
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  assert.equal(await guess(99), 401);
});

test("answers carry a strict content security policy and tell nothing of what runs here", async () => {
  await using server = await start();
  for (const path of ["/", "/api/v1/insights", "/docs"]) {
    const { headers } = await server.ask("GET", path);
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("x-powered-by"), null);
    assert.equal(headers.get("referrer-policy"), "same-origin", "else our own forms come with Origin: null");
  }
});
