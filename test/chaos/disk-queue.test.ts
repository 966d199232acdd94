/** A full disk under the embedded queue alone, asked as any client of SQS asks. */
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import {
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ListQueuesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { startEmbeddedQueue } from "../../src/queue/embedded.ts";
import { eventually } from "../testbed.ts";
import { mountDataFolder, whyNoMount } from "./small-disk.ts";

describe("the embedded queue on a full disk", { skip: whyNoMount() }, () => {
  /** Two queues: what was received from `work` twice without an answer goes to `dead`. */
  async function open(t: TestContext) {
    const folder = mountDataFolder("both");
    const server = await startEmbeddedQueue({ dataDir: folder.path, port: 0 });
    const client = new SQSClient({
      endpoint: server.endpoint,
      region: "us-east-1",
      credentials: server.credentials,
      useQueueUrlAsEndpoint: false,
      maxAttempts: 1,
    });
    t.after(async () => {
      client.destroy();
      await server.stop();
      folder.remove();
    });
    const create = async (QueueName: string, Attributes: Record<string, string> = {}): Promise<string> =>
      (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? "";
    const dead = await create("dead");
    const policy = { deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:dead", maxReceiveCount: 2 };
    const work = await create("work", { RedrivePolicy: JSON.stringify(policy) });
    const receive = async (QueueUrl: string): Promise<readonly Message[]> =>
      (
        await client.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: 10,
            MessageSystemAttributeNames: ["ApproximateReceiveCount"],
          }),
        )
      ).Messages ?? [];
    const send = (sizes: readonly number[]) =>
      client.send(
        new SendMessageBatchCommand({
          QueueUrl: work,
          Entries: sizes.map((size, at) => ({ Id: String(at), MessageBody: `${at} ${"x".repeat(size)}` })),
        }),
      );
    return { folder, client, work, dead, receive, send };
  }
  const entries = (messages: readonly Message[]) =>
    messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle, VisibilityTimeout: 0 }));

  it("takes a batch as a whole or not at all, counts no receive that it could not give out, and forgets nothing", async (t) => {
    const { folder, client, work, dead, receive, send } = await open(t);
    await send([50_000, 50_000, 50_000, 10]);
    const held = await receive(work);
    assert.equal(held.length, 4);
    folder.squeeze(40_000);
    await assert.rejects(send([10, 10, 100_000]), /full/);
    folder.fill();
    // What the refused batch had begun to write is room for a few small writes.
    const works = () =>
      client.send(new ListQueuesCommand({})).then(
        () => true,
        () => false,
      );
    await eventually("no room left", async () => !(await works()));
    await assert.rejects(send([10]), /full/);
    await assert.rejects(
      client.send(new DeleteMessageBatchCommand({ QueueUrl: work, Entries: entries(held) })),
      /full/,
    );
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: work, Entries: entries(held) }));
    for (let tries = 0; tries < 5; tries++) await assert.rejects(receive(work), /full/);

    folder.grow();
    const again = await receive(work);
    assert.deepEqual(
      again.map(({ MessageId, Attributes }) => [MessageId, Attributes?.ApproximateReceiveCount]),
      held.map(({ MessageId }) => [MessageId, "2"]),
    );
    assert.deepEqual(await receive(dead), []);

    // The third receive is one too many: they move.
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: work, Entries: entries(again) }));
    folder.squeeze(0);
    folder.fill();
    for (let tries = 0; tries < 3; tries++) await receive(work).catch(() => []);
    folder.grow();
    await receive(work);
    const moved = await receive(dead);
    assert.deepEqual(moved.map(({ MessageId }) => MessageId).sort(), held.map(({ MessageId }) => MessageId).sort());
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: dead, Entries: entries(moved) }));
  });
});
