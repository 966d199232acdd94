/** Periodic work and its leases: many runners do it once, and one that stalled and comes back overwrites nothing. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { createClusteringThread } from "../../src/clustering/pool.ts";
import { createAppLookup } from "../../src/enrichment/app-lookup.ts";
import { sleep } from "../../src/lifecycle.ts";
import { createClusteringPass } from "../../src/loops/clustering/pass.ts";
import type { TenantRound } from "../../src/loops/periodic/periodic-loop.ts";
import { RENEW_MS, startPeriodic } from "../../src/loops/periodic/start.ts";
import { strictly } from "../../src/loops/periodic/strict.testing.ts";
import { createTicketPass } from "../../src/loops/ticket-generator/pass.ts";
import { createMetrics } from "../../src/metrics.ts";
import type { TenantId } from "../../src/model/tenant.ts";
import type { TicketItem } from "../../src/model/ticket.ts";
import type { CollectionName, Documents } from "../../src/store/collections.ts";
import { createLeases } from "../../src/store/lease.ts";
import type { Store } from "../../src/store/store.ts";
import { withOffer } from "../../src/store/testsuite/refusing.ts";
import { eventually } from "../testbed.ts";
import { chaosRecords, describeOnBothPairs, type Rig } from "./rig.ts";
import { quiet, type Runner } from "./runner.ts";

const records = chaosRecords(240);
/** Unix seconds; fixed, so that a round over the same insights writes the same. */
const NOW = 1_760_000_000;
const never = new AbortController().signal;
const settings = { windowDays: 3_650, minReviews: 3, publicUrl: "http://127.0.0.1" };

/** A store whose first write to a collection waits, as if the whole process had been stopped just before it. */
function stalling(store: Store, collection: CollectionName) {
  let [goOn, reach] = [() => {}, () => {}];
  const released = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const stalled = withOffer(store, async (tenant, name, writes) => {
    if (name === collection) {
      reach();
      await released;
    }
    return store.offer(tenant, name, writes);
  });
  return { store: stalled, reached, goOn: () => goOn() };
}

