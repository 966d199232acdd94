/** The client of the embedded queue's own process: what it throws, and what others see of the queues that it makes. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  SQSServiceException,
} from "@aws-sdk/client-sqs";
import { type EmbeddedQueueServer, startEmbeddedQueue } from "./embedded.ts";

describe("the client of the embedded queue's own process", () => {
  let dataDir: string;
  let server: EmbeddedQueueServer;
  let QueueUrl: string;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "groundswell-local-"));
    server = await startEmbeddedQueue({ dataDir, port: 0 });
    QueueUrl = (await server.client.send(new CreateQueueCommand({ QueueName: "own" }))).QueueUrl!;
  });
  after(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true });
  });

  it("makes queues that other programs find at the address that it gives them", async () => {
    const { endpoint, credentials } = server;
    const outside = new SQSClient({ region: "us-east-1", endpoint, credentials });
    const found = await outside.send(new GetQueueUrlCommand({ QueueName: "own" }));
    assert.equal(found.QueueUrl, QueueUrl);
    assert.equal(new URL(QueueUrl).port, new URL(endpoint).port);
    await server.client.send(new SendMessageCommand({ QueueUrl, MessageBody: "caf\u00e9 \u{1F6B2}" }));
    const { Messages: [message] = [] } = await outside.send(
      new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }),
    );
    assert.equal(message?.Body, "caf\u00e9 \u{1F6B2}");
    outside.destroy();
  });

  it("throws what the SDK throws: a missing queue by its name, as a fault of the client", async () => {
    const asked = server.client.send(new GetQueueUrlCommand({ QueueName: "nowhere" }));
    await assert.rejects(asked, (error) => {
      assert.ok(error instanceof SQSServiceException);
      assert.equal(error.name, "QueueDoesNotExist");
      assert.equal(error.$fault, "client");
      assert.equal(error.$metadata.httpStatusCode, 400);
      return true;
    });
  });

  it("has no verb that loses what was acknowledged", async () => {
    await assert.rejects(server.client.send(new PurgeQueueCommand({ QueueUrl })), /PurgeQueue/);
  });

  it("waits no longer once the caller gives up, whether before or while it is asked", async () => {
    const poll = new ReceiveMessageCommand({ QueueUrl: `${QueueUrl}-empty`, WaitTimeSeconds: 20 });
    await server.client.send(new CreateQueueCommand({ QueueName: "own-empty" }));
    const begun = performance.now();
    for (const abortSignal of [AbortSignal.abort(), AbortSignal.timeout(50)])
      await assert.rejects(server.client.send(poll, { abortSignal }), { name: "AbortError" });
    assert.ok(performance.now() - begun < 10_000);
    await server.endPolls();
  });
});
