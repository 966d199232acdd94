/** Faults of the store: away, silent, overloaded, forgetful of its replies, and given a document that it can't take. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { sleep } from "../../src/lifecycle.ts";
import type { FeedbackRecord } from "../feedback.ts";
import { isLong } from "../full.ts";
import { createJudge } from "./judge.ts";
import { chaosRecords, describeOnBothPairs, type Rig } from "./rig.ts";
import type { Runner } from "./runner.ts";
import type { StoreFaults } from "./store-faults.ts";

const records = chaosRecords(120);
/** Milliseconds; long enough for three tries to fail, were an outage taken for a failure. */
const OUTAGE_MS = isLong ? 30_000 : 1_800;
/** A step that a fault undoes several times in a row waits for up to 30 s each time, so that few tries fit in a minute. */
const UNDER_FAULT_MS = 240_000;

const judge = createJudge();
after(() => judge.print());

describeOnBothPairs("a store in trouble", (open, real) => {
  let rig: Rig;
  let runner: Runner;
  let undisturbed: Map<string, string>;
  before(async () => {
    rig = await open();
    runner = rig.start();
    const tenant = rig.freshTenant();
    await rig.send(tenant, records);
    await rig.settled(tenant, records.length);
    undisturbed = await rig.insights(tenant);
    assert.ok(undisturbed.size > records.length / 3);
  });
  after(async () => {
    await rig.storeFaults.heal();
    await runner.stop();
    await rig.close();
  });

  type Break = (faults: StoreFaults) => Promise<void>;

  /** Breaks the store under a runner at work; heals it after so long, or when all went through in spite of it. */
  async function trial(fault: string, breakIt: Break, lasts: number | "until drained" = OUTAGE_MS): Promise<void> {
    const tenant = rig.freshTenant();
    await rig.send(tenant, records.slice(0, 60));
    await breakIt(rig.storeFaults);
    let healedAt: number;
    try {
      await rig.send(tenant, records.slice(60));
      if (lasts === "until drained") await rig.settled(tenant, records.length, UNDER_FAULT_MS);
      else await sleep(lasts);
    } finally {
      // Also where it did not drain: the next trial has a fault of its own.
      healedAt = performance.now();
      await rig.storeFaults.heal();
    }
    await judge.judge(rig, { fault, tenant, sent: records, undisturbed, healedAt, milliseconds: 60_000 });
  }

  it("that is away pauses the work, and nothing is dead", () => trial("store down", (faults) => faults.down()));

  it("that takes requests and never answers is waited for", () =>
    trial("store accepts and never answers", (faults) => faults.hang()));

  it("that refuses 30% of all items gets them again", () =>
    trial("30% of items 429", (faults) => faults.refuseItems(0.3), "until drained"));

  it("that refuses every item makes nothing dead", () => trial("all items 429", (faults) => faults.refuseItems(1)));

  it("whose replies get lost after the commit is not written to twice", () =>
    trial("store reply lost after commit", (faults) => faults.loseReplies(0.3), "until drained"));

  it("gets nine good records of ten, and the bad one is a rejection", async () => {
    const tenant = rig.freshTenant();
    const bad = (at: number): FeedbackRecord => ({ app: "Pedalwick", id: `bad-${at}`, text: 42, date: "never" });
    const mixed = records.flatMap((record, at) => (at % 9 === 8 ? [record, bad(at)] : [record]));
    // Straight onto the queue, past the product's own edge, as a stranger would.
    await rig.queue.send("raw", [{ body: JSON.stringify(mixed), attributes: { tenant } }]);
    const books = await rig.settled(tenant, mixed.length);
    const rejected = Object.values(books.rejected).reduce((sum, count) => sum + count, 0);
    assert.deepEqual([books.balanced, books.dead, rejected], [true, 0, mixed.length - records.length]);
    assert.deepEqual(await rig.insights(tenant), undisturbed);
  });

  it(
    "that is away for two minutes is waited for",
    { skip: isLong && real ? false : "CHAOS=long on the real engines" },
    () => trial("store down for 2 minutes", (faults) => faults.down(), 120_000),
  );

  it("whose disk is past its flood stage takes no writes and is waited for", {
    skip: real ? false : "disk.test.ts fills the embedded one's",
  }, async () => {
    const { store } = rig.places;
    assert.ok("url" in store);
    /** What Elasticsearch itself does to every index of a node that is 95% full, and undoes below 90%. */
    const setFlooded = async (flooded: true | null): Promise<void> => {
      const reply = await fetch(`${store.url}/${store.indexPrefix}*/_settings`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ "index.blocks.read_only_allow_delete": flooded }),
      });
      assert.equal(reply.status, 200);
    };
    const tenant = rig.freshTenant();
    await rig.send(tenant, records.slice(0, 60));
    await setFlooded(true);
    try {
      await rig.send(tenant, records.slice(60));
      await sleep(OUTAGE_MS);
      assert.ok((await rig.insights(tenant)).size < undisturbed.size);
    } finally {
      await setFlooded(null);
    }
    const healedAt = performance.now();
    await judge.judge(rig, {
      fault: "store disk full",
      tenant,
      sent: records,
      undisturbed,
      healedAt,
      milliseconds: 60_000,
    });
  });

  const pid = Number(process.env.ELASTICSEARCH_PID ?? 0);
  it("whose process is stopped for a while is waited for", {
    skip: isLong && real && pid > 0 ? false : "CHAOS=long and ELASTICSEARCH_PID",
  }, async () => {
    const tenant = rig.freshTenant();
    process.kill(pid, "SIGSTOP");
    try {
      await rig.send(tenant, records);
      await sleep(OUTAGE_MS);
    } finally {
      process.kill(pid, "SIGCONT");
    }
    const healedAt = performance.now();
    await judge.judge(rig, { fault: "store process stopped", tenant, sent: records, undisturbed, healedAt });
  });
});
