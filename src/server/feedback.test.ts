/** Intake over HTTP, onto a real queue: what is taken, what is refused, and what bad input does. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { Queue } from "../queue/queue.ts";
import { createSqliteStore } from "../store/sqlite.ts";
import type { Store } from "../store/store.ts";
import { createTestWriter, startTestQueue, type TestQueue } from "./queue.testing.ts";
import { type Asked, startTestServer, type TestServer } from "./server.testing.ts";

let broker: TestQueue;
let store: Store;
let server: TestServer;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "groundswell-feedback-"));
  [broker, store] = await Promise.all([startTestQueue(), createSqliteStore({ dataDir: folder })]);
  server = await startTestServer({ store, writer: createTestWriter(broker.queue, store) });
});

after(async () => {
  await server[Symbol.asyncDispose]();
  await broker[Symbol.asyncDispose]();
  await store.close();
  await rm(folder, { recursive: true });
});

/** Every record on the raw queue now, and their message attributes. */
async function drain(queue: Queue) {
  const records: Record<string, unknown>[] = [];
  const attributes: Record<string, string>[] = [];
  const expected = (await queue.depth("raw")).visible;
  let seen = 0;
  await new Promise<void>((resolve) => {
    if (expected === 0) return resolve();
    const consumption = queue.consume("raw", async (messages) => {
      for (const message of messages) {
        records.push(...JSON.parse(message.body));
        attributes.push({ ...message.attributes });
      }
      seen += messages.length;
      if (seen >= expected) setImmediate(() => void consumption.stop(1_000).then(resolve));
      return messages;
    });
  });
  return { records, attributes };
}

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Asked> =>
  server.ask("POST", "/api/v1/feedback", { body, headers });
const postJson = (json: unknown): Promise<Asked> => server.ask("POST", "/api/v1/feedback", { json });
const ndjson = { "content-type": "application/x-ndjson" };

test("one record, an array and NDJSON are all taken, and are on the queue when the answer comes", async () => {
  const one = await postJson({ text: "one", app: "notes" });
  assert.equal(one.status, 202);
  assert.deepEqual([one.body.accepted, one.body.rejected, one.body.batch_ids.length], [1, [], 1]);
  const many = await postJson([
    { text: "two", app: "notes" },
    { title: "three", app: "maps" },
  ]);
  assert.deepEqual([many.status, many.body.accepted, many.body.batch_ids.length], [202, 2, 2]);
  const lines = await post('{"text":"four"}\n\n{"text":"five"}\r\n', ndjson);
  assert.deepEqual([lines.status, lines.body.accepted], [202, 2]);
  const { records, attributes } = await drain(broker.queue);
  assert.deepEqual(records.map(({ text, title }) => text ?? title).sort(), ["five", "four", "one", "three", "two"]);
  assert.ok(attributes.every(({ tenant }) => tenant === "default"));
});

test("gzip is unpacked; a bomb is not, and what is no gzip is refused", async () => {
  const packed = await post(new Uint8Array(gzipSync('{"text":"packed"}')), { "content-encoding": "gzip" });
  assert.equal(packed.status, 202);
  const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20));
  assert.ok(bomb.length < 100_000);
  assert.equal((await post(new Uint8Array(bomb), { "content-encoding": "gzip" })).status, 413);
  assert.equal((await post("plain", { "content-encoding": "gzip" })).status, 400);
  assert.equal((await post("{}", { "content-encoding": "br" })).status, 415);
  assert.equal((await drain(broker.queue)).records.length, 1);
});

test("only JSON and NDJSON in UTF-8 are read", async () => {
  assert.equal((await post("text=x", { "content-type": "application/x-www-form-urlencoded" })).status, 415);
  assert.equal((await post('{"text":"x"}', { "content-type": "text/plain" })).status, 415);
  assert.equal((await post('{"text":"x"}', { "content-type": "application/json; charset=latin1" })).status, 415);
  const latin1 = new Uint8Array(Buffer.from('{"text":"caf\xe9"}', "latin1"));
  assert.equal((await post(latin1)).status, 415);
  const marked = await post('\uFEFF{"text":"with a byte order mark"}', {
    "content-type": "application/json; charset=UTF-8",
  });
  assert.equal(marked.status, 202);
  await drain(broker.queue);
});

