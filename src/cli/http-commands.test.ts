import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { queueNames } from "../queue/queue.ts";
import { type Asked, type Given, openTestServer, runCommand } from "./shell.testing.ts";

const balance = {
  received: 10,
  stored: 6,
  updated: 0,
  duplicate: 1,
  dropped: { too_few_words: 2 },
  rejected: { invalid: 1 },
  dead: 0,
  in_flight: 0,
  balanced: true,
};

test("ledger prints what the daemon says as one JSON line, and as a table for people", async () => {
  await using server = await openTestServer(() => ({ json: balance }));
  const environment = { GROUNDSWELL_URL: `${server.url}/` };
  const forPrograms = await runCommand(["ledger", "--app", "Velo & co", "--source", "reddit"], { environment });
  assert.deepEqual([forPrograms.code, forPrograms.rows()], [0, [balance]]);
  assert.equal(server.asked[0]?.url, "/api/v1/ledger?app=Velo+%26+co&source=reddit");
  const forPeople = await runCommand(["ledger"], { environment: { ...environment, NO_COLOR: "1" }, terminal: true });
  assert.match(forPeople.stdout, /^received +10\n/m);
  assert.match(forPeople.stdout, /^dropped: too_few_words +2\n/m);
  assert.ok(!forPeople.stdout.includes("\u001b"));
});

test("ledger --check fails when the books don't balance", async () => {
  await using server = await openTestServer(() => ({ json: { ...balance, balanced: false } }));
  const done = await runCommand(["ledger", "--check"], { environment: { GROUNDSWELL_URL: server.url } });
  assert.equal(done.code, 1);
});

test("a refusal is told in the daemon's words, each wrong field on a line", async () => {
  const json = {
    title: "Bad Request",
    detail: "wrong query",
    errors: [{ field: "pipeline", message: "no such pipeline" }],
  };
  await using server = await openTestServer(() => ({ status: 400, json }));
  const done = await runCommand(["ledger", "--pipeline", "x"], { environment: { GROUNDSWELL_URL: server.url } });
  assert.equal(done.code, 1);
  assert.equal(done.stdout, "");
  assert.match(done.stderr, /answered 400: wrong query\n {2}pipeline: no such pipeline/);
});

test("without a daemon it says so and what to do", async () => {
  const done = await runCommand(["ledger"], { environment: { GROUNDSWELL_URL: "http://127.0.0.1:9" } });
  assert.equal(done.code, 1);
  assert.match(done.stderr, /no answer from http:\/\/127\.0\.0\.1:9: .*npm start/);
  const wrong = await runCommand(["ledger"], { environment: { GROUNDSWELL_URL: "localhost" } });
  assert.equal(wrong.code, 2);
});

/** Pages of two items; the cursor is the next one's number. */
function pages(items: readonly object[]): (asked: Asked) => Given {
  return ({ url }) => {
    const at = Number(new URL(url, "http://x").searchParams.get("cursor") ?? 0);
    const next = at + 2 < items.length ? String(at + 2) : null;
    return { json: { items: items.slice(at, at + 2), total: items.length, next_cursor: next } };
  };
}

test("lists are followed to their end, or to the limit", async () => {
  const items = ["a", "b", "c", "d", "e"].map((id) => ({ id }));
  await using server = await openTestServer(pages(items));
  const environment = { GROUNDSWELL_URL: server.url };
  assert.deepEqual((await runCommand(["rejections", "list"], { environment })).rows(), items);
  const three = await runCommand(["rejections", "list", "--reason", "spam", "--limit", "3"], { environment });
  assert.deepEqual(three.rows(), items.slice(0, 3));
  assert.match(server.asked.at(-1)!.url, /reason=spam.*limit=1&cursor=2/);
});

