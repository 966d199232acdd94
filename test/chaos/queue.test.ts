/** Faults of the queue: away, silent, forgetful of its replies, delivering twice and in any order; and messages that fail, or take long. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { backoff, sleep } from "../../src/lifecycle.ts";
import type { TenantId } from "../../src/model/tenant.ts";
import { redriveDeadLetters } from "../../src/operations/dead-letters.ts";
import type { OutgoingMessage, Queue } from "../../src/queue/queue.ts";
import { isLong } from "../full.ts";
import { eventually } from "../testbed.ts";
import { createJudge } from "./judge.ts";
import { hanging, losingReplies, type ProxiedRequest, resetting } from "./proxy.ts";
import { chaosRecords, describeOnBothPairs, openQueueAt, type Rig, VISIBILITY_SECONDS } from "./rig.ts";
import { CONSUMERS, type Runner } from "./runner.ts";
import { everyNth } from "./store-faults.ts";

const records = chaosRecords(120);
const OUTAGE_MS = isLong ? 60_000 : 2_000;
const judge = createJudge();
after(() => judge.print());

/** How many requests to receive each consumer of a queue made in a second, at most, on average over the time. */
function busiest(requests: readonly ProxiedRequest[], since: number, seconds: number): number {
  const asked = requests.filter(({ action, at }) => action === "ReceiveMessage" && at >= since);
  const byQueue = Map.groupBy(asked, ({ body }) => (JSON.parse(body) as { QueueUrl: string }).QueueUrl);
  // Two consumers share the filtered queue.
  const consumers = (url: string): number => (url.endsWith("filtered") ? 2 : 1);
  return Math.max(0, ...[...byQueue].map(([url, some]) => some.length / consumers(url) / seconds));
}

const stopAll = async (runners: readonly Runner[], queue: Queue): Promise<void> => {
  await Promise.all(runners.map((one) => one.stop()));
  await queue.close();
};