test("no JSON and no records are 400 with what is wrong", async () => {
  for (const body of ["", "  ", "{", "nonsense", "[]", "[1,]"]) {
    const answer = await post(body);
    assert.equal(answer.status, 400, body);
    assert.equal(answer.headers.get("content-type"), "application/problem+json; charset=utf-8");
    assert.equal(answer.body.status, 400);
    assert.ok(answer.body.errors.length > 0);
  }
  assert.equal((await post("\n \n", ndjson)).status, 400);
});

test("nothing acceptable is 400 naming each field, of one record and of several", async () => {
  const one = await postJson({ date: "never", text: "x" });
  assert.equal(one.status, 400);
  assert.deepEqual(
    one.body.errors.map((error: { field: string }) => error.field),
    ["date"],
  );
  const several = await postJson([{ text: "" }, 7, { text: "x", date: -5 }]);
  assert.equal(several.status, 400);
  assert.deepEqual(
    several.body.errors.map((error: { field: string }) => error.field),
    ["0.text", "1", "2.date"],
  );
  assert.deepEqual(
    several.body.rejected.map((one: { index: number }) => one.index),
    [0, 1, 2],
  );
});

test("bad records are refused alone; their neighbours get through, and the count rides along", async () => {
  const deep = `{"text":"deep","metadata":${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}}`;
  const large = JSON.stringify({ text: "x".repeat(600_000) });
  const body = `[{"text":"first"},${deep},${large},7,null,[[]],${"[".repeat(100)}${"]".repeat(100)},{"text":"last"}]`;
  const answer = await post(body);
  assert.equal(answer.status, 202);
  assert.equal(answer.body.accepted, 2);
  assert.deepEqual(
    answer.body.rejected.map(({ index, errors }) => [index, errors[0]!.code]),
    [
      [1, "too_deep"],
      [2, "too_large"],
      [3, "invalid"],
      [4, "invalid"],
      [5, "invalid"],
      [6, "invalid"],
    ],
  );
  const { records, attributes } = await drain(broker.queue);
  assert.deepEqual(
    records.map(({ text }) => text),
    ["first", "last"],
  );
  assert.deepEqual(JSON.parse(attributes[0]!.rejected!), { too_deep: 1, too_large: 1, invalid: 4 });
});

test("a broken line of NDJSON costs nobody else anything", async () => {
  const answer = await post(`{"text":"good"}\n{"text":\n${"[".repeat(200_000)}\n{"text":"good too"}`, ndjson);
  assert.equal(answer.status, 202);
  assert.deepEqual(
    answer.body.rejected.map((one: { index: number }) => one.index),
    [1, 2],
  );
  assert.equal((await drain(broker.queue)).records.length, 2);
});

test("nesting 200,000 deep is an answer, not a crash", async () => {
  const lists = await post("[".repeat(200_000) + "]".repeat(200_000));
  assert.equal(lists.status, 400);
  const objects = await post(`${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`);
  assert.equal(objects.status, 400);
  assert.equal(objects.body.errors[0]?.code, "too_deep");
  assert.equal((await post("[".repeat(200_000))).status, 400);
  assert.equal((await server.ask("GET", "/healthz")).status, 200);
});

test("hostile keys, odd characters and endless numbers are taken without harm", async () => {
  const body = `[{"text":"proto","__proto__":{"admin":true},"constructor":{"prototype":{"x":1}}},
    {"text":"a\\u0000b\\uffff\\ud800c","metadata":{"score":1e999,"__proto__":{"y":1}}},
    {"text":"twice","text":"second wins"},
    {"text":"keys","metadata":{${Array.from({ length: 2_000 }, (_, index) => `"k${index}":1`).join(",")}}}]`;
  const answer = await post(body);
  assert.deepEqual([answer.status, answer.body.accepted], [202, 4]);
  assert.equal(({} as Record<string, unknown>).admin, undefined);
  const { records } = await drain(broker.queue);
  assert.deepEqual(
    records.map(({ text }) => text),
    ["proto", "ab\uFFFDc", "second wins", "keys"],
  );
  assert.ok(records.every((record) => !Object.hasOwn(record, "__proto__") && !Object.hasOwn(record, "constructor")));
});