test("events are asked for by session, words and time", async () => {
  const items = [{ timestamp: "2024-02-29T12:00:00.000000Z", session_id: "s1", name: "view", data: { path: "/" } }];
  await using server = await openTestServer(pages(items));
  const options = ["--session", "s1", "--words", "hangs", "--from", "2024-02-29"];
  const done = await runCommand(["events", "list", ...options], { environment: { GROUNDSWELL_URL: server.url } });
  assert.deepEqual([done.code, done.rows()], [0, items]);
  const { searchParams } = new URL(server.asked[0]!.url, server.url);
  assert.deepEqual(
    [searchParams.get("session_id"), searchParams.get("q"), searchParams.get("from")],
    ["s1", "hangs", "2024-02-29"],
  );
});

test("the audit log is asked for by what, whom and when", async () => {
  const entry = {
    id: "e",
    at: 1_709_208_000,
    actor: "key:abc",
    action: "key.refused",
    subject: "k",
    detail: { count: 3 },
  };
  await using server = await openTestServer(pages([entry]));
  const environment = { GROUNDSWELL_URL: server.url, NO_COLOR: "1" };
  const done = await runCommand(["audit", "--action", "key.refused", "--from", "2024-02-29"], { environment });
  assert.deepEqual([done.code, done.rows()], [0, [entry]]);
  assert.match(server.asked[0]!.url, /^\/api\/v1\/audit\?action=key.refused&from=2024-02-29/);
  const forPeople = await runCommand(["audit"], { environment, terminal: true });
  assert.match(forPeople.stdout, /2024-02-29 12:00 +key:abc +key\.refused/);
});

test("dead letters: queues by any of their names, all or some, by the daemon's routes", async () => {
  await using server = await openTestServer(({ method }) =>
    method === "GET"
      ? { json: { items: [{ id: "d1", body: "[]" }], total: 1, next_cursor: null } }
      : { json: { done: 1 } },
  );
  const environment = { GROUNDSWELL_URL: server.url };
  const calls = async (...argv: string[]) => {
    const from = server.asked.length;
    const done = await runCommand(["dead", ...argv], { environment });
    assert.equal(done.code, 0, done.stderr);
    return server.asked
      .slice(from)
      .map(({ method, url, body }) => `${method} ${url.replace(/\?.*/, "")} ${body}`.trim());
  };
  assert.deepEqual(await calls("list", "raw"), ["GET /api/v1/dead/raw"]);
  assert.equal((await calls("list")).length, queueNames.length);
  assert.deepEqual(await calls("show", "groundswell-filtered-dead", "d1"), ["GET /api/v1/dead/filtered/d1"]);
  assert.deepEqual(await calls("redrive", "raw-dead"), ["POST /api/v1/dead/raw/redrive {}"]);
  assert.deepEqual(await calls("redrive", "raw", "d1", "d2"), ['POST /api/v1/dead/raw/redrive {"ids":["d1","d2"]}']);
  assert.deepEqual(await calls("purge", "raw", "d1"), ['DELETE /api/v1/dead/raw {"ids":["d1"]}']);
  const wrong = await runCommand(["dead", "list", "nonsense"], { environment });
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /no such queue: nonsense \(there are raw, /);
});

test("an app model is checked before it is put, and put under its name", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "apps-"));
  context.after(() => rm(folder, { recursive: true }));
  await using server = await openTestServer(({ body }) => ({ json: JSON.parse(body) }));
  const options = { folder, environment: { GROUNDSWELL_URL: server.url } };
  const model = { name: "Velo/2", first_order_labels: [{ name: "Maps", second_order_labels: ["Routing"] }] };
  await writeFile(join(folder, "model.json"), JSON.stringify(model));
  const done = await runCommand(["apps", "put", "model.json"], options);
  assert.equal(done.code, 0, done.stderr);
  assert.deepEqual([server.asked[0]?.method, server.asked[0]?.url], ["PUT", "/api/v1/apps/Velo%2F2"]);
  await writeFile(join(folder, "bad.json"), '{"name":"","first_order_labels":[{}]}');
  const bad = await runCommand(["apps", "put", "bad.json"], options);
  assert.equal(bad.code, 1);
  assert.match(bad.stderr, /name: .*\n.*first_order_labels\.0\.name/);
  assert.equal(server.asked.length, 1);
});

