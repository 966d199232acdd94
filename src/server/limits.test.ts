/** Limits hold before the work that they limit: what is too much is refused while it comes in, and one asker keeps nobody else waiting. */
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { processorTime } from "../../test/processor-time.ts";
import { eventually } from "../../test/testbed.ts";
import { createKeyRing } from "../auth/keys.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { createBodyBudget } from "./body-budget.ts";
import { Problem } from "./problem.ts";
import { startTestServer, type TestServer } from "./server.testing.ts";

const MB = 1_000_000;
const filled = (text: string, bytes: number): Buffer => Buffer.alloc(bytes, text);

/** Each a few kilobytes as it is sent, and 10 MB unpacked. */
const BOMBS: Readonly<Record<string, readonly [type: string, body: Buffer]>> = {
  "lines of one character": ["x-ndjson", filled("1\n", 9_990_000)],
  "lines of empty lists": ["x-ndjson", filled("[]\n", 9_990_000)],
  "lines of empty records": ["x-ndjson", filled("{}\r\n", 9_990_000)],
  "a list of numbers": ["json", Buffer.concat([Buffer.from("["), filled("1,", 9_990_000), Buffer.from("1]")])],
  "a list of lists": ["json", Buffer.concat([Buffer.from("["), filled("[],", 9_990_000), Buffer.from("1]")])],
  "a record of many lists": [
    "json",
    Buffer.concat([Buffer.from('{"a":['), filled("[],", 9_990_000), Buffer.from("1]}")]),
  ],
  "a line of many lists": [
    "x-ndjson",
    Buffer.concat([Buffer.from('{"a":['), filled("[],", 9_990_000), Buffer.from("1]}")]),
  ],
  "a record of many members": [
    "json",
    Buffer.concat([Buffer.from('{"a":1'), filled(',"b":1', 9_990_000), Buffer.from("}")]),
  ],
};

async function send(server: TestServer, type: string, body: Buffer, path = "/api/v1/feedback") {
  const packed = gzipSync(body);
  assert.ok(packed.length < 50_000);
  return server.ask("POST", path, {
    body: new Uint8Array(packed),
    headers: { "content-type": `application/${type}`, "content-encoding": "gzip" },
  });
}

test("a few kilobytes that unpack to millions of lines, records or values are 413, at once and in little memory", async () => {
  await using server = await startTestServer();
  for (const [name, [type, body]] of Object.entries(BOMBS)) {
    const before = process.memoryUsage().heapUsed;
    const started = processorTime();
    const { status } = await send(server, type, body);
    const took = processorTime() - started;
    const grown = process.memoryUsage().heapUsed - before;
    assert.equal(status, 413, name);
    assert.ok(took < 2_000, `${name}: ${Math.round(took)} ms`);
    assert.ok(grown < 60 * MB, `${name}: ${Math.round(grown / MB)} MB`);
  }
  assert.equal(server.submissions.length, 0);
});

test("what is wholly blank is no records, and quickly", async () => {
  await using server = await startTestServer();
  for (const blank of ["\n", " ", "\r\n", " \n"]) {
    const started = processorTime();
    assert.equal((await send(server, "x-ndjson", filled(blank, 9_990_000))).status, 400);
    assert.ok(processorTime() - started < 2_000);
  }
});

test("10,000 records are taken, with blank lines between them, and one more is not", async () => {
  await using server = await startTestServer();
  const lines = (count: number) => Buffer.from('{"text":"x"}\n\n'.repeat(count));
  assert.equal((await send(server, "x-ndjson", lines(10_000))).status, 202);
  assert.equal(server.submissions[0]?.records.length, 10_000);
  assert.equal((await send(server, "x-ndjson", lines(10_001))).status, 413);
  const list = (count: number) => Buffer.from(`[${'{"text":"x"},'.repeat(count - 1)}{"text":"x"}]`);
  assert.equal((await send(server, "json", list(10_000))).status, 202);
  assert.equal((await send(server, "json", list(10_001))).status, 413);
});

