import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { createNames } from "./elasticsearch/names.ts";
import { liveGenerations, tearDown } from "./elasticsearch/setup.ts";
import { createElasticsearchClient, createElasticsearchStore } from "./elasticsearch.ts";
import { migrateElasticsearch, outdatedCollections } from "./migrate.ts";
import type { OperatorStore } from "./operator-store.ts";
import { collected, foundIds, freshTenant, insight, reasonOf, unitVector, writeAll } from "./testsuite/fixtures.ts";

const url = process.env.ELASTICSEARCH_URL;
const skip = url === undefined && process.env.CI_SERVICES !== "required" ? "ELASTICSEARCH_URL is not set" : false;

interface Opened {
  readonly options: { readonly url: string; readonly indexPrefix: string };
  readonly store: OperatorStore;
  liveGeneration(): Promise<number>;
  /** As if insights had been indexed by a program that knew nothing of `cluster_id`. Drops what there is. */
  makeOld(): Promise<void>;
  close(): Promise<void>;
}

async function openStore(): Promise<Opened> {
  assert.ok(url !== undefined, "ELASTICSEARCH_URL is not set, and CI requires it");
  const options = { url, indexPrefix: `test-${randomBytes(6).toString("hex")}-` };
  const store = await createElasticsearchStore(options);
  const client = createElasticsearchClient(options);
  const names = createNames(options.indexPrefix);
  const live = async () => (await liveGenerations(client, names)).find(({ collection }) => collection === "insights")!;
  return {
    options,
    store,
    liveGeneration: async () => (await live()).generation,
    makeOld: async () => {
      const { index } = await live();
      const { [index]: found } = await client.indices.getMapping({ index });
      const { _meta: _, ...mapping } = found!.mappings;
      delete (mapping.properties!.fields as { properties: Record<string, unknown> }).properties.cluster_id;
      await client.indices.delete({ index });
      await client.indices.deleteIndexTemplate({ name: names.template("insights") });
      const mappings = { ...mapping, _meta: { layout: "old" } };
      await client.indices.create({ index, aliases: { [names.alias("insights")]: {} }, mappings });
    },
    close: async () => {
      await store.close();
      await tearDown(client, names);
      await client.close();
    },
  };
}

let opened: Opened;
before(async () => {
  if (!skip) opened = await openStore();
});
after(() => opened?.close());

/** Each test starts with no insights, so that steps can be counted. */
beforeEach(async () => {
  if (skip) return;
  for (const tenant of await opened.store.tenants("insights"))
    for await (const { id } of opened.store.scan(tenant, "insights"))
      await opened.store.write(tenant, "insights", [{ op: "delete", id }]);
  await opened.store.refresh(["insights"]);
});

const ids = Array.from({ length: 60 }, (_, at) => `i${100 + at}`);

test("a new field finds old documents after a migration; words, vectors and documents stay", { skip }, async () => {
  const { options, store, liveGeneration, makeOld } = opened;
  const generation = await liveGeneration();
  await makeOld();
  const tenant = freshTenant();
  const writes = ids.map(
    (id, at) =>
      ({
        op: "create",
        id,
        doc: insight({ cluster_id: `c${at % 3}` }),
        search: `word w${at}`,
        vector: unitVector(at),
      }) as const,
  );
  const [version] = await writeAll(store, tenant, "insights", writes);
  const before = await collected(store.scan(tenant, "insights", { vectors: true }));
  assert.equal(await store.count(tenant, "insights", { where: { cluster_id: "c1" } }), 0);
  assert.deepEqual(await outdatedCollections(options), ["insights"]);

  const steps: string[] = [];
  const moved = await migrateElasticsearch(options, {
    pageSize: 7,
    onStep: ({ step, done, total }) => steps.push(`${step} ${done}/${total}`),
  });

  assert.deepEqual(moved, ["insights"]);
  assert.ok(steps.includes("copying 60/60") && steps.at(-1) === "switched 60/60", steps.join(", "));
  assert.equal(await liveGeneration(), generation + 1);
  assert.deepEqual(await outdatedCollections(options), []);
  assert.equal(await store.count(tenant, "insights", { where: { cluster_id: "c1" } }), 20);
  assert.deepEqual(await foundIds(store, tenant, "insights", { words: ["word", "w7"] }), ["i107"]);
  assert.equal((await store.nearest(tenant, "insights", unitVector(9), { k: 1 }))[0]!.id, "i109");
  const after = await collected(store.scan(tenant, "insights", { vectors: true }));
  assert.deepEqual(
    after.map(({ version: _, ...stored }) => stored),
    before.map(({ version: _, ...stored }) => stored),
  );
  const stale = await store.write(tenant, "insights", [
    { op: "replace", id: ids[0]!, version: version!, doc: insight() },
  ]);
  assert.deepEqual(stale.map(reasonOf), ["conflict"], "a version from before the move is nobody's");
  assert.deepEqual(await migrateElasticsearch(options), [], "nothing is left to do");
});

