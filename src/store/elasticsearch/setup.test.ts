/** Indexes, aliases and templates that strangers changed: mended, or told with what to do; never ready without being usable. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test as anyTest, type TestContext } from "node:test";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { createElasticsearchClient, createElasticsearchStore } from "../elasticsearch.ts";
import { StoreUnavailable } from "../store.ts";
import { insight } from "../testsuite/fixtures.ts";
import { createNames } from "./names.ts";
import { tearDown, WrongSetup } from "./setup.ts";

const url = process.env.ELASTICSEARCH_URL;
const skip = url === undefined && process.env.CI_SERVICES !== "required" ? "ELASTICSEARCH_URL is not set" : false;
const test = (name: string, work: (context: TestContext) => Promise<void>) => anyTest(name, { skip }, work);

function openServer(context: TestContext) {
  assert.ok(url !== undefined, "ELASTICSEARCH_URL is not set, and CI requires it");
  const indexPrefix = `test-${randomBytes(6).toString("hex")}-`;
  const options = { url, indexPrefix };
  const client = createElasticsearchClient(options);
  const names = createNames(indexPrefix);
  context.after(async () => {
    await client.indices.deleteIndexTemplate({ name: `${indexPrefix}company,${indexPrefix}rival` }, { ignore: [404] });
    await tearDown(client, names);
    await client.close();
  });
  const open = () => createElasticsearchStore(options);
  const openAndUse = async () => {
    const store = await open();
    await store.ping();
    await store.write(DEFAULT_TENANT, "insights", [{ op: "create", id: "a", doc: insight(), search: "map crash" }]);
    await store.refresh(["insights"]);
    assert.equal(await store.count(DEFAULT_TENANT, "insights", { words: ["crash"] }), 1);
    await store.close();
  };
  return { client, names, indexPrefix, open, openAndUse };
}

test("no template of the installation takes our settings and mappings away", async (context) => {
  const { client, indexPrefix, openAndUse } = openServer(context);
  const name = `${indexPrefix}company`;
  await client.indices.putIndexTemplate({
    name,
    index_patterns: [`${indexPrefix}*`],
    priority: 1_000,
    template: {
      settings: { number_of_replicas: 0, default_pipeline: "company-pipeline" },
      mappings: { dynamic: "strict", properties: { company: { type: "keyword" }, doc: { type: "object" } } },
    },
  });
  await openAndUse();
});

test("an index that is gone while the daemon runs is told by ping and, at the next start, refused with what to do", async (context) => {
  const { client, names, open, openAndUse } = openServer(context);
  const store = await open();
  await store.ping();
  await client.indices.delete({ index: names.index("keys", 1) });
  await assert.rejects(store.ping(), (error: Error) => {
    return error instanceof StoreUnavailable && error.message.includes(names.alias("keys"));
  });
  await store.close();
  await assert.rejects(open(), (error: Error) => {
    assert.ok(error instanceof WrongSetup, String(error));
    assert.match(error.message, /keys is gone: restore it from a snapshot/);
    return true;
  });
  await client.indices.deleteIndexTemplate({ name: names.template("keys") });
  await openAndUse();
});

test("a closed, a read-only and a mapping-less index are told by ping, each by its name", async (context) => {
  const { client, names, open } = openServer(context);
  const store = await open();
  context.after(() => store.close());
  const told = (pattern: RegExp) =>
    assert.rejects(store.ping(), (error: Error) => {
      assert.ok(error instanceof StoreUnavailable, String(error));
      assert.match(error.message, pattern);
      return true;
    });
  const block = (value: boolean | null) =>
    client.indices.putSettings({
      index: names.index("audit", 1),
      settings: { "index.blocks.read_only_allow_delete": value },
    });
  await block(true);
  await told(/audit-v1 is blocked \(read_only_allow_delete\): make room/);
  await block(null);
  await store.ping();
  await client.indices.close({ index: names.index("audit", 1) });
  await told(/audit-v1 is closed/);
  await client.indices.open({ index: names.index("audit", 1) });
  const index = names.index("audit", 1);
  await client.indices.delete({ index });
  await client.indices.deleteIndexTemplate({ name: names.template("audit") });
  await client.indices.create({ index, aliases: { [names.alias("audit")]: {} } });
  await told(/audit-v1 lacks our mappings/);
  await (await open()).close();
  await store.ping();
});

test("an index whose mappings can't be put right ends the boot, named", async (context) => {
  const { client, names, open } = openServer(context);
  await (await open()).close();
  const index = names.index("audit", 1);
  await client.indices.delete({ index });
  const aliases = { [names.alias("audit")]: {} };
  await client.indices.create({ index, aliases, mappings: { properties: { doc: { type: "text" } } } });
  await assert.rejects(open(), (error: Error) => {
    assert.ok(error instanceof WrongSetup, String(error));
    assert.match(error.message, /audit-v1 has mappings that are not ours/);
    return true;
  });
});

test("an alias that is gone is given back where there is no doubt; one that stands for two indexes is refused", async (context) => {
  const { client, names, open, openAndUse } = openServer(context);
  await (await open()).close();
  const [alias, index] = [names.alias("insights"), names.index("insights", 1)];
  await client.indices.deleteAlias({ index, name: alias });
  await openAndUse();
  await client.indices.create({ index: names.index("insights", 2), aliases: { [alias]: {} } });
  await assert.rejects(open(), /stands for 2 indexes/);
  await client.indices.deleteAlias({ index: `${alias}-v*`, name: alias });
  await assert.rejects(open(), /alias .*insights is gone, and which index it stood for can't be told/);
});

test("an alias that strangers turned elsewhere, doubled or narrowed loses nothing: told by ping, no document refused for good", async (context) => {
  const { client, names, indexPrefix, open, openAndUse } = openServer(context);
  const store = await open();
  context.after(() => store.close());
  const [alias, index, foreign] = [names.alias("insights"), names.index("insights", 1), `${indexPrefix}foreign`];
  await client.indices.create({ index: foreign });
  const change = (...actions: object[]) => client.indices.updateAliases({ actions });
  const offer = () => store.offer(DEFAULT_TENANT, "insights", [{ op: "put", id: "b", doc: insight() }]);
  const told = async (pattern: RegExp, offered: "unavailable" | "taken") => {
    await assert.rejects(store.ping(), (error) => error instanceof StoreUnavailable && pattern.test(error.message));
    const [result] = await offer();
    assert.equal(result!.ok ? "taken" : result!.reason, offered, JSON.stringify(result));
  };
  await change({ add: { index: foreign, alias } });
  await told(/insights stands for .*foreign too/, "unavailable");
  await assert.rejects(open(), (error) => error instanceof WrongSetup && error.message.includes(foreign));
  await change({ remove: { index, alias } });
  await told(/insights stands for .*foreign too/, "unavailable");
  await assert.rejects(open(), (error) => error instanceof WrongSetup && error.message.includes(foreign));
  await change({ remove: { index: foreign, alias } }, { add: { index, alias, is_write_index: false } });
  await told(/a part of its index only \(is_write_index\)/, "unavailable");
  await change({ remove: { index, alias } }, { add: { index, alias, filter: { term: { tenant: "nobody" } } } });
  await told(/a part of its index only \(filter\)/, "taken");
  await openAndUse();
  await store.ping();
  await change({ remove: { index, alias } }, { add: { index, alias, routing: "1" } });
  await told(/a part of its index only/, "taken");
  await assert.rejects(open(), WrongSetup);
  await client.indices.delete({ index: foreign });
});

test("an index that sends its documents elsewhere on the way, or has our alias's name, is told and refuses nothing for good", async (context) => {
  const { client, names, open, openAndUse } = openServer(context);
  const store = await open();
  context.after(() => store.close());
  const index = names.index("insights", 1);
  const offer = async () =>
    (await store.offer(DEFAULT_TENANT, "insights", [{ op: "put", id: "b", doc: insight() }]))[0]!;
  for (const pipeline of ["default_pipeline", "final_pipeline"]) {
    await client.indices.putSettings({ index, settings: { [pipeline]: "company-pipeline" } });
    await assert.rejects(store.ping(), /insights-v1 sends what is written through company-pipeline/);
    const result = await offer();
    assert.equal(result.ok || result.reason, "unavailable", JSON.stringify(result));
    await (await open()).close();
    await store.ping();
  }
  await openAndUse();
  await client.indices.delete({ index });
  await client.indices.create({ index: names.alias("insights") });
  await assert.rejects(store.ping(), /an index is named .*insights, where our alias has to be/);
  await assert.rejects(open(), /an index is named .*insights, where our alias has to be/);
  await client.indices.delete({ index: names.alias("insights") });
});

test("a document that an index with strange mappings refuses is kept for later", async (context) => {
  const { client, names, open } = openServer(context);
  const store = await open();
  context.after(() => store.close());
  const index = names.index("insights", 1);
  await client.indices.delete({ index });
  const mappings = { properties: { tenant: { type: "long" } } } as const;
  await client.indices.create({ index, aliases: { [names.alias("insights")]: {} }, mappings });
  const [result] = await store.offer(DEFAULT_TENANT, "insights", [{ op: "put", id: "b", doc: insight() }]);
  assert.equal(result!.ok || result!.reason, "unavailable", JSON.stringify(result));
});

test("a template of the same priority as ours ends the boot with its name", async (context) => {
  const { client, indexPrefix, open } = openServer(context);
  const name = `${indexPrefix}rival`;
  await client.indices.putIndexTemplate({ name, index_patterns: [`${indexPrefix}*`], priority: 500, template: {} });
  await assert.rejects(open(), (error: Error) => error.message.includes(name));
});
