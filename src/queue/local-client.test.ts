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
import { createLocalClient } from "./local-client.ts";

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
    await server.client.send(new SendMessageCommand({ QueueUrl, MessageBody: "café 🚲" }));
    const { Messages: [message] = [] } = await outside.send(
      new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }),
    );
    assert.equal(message?.Body, "café 🚲");
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

  it("waits no longer once the caller gives up, and asks nothing for who gave up before", async () => {
    await server.client.send(new CreateQueueCommand({ QueueName: "own-empty" }));
    const QueueUrl = (await server.client.send(new GetQueueUrlCommand({ QueueName: "own-empty" }))).QueueUrl;
    const begun = performance.now();
    const poll = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 });
    const asked = server.client.send(poll, { abortSignal: AbortSignal.timeout(50) });
    await assert.rejects(asked, { name: "AbortError" });
    assert.ok(performance.now() - begun < 10_000);
    await server.endPolls();

    const verbs: string[] = [];
    const watched = createLocalClient(async ({ verb }) => {
      verbs.push(verb);
      return { status: 200, headers: {}, body: {} };
    });
    await assert.rejects(watched.send(poll, { abortSignal: AbortSignal.abort() }), { name: "AbortError" });
    assert.deepEqual(verbs, []);
    await watched.send(poll);
    assert.deepEqual(verbs, ["ReceiveMessage"]);
  });

  it("does not wait for ever for a thread that does not answer", async () => {
    const client = createLocalClient(() => new Promise(() => {}), { timeoutMs: 20 });
    await assert.rejects(client.send(new ReceiveMessageCommand({ QueueUrl })), { name: "TimeoutError" });
  });
});