test("350,000 characters of CJK are too large a record, not a broken message", async () => {
  const answer = await postJson([{ text: "漢".repeat(350_000) }, { text: "fine" }]);
  assert.deepEqual(
    [answer.status, answer.body.accepted, answer.body.rejected[0]?.errors[0]?.code],
    [202, 1, "too_large"],
  );
  await drain(broker.queue);
});

test("fields under the names of exports are read; ids past 2^53 keep their digits; what has no place is metadata", async () => {
  const body = `[{"review_id":1116190735336968192,"content":"The map is blank on my tablet","score":"4,5","at":"1 April 2025","device":{"os":9007199254740993}}]`;
  assert.equal((await post(body, { "content-type": "application/json" })).status, 202);
  assert.equal((await post(`${body.slice(1, -1)}\n`, ndjson)).status, 202);
  const { records } = await drain(broker.queue);
  for (const { app, source, ingested_at, ...record } of records) {
    assert.deepEqual(record, {
      id: "1116190735336968192",
      text: "The map is blank on my tablet",
      date: "1 April 2025",
      metadata: { score: 4.5, device: { os: "9007199254740993" } },
    });
  }
  assert.equal(records.length, 2);
});

test("one 9 among the scores of a request shows that none of them are stars", async () => {
  await postJson([
    { text: "one", score: 4, source: "nps" },
    { text: "two", score: 9, source: "nps" },
    { text: "three", score: 4, source: "store" },
  ]);
  const { records } = await drain(broker.queue);
  const read = records.map(({ text, metadata }) => [text, metadata]);
  assert.deepEqual(
    new Map(read as [unknown, unknown][]),
    new Map<unknown, unknown>([
      ["one", { points: 4, scale: "0-10" }],
      ["two", { points: 9, scale: "0-10" }],
      ["three", { score: 4 }],
    ]),
  );
});

test("a date that may be two days is refused, and both are named", async () => {
  const asked = await postJson([{ text: "one", date: "05-03-2025" }]);
  assert.equal(asked.status, 400);
  assert.match(JSON.stringify(asked.body), /may be 2025-03-05 or 2025-05-03/);
});

test("a tenant in the body or the query changes nothing", async () => {
  assert.equal((await postJson({ text: "mine", tenant: "other" })).status, 202);
  const inQuery = await server.ask("POST", "/api/v1/feedback?tenant=other", { json: { text: "x" } });
  assert.deepEqual([inQuery.status, inQuery.body.errors[0]?.field], [400, "tenant"]);
  const { records, attributes } = await drain(broker.queue);
  assert.deepEqual([records.length, records[0]!.tenant, attributes[0]!.tenant], [1, undefined, "default"]);
});

test("more than 10,000 records, or more than 10 MB, are 413", async () => {
  const lines = '{"text":"x"}\n'.repeat(10_001);
  assert.equal((await post(lines, ndjson)).status, 413);
  assert.equal((await post(`[${'"x",'.repeat(10_000)}"x"]`)).status, 413);
  const large = await post(`[${" ".repeat(10_500_000)}]`);
  assert.equal(large.status, 413);
  assert.match(large.body.detail, /larger than 10000000 bytes/);
});

test("a body that turns out too large while it streams is cut off with 413", async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sending = httpRequest(
      `${server.url}/api/v1/feedback`,
      { method: "POST", headers: { "content-type": "application/json" } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    sending.once("error", reject);
    for (let chunk = 0; chunk < 11; chunk++) sending.write(Buffer.alloc(1_000_000, 0x20));
    sending.end();
  });
  assert.equal(status, 413);
});

test("when the queue is away intake says 503 and when to come back", async () => {
  const down = createTestWriter(
    {
      ...broker.queue,
      send: () => new Promise<never>(() => {}),
    },
    store,
  );
  await using stuck = await startTestServer({ store, writer: down, intakeTimeoutMs: 200 });
  const answer = await stuck.ask("POST", "/api/v1/feedback", { json: { text: "x" } });
  assert.equal(answer.status, 503);
  assert.equal(answer.headers.get("retry-after"), "5");
});
