import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { createElasticsearchClient, createElasticsearchStore } from "../elasticsearch.ts";
import { StoreUnavailable } from "../store.ts";
import { type BulkItem, createSendBulk } from "./bulk.ts";

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** A server that answers each bulk request as told: by the ids in it and how many requests there were before. */
async function serve(t: TestContext, answer: (ids: readonly string[], request: number) => Answer | "never") {
  const requests: string[][] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const ids = [...text.matchAll(/"_id":"([^"]+)"/g)].map((match) => match[1]!);
    const told = answer(ids, requests.push(ids) - 1);
    if (told === "never") return;
    response.writeHead(told.status, {
      "content-type": "application/vnd.elasticsearch+json; compatible-with=9",
      "x-elastic-product": "Elasticsearch",
    });
    response.end(JSON.stringify(told.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createElasticsearchClient({ url, requestTimeoutMs: 200 });
  t.after(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });
  return { requests, send: createSendBulk(client, () => 0) };
}

const items = (ids: string): BulkItem[] =>
  [...ids].map((id) => ({ action: "index", index: "i", id, source: '{"a":1}' }));
const done = (id: string) => ({ index: { _id: id, _index: "i-v1", status: 200, _seq_no: 1, _primary_term: 1 } });
const failed = (id: string, status: number) => ({
  index: { _id: id, _index: "i-v1", status, error: { type: "t", reason: "r" } },
});
const body = (answers: readonly object[]) => ({ errors: true, items: answers });

test("sends again only the items that were refused for now, and keeps the order of the answers", async (t) => {
  const { requests, send } = await serve(t, (ids, request) => ({
    status: 200,
    body: body(
      ids.map((id) => (request === 0 && "bd".includes(id) ? failed(id, 429) : id === "c" ? failed(id, 400) : done(id))),
    ),
  }));
  const answers = await send(items("abcd"));
  assert.deepEqual(
    answers.map(({ _id, status }) => `${_id} ${status}`),
    ["a 200", "b 200", "c 400", "d 200"],
  );
  assert.deepEqual(requests, [
    ["a", "b", "c", "d"],
    ["b", "d"],
  ]);
});

test("an item that is refused every time keeps its last answer", async (t) => {
  const { requests, send } = await serve(t, (ids) => ({ status: 200, body: body(ids.map((id) => failed(id, 503))) }));
  const [answer] = await send(items("a"));
  assert.equal(answer?.status, 503);
  assert.equal(requests.length, 5);
});

test("a request that is too large as a whole is halved, down to the item that alone is too large", async (t) => {
  const { send } = await serve(t, (ids) =>
    ids.length > 2 || ids.includes("e") ? { status: 413 } : { status: 200, body: body(ids.map(done)) },
  );
  const answers = await send(items("abcdef"));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200, 413, 200],
  );
});

test("a server that is overloaded, gone or silent is an outage, asked once", async (t) => {
  for (const told of [{ status: 429 }, { status: 503 }, { status: 502 }, "never"] as const) {
    const { requests, send } = await serve(t, () => told);
    await assert.rejects(send(items("a")), StoreUnavailable);
    assert.equal(requests.length, 1, "after a lost answer nobody knows whether the write went through");
  }
  const client = createElasticsearchClient({ url: "http://127.0.0.1:1", requestTimeoutMs: 200 });
  t.after(() => client.close());
  await assert.rejects(createSendBulk(client)(items("a")), StoreUnavailable);
  await assert.rejects(createElasticsearchStore({ url: "http://127.0.0.1:1" }), StoreUnavailable);
});

test("many large documents go in several requests", async (t) => {
  const { requests, send } = await serve(t, (ids) => ({ status: 200, body: body(ids.map(done)) }));
  const large = items("abc").map((item) => ({ ...item, source: JSON.stringify("x".repeat(5_000_000)) }));
  assert.equal((await send(large)).length, 3);
  assert.deepEqual(requests, [["a"], ["b"], ["c"]]);
});
