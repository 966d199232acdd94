/** Permissions that are refused: told once with verb and queue, seen by ping and by whoever tries all verbs, gone when granted. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type FaultyProxy, passing, startProxy } from "../../test/chaos/proxy.ts";
import { eventually } from "../../test/testbed.ts";
import { type EmbeddedQueueServer, startEmbeddedQueue } from "./embedded.ts";
import { QueueUnavailable } from "./queue.ts";
import { createSqsQueue, type SqsQueue } from "./sqs.ts";
import type { Refusal } from "./sqs-refusals.ts";

const VERBS = [
  "CreateQueue",
  "SendMessageBatch",
  "ReceiveMessage",
  "DeleteMessageBatch",
  "ChangeMessageVisibilityBatch",
];

describe("refused permissions", () => {
  let folder: string;
  let server: EmbeddedQueueServer;
  let proxy: FaultyProxy;
  let queue: SqsQueue;
  const told: Refusal[] = [];
  const granted: Refusal[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "groundswell-refusals-"));
    server = await startEmbeddedQueue({ dataDir: folder, port: 0 });
    proxy = await startProxy(server.endpoint);
    queue = createSqsQueue({
      prefix: "test-",
      region: "us-east-1",
      endpoint: proxy.url,
      credentials: server.credentials,
      waitSeconds: 1,
      onRefused: (refusal) => told.push(refusal),
      onGranted: (refusal) => granted.push(refusal),
    });
    await queue.ensure();
  });
  after(async () => {
    await queue.close();
    await proxy.close();
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const refuse = (verb: string, type = "KmsAccessDenied", status = 400) =>
    proxy.setFault(async (request, forward) =>
      request.action !== verb
        ? forward(request.body)
        : {
            status,
            headers: { "content-type": "application/x-amz-json-1.0" },
            body: Buffer.from(JSON.stringify({ __type: `com.amazonaws.sqs#${type}`, message: "the key is not yours" })),
          },
    );

  it("is granted everything at first", async () => {
    assert.deepEqual(await queue.tryAll(), []);
    await queue.ping();
    for (const name of ["raw", "filtered", "features", "tickets", "raw-dead"] as const) await queue.depth(name);
  });

  for (const verb of VERBS) {
    it(`tells of ${verb} on each queue, keeps ping from saying that all is well, and forgets it once it is granted`, async () => {
      told.length = 0;
      refuse(verb);
      const refused = await queue.tryAll();
      for (const name of ["tickets", "raw-dead"])
        assert.ok(
          refused.some((one) => one.action === verb && one.queue === name),
          name,
        );
      assert.ok(
        refused.some(
          ({ action, queue: name, why }) => action === verb && name === "raw" && /^KmsAccessDenied/.test(why),
        ),
        JSON.stringify(refused),
      );
      await assert.rejects(queue.ping(), (error: Error) => {
        assert.ok(error instanceof QueueUnavailable);
        assert.match(error.message, new RegExp(`${verb} on raw is refused: KmsAccessDenied: the key is not yours`));
        return true;
      });
      const times = told.filter(({ queue: name }) => name === "raw").length;
      assert.equal(times, 1, "the log says it once");
      proxy.setFault(passing);
      await queue.ping();
      assert.ok(granted.some(({ action, queue: name }) => action === verb && name === "raw"));
      assert.deepEqual(await queue.tryAll(), []);
    });
  }

  it("leaves nothing behind where others read or letters are kept", async () => {
    await queue.tryAll();
    for (const name of ["tickets", "raw-dead", "tickets-dead"] as const)
      assert.deepEqual(await queue.depth(name), { visible: 0, inFlight: 0 }, name);
  });

  it("tells of a queue that is gone to who only asks, until it is there again", async () => {
    const answer = (status: number, body: object) => ({
      status,
      headers: { "content-type": "application/x-amz-json-1.0" },
      body: Buffer.from(JSON.stringify(body)),
    });
    const isOf = (body: string): boolean => JSON.parse(body).QueueName === "test-features-dead";
    let made = 0;
    proxy.setFault(async ({ action, body }, forward) => {
      if (action === "ListQueues") return answer(200, { QueueUrls: ["http://127.0.0.1/0/test-raw"] });
      if (action === "CreateQueue" && isOf(body)) made++;
      return action === "GetQueueUrl" && isOf(body)
        ? answer(400, { __type: "com.amazonaws.sqs#QueueDoesNotExist", message: "no such queue" })
        : forward(body);
    });
    await assert.rejects(queue.ping(), (error: Error) => {
      assert.ok(error instanceof QueueUnavailable);
      assert.match(error.message, /test-features-dead is gone, with what it held/);
      return true;
    });
    await eventually("the queue being made again", async () => made > 0);
    proxy.setFault(passing);
    await queue.ensure();
    await queue.ping();
  });

  it("tells of refusals that are no permission and pass by themselves as little", async () => {
    for (const type of ["UnsupportedOperation", "InvalidAddress", "KmsInvalidState"]) {
      refuse("SendMessageBatch", type);
      told.length = 0;
      await assert.rejects(queue.send("filtered", [{ body: "[]", attributes: {} }]), QueueUnavailable);
      assert.deepEqual([told[0]?.action, told[0]?.queue], ["SendMessageBatch", "filtered"], type);
      await assert.rejects(queue.ping(), new RegExp(`SendMessageBatch on filtered is refused: ${type}`));
      proxy.setFault(passing);
      await queue.ping();
    }
  });

  it("tells of a send and of an acknowledgement that are refused in passing", async () => {
    refuse("SendMessageBatch", "AccessDenied", 403);
    told.length = 0;
    await assert.rejects(queue.send("features", [{ body: "[]", attributes: {} }]), QueueUnavailable);
    assert.deepEqual(
      told.map(({ action, queue: name }) => `${action} ${name}`),
      ["SendMessageBatch features"],
    );
    refuse("DeleteMessageBatch", "AccessDenied", 403);
    await queue.send("features", [{ body: "[]", attributes: {} }]);
    const consumption = queue.consume("features", async (messages) => messages);
    await eventually("the refused delete", async () => told.some(({ action }) => action === "DeleteMessageBatch"));
    proxy.setFault(passing);
    await consumption.stop(1_000);
    await queue.ping();
  });
});
