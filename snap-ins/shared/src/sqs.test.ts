/** The queue's promises, held by the SQS adapter on a real server and by the in-memory twin of the tests. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createMemoryQueue } from "../testing/memory-queue.ts";
import { type SqsServer, startSqsServer } from "../testing/sqs-server.ts";
import { systemClock } from "./clock.ts";
import { type MessageQueue, openQueue } from "./sqs.ts";

function promises(name: string, open: (test: string) => Promise<MessageQueue>): void {
  describe(name, () => {
    test("what is published is received, with the same body", async () => {
      const queue = await open("same-body");
      const body = JSON.stringify([{ text: "naïve 🌊 \u0000 \uFFFF" }]);
      await queue.publish([body]);
      const [message] = await queue.receive(10, 30);
      assert.deepEqual(JSON.parse(message?.body ?? ""), JSON.parse(body));
      queue.close();
    });

    test("more messages than one request holds all arrive", async () => {
      const queue = await open("many");
      const bodies = Array.from({ length: 23 }, (_, index) => JSON.stringify([index, "x".repeat(30_000)]));
      await queue.publish(bodies);
      const received: string[] = [];
      for (let messages = await queue.receive(10, 60); messages.length > 0; messages = await queue.receive(10, 60)) {
        received.push(...messages.map((message) => message.body));
      }
      assert.deepEqual(received.sort(), [...bodies].sort());
      queue.close();
    });

    test("a received message is hidden, and comes again after the time it was hidden for", async () => {
      const queue = await open("hidden");
      await queue.publish(["[1]"]);
      const [message] = await queue.receive(1, 60);
      assert.deepEqual(await queue.receive(1, 60), []);
      await queue.hideFor(message!, 0);
      const [again] = await queue.receive(1, 60);
      assert.equal(again?.id, message?.id);
      queue.close();
    });

    test("a removed message never comes again", async () => {
      const queue = await open("removed");
      await queue.publish(["[1]"]);
      const [message] = await queue.receive(1, 1);
      await queue.remove(message!);
      await systemClock.sleep(1_200);
      assert.deepEqual(await queue.receive(1, 1), []);
      queue.close();
    });
  });
}

let server: SqsServer;
before(async () => {
  server = await startSqsServer();
});
after(() => server.stop());

promises("SQS", async (name) => {
  const queueUrl = await server.createQueue(name);
  return openQueue({ ...server.access, queueUrl, endpoint: server.endpoint }, 0);
});
promises("in memory", async () => createMemoryQueue({ clock: systemClock, random: () => 0.5 }));

test("a queue URL with a host that does not resolve is reached through the endpoint", async () => {
  await server.createQueue("elsewhere");
  const queueUrl = "http://sqs.us-east-1.localhost.invalid:1/000000000000/elsewhere";
  const queue = openQueue({ ...server.access, queueUrl, endpoint: server.endpoint }, 0);
  await queue.publish(["[1]"]);
  assert.equal((await queue.receive(1, 1)).length, 1);
  queue.close();
});
