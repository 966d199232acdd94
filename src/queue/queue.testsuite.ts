/** The contract of the queue port, run against every server we support. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sleep } from "../lifecycle.ts";
import {
  type AnyQueueName,
  MAX_MESSAGE_BYTES,
  MessageRefused,
  type Queue,
  type QueueName,
  queueNames,
  type ReceivedMessage,
} from "./queue.ts";

/** How long a consumer that keeps up lets messages gather. */
const LINGER_MS = 50;

export interface OpenedQueue {
  readonly queue: Queue;
  close(): Promise<void>;
}

const message = (body: unknown, attributes: Record<string, string> = {}) => ({
  body: JSON.stringify(body),
  attributes,
});

/** Everything that arrives until `count` messages did or `milliseconds` passed; acknowledges what `ack` says. */
async function collect(
  queue: Queue,
  name: AnyQueueName,
  count: number,
  { milliseconds = 8_000, ack = (_: ReceivedMessage) => true } = {},
) {
  const got: ReceivedMessage[] = [];
  const consumption = queue.consume(name, async (messages) => {
    got.push(...messages);
    return messages.filter(ack);
  });
  const end = Date.now() + milliseconds;
  while (got.length < count && Date.now() < end) await sleep(10);
  await consumption.stop(1_000);
  return got;
}

