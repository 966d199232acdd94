/** The clustering round: every app and label has its turn, and of too many insights the newest are clustered. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NOW, sampleCluster, sampleInsight } from "../../../test/samples.ts";
import { openTestbed, type Testbed } from "../../../test/testbed.ts";
import { createThemeTask, type ThemeTask } from "../../clustering/task.ts";
import { openEnrichment } from "../../enrichment/enrichment.ts";
import { sleep } from "../../lifecycle.ts";
import { createMetrics } from "../../metrics.ts";
import type { Statement } from "../../model/insight.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import type { TenantId } from "../../model/tenant.ts";
import { freshTenant, unitVector, writeAll } from "../../store/testsuite/fixtures.ts";
import { createRound } from "../periodic/round.ts";
import { strictly } from "../periodic/strict.testing.ts";
import { type ClusteringDeps, createClusteringPass } from "./pass.ts";

const never = new AbortController().signal;
let bed: Testbed;
before(async () => {
  bed = await openTestbed();
});
after(() => bed.close());

const put = (tenant: TenantId, docs: readonly InsightDocument[]) =>
  writeAll(
    bed.store,
    tenant,
    "insights",
    docs.map((doc) => ({ op: "create", id: doc.id, doc, vector: unitVector(1) })),
  );

const apps = { routerSource: async () => ({ key: "", model: undefined, corrections: [] }) };
const statements = [
  { start: 0, end: 8, quote: "it fails", kind: "problem", title: "App does not work", priority: "High" },
] as const satisfies readonly Statement[];
const telling = (at: number, changes: Partial<InsightDocument> = {}) =>
  sampleInsight(at, { statements: [...statements], ...changes });

test("an app that can't be grouped keeps no other from it", async () => {
  const tenant = freshTenant();
  await put(tenant, [
    telling(1, { app_name: "bad" }),
    telling(2, { app_name: "good" }),
    telling(3, { app_name: "best" }),
  ]);
  const found: string[] = [];
  const find = async ({ app }: ThemeTask) => {
    if (app === "bad") throw new Error("it takes too long");
    found.push(app);
    return { themes: [], ended: [] };
  };
  const run = createClusteringPass({ store: bed.store, apps, find, log: bed.log, now: () => NOW });
  const deps = { tenants: async () => [tenant], log: bed.log, metrics: createMetrics(), now: () => NOW };
  const round = createRound({ name: "clustering", intervalMs: 1_000, run }, deps);
  assert.equal(await round(1, never), "failed");
  assert.deepEqual(found.sort(), ["best", "good"]);
});

/** Finds no clusters, and remembers what it was asked. */
async function cluster(tenant: TenantId, deps: Partial<ClusteringDeps> = {}): Promise<ThemeTask[]> {
  const tasks: ThemeTask[] = [];
  const find = async (task: ThemeTask) => {
    tasks.push(task);
    return { themes: [], ended: [] };
  };
  const pass = createClusteringPass({ store: bed.store, apps, find, log: bed.log, now: () => NOW, ...deps });
  await strictly(pass)(tenant, 1, never);
  return tasks;
}

test("the 1,001st app of a tenant is clustered", async () => {
  const tenant = freshTenant();
  await put(
    tenant,
    Array.from({ length: 1_001 }, (_, at) => telling(at, { app_name: `app ${at}` })),
  );
  assert.equal(new Set((await cluster(tenant)).map(({ app }) => app)).size, 1_001);
});

test("the app that most feedback is about comes first", async () => {
  const tenant = freshTenant();
  await put(
    tenant,
    ["a", "b", "c", "b", "b", "c"].map((app_name, at) => telling(at, { app_name })),
  );
  assert.deepEqual(
    (await cluster(tenant)).map(({ app }) => app),
    ["b", "c", "a"],
  );
});

test("the themes of an app whose last feedback is gone end with it, once", async () => {
  const tenant = freshTenant();
  const cluster = sampleCluster("t-left", { app: "erased" });
  await writeAll(bed.store, tenant, "clusters", [{ op: "create", id: cluster.id, doc: cluster }]);
  const { themeSpace } = await openEnrichment();
  const find = createThemeTask(themeSpace);
  const asked: string[] = [];
  const run = createClusteringPass({
    ...{ store: bed.store, apps, log: bed.log, now: () => NOW },
    async find(task) {
      asked.push(task.app);
      return find(task);
    },
  });
  for (let round = 0; round < 2; round++) await strictly(run)(tenant, 1, never);
  assert.deepEqual(asked, ["erased"]);
  const left = (await bed.store.get(tenant, "clusters", cluster.id))?.doc;
  assert.deepEqual([left?.alive, left?.lineage.at(-1)?.what], [false, "died"]);
});

test("the share of a theme is of all that tell a problem or a wish, as pages count them", async () => {
  const tenant = freshTenant();
  const silent = { statements: [] };
  const docs = Array.from({ length: 8 }, (_, at) => telling(at, { app_name: "maps", ...(at < 4 ? {} : silent) }));
  await put(tenant, docs);
  const { themeSpace } = await openEnrichment();
  const find = async (task: ThemeTask) => createThemeTask(themeSpace)(task);
  const run = createClusteringPass({ store: bed.store, apps, find, log: bed.log, now: () => NOW });
  await strictly(run)(tenant, 1, never);
  const { items } = await bed.store.search(tenant, "clusters", { where: { app: "maps" } });
  assert.deepEqual(
    items.map(({ doc }) => [doc.size, doc.share]),
    [[4, 0.5]],
  );
});