describeOnBothPairs("periodic work", (open) => {
  let rig: Rig;
  let runner: Runner;
  before(async () => {
    rig = await open();
    runner = rig.start();
  });
  const thread = createClusteringThread();
  after(async () => {
    await thread.close();
    await runner.stop();
    await rig.close();
  });

  const cluster = (store: Store, now = () => NOW) =>
    strictly(createClusteringPass({ store, apps: createAppLookup(store), find: thread.find, log: quiet, now }));
  const tickets = (store: Store, now = () => NOW) =>
    strictly(createTicketPass({ store, queue: rig.queue, log: quiet, settings, now }));
  async function add(tenant: TenantId, some: typeof records, received: number): Promise<void> {
    await rig.send(tenant, some);
    await rig.settled(tenant, received);
  }
  async function all<C extends "clusters" | "tickets" | "insights">(tenant: TenantId, collection: C) {
    await rig.store.refresh([collection]);
    const documents: { readonly id: string; readonly doc: Documents[C] }[] = [];
    for await (const { id, doc } of rig.store.scan(tenant, collection)) documents.push({ id, doc });
    return documents;
  }
  /** Which insight is in which cluster. */
  async function marksOf(tenant: TenantId): Promise<Map<string, string>> {
    const insights = await all(tenant, "insights");
    return new Map(insights.flatMap(({ id, doc }) => (doc.cluster_id === undefined ? [] : [[id, doc.cluster_id]])));
  }
  async function checkSound(tenant: TenantId): Promise<void> {
    const insights = await all(tenant, "insights");
    const sizes = Map.groupBy(
      insights.flatMap(({ doc }) => doc.themes),
      (theme) => theme,
    );
    const alive = (await all(tenant, "clusters")).filter(({ doc }) => doc.alive);
    assert.deepEqual(
      new Map([...sizes].sort().map(([id, told]) => [id, told.length])),
      new Map(alive.map(({ id, doc }) => [id, doc.size])),
    );
  }

  for (const collection of ["clusters", "insights"] as const) {
    it(`by a runner that stalls before it writes ${collection} is not undone when it comes back`, async () => {
      const tenant = rig.freshTenant();
      await add(tenant, records.slice(0, 120), 120);
      const stalled = stalling(rig.store, collection);
      const old = cluster(stalled.store)(tenant, 1, never);
      await stalled.reached;
      await add(tenant, records.slice(120), 240);
      await cluster(rig.store)(tenant, 2, never);
      const [clusters, marks] = [await all(tenant, "clusters"), await marksOf(tenant)];
      assert.ok(clusters.length > 1 && marks.size > 10);
      stalled.goOn();
      await old;
      const [clustersThen, marksThen] = [await all(tenant, "clusters"), await marksOf(tenant)];
      for (const one of clusters)
        assert.deepEqual(
          clustersThen.find(({ id }) => id === one.id),
          one,
        );
      for (const [insight, id] of marks) assert.equal(marksThen.get(insight), id);
      // What it added from its old view of things, the next round puts right.
      await cluster(rig.store)(tenant, 2, never);
      await checkSound(tenant);
    });
  }

  it("gives each ticket revision one set of bytes, though a stalled runner comes back with another", async () => {
    const tenant = rig.freshTenant();
    const bodies = new Map<string, Set<string>>();
    const listening = rig.queue.consume("tickets", async (messages) => {
      for (const { body, attributes } of messages) {
        const [item] = JSON.parse(body) as [TicketItem];
        const key = `${item.metadata.ticket_id} ${item.metadata.revision}`;
        if (attributes.tenant === tenant) bodies.set(key, (bodies.get(key) ?? new Set()).add(body));
      }
      return messages;
    });
    await add(tenant, records.slice(0, 120), 120);
    await cluster(rig.store)(tenant, 1, never);
    const creating = stalling(rig.store, "tickets");
    const first = tickets(creating.store)(tenant, 1, never);
    await creating.reached;
    await add(tenant, records.slice(120), 240);
    await cluster(rig.store)(tenant, 2, never);
    await tickets(rig.store, () => NOW + 60)(tenant, 2, never);
    const later = await all(tenant, "tickets");
    assert.ok(later.length > 0);
    creating.goOn();
    await first;
    assert.deepEqual(await all(tenant, "tickets"), later);

    const wanted = later.map(({ id, doc }) => `${id} ${doc.revision}`);
    await eventually("every revision published", async () => wanted.every((key) => bodies.has(key)));
    for (const [key, published] of bodies) assert.equal(published.size, 1, key);
    await listening.stop(1_000);
  });

  it("is done by one of two runners at a time, and goes to the other when the first stops, whatever their clocks say", async () => {
    const tenant = rig.freshTenant();
    await add(tenant, records.slice(0, 100), 100);
    const names = ["clustering", "ticket-generator"] as const;
    const rounds: { name: string; holder: string; term: number }[] = [];
    const busy = new Set<string>();
    let overlaps = 0;
    const start = (holder: string, hours: number) => {
      const now = () => NOW + hours * 3_600;
      const passes = { clustering: cluster(rig.store, now), "ticket-generator": tickets(rig.store, now) };
      const leases = createLeases(rig.store, { holder, now: () => performance.now(), sleep });
      return names.map((name) => {
        const run: TenantRound = async (whose, term, signal) => {
          if (busy.has(name)) overlaps++;
          busy.add(name);
          await passes[name](whose, term, signal);
          busy.delete(name);
          rounds.push({ name, holder, term });
        };
        const pulse = (signal: AbortSignal) => sleep(RENEW_MS, signal);
        const deps = { leases, pulse, log: quiet, metrics: createMetrics(), tenants: async () => [tenant], now };
        return startPeriodic({ name, intervalMs: 50, run }, deps);
      });
    };
    const runners = new Map([
      ["a", start("a", 24)],
      ["b", start("b", -24)],
    ]);
    const holderOf = (name: string) => rounds.findLast((round) => round.name === name)?.holder;
    for (const name of names)
      await eventually(`rounds of ${name}`, async () => rounds.filter((round) => round.name === name).length > 3);
    const handOver = async (name: (typeof names)[number], at: number): Promise<void> => {
      const holder = holderOf(name)!;
      await runners.get(holder)![at]!.stop(5_000);
      await eventually(`${name} taken over`, async () => holderOf(name) !== holder, 25_000);
    };
    await Promise.all(names.map(handOver));
    for (const one of [...runners.values()].flat()) await one.stop(5_000);
    assert.equal(overlaps, 0);
    const holders = Map.groupBy(rounds, ({ name, term }) => `${name} ${term}`);
    for (const [key, some] of holders) assert.equal(new Set(some.map(({ holder }) => holder)).size, 1, key);
    assert.equal(holders.size, 4, "two terms of two leases");
  });
});
