/** Queues and buckets of others: messages acknowledged once they are durable, objects row by row, notifications in all their forms. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { readArrivals } from "../ingestion/bucket.ts";
import { type ForeignServer, openForeignServer } from "../queue/fauxqs-server.testing.ts";
import { StoreUnavailable } from "../store/store.ts";
import { openRig, type Rig } from "./rig.testing.ts";

const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
const secrets = { api_user: "id", api_key: "secret" };

describe("the connectors of SQS and S3", () => {
  let rig: Rig;
  let folder: string;
  let server: ForeignServer;
  let sqs: SQSClient;
  let s3: S3Client;
  before(async () => {
    // Objects are as old as the server's clock says.
    rig = await openRig({ start: Math.floor(Date.now() / 1_000) });
    folder = await mkdtemp(join(tmpdir(), "groundswell-amazon-"));
    server = await openForeignServer(folder);
    const client = { region: "us-east-1", endpoint: server.endpoint, credentials };
    sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
    s3 = new S3Client({ ...client, forcePathStyle: true });
  });
  after(async () => {
    await rig[Symbol.asyncDispose]();
    sqs.destroy();
    s3.destroy();
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  const newQueue = async (name: string): Promise<string> => {
    await sqs.send(new CreateQueueCommand({ QueueName: name }));
    return `${server.endpoint}/000000000000/${name}`;
  };
  const send = (url: string, body: unknown) =>
    sqs.send(
      new SendMessageCommand({ QueueUrl: url, MessageBody: typeof body === "string" ? body : JSON.stringify(body) }),
    );
  const left = async (url: string): Promise<number> => {
    const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...names] }),
    );
    return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  };

  it("takes messages off a queue, one record or a list or mapped, and keeps what is no JSON", async () => {
    const queue_url = await newQueue("theirs");
    await send(queue_url, { id: "1", text: "One" });
    await send(queue_url, [
      { id: "2", text: "Two" },
      { data: "Three", data_id: "3", source_type: "forum" },
    ]);
    await send(queue_url, "no json");
    const { id } = await rig.register({ type: "sqs", settings: { queue_url, base_url: server.endpoint }, secrets });
    const run = await rig.pull(id);
    assert.deepEqual([run.state, run.accepted, run.rejected], ["succeeded", 3, 1], JSON.stringify(run));
    assert.deepEqual(rig.ids().sort(), ["1", "2", "3"]);
    assert.equal(await left(queue_url), 0);
  });

  it("acknowledges nothing that could not be made durable", async () => {
    const queue_url = await newQueue("patient");
    await send(queue_url, { id: "9", text: "Nine" });
    const { id } = await rig.register({ type: "sqs", settings: { queue_url, base_url: server.endpoint }, secrets });
    rig.fail.next = new Error("a fault");
    assert.equal((await rig.pull(id)).state, "failed");
    assert.equal(await left(queue_url), 1);
  });

  it("is killed between the send and the acknowledgement: the message stays, and is known when it comes again", async () => {
    const queue_url = await newQueue("killed");
    await send(queue_url, { id: "11", text: "Eleven" });
    const { id } = await rig.register({ type: "sqs", settings: { queue_url, base_url: server.endpoint }, secrets });
    rig.sent.length = 0;
    const { id: run } = await rig.ask(id);
    rig.fail.lost = new StoreUnavailable("killed");
    await rig.round();
    assert.equal(await left(queue_url), 1);
    rig.takeOver();
    // As the queue gives it out again once its visibility has ended.
    await send(queue_url, { id: "11", text: "Eleven" });
    assert.equal((await rig.finish(id, run)).state, "succeeded");
    assert.equal((await rig.pull(id)).state, "succeeded");
    assert.deepEqual([...new Set(rig.sent.map(({ text }) => text))], ["Eleven"]);
  });

  it("is killed in the middle of an object: another runner goes on within it", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "big" }));
    const count = 1_700;
    const rows = Array.from({ length: count }, (_, at) => JSON.stringify({ id: `row-${at}`, text: `Row ${at} fails` }));
    await s3.send(new PutObjectCommand({ Bucket: "big", Key: "all.jsonl", Body: rows.join("\n") }));
    const { id } = await rig.register({ type: "s3", settings: { bucket: "big", base_url: server.endpoint }, secrets });
    rig.sent.length = 0;
    const { id: run } = await rig.ask(id);
    rig.fail.lost = new StoreUnavailable("killed");
    await rig.round();
    rig.takeOver();
    const ended = await rig.finish(id, run);
    assert.equal(ended.state, "succeeded", JSON.stringify(ended));
    const ids = rig.ids();
    assert.equal(new Set(ids).size, count);
    assert.ok(ids.length > count && ids.length < 2 * count, `${ids.length} were sent`);
  });

  it("asks with the source's own credentials or not at all", async () => {
    const settings = { queue_url: `${server.endpoint}/000000000000/theirs`, base_url: server.endpoint };
    const { id } = await rig.register({ type: "sqs", settings });
    assert.equal((await rig.pull(id)).error?.code, "unauthorized");
  });

  it("reads objects under a prefix row by row, and afterwards those written since", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "feedback" }));
    const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: "feedback", Key, Body }));
    await put("in/a.csv", "id,text,date\n1,It crashes,2026-01-01\n2,It is slow,2026-01-02\n");
    await put("in/b.jsonl", '{"id":"3","text":"Three"}\n{"text":"No id"}\n');
    await put("elsewhere.jsonl", '{"id":"4","text":"Four"}\n');
    rig.sent.length = 0;
    const settings = { bucket: "feedback", prefix: "in/", base_url: server.endpoint };
    const { id } = await rig.register({ type: "s3", settings, secrets });
    const run = await rig.pull(id);
    assert.deepEqual([run.state, run.accepted], ["succeeded", 4], JSON.stringify(run));
    assert.deepEqual(rig.sent.map(({ text }) => text).sort(), ["It crashes", "It is slow", "No id", "Three"]);
    await put("in/c.jsonl", '{"id":"5","text":"Five"}\n');
    const second = await rig.pull(id);
    assert.deepEqual([second.accepted, second.updated], [1, 0]);
  });

  it("reads what notifications name, whatever their form, and passes over what is gone", async () => {
    const queue_url = await newQueue("notices");
    const put = (Key: string, text: string) =>
      s3.send(new PutObjectCommand({ Bucket: "feedback", Key, Body: JSON.stringify({ id: Key, text }) }));
    const notice = (key: string, eventName = "ObjectCreated:Put") => ({
      Records: [{ eventName, s3: { bucket: { name: "feedback" }, object: { key } } }],
    });
    const settings = { bucket: "feedback", prefix: "new/", queue_url, base_url: server.endpoint };
    const { id } = await rig.register({ type: "s3", settings, secrets });
    await rig.pull(id);
    rig.sent.length = 0;
    await put("new/red flower!.jsonl", "One");
    await put("new/2.jsonl", "Two");
    await put("new/3.jsonl", "Gone");
    await s3.send(new DeleteObjectCommand({ Bucket: "feedback", Key: "new/3.jsonl" }));
    await send(queue_url, notice("new/red+flower%21.jsonl"));
    await send(queue_url, { Type: "Notification", Message: JSON.stringify(notice("new/2.jsonl")) });
    await send(queue_url, notice("new/3.jsonl"));
    await send(queue_url, notice("new/2.jsonl", "ObjectRemoved:Delete"));
    await send(queue_url, { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "feedback" });
    await send(queue_url, { text: "Put here by mistake" });
    const run = await rig.pull(id);
    assert.deepEqual([run.state, run.accepted, run.rejected], ["succeeded", 2, 1], JSON.stringify(run));
    assert.deepEqual(rig.sent.map(({ text }) => text).sort(), ["One", "Two"]);
    assert.equal(await left(queue_url), 0);
  });
});

describe("notifications of S3", () => {
  it("name their objects by S3's own encoding, and EventBridge's without any", () => {
    const event = {
      "detail-type": "Object Created",
      detail: { bucket: { name: "b" }, object: { key: "2026-01-01T10:00+x.zip" } },
    };
    assert.deepEqual(readArrivals(JSON.stringify(event)), [
      { bucket: "b", key: "2026-01-01T10:00+x.zip", rawKey: "2026-01-01T10:00+x.zip" },
    ]);
    assert.equal(readArrivals("no json"), undefined);
    assert.equal(readArrivals('{"text":"a record"}'), undefined);
  });
});
