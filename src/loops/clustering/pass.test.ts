/** The clustering round: every app and label has its turn, and of too many insights the newest are clustered. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NOW, sampleInsight } from "../../../test/samples.ts";
import { openTestbed, type Testbed } from "../../../test/testbed.ts";
import type { ClusterTask } from "../../clustering/task.ts";
import { createMetrics } from "../../metrics.ts";
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

test("an app or a label that can't be clustered keeps no other from it", async () => {
  const tenant = freshTenant();
  const { attributes } = sampleInsight(0);
  const of = (app_name: string, label: string, at: number) =>
    sampleInsight(at, { app_name, attributes: { ...attributes, first_order_labels: [label] } });
  await put(tenant, [of("a", "Bad", 1), of("a", "Good", 2), of("b", "Good", 3)]);
  const found: string[] = [];
  const find = async ({ app, label }: ClusterTask) => {
    if (label === "Bad") throw new Error("it takes too long");
    found.push(`${app}/${label}`);
    return { clusters: [], ended: [], unclustered: [] };
  };
  const run = createClusteringPass({ store: bed.store, find, log: bed.log, now: () => NOW });
  const deps = { tenants: async () => [tenant], log: bed.log, metrics: createMetrics(), now: () => NOW };
  const round = createRound({ name: "clustering", intervalMs: 1_000, run }, deps);
  assert.equal(await round(1, never), "failed");
  assert.deepEqual(found, ["a/Good", "b/Good"]);
});

/** Finds no clusters, and remembers what it was asked. */
async function cluster(tenant: TenantId, deps: Partial<ClusteringDeps> = {}): Promise<ClusterTask[]> {
  const tasks: ClusterTask[] = [];
  const find = async (task: ClusterTask) => {
    tasks.push(task);
    return { clusters: [], ended: [], unclustered: [] };
  };
  const pass = createClusteringPass({ store: bed.store, find, log: bed.log, now: () => NOW, ...deps });
  await strictly(pass)(tenant, 1, never);
  return tasks;
}

test("the 1,001st app of a tenant is clustered", async () => {
  const tenant = freshTenant();
  await put(
    tenant,
    Array.from({ length: 1_001 }, (_, at) => sampleInsight(at, { app_name: `app ${at}` })),
  );
  assert.equal(new Set((await cluster(tenant)).map(({ app }) => app)).size, 1_001);
});

test("the app and the label that most feedback is about come first", async () => {
  const tenant = freshTenant();
  const { attributes } = sampleInsight(0);
  const places = ["a/Maps", "b/Maps", "b/Payments", "b/Payments", "b/Payments"];
  await put(
    tenant,
    places.map((place, at) => {
      const [app_name = "", label = ""] = place.split("/");
      return sampleInsight(at, { app_name, attributes: { ...attributes, first_order_labels: [label] } });
    }),
  );
  const order = (await cluster(tenant)).map(({ app, label }) => `${app}/${label}`);
  assert.deepEqual(order, ["b/Payments", "b/Maps", "a/Maps"]);
});

test("of more insights than are clustered it takes the newest, by id; those under another label first don't count", async () => {
  const tenant = freshTenant();
  const { attributes } = sampleInsight(0);
  const labelledElsewhere = { ...attributes, first_order_labels: ["Payments", "Bug reports"] };
  const docs = Array.from({ length: 40 }, (_, at) =>
    sampleInsight(at, { date: NOW - at * 40_000, ...(at % 4 === 0 ? { attributes: labelledElsewhere } : {}) }),
  );
  await put(tenant, docs);
  const task = (await cluster(tenant, { maxInsights: 9 })).find(({ label }) => label === "Bug reports");
  const expected = docs
    .filter(
      ({
        attributes: {
          first_order_labels: [first],
        },
      }) => first === "Bug reports",
    )
    .slice(0, 9);
  assert.deepEqual(
    task?.items.map(({ id }) => id),
    expected.map(({ id }) => id).sort(),
  );
});
