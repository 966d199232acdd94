/** What the frame promises, shown on the embedded queue and store with a stage whose behaviour is written in its input. */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { eventually, openTestbed, type Testbed } from "../../../test/testbed.ts";
import { readBalance } from "../../ledger/balance.ts";
import { SEAL_AFTER, sealLedger } from "../../ledger/seal.ts";
import { batchAttributes } from "../../model/batch.ts";
import { drop, duplicate, type Outcome, ok, reject, retry } from "../../model/outcome.ts";
import { TenantId } from "../../model/tenant.ts";
import { StoreUnavailable } from "../../store/store.ts";
import { startDeadLetterCollector } from "./collector.ts";
import type { ConsumingLoop } from "./consuming-loop.ts";
import { type RunningLoop, startLoop } from "./start.ts";

/** What the stage is to do with a record, and how often it has seen it. */
interface Order {
  readonly id: string;
  readonly does: "ok" | "drop" | "reject" | "duplicate" | "fail" | "throw" | "fail-once" | "outage-once";
}

describe("the loop frame", () => {
  let bed: Testbed;
  let loop: RunningLoop | undefined;
  const seen = new Map<string, number>();
  const written: string[] = [];
  /** Mended: what used to fail now works. */
  let mended = false;
  let batchNumber = 0;
  const tenant = TenantId.parse("acme");

  function obey(order: Order): Outcome<Order> {
    const times = (seen.get(order.id) ?? 0) + 1;
    seen.set(order.id, times);
    if (mended) return ok(order);
    switch (order.does) {
      case "ok":
        return ok(order);
      case "drop":
        return drop("because");
      case "reject":
        return reject([{ field: "does", code: "wrong", message: "told to" }]);
      case "duplicate":
        return duplicate;
      case "fail":
        return retry(new Error("told to fail"));
      case "fail-once":
        return times === 1 ? retry(new Error("told to fail once")) : ok(order);
      case "throw":
        throw new Error("told to throw");
      case "outage-once":
        if (times === 1) throw new StoreUnavailable("down");
        return ok(order);
    }
  }

  const definition: ConsumingLoop<Order, Order> = {
    name: "feature-requests",
    read: async (items, batch) => [
      { batch, app: "a", source: "s", items: items.map((raw) => ({ value: raw as Order, raw })) },
    ],
    stage: async (orders) => orders.map(obey),
    write: async (orders) => {
      written.push(...orders.map((order) => order.id));
      return { outcomes: orders.map(ok), sent: [] };
    },
    concurrency: 1,
  };

  const send = async (
    orders: readonly Order[],
    extra: { redriveOf?: string; batch?: string } = {},
  ): Promise<string> => {
    const batch = extra.batch ?? `batch-${batchNumber++}`;
    const attributes = batchAttributes({
      tenant,
      batch,
      part: "0",
      refused: {},
      redriveOf: extra.redriveOf,
    });
    await bed.queue.send("features", [{ body: JSON.stringify(orders), attributes }]);
    return batch;
  };
  const entryOf = (batch: string) =>
    eventually(`the entry of ${batch}`, async () => {
      const [found] = await bed.ledger.find(tenant, [{ batch, part: "0", stage: "feature-requests" }]);
      return found === "sealed" ? undefined : found;
    });
  const lettersOf = (batch: string) =>
    eventually(`the dead letter of ${batch}`, async () => {
      const { items } = await bed.store.search(tenant, "dead_letters", { where: { queue: "features" } });
      return items.find((item) => item.doc.attributes.batch === batch);
    });
  const balance = () => readBalance(bed.store, tenant, { pipeline: "features" });

  before(async () => {
    bed = await openTestbed();
    loop = startLoop(definition, bed);
  });
  beforeEach(() => {
    mended = false;
    seen.clear();
    written.length = 0;
  });
  after(async () => {
    await loop?.stop(1_000);
    await bed.close();
  });

  it("keeps the digits of numbers past 2^53 in a message", async () => {
    const batch = "long-number";
    const attributes = batchAttributes({ tenant, batch, part: "0", refused: {} });
    await bed.queue.send("features", [{ body: '[{"id":1116190735336968192,"does":"ok"}]', attributes }]);
    await entryOf(batch);
    assert.deepEqual(written, ["1116190735336968192"]);
  });

  it("writes what is ok, books every outcome once, and acks", async () => {
    const batch = await send([
      { id: "a", does: "ok" },
      { id: "b", does: "drop" },
      { id: "c", does: "reject" },
      { id: "d", does: "duplicate" },
    ]);
    const entry = await entryOf(batch);
    assert.equal(entry.in, 4);
    assert.deepEqual(entry.counts, {
      passed: 0,
      stored: 1,
      updated: 0,
      duplicate: 1,
      dead: 0,
      dropped: { because: 1 },
      rejected: { wrong: 1 },
    });
    assert.deepEqual(written, ["a"]);
    await eventually("an empty queue", async () => {
      const depth = await bed.queue.depth("features");
      return depth.visible + depth.inFlight === 0;
    });
    const kept = await bed.store.search(tenant, "rejections", { where: { batch } });
    assert.deepEqual(kept.items.map(({ doc }) => [doc.outcome, doc.reason]).sort(), [
      ["dropped", "because"],
      ["rejected", "wrong"],
    ]);
  });

  it("acks a batch that is in the ledger already without running it again", async () => {
    const batch = await send([{ id: "once", does: "ok" }]);
    await entryOf(batch);
    await send([{ id: "once", does: "ok" }], { batch });
    const next = await send([{ id: "after", does: "ok" }]);
    await entryOf(next);
    assert.equal(seen.get("once"), 1);
  });

  it("acks a batch that was sealed, comes again or is redriven, without running it again", async () => {
    const batch = await send([{ id: "sealed", does: "ok" }]);
    await entryOf(batch);
    const before = await balance();
    await sealLedger(bed.store, tenant, bed.now() + 2 * SEAL_AFTER, new AbortController().signal);
    assert.deepEqual(await bed.ledger.find(tenant, [{ batch, part: "0", stage: "feature-requests" }]), ["sealed"]);
    await send([{ id: "sealed", does: "ok" }], { batch });
    await send([{ id: "sealed", does: "ok" }], { batch, redriveOf: "some-letter" });
    await entryOf(await send([{ id: "after the sealed", does: "ok" }]));
    assert.equal(seen.get("sealed"), 1);
    const { received, stored, balanced } = await balance();
    assert.deepEqual([received, stored, balanced], [before.received + 1, before.stored + 1, true]);
  });

  it("tries only the records that failed again, and passes nothing on before each has its outcome", async () => {
    const batch = await send([
      { id: "well", does: "ok" },
      { id: "hiccup", does: "fail-once" },
    ]);
    const entry = await entryOf(batch);
    assert.deepEqual([seen.get("well"), seen.get("hiccup"), entry.counts.stored], [1, 2, 2]);
    assert.deepEqual(written, ["well", "hiccup"]);
  });

  it("finds the one record that makes a batch throw, and sends only that one to the dead", async () => {
    const collector = startDeadLetterCollector("features", bed);
    const batch = await send([
      { id: "good", does: "ok" },
      { id: "poison", does: "throw" },
      { id: "fine", does: "ok" },
    ]);
    const entry = await entryOf(batch);
    assert.deepEqual([entry.counts.stored, entry.counts.dead], [2, 1]);
    const letter = await lettersOf(batch);
    assert.deepEqual(JSON.parse(letter.doc.body), [{ id: "poison", does: "throw" }]);
    assert.equal(letter.doc.reason, "told to throw");
    await collector.stop(1_000);
  });

  it("moves a dead record to its new outcome when it is redriven after a fix, once", async () => {
    const collector = startDeadLetterCollector("features", bed);
    const batch = await send([{ id: "sick", does: "fail" }]);
    await entryOf(batch);
    const letter = await lettersOf(batch);
    mended = true;
    const before = await balance();
    await send([{ id: "sick", does: "fail" }], { batch, redriveOf: letter.id });
    await eventually("the moved entry", async () => (await entryOf(batch)).redriven.includes(letter.id));
    await send([{ id: "sick", does: "fail" }], { batch, redriveOf: letter.id });
    await entryOf(await send([{ id: "later", does: "ok" }]));
    const after = await balance();
    assert.deepEqual([after.dead, after.stored], [before.dead - 1, before.stored + 2]);
    assert.equal(after.balanced, true);
    await collector.stop(1_000);
  });

  it("books a redriven letter that no stage had booked: the queue itself had made it one", async () => {
    const batch = await send([{ id: "unbooked", does: "ok" }], { redriveOf: "letter-of-the-queue" });
    const entry = await entryOf(batch);
    assert.deepEqual([entry.counts.stored, entry.redriven], [1, ["letter-of-the-queue"]]);
    assert.equal((await balance()).balanced, true);
  });

  it("sends what it cannot read to the dead, whole, as one record", async () => {
    const collector = startDeadLetterCollector("features", bed);
    const batch = `batch-${batchNumber++}`;
    await bed.queue.send("features", [
      { body: "{not json", attributes: batchAttributes({ tenant, batch, part: "0", refused: {} }) },
    ]);
    const entry = await entryOf(batch);
    assert.deepEqual([entry.in, entry.counts.dead], [1, 1]);
    assert.equal((await lettersOf(batch)).doc.body, "{not json");
    await collector.stop(1_000);
  });

  it("waits out an outage without counting it as a try", async () => {
    const batch = await send([{ id: "patient", does: "outage-once" }]);
    const entry = await entryOf(batch);
    assert.deepEqual([entry.counts.stored, entry.counts.dead, seen.get("patient")], [1, 0, 2]);
  });

  it("balances, and says so when an entry is tampered with", async () => {
    const honest = await balance();
    assert.equal(honest.balanced, true);
    assert.equal(honest.in_flight, 0);
    const batch = await send([{ id: "last", does: "ok" }]);
    const entry = await entryOf(batch);
    await bed.store.write(tenant, "ledger", [
      { op: "put", id: `${batch}/0/feature-requests`, doc: { ...entry, in: 2 } },
    ]);
    assert.equal((await balance()).balanced, false);
  });
});
