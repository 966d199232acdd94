/** Tickets: one for each cluster that deserves it, revised when evidence grows, published at least once a revision with the same bytes. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { NOW, placedInsight, sampleCluster } from "../../../test/samples.ts";
import { openTestbed, type Testbed } from "../../../test/testbed.ts";
import { sleep } from "../../lifecycle.ts";
import type { ClusterDocument } from "../../model/cluster.ts";
import { ticketId } from "../../model/identity.ts";
import { TenantId } from "../../model/tenant.ts";
import { TicketItem } from "../../model/ticket.ts";
import { listTickets } from "../../operations/tickets.ts";
import { MessageRefused } from "../../queue/queue.ts";
import { createRound } from "../periodic/round.ts";
import { strictly } from "../periodic/strict.testing.ts";
import { createTicketPass } from "./pass.ts";

describe("the ticket generator", () => {
  const tenant = TenantId.parse("acme");
  const settings = { windowDays: 30, minReviews: 3, publicUrl: "http://127.0.0.1:8080" };
  const signal = new AbortController().signal;
  let bed: Testbed;
  let now = NOW + 3_600;
  let number = 0;
  let generate: ReturnType<typeof strictly>;
  const bodies: string[] = [];
  let stopReading: () => Promise<void>;

  before(async () => {
    bed = await openTestbed();
    generate = strictly(
      createTicketPass({ store: bed.store, queue: bed.queue, log: bed.log, settings, now: () => now }),
    );
    const consumption = bed.queue.consume("tickets", async (messages) => {
      bodies.push(...messages.map((message) => message.body));
      return messages;
    });
    stopReading = () => consumption.stop(1_000);
  });
  after(async () => {
    await stopReading();
    await bed.close();
  });

  const addCluster = (id: string, changes: Partial<ClusterDocument> = {}) =>
    bed.store.write(tenant, "clusters", [{ op: "put", id, doc: sampleCluster(id, changes) }]);
  async function addInsights(cluster: string, count: number, rank = 2): Promise<void> {
    const docs = Array.from({ length: count }, () => placedInsight(number++, cluster, { priority_rank: rank }));
    await bed.store.write(
      tenant,
      "insights",
      docs.map((doc) => ({ op: "create", id: doc.id, doc })),
    );
  }
  const ticketOf = async (cluster: string) => (await bed.store.get(tenant, "tickets", ticketId(cluster)))?.doc;
  async function published(cluster: string, count: number): Promise<TicketItem[]> {
    const mine = () =>
      bodies
        .map((body) => TicketItem.parse((JSON.parse(body) as unknown[])[0]))
        .filter((item) => item.metadata.ticket_id === ticketId(cluster));
    for (let waited = 0; mine().length < count && waited < 5_000; waited += 20) await sleep(20);
    return mine();
  }

  it("makes a ticket of evidence with impossible times too", async () => {
    await addCluster("future");
    await addInsights("future", 2);
    const doc = placedInsight(number++, "future", { date: 99_999_999_999_999 });
    await bed.store.write(tenant, "insights", [{ op: "create", id: doc.id, doc }]);
    await generate(tenant, 1, signal);
    const [item] = await published("future", 1);
    assert.match(item!.description, / to 9999-12-31;/);
  });

  it("raises one ticket for a cluster with enough urgent insights, with evidence that is in the insights", async () => {
    await addCluster("c-raise");
    await addInsights("c-raise", 2);
    await generate(tenant, 1, signal);
    assert.equal(await ticketOf("c-raise"), undefined);

    await addInsights("c-raise", 1);
    await generate(tenant, 1, signal);
    await generate(tenant, 1, signal);
    const [item, ...more] = await published("c-raise", 1);
    assert.equal(more.length, 0);
    assert.deepEqual(
      [item!.title, item!.priority, item!.metadata.revision, item!.metadata.evidence.length],
      ["app crashes on opening a ride", 1, 1, 3],
    );
    assert.equal(item!.metadata["source review ids"].length, 3);
    const ticket = await ticketOf("c-raise");
    for (const { insight_id, quote, start, end } of ticket!.evidence) {
      const insight = await bed.store.get(tenant, "insights", insight_id);
      assert.equal(insight?.doc.main_text.slice(start, end), quote);
    }
  });

  it("revises the same ticket when evidence grows, and leaves it alone when it does not", async () => {
    await addCluster("c-grow");
    await addInsights("c-grow", 3);
    await generate(tenant, 1, signal);
    await addInsights("c-grow", 1, 3);
    await generate(tenant, 1, signal);
    await generate(tenant, 1, signal);
    const items = await published("c-grow", 2);
    assert.deepEqual(
      items.map((item) => [item.metadata.revision, item.priority]),
      [
        [1, 1],
        [2, 2],
      ],
    );
    assert.equal(new Set(items.map((item) => item.metadata.ticket_id)).size, 1);
  });

  it("publishes again, byte for byte, what a crash left unmarked", async () => {
    await addCluster("c-crash");
    await addInsights("c-crash", 3);
    await generate(tenant, 1, signal);
    await published("c-crash", 1);
    await bed.store.write(tenant, "tickets", [
      { op: "update", id: ticketId("c-crash"), set: { unpublished: true, published_revision: 0 } },
    ]);
    now += 1_000;
    await generate(tenant, 1, signal);
    await published("c-crash", 2);
    const mine = bodies.filter((body) => body.includes(ticketId("c-crash")));
    assert.equal(mine.length, 2);
    assert.equal(mine[0], mine[1]);
  });

  it("publishes an unclaimed revision again after ten days, and not one that was claimed", async () => {
    for (const cluster of ["c-lost", "c-claimed"]) {
      await addCluster(cluster);
      await addInsights(cluster, 3);
    }
    await generate(tenant, 1, signal);
    await published("c-lost", 1);
    await bed.store.write(tenant, "work_claims", [
      { op: "put", id: ticketId("c-claimed"), doc: { revision: 1, state: "done", at: now } },
    ]);
    now += 11 * 86_400;
    await generate(tenant, 1, signal);
    assert.equal((await published("c-lost", 2)).length, 2);
    assert.equal((await published("c-claimed", 1)).length, 1);
  });

  it("marks evidence of after the closing as a regression, of the version that puts it right or a newer one", async () => {
    await addCluster("c-closed");
    await addInsights("c-closed", 3);
    await generate(tenant, 1, signal);
    const id = ticketId("c-closed");
    const closed = { status: "closed", at: NOW + 1_000, at_revision: 1, fixed_in: "6.2" } as const;
    await bed.store.write(tenant, "ticket_states", [{ op: "put", id, doc: closed }]);
    const add = async (date: number, version: string): Promise<void> => {
      const doc = placedInsight(number++, "c-closed", { date, version, ingested_at: NOW + 2_000 });
      await bed.store.write(tenant, "insights", [{ op: "create", id: doc.id, doc }]);
      await generate(tenant, 1, signal);
    };
    const status = async () => (await listTickets(bed.store, tenant, { cluster: "c-closed" })).items[0]!.status;
    await add(NOW + 500, "6.2");
    await add(NOW + 1_500, "6.1");
    assert.equal(await status(), "closed");
    await add(NOW + 1_500, "6.2.1");
    assert.equal(await status(), "open");
    await add(NOW + 600, "6.0");
    assert.equal(await status(), "open");
    const items = await published("c-closed", 5);
    assert.deepEqual(
      items.map((item) => item.metadata.regression),
      [undefined, undefined, undefined, true, true],
    );
    const day = new Date(NOW * 1_000).toISOString().slice(0, 10);
    const late = (count: number) =>
      `Older than the fix in version 6.2: ${count} of these reports came after the closing on ${day}, told on ${day}. The ticket stays closed.`;
    assert.deepEqual(
      items.map(({ description }) => description.split("\n").find((line) => line.startsWith("Older"))),
      [undefined, late(1), late(2), undefined, undefined],
    );
  });

  it("says again what a ticket is of when people took the merge of its theme back", async () => {
    await addCluster("c-back");
    await addInsights("c-back", 3);
    await generate(tenant, 1, signal);
    await addCluster("c-back", { alive: false, merged_into: "c-other" });
    await generate(tenant, 1, signal);
    await addCluster("c-back");
    await generate(tenant, 1, signal);
    await generate(tenant, 1, signal);
    const items = await published("c-back", 3);
    assert.deepEqual(
      items.map((item) => item.metadata.merged_into),
      [undefined, ticketId("c-other"), undefined],
    );
  });

  it("makes no ticket of a muted theme", async () => {
    await addCluster("c-quiet", { quiet: true });
    await addInsights("c-quiet", 3);
    await generate(tenant, 1, signal);
    assert.equal(await ticketOf("c-quiet"), undefined);
  });

  it("says once of a merged cluster's ticket where it went, and leaves one open", async () => {
    for (const id of ["c-elder", "c-gone"]) {
      await addCluster(id);
      await addInsights(id, 3);
    }
    await generate(tenant, 1, signal);
    const elder = ticketId("c-elder");
    const claim = { revision: 1, state: "done", work_id: "don:core:dvrv-us-1:devo/0:ticket/14", at: 1 } as const;
    await bed.store.write(tenant, "work_claims", [{ op: "put", id: elder, doc: claim }]);
    await addCluster("c-gone", { alive: false, merged_into: "c-elder", name: "another name" });
    await generate(tenant, 1, signal);
    await generate(tenant, 1, signal);
    const items = await published("c-gone", 2);
    assert.deepEqual(
      items.map((item) => item.metadata.merged_into),
      [undefined, elder],
    );
    // In words, by the name that the follower knows the other one under; it is closed, and is called what it was.
    assert.match(items[1]!.description, new RegExp(`^Merged into TKT-14: .*/tickets/${elder}\\)`));
    assert.equal(items[1]!.title, items[0]!.title);
    const openOf = async (cluster: string) =>
      (await listTickets(bed.store, tenant, { status: ["open"], cluster })).items.map(({ id }) => id);
    assert.deepEqual([await openOf("c-gone"), await openOf("c-elder")], [[], [elder]]);
  });

  it("a revision keeps the title that people know the ticket by, and the description quotes what they said", async () => {
    await addCluster("c-titled", { name: "app crashes on start" });
    await addInsights("c-titled", 3);
    await generate(tenant, 1, signal);
    await addCluster("c-titled", { name: "app freezes now" });
    await addInsights("c-titled", 12);
    await generate(tenant, 1, signal);
    const items = await published("c-titled", 2);
    assert.deepEqual(
      items.map(({ title, metadata }) => [title, metadata.revision]),
      [
        ["app crashes on start", 1],
        ["app crashes on start", 2],
      ],
    );
    for (const { description, metadata } of items) {
      const [first] = metadata.evidence;
      assert.ok(description.includes(`> ${first!.quote.slice(0, 100)}`), description);
      assert.ok(description.includes(metadata.url));
    }
  });

  it("gives the 1,001st ripe cluster its ticket too", async () => {
    const many = TenantId.parse("many");
    const ids = Array.from({ length: 1_001 }, (_, at) => `c-${at}`);
    await bed.store.write(
      many,
      "clusters",
      ids.map((id) => ({ op: "create", id, doc: sampleCluster(id) })),
    );
    await bed.store.write(
      many,
      "insights",
      ids.map((cluster_id) => {
        const doc = placedInsight(number++, cluster_id);
        return { op: "create", id: doc.id, doc };
      }),
    );
    const queue = { ...bed.queue, send: async () => {} };
    const raise = createTicketPass({
      store: bed.store,
      queue,
      log: bed.log,
      settings: { ...settings, minReviews: 1 },
      now: () => now,
    });
    await strictly(raise)(many, 1, signal);
    assert.equal(await bed.store.count(many, "tickets", {}), 1_001);
  });

  it("raises and publishes the other tickets when one can't be published, which is not revised meanwhile", async () => {
    const some = TenantId.parse("some");
    for (const cluster of ["c-1", "c-2", "c-3"]) {
      await bed.store.write(some, "clusters", [{ op: "create", id: cluster, doc: sampleCluster(cluster) }]);
      const doc = placedInsight(number++, cluster);
      await bed.store.write(some, "insights", [{ op: "create", id: doc.id, doc }]);
    }
    const sent: string[] = [];
    let refused = true;
    const send: Testbed["queue"]["send"] = async (_, messages) => {
      const ticket = messages[0]!.attributes.batch!;
      if (refused && ticket === ticketId("c-2")) throw new MessageRefused("told to");
      sent.push(ticket);
    };
    const queue = { ...bed.queue, send };
    const one = { ...settings, minReviews: 1 };
    const run = createTicketPass({ store: bed.store, queue, log: bed.log, settings: one, now: () => now });
    const deps = { tenants: async () => [some], log: bed.log, metrics: bed.metrics, now: () => now };
    const round = createRound({ name: "ticket-generator", intervalMs: 1_000, run }, deps);
    assert.equal(await round(1, signal), "failed");
    assert.deepEqual(sent.sort(), [ticketId("c-1"), ticketId("c-3")].sort());
    const more = placedInsight(number++, "c-2");
    await bed.store.write(some, "insights", [{ op: "create", id: more.id, doc: more }]);
    const revision = async () => (await bed.store.get(some, "tickets", ticketId("c-2")))?.doc.revision;
    assert.equal(await round(1, signal), "failed");
    assert.equal(await revision(), 1);
    refused = false;
    assert.equal(await round(1, signal), "ok");
    assert.equal(await revision(), 2);
    assert.equal(sent.filter((ticket) => ticket === ticketId("c-2")).length, 2);
  });

  it("shows the newest of more urgent insights than it looks through, and counts them all", async () => {
    await addCluster("c-many");
    const docs = Array.from({ length: 12 }, (_, at) =>
      placedInsight(number++, "c-many", { date: NOW - at * 43_200, priority_rank: at < 3 ? 2 : 3 }),
    );
    await bed.store.write(
      tenant,
      "insights",
      docs.map((doc) => ({ op: "create", id: doc.id, doc })),
    );
    const raise = createTicketPass({
      store: bed.store,
      queue: bed.queue,
      log: bed.log,
      settings,
      now: () => now,
      maxEvidence: 5,
    });
    await strictly(raise)(tenant, 1, signal);
    const [item] = await published("c-many", 1);
    assert.deepEqual(
      item?.metadata["source review ids"].toSorted(),
      docs
        .slice(0, 5)
        .map(({ id }) => id)
        .sort(),
    );
    assert.match(JSON.stringify(item), /12 urgent reports .* 9 of them critical/);
  });

  it("never writes over what a later term wrote", async () => {
    await addCluster("c-term");
    await addInsights("c-term", 3);
    await generate(tenant, 7, signal);
    await addInsights("c-term", 3);
    await generate(tenant, 6, signal);
    assert.deepEqual([(await ticketOf("c-term"))?.revision, (await ticketOf("c-term"))?.term], [1, 7]);
  });
});