test("export writes insights as JSON lines, or as CSV that no spreadsheet runs", async () => {
  const insight = {
    id: "i1",
    app_name: "Velo",
    date: 1_700_000_000,
    main_text: '=HYPERLINK("x")',
    subinfo: { title: "" },
    attributes: { sentiment: "negative", keywords: ["a", "b"] },
    metadata: { score: 1 },
  };
  await using server = await openTestServer(pages([insight, { ...insight, id: "i2" }, { ...insight, id: "i3" }]));
  const environment = { GROUNDSWELL_URL: server.url };
  const jsonl = await runCommand(["export", "--app", "Velo", "--from", "2023-01-01", "--to", "2024-01-01"], {
    environment,
  });
  assert.deepEqual(
    jsonl.rows().map(({ id }) => id),
    ["i1", "i2", "i3"],
  );
  assert.match(server.asked[0]!.url, /app=Velo&from=2023-01-01&to=2024-01-01/);
  const csv = (await runCommand(["export", "--format", "csv"], { environment })).stdout.split("\n");
  assert.match(csv[0]!, /^id,app,source,/);
  assert.match(csv[1]!, /^i1,Velo,.*2023-11-14T22:13:20.000Z.*"'=HYPERLINK\(""x""\)".*a; b/);
  assert.equal(csv.length, 5);
  assert.equal((await runCommand(["export", "--format", "xml"], { environment })).code, 2);
});

test("at a terminal neither JSON nor CSV holds what moves the cursor or turns the text around", async () => {
  const insight = { id: "i1", main_text: "a\u001b[2Jb\u202Ec\u009b31md \u{E0001}\nline two" };
  await using server = await openTestServer(pages([insight]));
  const options = { environment: { GROUNDSWELL_URL: server.url }, terminal: true };
  const hostile = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\p{Cf}]/u;
  const json = (await runCommand(["export"], options)).stdout;
  assert.doesNotMatch(json, hostile);
  assert.deepEqual(JSON.parse(json), insight);
  const csv = (await runCommand(["export", "--format", "csv"], options)).stdout;
  assert.doesNotMatch(csv, hostile);
  assert.match(csv, /abcd\s+line two/);
});

test("an export asks for what was chosen", async () => {
  await using server = await openTestServer(() => ({ json: { items: [], total: 0, next_cursor: null } }));
  const words = ["--stars", "1,2", "--lang", "hi", "--kind", "problem", "--app-version", ">=5.2", "--q", "crash -beta"];
  assert.equal((await runCommand(["export", ...words], { environment: { GROUNDSWELL_URL: server.url } })).code, 0);
  const asked = Object.fromEntries(new URL(server.asked[0]!.url, "http://x").searchParams);
  const { limit: _, ...chosen } = asked;
  const given = { stars: "1,2", lang: "hi", kind: "problem", version: ">=5.2", q: "crash -beta" };
  assert.deepEqual(chosen, { ...given, sort: "newest" });
});

test("a person is erased by one name or id, how much it was is told, and that it was nothing", async () => {
  let insights = 2;
  await using server = await openTestServer(() => ({ json: { insights, events: 0 } }));
  const environment = { GROUNDSWELL_URL: server.url };
  const run = (...words: string[]) => runCommand(["people", "erase", ...words], { environment });
  const done = await run("--name", "Ann & Bob", "--source", "reddit");
  assert.deepEqual([done.code, done.rows()], [0, [{ insights: 2, events: 0 }]]);
  assert.deepEqual(
    server.asked.map(({ method, url }) => `${method} ${url}`),
    ["DELETE /api/v1/people?name=Ann+%26+Bob&source=reddit"],
  );
  insights = 0;
  const nobody = await run("--id", "7");
  assert.deepEqual([nobody.code, nobody.stderr], [1, "groundswell: nothing stored names them: nothing was erased\n"]);
  assert.deepEqual([(await run()).code, (await run("--id", "7", "--name", "Ann")).code], [2, 2]);
});