test("writes during a migration are all kept: new, changed and deleted ones", { skip }, async () => {
  const { options, store } = opened;
  const tenant = freshTenant();
  await writeAll(
    store,
    tenant,
    "insights",
    ids.map((id) => ({ op: "create", id, doc: insight({ data_id: "old" }) })),
  );
  const pending: Promise<unknown>[] = [];
  let copied = 0;
  const onStep = ({ step }: { readonly step: string }) => {
    if (step !== "copying") return;
    const at = copied++;
    pending.push(
      store.write(tenant, "insights", [
        { op: "create", id: `new${at}`, doc: insight() },
        { op: "delete", id: ids[at * 3]! },
        { op: "put", id: ids[at * 3 + 1]!, doc: insight({ data_id: "changed" }) },
        { op: "update", id: ids[59 - at]!, set: { cluster_id: "late" } },
      ]),
    );
  };
  await migrateElasticsearch(options, { force: ["insights"], pageSize: 10, onStep });
  const results = (await Promise.all(pending)).flat() as Parameters<typeof reasonOf>[0][];
  assert.ok(copied >= 6 && results.every((result) => result?.ok), "every write went through, if only after a wait");
  await store.refresh(["insights"]);
  const found = new Map((await collected(store.scan(tenant, "insights"))).map(({ id, doc }) => [id, doc]));
  for (let at = 0; at < copied; at++) {
    assert.ok(found.has(`new${at}`));
    assert.ok(!found.has(ids[at * 3]!));
    assert.equal(found.get(ids[at * 3 + 1]!)?.data_id, "changed");
    assert.equal(found.get(ids[59 - at]!)?.cluster_id, "late");
  }
  assert.equal(found.size, 60);
});

test("an interrupted migration goes on where it was", { skip }, async () => {
  const { options, store, liveGeneration } = opened;
  const generation = await liveGeneration();
  const tenant = freshTenant();
  await writeAll(
    store,
    tenant,
    "insights",
    ids.map((id) => ({ op: "create", id, doc: insight() })),
  );
  const stop = new AbortController();
  const interrupted = migrateElasticsearch(options, {
    force: ["insights"],
    pageSize: 10,
    signal: stop.signal,
    onStep: ({ done }) => done >= 30 && stop.abort(),
  });
  await assert.rejects(interrupted, { name: "AbortError" });
  assert.equal(await liveGeneration(), generation);
  await writeAll(store, tenant, "insights", [{ op: "put", id: ids[2]!, doc: insight({ data_id: "changed" }) }]);
  await writeAll(store, tenant, "insights", [{ op: "delete", id: ids[3]! }]);
  let copied = 0;
  await migrateElasticsearch(options, {
    force: ["insights"],
    pageSize: 10,
    onStep: ({ step, done }) => (copied = step === "copying" ? done : copied),
  });
  assert.equal(copied, 30, "the first half was not copied again");
  assert.equal(await liveGeneration(), generation + 1);
  assert.equal((await store.get(tenant, "insights", ids[2]!))?.doc.data_id, "changed");
  assert.equal(await store.count(tenant, "insights", {}), 59);
});
