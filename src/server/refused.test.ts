/** A permission that the queue or the store refuses is told to whoever is kept waiting by it, and once in the log; it is no outage that passes. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pino } from "pino";
import { passing, startProxy } from "../../test/chaos/proxy.ts";
import { queueNotes } from "../permission-notes.ts";
import { startEmbeddedQueue } from "../queue/embedded.ts";
import { createSqsQueue } from "../queue/sqs.ts";
import { openTestStore } from "../store/sqlite.testing.ts";
import { StoreRefused } from "../store/store.ts";
import { createTestWriter } from "./queue.testing.ts";
import { startTestServer } from "./server.testing.ts";

const denied = { __type: "com.amazonaws.sqs#KmsAccessDenied", message: "the key arn:of:a:stranger is not yours" };
const answer = (status: number, body: object) => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.0" },
  body: Buffer.from(JSON.stringify(body)),
});
/** As SQS tells it: of the request as a whole, or of each of its messages. */
const refusals = {
  "the request": () => answer(400, denied),
  "each message": (body: string) => {
    const { Entries } = JSON.parse(body) as { readonly Entries: readonly { readonly Id: string }[] };
    const Failed = Entries.map(({ Id }) => ({
      Id,
      Code: "KmsAccessDenied",
      Message: denied.message,
      SenderFault: true,
    }));
    return answer(200, { Successful: [], Failed });
  },
};

test("intake while sending is denied is 503 that says so, told once in the log and by readyz, until it is granted", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "groundswell-refused-"));
  const embedded = await startEmbeddedQueue({ dataDir: folder, port: 0 });
  const proxy = await startProxy(embedded.endpoint);
  const lines: string[] = [];
  const log = pino({ level: "info" }, { write: (line) => void lines.push(line) });
  const queue = createSqsQueue({
    ...{ prefix: "test-", region: "us-east-1", endpoint: proxy.url, credentials: embedded.credentials },
    ...queueNotes(log),
  });
  const { store, close } = await openTestStore();
  context.after(async () => {
    await close();
    await queue.close();
    await proxy.close();
    await embedded.stop();
    await rm(folder, { recursive: true });
  });
  await queue.ensure();
  await using server = await startTestServer({ store, queue, writer: createTestWriter(queue, store) });
  const feedback = () => server.ask("POST", "/api/v1/feedback", { json: { text: "The map crashes" } });
  for (const [of, refusing] of Object.entries(refusals)) {
    lines.length = 0;
    proxy.setFault(async ({ action, body }, forward) =>
      action === "SendMessageBatch" ? refusing(body) : forward(body),
    );
    for (const { status, headers, body, text } of [await feedback(), await feedback(), await feedback()]) {
      assert.deepEqual([status, headers.get("retry-after")], [503, "5"], of);
      assert.equal(
        body.detail,
        "the queue refuses it: a permission is missing or a key is wrong, as /readyz and the log tell",
        of,
      );
      assert.ok(!text.includes("stranger"), "whose key it is, is not for clients");
    }
    const told = lines.filter((line) => line.includes("permission_refused"));
    assert.equal(told.length, 1, told.join(""));
    assert.match(told[0]!, /SendMessageBatch on raw is refused: KmsAccessDenied/);
    const ready = await server.ask<{ readonly reasons: { readonly queue: string } }>("GET", "/readyz");
    assert.equal(ready.status, 503);
    assert.match(ready.body.reasons.queue, /SendMessageBatch on raw is refused: KmsAccessDenied/);
    proxy.setFault(passing);
    assert.equal((await feedback()).status, 202);
    assert.equal((await server.ask("GET", "/readyz")).status, 200);
    assert.equal(lines.filter((line) => line.includes("permission_granted")).length, 1);
  }
});

test("a read that the store refuses is 503 that says so", async () => {
  const { store, close } = await openTestStore();
  const search = () => Promise.reject(new StoreRefused("security_exception: of user [stranger]"));
  {
    await using server = await startTestServer({ store: { ...store, search } });
    const { status, body } = await server.ask("GET", "/api/v1/insights");
    assert.equal(status, 503);
    assert.equal(
      body.detail,
      "the store refuses it: a permission is missing or a key is wrong, as /readyz and the log tell",
    );
  }
  await close();
});
