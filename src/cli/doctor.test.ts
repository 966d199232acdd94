import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { startEmbeddedQueue } from "../queue/embedded.ts";
import { queueNames } from "../queue/queue.ts";
import { lockDataDir } from "../store/data-dir-lock.ts";
import { createNames } from "../store/elasticsearch/names.ts";
import { checkClock, checkModels, checkNode } from "./doctor/machine.ts";
import { openTestServer, runCommand } from "./shell.testing.ts";

async function scratch(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "doctor-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Port 0 leaves the ports of this machine out of it. */
const quiet = { PORT: "0", EMBEDDED_SQS_PORT: "0" };

async function examine(environment: Record<string, string>) {
  const done = await runCommand(["doctor"], { environment: { ...quiet, ...environment } });
  const rows = new Map(done.rows().map((row) => [row.check, row]));
  const of = (check: string) => `${rows.get(check)?.status}: ${rows.get(check)?.found}`;
  return { ...done, of };
}

test("a machine that has everything is told so, check by check", async (context) => {
  const done = await examine({ DATA_DIR: join(await scratch(context), "data") });
  assert.equal(done.code, 0, done.stdout);
  assert.match(done.of("data folder"), /^ok: .*will be made/);
  assert.match(done.of("models"), /^ok: /);
  assert.match(done.of("clock"), /^ok: /);
});

test("an address that others reach is no worry once a key is there or will be, and hides no misspelt setting", async (context) => {
  const open = { HOST: "0.0.0.0", DATADIR: "./x", DATA_DIR: await scratch(context) };
  const bare = await examine(open);
  assert.match(bare.of("network"), /^warning: HOST=0\.0\.0\.0 is open/);
  assert.match(bare.of("configuration"), /^warning: .*DATADIR \(did you mean DATA_DIR\?\)/);
  assert.equal((await examine({ ...open, FIRST_KEY_FILE: "/first-key" })).of("network"), "undefined: undefined");
  await using daemon = await openTestServer(() => ({ json: { status: "ok" } }));
  const running = await examine({ ...open, PORT: new URL(daemon.url).port });
  assert.match(running.of("port"), /^ok: a daemon answers/);
  assert.equal(running.of("network"), "undefined: undefined");
});

test("every wrong variable is named", async () => {
  const done = await examine({ MIN_WORDS: "many", STORE: "cloud" });
  assert.equal(done.code, 1);
  assert.match(done.of("configuration"), /^problem: .*STORE: .*; MIN_WORDS: /);
  assert.match(done.stderr, /one problem/);
});

test("a data folder that a daemon holds is no problem; one that is a file is", async (context) => {
  const folder = await scratch(context);
  const lock = await lockDataDir(folder);
  context.after(() => lock.release());
  assert.match((await examine({ DATA_DIR: folder })).of("data folder"), /^ok: .*in use by another runner, process \d+/);
  await writeFile(join(folder, "file"), "");
  assert.match((await examine({ DATA_DIR: join(folder, "file") })).of("data folder"), /^problem: .*is a file/);
});

test("a damaged store file is a problem", async (context) => {
  const folder = await scratch(context);
  await writeFile(join(folder, "store.sqlite"), "this is no database, not at all");
  assert.match((await examine({ DATA_DIR: folder })).of("store"), /^problem: /);
});

test("a damaged queue file is a problem, and so is a store that is gone beside a queue", async (context) => {
  const folder = await scratch(context);
  await (await startEmbeddedQueue({ dataDir: folder, port: 0 })).stop();
  const gone = await examine({ DATA_DIR: folder });
  assert.match(gone.of("queue file"), /^ok: .*sound$/);
  assert.match(gone.of("store"), /^problem: there is none, beside a queue that is not new$/);
  await writeFile(join(folder, "queue", "fauxqs.db"), "this is no database, not at all");
  assert.match((await examine({ DATA_DIR: folder })).of("queue file"), /^problem: .*fauxqs\.db/);
});

test("a port that another program has is a problem; one that a daemon of ours answers on is not", async (context) => {
  const DATA_DIR = await scratch(context);
  const other = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  context.after(() => other.close());
  const PORT = String((other.address() as { port: number }).port);
  assert.match((await examine({ DATA_DIR, PORT })).of("port"), /^problem: .*taken by another program/);

  await using daemon = await openTestServer(({ url }) =>
    url === "/readyz" ? { status: 503, json: { queue: "down" } } : {},
  );
  const done = await examine({ DATA_DIR, PORT: new URL(daemon.url).port });
  assert.match(done.of("port"), /^ok: a daemon answers/);
  assert.match(done.of("queue and store"), /^problem: .*"queue":"down"/);
});

test("an Elasticsearch is asked for its version, with the key; refusals and old ones are told apart", async (context) => {
  const DATA_DIR = await scratch(context);
  let number = "9.5.0";
  await using server = await openTestServer(({ headers }) =>
    headers.authorization === "ApiKey secret" ? { json: { version: { number } } } : { status: 401 },
  );
  const settings = { DATA_DIR, STORE: "elasticsearch", ELASTICSEARCH_URL: server.url };
  assert.match((await examine(settings)).of("store"), /^problem: .*answers 401/);
  const withKey = { ...settings, ELASTICSEARCH_API_KEY: "secret" };
  assert.match((await examine(withKey)).of("store"), /^ok: Elasticsearch 9\.5/);
  number = "7.17.1";
  assert.match((await examine(withKey)).of("store"), /^warning: Elasticsearch 7\.17/);
  const away = await examine({ ...withKey, ELASTICSEARCH_URL: "http://user:hidden@127.0.0.1:9" });
  assert.match(away.of("store"), /^problem: /);
  assert.ok(!away.stdout.includes("hidden"));
});

test("where people open it is tried, and a guess or an address of everybody's own machine is a warning", async (context) => {
  const DATA_DIR = await scratch(context);
  const address = async (environment: Record<string, string>) =>
    (await examine({ DATA_DIR, ...environment })).of("public address");
  assert.equal(await address({}), "undefined: undefined");
  assert.match(await address({ HOST: "0.0.0.0" }), /^warning: .*a guess/);
  assert.match(await address({ HOST: "0.0.0.0", PUBLIC_URL: "http://localhost:8080" }), /^warning: .*own machine/);
  assert.match(await address({ PUBLIC_URL: "https://feedback.example.com" }), /^ok: .*not tried/);

  await using daemon = await openTestServer(() => ({}));
  const PORT = new URL(daemon.url).port;
  assert.match(await address({ PORT, PUBLIC_URL: daemon.url }), /^ok: .*leads to a daemon/);
  await using away = await openTestServer(() => ({ status: 502 }));
  assert.match(await address({ PORT, PUBLIC_URL: away.url }), /^warning: .*answers 502/);
});

test("a language model's server is asked for its models, with the key; what to do is said", async (context) => {
  const DATA_DIR = await scratch(context);
  await using server = await openTestServer(({ url, headers }) => {
    if (url !== "/v1/models") return { status: 404 };
    return headers.authorization === "Bearer secret" ? { json: { data: [{ id: "small" }] } } : { status: 401 };
  });
  const settings = { DATA_DIR, LLM: "openai", LLM_BASE_URL: `${server.url}/v1`, LLM_MODEL: "small" };
  const withKey = { ...settings, LLM_API_KEY: "secret" };
  const check = "language model";
  assert.match((await examine(settings)).of(check), /^problem: .*\/v1 answers 401: the key is missing/);
  assert.match((await examine(withKey)).of(check), /^ok: .*has small$/);
  const other = await examine({ ...withKey, LLM_MODEL: "large" });
  assert.match(other.of(check), /^warning: .*lists no model large/);
  assert.match(other.stdout, /set LLM_MODEL to one that it has: small/);
  assert.match((await examine({ ...withKey, LLM_BASE_URL: server.url })).of(check), /^warning: .*answers 404/);
  const away = await examine({ ...withKey, LLM_BASE_URL: "http://127.0.0.1:9/v1" });
  assert.equal(away.code, 0, "it is never needed");
  assert.match(away.of(check), /^warning: http:\/\/127\.0\.0\.1:9\/v1: /);
  assert.ok(![away, other].some(({ stdout }) => stdout.includes("secret")));
});

test("what an Elasticsearch account may not do is named", async (context) => {
  const DATA_DIR = await scratch(context);
  const asked: unknown[] = [];
  await using server = await openTestServer(({ url, body }) => {
    if (url !== "/_security/user/_has_privileges") return { json: { version: { number: "9.5.0" } } };
    asked.push((JSON.parse(body) as { index: unknown }).index);
    const index = { "mine-*": { read: true, write: false } };
    return { json: { has_all_requested: false, cluster: { monitor: true, manage_index_templates: false }, index } };
  });
  const settings = { ELASTICSEARCH_URL: server.url, ELASTICSEARCH_INDEX_PREFIX: "mine-" };
  const done = await examine({ DATA_DIR, STORE: "elasticsearch", ...settings });
  assert.match(done.of("permissions"), /^problem: Elasticsearch refuses manage_index_templates, write$/);
  assert.match(JSON.stringify(asked), /"names":\["mine-\*"\]/);
});

const elasticsearch = process.env.ELASTICSEARCH_URL;
const skip =
  elasticsearch === undefined && process.env.CI_SERVICES !== "required" ? "ELASTICSEARCH_URL is not set" : false;

test("indexes of an older layout are named", { skip }, async (context) => {
  const prefix = `doctor-${process.pid}-`;
  const settings = { ELASTICSEARCH_URL: elasticsearch ?? "", ELASTICSEARCH_INDEX_PREFIX: prefix };
  const environment = { DATA_DIR: await scratch(context), STORE: "elasticsearch", ...settings };
  assert.match((await examine(environment)).of("mappings"), /^ok: /);
  const names = createNames(prefix);
  const made = await fetch(`${elasticsearch}/${names.index("audit", 1)}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ aliases: { [names.alias("audit")]: {} }, mappings: { _meta: { layout: "old" } } }),
  });
  context.after(() => fetch(`${elasticsearch}/${names.index("audit", 1)}`, { method: "DELETE" }));
  assert.equal(made.status, 200, await made.text());
  assert.match((await examine(environment)).of("mappings"), /^warning: older layouts: audit$/);
});

test("an index that nobody may write to is named", { skip }, async (context) => {
  const prefix = `doctor-blocked-${process.pid}-`;
  const settings = { ELASTICSEARCH_URL: elasticsearch ?? "", ELASTICSEARCH_INDEX_PREFIX: prefix };
  const environment = { DATA_DIR: await scratch(context), STORE: "elasticsearch", ...settings };
  const names = createNames(prefix);
  const index = `${elasticsearch}/${names.index("audit", 1)}`;
  const put = (address: string, body: object) =>
    fetch(address, { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const made = await put(index, { aliases: { [names.alias("audit")]: {} }, mappings: { _meta: { layout: "old" } } });
  context.after(async () => {
    await put(`${index}/_settings`, { "index.blocks.read_only": null });
    await fetch(index, { method: "DELETE" });
  });
  assert.equal(made.status, 200, await made.text());
  assert.equal((await put(`${index}/_settings`, { "index.blocks.read_only": true })).status, 200);
  assert.match((await examine(environment)).of("indexes"), /^problem: .*audit/);
});

const sqs = process.env.SQS_ENDPOINT;
const withoutSqs = sqs === undefined && process.env.CI_SERVICES !== "required" ? "SQS_ENDPOINT is not set" : false;

test("queues that are not there yet are counted", { skip: withoutSqs }, async (context) => {
  const settings = { QUEUE: "sqs", AWS_ENDPOINT_URL_SQS: sqs ?? "", SQS_QUEUE_PREFIX: `doctor-${process.pid}-` };
  const keys = { AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" };
  Object.assign(process.env, keys);
  const done = await examine({ DATA_DIR: await scratch(context), ...settings });
  assert.match(
    done.of("queue"),
    new RegExp(`^ok: .* answers; ${queueNames.length} of ${queueNames.length} queues will be made`),
  );
});

test("models are compared with their checksums", async (context) => {
  const folder = await scratch(context);
  assert.equal((await checkModels(folder)).status, "problem");
  await writeFile(join(folder, "a.bin"), "a");
  const sum = createHash("sha256").update("a").digest("hex");
  await writeFile(join(folder, "SHA256SUMS"), `${sum}  a.bin\n`);
  assert.equal((await checkModels(folder)).status, "ok");
  await writeFile(join(folder, "SHA256SUMS"), `${sum}  a.bin\n${sum}  b.bin\n`);
  assert.match((await checkModels(folder)).found, /b\.bin is missing/);
  await writeFile(join(folder, "a.bin"), "b");
  assert.match((await checkModels(folder)).found, /a\.bin is not what was released/);
});

test("an old Node and a clock that other machines disagree with are problems", async () => {
  assert.equal(checkNode("20.19.0").status, "problem");
  assert.equal(checkNode("24.1.0").status, "ok");
  const hourAgo = new Date(Date.now() - 3_600_000).toUTCString();
  assert.equal((await checkClock([{ name: "it", date: hourAgo }])).status, "problem");
  assert.equal((await checkClock([{ name: "it", date: null }])).status, "ok");
});