describeOnBothPairs("a queue in trouble", (open) => {
  let rig: Rig;
  let undisturbed: Map<string, string>;
  before(async () => {
    rig = await open();
    const runner = rig.start();
    const tenant = rig.freshTenant();
    await rig.send(tenant, records);
    await rig.settled(tenant, records.length);
    undisturbed = await rig.insights(tenant);
    await runner.stop();
  });
  after(() => rig.close());
  const verdict = (fault: string, tenant: TenantId, healedAt: number, received?: number) =>
    judge.judge(rig, {
      fault,
      tenant,
      sent: records,
      undisturbed,
      healedAt,
      milliseconds: 60_000,
      received,
    });

  describe("under a runner at work", () => {
    let runner: Runner;
    before(() => {
      runner = rig.start();
    });
    after(async () => {
      await rig.queueProxy.heal();
      await runner.stop();
    });

    it("that breaks every connection is asked at most once a second by each consumer", async (t) => {
      const tenant = rig.freshTenant();
      const since = performance.now();
      rig.queueProxy.setFault(resetting);
      await rig.send(tenant, records);
      await sleep(OUTAGE_MS);
      const polls = busiest(rig.queueProxy.requests, since, (performance.now() - since) / 1000);
      const healedAt = performance.now();
      await rig.queueProxy.heal();
      t.diagnostic(`${polls.toFixed(2)} polls a second and consumer, of ${CONSUMERS} consumers`);
      // The poll that was under way when it began comes on top.
      assert.ok(polls <= 1 + 1000 / OUTAGE_MS, `${polls} polls a second`);
      await verdict("queue breaks connections", tenant, healedAt);
    });

    it("that refuses connections is waited for", async () => {
      const tenant = rig.freshTenant();
      await rig.queueProxy.shut();
      await rig.send(tenant, records);
      await sleep(OUTAGE_MS / 2);
      const healedAt = performance.now();
      await rig.queueProxy.heal();
      await verdict("queue down", tenant, healedAt);
    });

    it("that takes requests and never answers is waited for", async () => {
      const tenant = rig.freshTenant();
      await rig.send(tenant, records.slice(0, 60));
      rig.queueProxy.setFault(hanging);
      await rig.send(tenant, records.slice(60));
      await sleep(OUTAGE_MS / 2);
      const healedAt = performance.now();
      await rig.queueProxy.heal();
      await verdict("queue accepts and never answers", tenant, healedAt);
    });

    it("whose replies to sends and deletes get lost makes nothing twice", async () => {
      const tenant = rig.freshTenant();
      const lost = everyNth(0.3);
      const isWrite = ({ action }: ProxiedRequest): boolean => /^(Send|Delete)Message/.test(action);
      // Of one request twice at most: after three tries its sender would rightly say that the queue is away.
      const times = new Map<string, number>();
      const loses = ({ body }: ProxiedRequest): boolean => {
        const before = times.get(body) ?? 0;
        if (before >= 2 || !lost()) return false;
        times.set(body, before + 1);
        return true;
      };
      rig.queueProxy.setFault(losingReplies((request) => isWrite(request) && loses(request)));
      for (let start = 0; start < records.length; start += 20)
        await rig.send(tenant, records.slice(start, start + 20), rig.brokenQueue);
      await rig.settled(tenant, records.length, 60_000);
      const healedAt = performance.now();
      await rig.queueProxy.heal();
      await verdict("queue reply lost after commit", tenant, healedAt);
    });

    it("that delivers everything three times in any order changes nothing", async () => {
      const tenant = rig.freshTenant();
      const messages: OutgoingMessage[] = [];
      const keeping: Pick<Queue, "send"> = { send: async (_, some) => void messages.push(...some) };
      for (let start = 0; start < records.length; start += 10)
        await rig.send(tenant, records.slice(start, start + 10), keeping);
      // A fixed shuffle, so that a failure can be run again.
      const deliveries = [...messages, ...messages, ...messages]
        .map((message, at) => ({ message, place: (at * 7_919) % 1_009 }))
        .sort((a, b) => a.place - b.place);
      for (const { message } of deliveries) await rig.queue.send("raw", [message]);
      await verdict("delivered three times, shuffled", tenant, performance.now());
    });

    it("keeps the newest of many versions of a record, whatever their order", async () => {
      const tenant = rig.freshTenant();
      const version = (record: (typeof records)[number], number: number) => ({
        ...record,
        updated_at: 1_800_000_000 + number,
        ...(number === 3 ? {} : { text: `Version ${number}: ${String(record.text)}` }),
      });
      const some = records.filter(({ id }) => undisturbed.has(String(id))).slice(0, 20);
      for (const number of [2, 0, 3, 1])
        await rig.send(
          tenant,
          some.map((record) => version(record, number)),
        );
      const books = await rig.settled(tenant, 4 * some.length);
      assert.deepEqual([books.balanced, books.dead, books.stored], [true, 0, some.length]);
      const said = (content: string): string => (JSON.parse(content) as { main_text: string }).main_text;
      for (const [id, content] of await rig.insights(tenant)) assert.equal(said(content), said(undisturbed.get(id)!));
    });
  });

  describe("with messages", () => {
    it("whose handling takes longer than their visibility are handled once", async (t) => {
      const tenant = rig.freshTenant();
      let calls = 0;
      const slow: typeof rig.text.denoise = async (inputs) => {
        calls++;
        await sleep(VISIBILITY_SECONDS * 1_000 + 1_500);
        return rig.text.denoise(inputs);
      };
      const runner = rig.start({ text: { ...rig.text, denoise: slow } });
      t.after(() => runner.stop());
      await rig.send(tenant, records);
      await judge.judge(rig, {
        fault: "handler slower than visibility",
        tenant,
        sent: records,
        undisturbed,
        healedAt: performance.now(),
      });
      assert.equal(calls, await rig.store.count(tenant, "ledger", { where: { stage: "denoiser" } }));
    });

    it("that are handled by two runners at a time, since one could not say that it is still at work, count once", async (t) => {
      const tenant = rig.freshTenant();
      let calls = 0;
      const slow: typeof rig.text.denoise = async (inputs) => {
        if (++calls === 1) await sleep(VISIBILITY_SECONDS * 1_000 + 1_500);
        return rig.text.denoise(inputs);
      };
      const text = { ...rig.text, denoise: slow };
      rig.queueProxy.setFault((request, forward) =>
        /^ChangeMessageVisibility/.test(request.action) ? Promise.resolve("reset") : forward(request.body),
      );
      const second = openQueueAt(rig.places.queue);
      const runners = [rig.start({ text }), rig.start({ text, queue: second })];
      t.after(() => stopAll(runners, second));
      await rig.send(tenant, records);
      await eventually("a second delivery", async () => calls >= 2, 20_000);
      await sleep(1_500);
      const healedAt = performance.now();
      await rig.queueProxy.heal();
      await judge.judge(rig, {
        fault: "same message in two runners at once",
        tenant,
        sent: records,
        undisturbed,
        healedAt,
      });
    });

    it("that fail three times are dead, and come back by a redrive once what was wrong is mended", async (t) => {
      const tenant = rig.freshTenant();
      const poisonous = String(records.find(({ id }) => undisturbed.has(String(id)))!.text).slice(0, 40);
      let tries = 0;
      let mended = false;
      const failing: typeof rig.text.enrich = async (inputs, router) => {
        if (mended || !inputs.some((input) => input.text.startsWith(poisonous))) return rig.text.enrich(inputs, router);
        tries++;
        throw new Error("poison");
      };
      const runner = rig.start({ text: { ...rig.text, enrich: failing } });
      t.after(() => runner.stop());
      await rig.send(tenant, records);
      const books = await rig.settled(tenant, records.length);
      const dead = books.dead;
      assert.ok(dead >= 1 && dead < 10 && books.balanced, JSON.stringify(books));
      assert.ok(tries >= 3, `${tries} tries`);
      const letters = () => rig.store.count(tenant, "dead_letters", { where: { state: "dead" } });
      await eventually("a letter", async () => {
        await rig.store.refresh(["dead_letters"]);
        return (await letters()) > 0;
      });

      mended = true;
      const healedAt = performance.now();
      const deps = { store: rig.store, queue: rig.queue, now: () => 0 };
      const principal = { tenant, scopes: ["admin"], via: "loopback" } as const;
      assert.equal((await redriveDeadLetters(deps, principal, "filtered")).records, dead);
      await eventually("nothing dead", async () => (await rig.settled(tenant, records.length)).dead === 0);
      await judge.judge(rig, { fault: "poison, dead, redriven", tenant, sent: records, undisturbed, healedAt });
    });

    it("are understood the same whatever the runner's clock says", async (t) => {
      const tenant = rig.freshTenant();
      const clock = (hours: number) => () => Math.floor(Date.now() / 1000) + hours * 3_600;
      const second = openQueueAt(rig.places.queue);
      const runners = [rig.start({ now: clock(24) }), rig.start({ now: clock(-24), queue: second })];
      t.after(() => stopAll(runners, second));
      for (let start = 0; start < records.length; start += 20) await rig.send(tenant, records.slice(start, start + 20));
      await judge.judge(rig, {
        fault: "clocks 24 h ahead and behind",
        tenant,
        sent: records,
        undisturbed,
        healedAt: performance.now(),
      });
    });
  });
});

it("no consumer asks a queue that is away more than once a second, however long it is away", () => {
  // The wait between two polls has a floor of a second.
  for (let attempt = 0; attempt < 40; attempt++) assert.ok(backoff(attempt) >= 1_000);
});
