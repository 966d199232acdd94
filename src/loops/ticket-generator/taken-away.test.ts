/** Tickets whose evidence people took to other themes, or took back. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NOW, placedInsight, sampleCluster } from "../../../test/samples.ts";
import { openTestbed, type Testbed } from "../../../test/testbed.ts";
import type { ClusterDocument } from "../../model/cluster.ts";
import { ticketId } from "../../model/identity.ts";
import { TenantId } from "../../model/tenant.ts";
import type { ThemeDecisionDocument } from "../../model/theme-decision.ts";
import { listTickets } from "../../operations/tickets.ts";
import { strictly } from "../periodic/strict.testing.ts";
import { createTicketPass } from "./pass.ts";

const tenant = TenantId.parse("acme");
const { signal } = new AbortController();
let bed: Testbed;
let now = NOW + 3_600;
let number = 0;
before(async () => {
  bed = await openTestbed();
});
after(() => bed.close());

const addCluster = (id: string, changes: Partial<ClusterDocument> = {}) =>
  bed.store.write(tenant, "clusters", [{ op: "put", id, doc: sampleCluster(id, changes) }]);
async function addInsights(cluster: string, count: number): Promise<void> {
  const docs = Array.from({ length: count }, () => placedInsight(number++, cluster, { priority_rank: 2 }));
  await bed.store.write(
    tenant,
    "insights",
    docs.map((doc) => ({ op: "create", id: doc.id, doc })),
  );
}
const ticketOf = async (cluster: string) => (await bed.store.get(tenant, "tickets", ticketId(cluster)))?.doc;

test("a ticket whose evidence people took back says what is left, or leaves the rest to the ticket that tells of it", async () => {
  const settings = { windowDays: 30, minReviews: 3, publicUrl: "http://127.0.0.1:8080" };
  const generate = strictly(
    createTicketPass({ store: bed.store, queue: bed.queue, log: bed.log, settings, now: () => now }),
  );
  const ids = { few: "c-lent", many: "c-took", most: "c-kept" };
  for (const [id, count] of [
    [ids.few, 1],
    [ids.many, 4],
    [ids.most, 5],
  ] as const) {
    await addCluster(id);
    await addInsights(id, count);
  }
  const place = async (from: string, to: string, count: number) => {
    const found = await bed.store.first(tenant, "insights", { where: { themes: from }, limit: count });
    const writes = found.map(({ id, doc }) => {
      const statements = doc.statements!.map((one) => ({ ...one, theme: to }));
      return { op: "update" as const, id, set: { statements, themes: [to] } };
    });
    await bed.store.write(tenant, "insights", writes);
  };
  const decide = async (id: string, themes: readonly string[], changes: Partial<ThemeDecisionDocument> = {}) => {
    const doc = {
      ...{ id, app: "Pedalwick", what: "merge", themes: [...themes], at: now, by: "operator" },
      ...changes,
    };
    const full = { undone: false, open: false, members: [], insights: 0, ...doc } as unknown as ThemeDecisionDocument;
    await bed.store.write(tenant, "theme_decisions", [{ op: "put", id, doc: full }]);
    await bed.store.refresh(["theme_decisions", "insights"]);
  };
  await generate(tenant, 1, signal);
  assert.equal(await ticketOf(ids.few), undefined);

  // Merged, the few have a ticket of all five.
  await place(ids.many, ids.few, 4);
  await addCluster(ids.many, { alive: false, merged_into: ids.few });
  await decide("d-merge", [ids.few, ids.many]);
  await generate(tenant, 1, signal);
  assert.equal((await ticketOf(ids.few))?.item.metadata["source review ids"].length, 5);

  now += 60;
  const back = await bed.store.first(tenant, "insights", { where: { themes: ids.few }, limit: 5 });
  assert.equal(back.length, 5);
  await place(ids.few, ids.many, 4);
  await addCluster(ids.many);
  await decide("d-merge", [ids.few, ids.many], { undone: true, undone_at: now });
  now += 1;
  await generate(tenant, 1, signal);
  await generate(tenant, 1, signal);
  const [few, many] = await Promise.all([ticketOf(ids.few), ticketOf(ids.many)]);
  assert.equal(few?.item.metadata.merged_into, ticketId(ids.many));
  assert.equal(many?.item.metadata.merged_into, undefined);
  assert.equal(many?.item.metadata["source review ids"].length, 4);
  const open = (await listTickets(bed.store, tenant, { status: ["open"] })).items.map(({ cluster_id }) => cluster_id);
  assert.deepEqual([open.includes(ids.few), open.includes(ids.many)], [false, true]);

  // One that keeps enough stays, and names no more what was taken out of it.
  await place(ids.most, ids.many, 2);
  await decide("d-move", [ids.most, ids.many], { what: "move" });
  now += 1;
  await generate(tenant, 1, signal);
  await generate(tenant, 1, signal);
  const most = await ticketOf(ids.most);
  assert.deepEqual([most?.revision, most?.item.metadata["source review ids"].length], [2, 3]);
  assert.match(most!.item.description, /^3 urgent reports/);
});