test("a body of 200,000 labels, ids or unknown values is refused before it is built", async () => {
  await using server = await startTestServer();
  const many = JSON.stringify(Array.from({ length: 200_000 }, (_, index) => `l${index}`));
  for (const [path, body] of [
    ["/api/app/datamodel/filter", `{"app_name":"a","first_order_labels":${many}}`],
    ["/api/v1/rejections/replay", `{"ids":${many}}`],
    ["/api/v1/dead/raw/redrive", `{"ids":${many}}`],
    ["/api/v1/apps", `{"name":"a","description_list":${many}}`],
    ["/api/v1/keys", `{"name":"a","scopes":${many}}`],
    ["/api/v1/feature-requests/detect", `{"texts":${many}}`],
  ] as const) {
    const started = processorTime();
    const { status } = await server.ask("POST", path, { body });
    assert.ok(status === 413 || status === 400, `${path}: ${status}`);
    assert.ok(processorTime() - started < 500, path);
  }
  // Fewer than that, and still more than anybody chooses.
  const choice = Array.from({ length: 2_000 }, (_, index) => `l${index}`);
  const filter = { app_name: "a", first_order_labels: choice };
  assert.equal((await server.ask("POST", "/api/app/datamodel/filter", { json: filter })).status, 400);
  const fewer = { ...filter, first_order_labels: choice.slice(0, 1_000) };
  assert.equal((await server.ask("POST", "/api/app/datamodel/filter", { json: fewer })).status, 200);
});

test("bodies that together are more than may be held are told to come back, until others are answered", () => {
  const budget = createBodyBudget({ maxBytes: 100, maxShareBytes: 100 });
  const [first, second] = [new EventEmitter(), new EventEmitter()] as unknown as ServerResponse[];
  const piece = (length: number) => new Uint8Array(length);
  const [holdFirst, holdSecond] = [budget.hold(first!, "a"), budget.hold(second!, "b")];
  holdFirst(piece(60));
  holdSecond(piece(40));
  assert.throws(
    () => holdSecond(piece(1)),
    (error: Problem) =>
      error instanceof Problem && error.status === 503 && error.options.headers?.["Retry-After"] === "1",
  );
  first!.emit("close");
  holdSecond(piece(60));
  assert.throws(() => holdSecond(piece(1)));
  // What is still unpacked of an answered request is nobody's.
  holdFirst(piece(1_000));
  second!.emit("close");
  budget.hold(new EventEmitter() as unknown as ServerResponse, "c")(piece(100));
});

test("no tenant holds so much that others get nothing", () => {
  const budget = createBodyBudget({ maxBytes: 100, maxShareBytes: 50 });
  const hold = (share: string) => budget.hold(new EventEmitter() as unknown as ServerResponse, share);
  const piece = new Uint8Array(10);
  for (let request = 0; request < 5; request++) hold("greedy")(piece);
  assert.throws(() => hold("greedy")(piece), { status: 503 });
  for (let request = 0; request < 5; request++) hold("modest")(piece);
  assert.throws(() => hold("third")(piece), { status: 503 });
});

test("what was held of a body is given back, whatever became of it", async () => {
  await using server = await startTestServer({ environment: { INTAKE_MAX_BYTES: "10000000" } });
  const body = Buffer.from(`{"text":"${"x".repeat(9_000_000)}"}`);
  for (let round = 0; round < 12; round++) assert.equal((await send(server, "json", body)).status, 202);
});

test("a question that takes long keeps nobody waiting who asks something else", async () => {
  let answer = (): void => undefined;
  await using server = await startTestServer({
    detectWishes: () => new Promise((resolve) => (answer = () => resolve([[]]))),
  });
  const asked = server.ask("POST", "/api/v1/feature-requests/detect", { json: { texts: ["x"] } });
  assert.equal((await server.ask("GET", "/api/v1/insights")).status, 200);
  assert.equal((await server.ask("POST", "/api/v1/feedback", { json: { text: "x" } })).status, 202);
  answer();
  assert.deepEqual((await asked).body.items, [[]]);
});