test("of more insights than are grouped it takes the newest; those that tell nothing don't count", async () => {
  const tenant = freshTenant();
  const docs = Array.from({ length: 40 }, (_, at) =>
    telling(at, { date: NOW - at * 40_000, ...(at % 4 === 0 ? { kind: "praise", statements: [] } : {}) }),
  );
  await put(tenant, docs);
  const [task] = await cluster(tenant, { maxInsights: 9 });
  const expected = docs.filter(({ kind }) => kind !== "praise").slice(0, 9);
  assert.deepEqual(task?.statements.map(({ record }) => record).sort(), expected.map(({ id }) => id).sort());
});

test("a round that holds what it has read asks for what changed, and groups all of it", async () => {
  const tenant = freshTenant();
  await put(
    tenant,
    [1, 2, 3, 4].map((at) => telling(at)),
  );
  let read: string[] = [];
  const getMany: typeof bed.store.getMany = (of, collection, ids) => {
    if (collection === "insights") read = [...ids];
    return bed.store.getMany(of, collection, ids);
  };
  const grouped: ThemeTask["statements"][] = [];
  const find = async ({ statements }: ThemeTask) => {
    grouped.push(statements);
    return { themes: [], ended: [] };
  };
  let key = "labels of then";
  const source = { routerSource: async () => ({ key, model: undefined, corrections: [] }) };
  const deps = { apps: source, find, log: bed.log, now: () => NOW };
  const holding = strictly(createClusteringPass({ ...deps, store: { ...bed.store, getMany }, holds: true }));
  const round = async () => {
    read = [];
    await holding(tenant, 1, never);
    return grouped.at(-1)!.map(({ record, quote }) => `${record} ${quote}`);
  };
  await round();
  const { id } = telling(2);
  const set = {
    statements: [{ ...statements[0], quote: "it breaks", end: 9 }],
    updated_at: NOW + 9,
    ingested_at: NOW + 9,
  };
  await writeAll(bed.store, tenant, "insights", [{ op: "update", id, set }]);
  await put(tenant, [telling(5)]);
  assert.deepEqual(
    await round(),
    [1, 2, 3, 4, 5].map((at) => `${telling(at).id} ${at === 2 ? "it breaks" : "it fails"}`).toSorted(),
  );
  assert.deepEqual(read.toSorted(), [id, telling(5).id].toSorted());
  key = "labels of now";
  await put(tenant, [telling(6)]);
  assert.equal((await round()).length, 6);
  assert.deepEqual(read, []);
});

test("what is read again by another model is grouped again, though nothing came in", async () => {
  const tenant = freshTenant();
  const docs = [1, 2, 3].map((at) => telling(at));
  await put(tenant, docs);
  let grouped = 0;
  const find = async () => {
    grouped++;
    return { themes: [], ended: [] };
  };
  const look = strictly(createClusteringPass({ store: bed.store, apps, find, log: bed.log, now: () => NOW }));
  const after = async (...ids: readonly string[]): Promise<number> => {
    await writeAll(
      bed.store,
      tenant,
      "insights",
      ids.map((id) => ({ op: "update", id, set: { model_version: "newer" } })),
    );
    await look(tenant, 1, never);
    return grouped;
  };
  const [first, second, third] = docs.map(({ id }) => id) as [string, string, string];
  assert.equal(await after(), 1);
  assert.equal(await after(), 1);
  assert.equal(await after(third), 2);
  assert.equal(await after(first, second), 3);
  assert.equal(await after(), 3);
});

test("feedback that pours in is grouped once it has settled, or when the interval is over", async () => {
  const tenant = freshTenant();
  let now = NOW;
  let grouped = 0;
  const find = async () => {
    grouped++;
    return { themes: [], ended: [] };
  };
  const deps = { store: bed.store, apps, find, log: bed.log, now: () => now, intervalSeconds: 60 };
  const look = strictly(createClusteringPass(deps));
  const after = async (count: number, seconds: number): Promise<number> => {
    await put(
      tenant,
      Array.from({ length: count }, (_, at) => telling(now + at)),
    );
    now += seconds;
    await look(tenant, 1, never);
    return grouped;
  };
  assert.equal(await after(3, 10), 0);
  assert.equal(await after(3, 10), 0);
  assert.equal(await after(0, 10), 1);
  assert.equal(await after(0, 100), 1);
  for (let at = 0; at < 6; at++) await after(1, 10);
  assert.equal(grouped, 2);
});

test("an app whose grouping takes long rests after it, unless people decide something", async () => {
  const tenant = freshTenant();
  let grouped = 0;
  const find = async () => {
    grouped++;
    await sleep(1_050);
    return { themes: [], ended: [] };
  };
  const deps = { store: bed.store, apps, find, log: bed.log, now: () => NOW, intervalSeconds: 60 };
  const look = strictly(createClusteringPass(deps));
  const settle = async (): Promise<number> => {
    await look(tenant, 1, never);
    await look(tenant, 1, never);
    return grouped;
  };
  const decide = async () => {
    const about = { app: telling(NOW).app_name, what: "rename", title: "Another title" } as const;
    const doc = {
      id: "d",
      ...about,
      themes: ["gone"],
      at: NOW,
      actor: "test",
      members: [],
      order: 0,
      open: false,
      undone: false,
    };
    await bed.store.write(tenant, "theme_decisions", [{ op: "create", id: "d", doc }]);
  };
  await put(tenant, [telling(NOW), telling(NOW + 1)]);
  assert.equal(await settle(), 1);
  await put(tenant, [telling(NOW + 2)]);
  assert.equal(await settle(), 1);
  await decide();
  assert.equal(await settle(), 2);
});