/** `open` gives a queue with an empty, ensured set of queues under a prefix of its own. */
export function queueSuite(title: string, open: () => Promise<OpenedQueue>): void {
  describe(`queue contract: ${title}`, () => {
    let opened: OpenedQueue;
    let queue: Queue;
    let turn = 0;
    /** Another queue each time, with nothing in it, so that no test sees another's messages. */
    async function fresh(): Promise<QueueName> {
      const name = queueNames[turn++ % queueNames.length]!;
      const { visible } = await queue.depth(name);
      if (visible > 0) await collect(queue, name, visible);
      return name;
    }
    before(async () => {
      opened = await open();
      queue = opened.queue;
    });
    after(() => opened.close());

    it("delivers bodies and attributes unchanged, in any language", async () => {
      const name = await fresh();
      const body = [{ text: 'नमस्ते 🙂 \u0001 \uFFFF "quoted" </xml>' }];
      await queue.send(name, [message(body, { batch: "b1", tenant: "acme" })]);
      const [got] = await collect(queue, name, 1);
      assert.deepEqual(JSON.parse(got!.body), body);
      assert.deepEqual(got!.attributes, { batch: "b1", tenant: "acme" });
      assert.equal(got!.receiveCount, 1);
      assert.ok(Math.abs(got!.sentAt - Date.now()) < 60_000);
    });

    it("delivers each of many concurrent sends once, up to ten at a time, and nothing acknowledged again", async () => {
      const name = await fresh();
      await Promise.all(Array.from({ length: 35 }, (_, index) => queue.send(name, [message([index])])));
      const got = await collect(queue, name, 35);
      assert.deepEqual(
        got.map((one) => JSON.parse(one.body)[0]).sort((a, b) => a - b),
        Array.from({ length: 35 }, (_, index) => index),
      );
      assert.deepEqual(await queue.depth(name), { visible: 0, inFlight: 0 });
    });

    it("takes sends that follow each other without a pause", { timeout: 10_000 }, async () => {
      for (let index = 0; index < 12; index++) await queue.send("tickets-dead", [message([index])]);
      assert.equal((await collect(queue, "tickets-dead", 12)).length, 12);
    });

    it("handles what trickles in a few at a time, and what comes after a pause at once", async () => {
      const name = await fresh();
      const count = 60;
      let [sent, sentBefore, handled, calls] = [0, 0, 0, 0];
      const consumption = queue.consume(name, async (messages) => {
        if (calls++ === 0) sentBefore = sent;
        handled += messages.length;
        return messages;
      });
      const sends: Promise<void>[] = [];
      const started = performance.now();
      for (; sent < count; sent++) {
        sends.push(queue.send(name, [message([sent])]));
        await sleep(5);
      }
      await Promise.all(sends);
      for (let waited = 0; handled < count && waited < 10_000; waited += 10) await sleep(10);
      await consumption.stop(1_000);
      assert.equal(handled, count);
      const took = performance.now() - started;
      assert.ok(calls <= 20 + took / LINGER_MS, `${calls} calls in ${took} ms`);
      assert.ok(sentBefore < count, "the first was handled while others came");
    });

    it("calls another consumer while one is at work on a few messages", { timeout: 10_000 }, async () => {
      const name = await fresh();
      const second = Promise.withResolvers<void>();
      const consumption = queue.consume(
        name,
        async (messages) => {
          if (messages.some((one) => one.body === '["second"]')) second.resolve();
          else await second.promise;
          return messages;
        },
        { concurrency: 2 },
      );
      await queue.send(name, [message(["first"])]);
      await sleep(200);
      await queue.send(name, [message(["second"])]);
      await second.promise;
      await consumption.stop(1_000);
      assert.deepEqual(await queue.depth(name), { visible: 0, inFlight: 0 });
    });

    it("brings back what the handler leaves out later with each time", async () => {
      const name = await fresh();
      await queue.send(name, [message(["sick"])]);
      const times: number[] = [];
      const consumption = queue.consume(name, async (messages) => {
        times.push(Date.now());
        return times.length < 3 ? [] : messages;
      });
      for (let waited = 0; times.length < 3 && waited < 10_000; waited += 10) await sleep(10);
      await consumption.stop(1_000);
      const [first = 0, second = 0, third = 0] = times;
      assert.ok(second - first >= 900 && third - second >= 1_900, `${second - first}, then ${third - second} ms`);
    });

    it("brings back soon what the handler leaves out, and only that", async () => {
      const name = await fresh();
      await queue.send(name, [message(["keep"]), message(["done"])]);
      const seen = new Map<string, number>();
      const started = Date.now();
      const consumption = queue.consume(name, async (messages) => {
        for (const one of messages) seen.set(one.body, (seen.get(one.body) ?? 0) + 1);
        return messages.filter((one) => one.body.includes("done") || seen.get(one.body) === 2);
      });
      while ((seen.get('["keep"]') ?? 0) < 2 && Date.now() - started < 10_000) await sleep(10);
      await consumption.stop(1_000);
      assert.deepEqual([seen.get('["keep"]'), seen.get('["done"]')], [2, 1]);
      assert.ok(Date.now() - started < 8_000, "long before the visibility timeout");
    });

    it("treats a handler that throws as one that finished nothing", async () => {
      const name = await fresh();
      await queue.send(name, [message(["again"])]);
      let calls = 0;
      const consumption = queue.consume(name, async (messages) => {
        calls++;
        if (calls === 1) throw new Error("broken once");
        return messages;
      });
      for (let waited = 0; calls < 2 && waited < 10_000; waited += 10) await sleep(10);
      await consumption.stop(1_000);
      assert.equal(calls, 2);
      assert.deepEqual(await queue.depth(name), { visible: 0, inFlight: 0 });
    });

    it("stops only when the handler under way has finished and its messages are acknowledged", async () => {
      const name = await fresh();
      await queue.send(name, [message(["slow"])]);
      let finished = false;
      let entered: (() => void) | undefined;
      const inHandler = new Promise<void>((resolve) => {
        entered = resolve;
      });
      const consumption = queue.consume(name, async (messages) => {
        entered?.();
        await sleep(300);
        finished = true;
        return messages;
      });
      await inHandler;
      await consumption.stop(5_000);
      assert.equal(finished, true);
      assert.deepEqual(await queue.depth(name), { visible: 0, inFlight: 0 });
    });

    it("tells the handler to hurry when the deadline of the stop has passed", async () => {
      const name = await fresh();
      await queue.send(name, [message(["long"])]);
      let entered: (() => void) | undefined;
      const inHandler = new Promise<void>((resolve) => {
        entered = resolve;
      });
      const consumption = queue.consume(name, async (_, hurry) => {
        entered?.();
        await sleep(60_000, hurry);
        return [];
      });
      await inHandler;
      await consumption.stop(50);
      assert.equal((await queue.depth(name)).visible, 1);
    });

    it("refuses a message that is too large and takes its neighbours", async () => {
      const name = await fresh();
      const large = queue.send(name, [{ body: `["${"x".repeat(MAX_MESSAGE_BYTES)}"]`, attributes: {} }]);
      const small = queue.send(name, [message(["small"])]);
      await assert.rejects(large, MessageRefused);
      await small;
      assert.equal((await collect(queue, name, 1)).length, 1);
    });

    it("takes a full message of 240 KB", async () => {
      const name = await fresh();
      const body = `["${"é".repeat(MAX_MESSAGE_BYTES / 2 - 100)}"]`;
      await queue.send(name, [{ body, attributes: { batch: "b" } }]);
      const [got] = await collect(queue, name, 1);
      assert.equal(got!.body, body);
    });

    it("ensures again without touching what is there", async () => {
      await queue.send("raw-dead", [message(["stays"])]);
      await queue.ensure();
      assert.equal((await collect(queue, "raw-dead", 1)).length, 1);
    });

    it("answers a ping", async () => {
      await queue.ping();
    });
  });
}
