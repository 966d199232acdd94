/** Verbs that Elasticsearch refuses: told once with verb and index, seen by ping, gone when granted; a blocked index is none. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { passing, startProxy } from "../../../test/chaos/proxy.ts";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { createElasticsearchClient, createElasticsearchStore } from "../elasticsearch.ts";
import { StoreRefused, StoreUnavailable } from "../store.ts";
import { insight } from "../testsuite/fixtures.ts";
import { createNames } from "./names.ts";
import { describeStoreRefusal, watchStoreRefusals } from "./refusals.ts";
import { tearDown } from "./setup.ts";

const url = process.env.ELASTICSEARCH_URL;
const skip = url === undefined && process.env.CI_SERVICES !== "required" ? "ELASTICSEARCH_URL is not set" : false;

const HEADERS = { "content-type": "application/json", "x-elastic-product": "Elasticsearch" };
const denied = { error: { type: "security_exception", reason: "action is unauthorized for user [app]" }, status: 403 };

async function answering(status: number, body: string, headers: Readonly<Record<string, string>> = HEADERS) {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

test("a server that leads elsewhere, as a sign-in page before it does, is no store", async (context) => {
  for (const status of [301, 302, 307]) {
    const { url, close } = await answering(status, "", { ...HEADERS, location: "https://sign-in.example.com/" });
    context.after(close);
    await assert.rejects(createElasticsearchStore({ url }), (error: Error) => {
      assert.ok(error instanceof StoreUnavailable, String(error));
      assert.match(error.message, /leads elsewhere: set ELASTICSEARCH_URL/);
      return true;
    });
  }
});

test("a key that is wrong for all is one refusal at a start, however many requests it takes", async (context) => {
  const { url, close } = await answering(401, JSON.stringify({ ...denied, status: 401 }));
  context.after(close);
  const told: string[] = [];
  const onRefused = (refusal: Parameters<typeof describeStoreRefusal>[0]) => told.push(describeStoreRefusal(refusal));
  await assert.rejects(createElasticsearchStore({ url, indexPrefix: "mine-", onRefused }), StoreUnavailable);
  assert.deepEqual(told, ["GET on mine-* is refused: security_exception: action is unauthorized for user [app]"]);
});

test("each verb that is refused is told once, by name, until it is granted", async (context) => {
  let answer: { readonly status: number; readonly body: unknown } = { status: 403, body: denied };
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(answer.status, HEADERS).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = createElasticsearchClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  context.after(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });
  const told: string[] = [];
  const granted: string[] = [];
  const refused = watchStoreRefusals(client, {
    onRefused: (refusal) => told.push(describeStoreRefusal(refusal)),
    onGranted: ({ verb }) => granted.push(verb),
  });
  const quietly = (asked: Promise<unknown>) => asked.catch(() => undefined);
  const verbs: Readonly<Record<string, () => Promise<unknown>>> = {
    "_search on i": () => client.search({ index: "i" }),
    "_mget on i": () => client.mget({ index: "i", ids: ["a"] }),
    "_count on i": () => client.count({ index: "i" }),
    "_pit on i": () => client.openPointInTime({ index: "i", keep_alive: "1m" }),
    "_refresh on i": () => client.indices.refresh({ index: "i" }),
    "_mapping on i": () => client.indices.putMapping({ index: "i", properties: {} }),
    _bulk: () => client.bulk({ operations: [{ delete: { _index: "i", _id: "a" } }] }),
    "_cluster/health": () => client.cluster.health(),
  };
  for (const [place, ask] of Object.entries(verbs)) {
    told.length = 0;
    answer = { status: 403, body: denied };
    await quietly(ask());
    await quietly(ask());
    assert.deepEqual(told, [`${place} is refused: security_exception: action is unauthorized for user [app]`]);
    assert.equal(refused().length, 1);
    answer = { status: 200, body: {} };
    await quietly(ask());
    assert.deepEqual([refused().length, granted.length], [0, 1], place);
    granted.length = 0;
  }
  told.length = 0;
  answer = { status: 200, body: { errors: true, items: [{ index: { status: 403, error: denied.error } }] } };
  await quietly(verbs._bulk!());
  assert.match(told.join(), /^_bulk is refused: security_exception/);
  answer = { status: 403, body: { error: { type: "cluster_block_exception", reason: "index read-only" } } };
  await quietly(verbs["_search on i"]!());
  assert.equal(told.length, 1, "a blocked index is no permission");
});

test("a store that may not search is not ready, and says why; once it may it is", { skip }, async (context) => {
  assert.ok(url !== undefined, "ELASTICSEARCH_URL is not set, and CI requires it");
  const proxy = await startProxy(url);
  const indexPrefix = `test-${randomBytes(6).toString("hex")}-`;
  const told: string[] = [];
  const store = await createElasticsearchStore({
    ...{ url: proxy.url, indexPrefix },
    onRefused: (refusal) => told.push(describeStoreRefusal(refusal)),
  });
  context.after(async () => {
    await store.close();
    const client = createElasticsearchClient({ url, indexPrefix });
    await tearDown(client, createNames(indexPrefix));
    await client.close();
    await proxy.close();
  });
  await store.write(DEFAULT_TENANT, "insights", [{ op: "create", id: "a", doc: insight() }]);
  await store.ping();
  for (const [verb, ask] of [
    ["_search", () => store.search(DEFAULT_TENANT, "insights", {})],
    ["_mget", () => store.get(DEFAULT_TENANT, "insights", "a")],
    ["_refresh", () => store.refresh(["insights"])],
    ["_bulk", () => store.write(DEFAULT_TENANT, "insights", [{ op: "put", id: "a", doc: insight() }])],
  ] as const) {
    const body = Buffer.from(JSON.stringify(denied));
    proxy.setFault(async (request, forward) =>
      request.path.includes(verb) ? { status: 403, headers: HEADERS, body } : forward(request.body),
    );
    await assert.rejects(ask(), StoreRefused, verb);
    await assert.rejects(store.ping(), new RegExp(`${verb}.* is refused: security_exception`));
    proxy.setFault(passing);
    await ask();
    await store.ping();
  }
  assert.equal(told.length, 4);
});
