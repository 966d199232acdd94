/** The doctor tries each verb of SQS, and says which one is refused. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { passing, startProxy } from "../../test/chaos/proxy.ts";
import { startEmbeddedQueue } from "../queue/embedded.ts";
import { createSqsQueue } from "../queue/sqs.ts";
import { runCommand } from "./shell.testing.ts";

const refusal = (type: string, message: string) => ({
  status: 400,
  headers: { "content-type": "application/x-amz-json-1.0" },
  body: Buffer.from(JSON.stringify({ __type: `com.amazonaws.sqs#${type}`, message })),
});

test("each verb of SQS that is refused to the account is named, with the queue", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "doctor-refusals-"));
  const server = await startEmbeddedQueue({ dataDir: folder, port: 0 });
  const proxy = await startProxy(server.endpoint);
  context.after(async () => {
    await proxy.close();
    await server.stop();
    await rm(folder, { recursive: true });
  });
  const { accessKeyId, secretAccessKey } = server.credentials;
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
  const queue = createSqsQueue({
    ...{ prefix: "groundswell-", region: "us-east-1", endpoint: proxy.url, credentials: server.credentials },
  });
  await queue.ensure();
  await queue.close();

  const examine = async () => {
    const environment = { PORT: "0", DATA_DIR: folder, QUEUE: "sqs", AWS_ENDPOINT_URL_SQS: proxy.url };
    const done = await runCommand(["doctor"], { environment });
    const row = done.rows().find(({ check }) => check === "queue");
    return `${row?.status}: ${row?.found}`;
  };
  const refuse = (verb: string, missing = /^$/) =>
    proxy.setFault(async ({ action, body }, forward) => {
      if (action === verb) return refusal("AccessDenied", "not yours");
      return action === "GetQueueUrl" && missing.test(body) ? refusal("QueueDoesNotExist", "none") : forward(body);
    });
  assert.match(await examine(), /^ok: /);
  for (const verb of ["SendMessageBatch", "DeleteMessageBatch", "ReceiveMessage", "ChangeMessageVisibilityBatch"]) {
    refuse(verb);
    assert.match(await examine(), new RegExp(`^problem: .* answers, but .*${verb} on raw is refused`), verb);
  }
  // What is there need not be made; what is not there can't be.
  refuse("CreateQueue");
  assert.match(await examine(), /^warning: .* answers; CreateQueue is refused: a queue that is gone could not be made/);
  refuse("CreateQueue", /groundswell-features"/);
  assert.match(await examine(), /^problem: .* answers, but .*CreateQueue is refused, and there is no features yet$/);
  proxy.setFault(passing);
  assert.match(await examine(), /^ok: /);
});