test("a question cut off because it takes too long is 503 with what to do", async () => {
  await using server = await startTestServer({
    suggestAppModel: () => Promise.reject(new DOMException("no answer within 15000 ms", "TimeoutError")),
  });
  const answer = await server.ask("POST", "/api/v1/apps/suggest", { json: { description: "Write notes." } });
  assert.deepEqual([answer.status, answer.headers.get("retry-after")], [503, "5"]);
  assert.match(answer.body.detail, /ask for less at a time/);
});

test("who goes away is not worked for", async () => {
  const gone = Promise.withResolvers<void>();
  const leaving = new AbortController();
  await using server = await startTestServer({
    detectWishes: (_, signal) =>
      new Promise((_, reject) => {
        signal?.addEventListener("abort", () => {
          gone.resolve();
          reject(signal.reason);
        });
        leaving.abort();
      }),
  });
  const asked = fetch(`${server.url}/api/v1/feature-requests/detect`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"texts":["x"]}',
    signal: leaving.signal,
  });
  await assert.rejects(asked);
  await gone.promise;
});

test("what takes us long is waited for, however long nothing moves", async () => {
  await using server = await startTestServer({
    idleMs: 500,
    detectWishes: () => new Promise((resolve) => setTimeout(() => resolve([[]]), 1_500)),
  });
  const answer = await server.ask("POST", "/api/v1/feature-requests/detect", { json: { texts: ["x"] } });
  assert.equal(answer.status, 200);
});

test("who does not read its answers is cut off", async () => {
  await using server = await startTestServer({ idleMs: 300 });
  const { text } = await server.ask("GET", "/openapi.json");
  // Far more than a system buffers for a connection.
  const asked = Math.ceil(60_000_000 / text.length);
  const socket = connect(server.port, "127.0.0.1");
  let isClosed = false;
  socket.once("close", () => {
    isClosed = true;
  });
  socket.on("error", () => undefined);
  socket.pause();
  socket.write(`GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`.repeat(asked));
  // A busy machine takes its time over the answers; who doesn't read learns of the end only by writing.
  for (let tries = 0; tries < 30 && !isClosed; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    socket.write("\r\n");
  }
  socket.destroy();
  assert.ok(isClosed, "still open after a minute");
  assert.ok(socket.bytesRead < (asked * text.length) / 2, `${socket.bytesRead} bytes`);
});

test("of connections there are only so many; when some end, others get in", async () => {
  await using server = await startTestServer({ maxConnections: 20 });
  const sockets: Socket[] = [];
  for (let number = 0; number < 20; number++) {
    const socket = connect(server.port, "127.0.0.1");
    await once(socket, "connect");
    sockets.push(socket);
  }
  await assert.rejects(server.ask("GET", "/healthz"));
  for (const socket of sockets) socket.destroy();
  await eventually(
    "a way in",
    async () => (await server.ask("GET", "/healthz").catch(() => undefined))?.status === 200,
  );
});

test("tries to sign in are limited, with the form as with the API; who is in stays in", async () => {
  await using server = await startTestServer({ environment: { RATE_LIMIT_REFUSED: "1000" } });
  const { key } = await createKeyRing(server.store, { now: () => 1 }).create({
    tenant: DEFAULT_TENANT,
    name: "test",
    scopes: ["read"],
  });
  const wrong = { json: { key: `gsw_${"a".repeat(43)}` } };
  const tries = [];
  for (let number = 0; number < 60; number++) tries.push((await server.ask("POST", "/api/v1/session", wrong)).status);
  assert.ok(tries.every((status) => status === 401));
  const refused = await server.ask("POST", "/api/v1/session", wrong);
  assert.deepEqual([refused.status, refused.headers.get("retry-after")], [429, "60"]);
  assert.equal((await server.ask("GET", "/api/v1/session", { key })).status, 200);
  assert.equal((await server.ask("GET", "/api/v1/insights", { key })).status, 200);
  const large = await server.ask("POST", "/api/v1/session", { json: { key: "a".repeat(20_000) } });
  assert.equal(large.status, 429);
});
