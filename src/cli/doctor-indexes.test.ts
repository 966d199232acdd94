/** What is wrong with an index of Elasticsearch is told by the doctor and, over HTTP, by `/readyz`: each by its name. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startTestServer } from "../server/server.testing.ts";
import { createNames } from "../store/elasticsearch/names.ts";
import { tearDown } from "../store/elasticsearch/setup.ts";
import { createElasticsearchClient, createElasticsearchStore } from "../store/elasticsearch.ts";
import { runCommand } from "./shell.testing.ts";

const url = process.env.ELASTICSEARCH_URL;
const skip = url === undefined && process.env.CI_SERVICES !== "required" ? "ELASTICSEARCH_URL is not set" : false;

test("an index that is read-only, gone or without mappings, an alias that is gone or doubled", {
  skip,
}, async (context) => {
  assert.ok(url !== undefined, "ELASTICSEARCH_URL is not set, and CI requires it");
  const indexPrefix = `test-${randomBytes(6).toString("hex")}-`;
  const names = createNames(indexPrefix);
  const client = createElasticsearchClient({ url });
  const store = await createElasticsearchStore({ url, indexPrefix });
  const server = await startTestServer({ store });
  context.after(async () => {
    // It empties its store, which no longer can be.
    await Promise.resolve(server[Symbol.asyncDispose]()).catch(() => undefined);
    await store.close();
    await tearDown(client, names);
    await client.close();
  });
  const environment = {
    ...{ PORT: "0", DATA_DIR: join(tmpdir(), indexPrefix), STORE: "elasticsearch" },
    ...{ ELASTICSEARCH_URL: url, ELASTICSEARCH_INDEX_PREFIX: indexPrefix },
  };
  const told = async (status: "ok" | "problem", what: RegExp) => {
    const row = (await runCommand(["doctor"], { environment })).rows().find(({ check }) => check === "indexes");
    const found = String(row?.found);
    assert.equal(row?.status, status, found);
    const ready = await server.ask<{ readonly reasons?: { readonly store?: string } }>("GET", "/readyz");
    assert.equal(ready.status, status === "ok" ? 200 : 503, ready.text);
    if (status === "ok") return;
    assert.match(found, what);
    assert.match(ready.body.reasons?.store ?? "", what);
  };
  const of = (collection: "audit" | "alerts" | "apps" | "keys") => ({
    index: names.index(collection, 1),
    alias: names.alias(collection),
  });
  const [audit, alerts, apps, keys] = [of("audit"), of("alerts"), of("apps"), of("keys")];
  await told("ok", /^/);
  const block = (value: boolean | null) =>
    client.indices.putSettings({ index: audit.index, settings: { "index.blocks.read_only_allow_delete": value } });
  await block(true);
  await told("problem", new RegExp(`${audit.index} is blocked \\(read_only_allow_delete\\): make room`));
  await block(null);
  await client.indices.deleteAlias({ index: alerts.index, name: alerts.alias });
  await told("problem", new RegExp(`there is no index behind ${alerts.alias}: start the daemon again`));
  await client.indices.putAlias({ index: alerts.index, name: alerts.alias });
  await told("ok", /^/);
  await client.indices.create({ index: names.index("alerts", 2), aliases: { [alerts.alias]: {} } });
  await told("problem", new RegExp(`the alias ${alerts.alias} stands for 2 indexes`));
  await client.indices.delete({ index: names.index("alerts", 2) });
  await client.indices.deleteIndexTemplate({ name: names.template("apps") });
  await client.indices.delete({ index: apps.index });
  await client.indices.create({ index: apps.index, aliases: { [apps.alias]: {} } });
  await told("problem", new RegExp(`the index ${apps.index} lacks our mappings`));
  await client.indices.delete({ index: keys.index });
  await told("problem", new RegExp(`there is no index behind ${keys.alias}: start the daemon again`));
});
