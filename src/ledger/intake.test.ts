/** The books know what lies on a queue, what was refused at the edge, and what is a replay. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { eventually, openTestbed, type Testbed } from "../../test/testbed.ts";
import { createSqsWriter } from "../ingestion/sqs-writer.ts";
import { enterIntake, leaveIntake } from "../ledger/intake.ts";
import { backoff } from "../lifecycle.ts";
import { createDenoiserLoop } from "../loops/denoiser/loop.ts";
import { startLoop } from "../loops/frame/start.ts";
import { TenantId } from "../model/tenant.ts";
import { StoreUnavailable } from "../store/store.ts";
import { readBalance } from "./balance.ts";
import { createLedger } from "./ledger.ts";
import { sealLedger } from "./seal.ts";

const DAY = 86_400;
const TEXT = "The boarding pass screen crashes every time I open it";

describe("intake in the books", () => {
  let bed: Testbed;
  let number = 0;
  before(async () => {
    bed = await openTestbed();
  });
  after(() => bed.close());
  const freshTenant = () => TenantId.parse(`intake-${number++}`);
  const books = (tenant: TenantId, query = {}) => readBalance(bed.store, tenant, { pipeline: "feedback", ...query });
  const writerOn = (store = bed.store) =>
    createSqsWriter({
      queue: bed.queue,
      store,
      apps: { packages: async () => new Map() },
      defaultApp: "default",
      log: bed.log,
      now: bed.now,
    });

  /** Reads as the denoiser does, and drops everything. */
  const droppingDenoiser = (): ReturnType<typeof createDenoiserLoop> => ({
    ...createDenoiserLoop({
      text: {} as never,
      queue: bed.queue,
      defaultApp: "default",
      appsByPackage: async () => new Map(),
    }),
    stage: async (records) => records.map(() => ({ kind: "drop", reason: "spam" }) as const),
  });

  it("what was accepted is received and in flight before any loop has seen it", async () => {
    const tenant = freshTenant();
    for (const id of ["a1", "a2", "a3"]) await writerOn().write({ tenant, records: [{ app: "L", id, text: TEXT }] });
    const now = await books(tenant);
    assert.deepEqual([now.received, now.in_flight, now.balanced], [3, 3, true]);
    assert.equal((await books(tenant, { app: "L" })).received, 3);
    assert.equal((await books(tenant, { app: "Other" })).received, 0);
  });

  it("a request in which nothing is acceptable is booked and kept, each record under its app and source", async () => {
    const tenant = freshTenant();
    const records = [
      { app: "A", source: "x" },
      { app: "A", source: "x", text: "" },
      { app: "B", text: 7 },
      "no record",
    ];
    const receipt = await writerOn().write({ tenant, records });
    assert.deepEqual([receipt.accepted, receipt.batch_ids, receipt.rejected.length], [0, [], 4]);
    const all = await books(tenant);
    assert.deepEqual([all.received, all.in_flight, all.balanced], [4, 0, true]);
    assert.deepEqual((await books(tenant, { app: "A", source: "x" })).rejected, { required: 2 });
    assert.equal((await books(tenant, { app: "B", source: "push" })).received, 1);
    assert.equal((await bed.store.search(tenant, "rejections", { where: { stage: "intake" } })).total, 4);
  });

  it("how refusals and acceptable records are cut into requests changes nothing in the books", async () => {
    const records = Array.from({ length: 12 }, (_, n) => ({
      app: `A${n % 2}`,
      text: n % 3 === 0 ? "" : `${TEXT} ${n}`,
    }));
    for (const size of [1, 2, 5, 12]) {
      const tenant = freshTenant();
      for (let at = 0; at < records.length; at += size)
        await writerOn().write({ tenant, records: records.slice(at, at + size) });
      for (const app of ["A0", "A1"]) {
        const now = await books(tenant, { app });
        const kept = await bed.store.count(tenant, "rejections", { where: { app, stage: "intake" } });
        assert.deepEqual([now.received, now.balanced, kept], [6, true, 2], `${app}, ${size} at a time`);
      }
    }
  });

  it("an outage of the store holds up no intake, and what was refused meanwhile is booked after it", async () => {
    const tenant = freshTenant();
    let isDown = true;
    const write: typeof bed.store.write = async (...call) => {
      if (isDown) throw new StoreUnavailable("down");
      return bed.store.write(...call);
    };
    const writer = writerOn({ ...bed.store, write });
    await writer.write({ tenant, records: [{ text: "" }] });
    // Each would wait a second for the store.
    const before = performance.now();
    for (let request = 0; request < 10; request++) await writer.write({ tenant, records: [{ text: TEXT }] });
    assert.ok(performance.now() - before < 8_000, "the requests after it waited for the store");
    isDown = false;
    const now = await eventually(
      "the books",
      async () => {
        const balance = await books(tenant);
        return balance.received === 11 && balance;
      },
      10_000 + backoff(0),
    );
    assert.deepEqual([now.rejected, now.in_flight], [{ required: 1 }, 10]);
  });

  it("what a stage has booked counts once, however late the entry comes or goes, also after sealing", async () => {
    const tenant = freshTenant();
    const loop = startLoop(droppingDenoiser(), { ...bed, ledger: createLedger(bed.store) });
    const receipt = await writerOn().write({ tenant, records: [{ text: TEXT }, { text: "" }] });
    await eventually("the entry is gone", async () => (await bed.store.count(tenant, "intake", {})) === 0);
    await loop.stop(2_000);
    const doc = {
      pipeline: "feedback",
      batch: receipt.batch_ids[0]!,
      part: "0",
      app: "default",
      source: "push",
      in: 1,
      refused: { required: 1 },
    } as const;
    const before = await books(tenant);
    assert.deepEqual([before.received, before.in_flight], [2, 0]);
    await enterIntake(bed.store, tenant, [doc]);
    assert.deepEqual(await books(tenant), before);
    await sealLedger(bed.store, tenant, bed.now() + 30 * DAY, new AbortController().signal);
    assert.equal(await bed.store.count(tenant, "intake", {}), 0);
    assert.deepEqual(await books(tenant), before);
    await leaveIntake(bed.store, tenant, [doc]);
    assert.deepEqual(await books(tenant), before);
  });

  it("thousands of apps in one request share messages, and each is booked", async () => {
    const tenant = freshTenant();
    const apps = 1_500;
    const sent: number[] = [];
    const send: typeof bed.queue.send = async (name, messages, signal) => {
      sent.push(messages.length);
      return bed.queue.send(name, messages, signal);
    };
    const writer = createSqsWriter({
      queue: { ...bed.queue, send },
      store: bed.store,
      apps: { packages: async () => new Map() },
      defaultApp: "default",
      log: bed.log,
      now: bed.now,
    });
    const records = Array.from({ length: apps }, (_, n) => ({ app: `app ${n}`, text: n === 7 ? "" : TEXT }));
    const started = performance.now();
    const receipt = await writer.write({ tenant, records });
    assert.ok(performance.now() - started < 5_000, "a client waits no longer");
    assert.ok(sent[0]! < 10, `${sent[0]} messages`);
    assert.deepEqual([receipt.accepted, receipt.batch_ids.length], [apps - 1, apps - 1]);
    const waiting = await books(tenant);
    assert.deepEqual([waiting.received, waiting.in_flight], [apps, apps - 1]);
    const loop = startLoop(droppingDenoiser(), { ...bed, ledger: createLedger(bed.store) });
    const done = await eventually(
      "all are booked",
      async () => {
        const now = await books(tenant);
        return now.in_flight === 0 && now;
      },
      60_000,
    );
    await loop.stop(2_000);
    assert.deepEqual([done.received, done.dropped, done.rejected], [apps, { spam: apps - 1 }, { required: 1 }]);
    assert.equal(await bed.store.count(tenant, "intake", {}), 0);
    const one = await books(tenant, { app: "app 7" });
    assert.deepEqual([one.received, one.rejected], [1, { required: 1 }]);
  });

  it("tells replays apart from what came in, before and after sealing", async () => {
    const tenant = freshTenant();
    await writerOn().write({ tenant, records: [{ text: "" }, { text: " " }] });
    await writerOn().write({ tenant, records: [{ text: "" }], replayOf: "an-old-batch" });
    const now = await books(tenant);
    assert.deepEqual([now.received, now.replays?.received, now.replays?.rejected], [3, 1, { required: 1 }]);
    assert.ok(now.balanced);
    await sealLedger(bed.store, tenant, bed.now() + 30 * DAY, new AbortController().signal);
    assert.equal(await bed.store.count(tenant, "ledger", {}), 0);
    assert.deepEqual(await books(tenant), now);
  });
});