test("rejections are listed and run again by the words of their texts and reasons", async () => {
  await using server = await openTestServer(({ method }) =>
    method === "POST" ? { json: { replayed: 1 } } : { json: { items: [], total: 0, next_cursor: null } },
  );
  const environment = { GROUNDSWELL_URL: server.url };
  const words = ["--words", '"too few" -test', "--app", "maps"];
  for (const verb of ["list", "replay"])
    assert.equal((await runCommand(["rejections", verb, ...words], { environment })).code, 0);
  const [list, replay] = server.asked;
  assert.match(list!.url, /^\/api\/v1\/rejections\?q=%22too\+few%22\+-test&app=maps&/);
  assert.deepEqual(JSON.parse(replay!.body), { q: '"too few" -test', app: "maps" });
});

test("people erase shows who they are where several are called so, and takes them all when asked", async () => {
  const none = { insights: 0, rejections: 0, dead_letters: 0, responses: 0 };
  const people = [
    { ...none, id: "u1", apps: ["maps", "notes"], sources: ["reddit"], insights: 2 },
    { ...none, apps: ["notes"], sources: ["twitter"], insights: 1 },
  ];
  await using server = await openTestServer(({ url }) =>
    url.includes("all=true") ? { json: { insights: 3 } } : { status: 409, json: { people, more: false } },
  );
  const environment = { GROUNDSWELL_URL: server.url, NO_COLOR: "1" };
  const words = ["people", "erase", "--name", "Sam"];
  const refused = await runCommand(words, { environment });
  assert.deepEqual([refused.code, refused.rows()], [1, people]);
  assert.match(refused.stderr, /2 people are called so: nothing was erased\. --id or --source says who/);
  const shown = await runCommand(words, { environment, terminal: true });
  assert.match(shown.stdout, /^u1 +reddit +maps, notes +2 +0 +0 +0\n\(none\) +twitter +notes +1/m);
  const done = await runCommand([...words, "--all"], { environment });
  assert.deepEqual([done.code, done.rows()], [0, [{ insights: 3 }]]);
});

test("an export of nothing is nothing, or a header alone", async () => {
  await using server = await openTestServer(pages([]));
  const environment = { GROUNDSWELL_URL: server.url };
  assert.equal((await runCommand(["export"], { environment })).stdout, "");
  assert.match((await runCommand(["export", "--format", "csv"], { environment })).stdout, /^id,[^\n]*\n$/);
});

test("decisions and alerts send what was said, and a text that is no JSON is a wrong call", async () => {
  await using server = await openTestServer(() => ({ json: { id: "x" } }));
  const environment = { GROUNDSWELL_URL: server.url };
  const decision = { what: "merge", themes: ["a", "b"] };
  const run = async (...words: string[]) => (await runCommand(words, { environment })).code;
  assert.equal(await run("decisions", "preview", JSON.stringify(decision)), 0);
  assert.equal(await run("decisions", "undo", "a/b"), 0);
  assert.equal(
    await run("alerts", "add", "--on", "digest", "--email", "team@example.com", "--settings", '{"hour":6}'),
    0,
  );
  assert.deepEqual(
    server.asked.map(({ method, url, body }) => [method, url, body === "" ? undefined : JSON.parse(body)]),
    [
      ["POST", "/api/v1/theme-decisions/preview", decision],
      ["POST", "/api/v1/theme-decisions/a%2Fb/undo", undefined],
      [
        "POST",
        "/api/v1/alerts",
        { on: "digest", name: "digest", to: { type: "email", address: "team@example.com" }, settings: { hour: 6 } },
      ],
    ],
  );
  assert.equal(await run("decisions", "take", "{what}"), 2);
});
