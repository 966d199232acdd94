/** Any ingestor with any writer: a file into the queue, and what the writer promises. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { eventually, openTestbed, type Testbed } from "../../test/testbed.ts";
import { TenantId } from "../model/tenant.ts";
import type { ReceivedMessage } from "../queue/queue.ts";
import { createFileIngestor } from "./file.ts";
import type { IngestionWriter, Receipt } from "./ingestion.ts";
import { createSqsWriter } from "./sqs-writer.ts";

const tenant = TenantId.parse("acme");

describe("ingestion", () => {
  let bed: Testbed;
  let writer: IngestionWriter;
  const arrived: ReceivedMessage[] = [];
  let stopReading: () => Promise<void>;
  before(async () => {
    bed = await openTestbed();
    const apps = { packages: async () => new Map([["com.example.pay", "Example Pay"]]) };
    writer = createSqsWriter({
      queue: bed.queue,
      store: bed.store,
      apps,
      defaultApp: "default",
      log: bed.log,
      now: () => 1_700_000_000,
    });
    const consumption = bed.queue.consume("raw", async (messages) => {
      arrived.push(...messages);
      return messages;
    });
    stopReading = () => consumption.stop(1_000);
  });
  after(async () => {
    await stopReading();
    await bed.close();
  });
  const batchesOf = (receipt: Receipt) =>
    eventually("its batches", async () => {
      const mine = arrived.filter((message) => receipt.batch_ids.includes(message.attributes.batch ?? ""));
      return mine.length === receipt.batch_ids.length && mine;
    });

  it("sends homogeneous batches, one app and source in each, stamped with when they reached us", async () => {
    const receipt = await writer.write({
      tenant,
      records: [
        { text: "one", app: "A", source: "x" },
        { text: "two", app: "B", source: "x" },
        { text: "three", app: "A", source: "x", ingested_at: 5 },
        { text: "four", url: "https://play.google.com/store/apps/details?id=com.example.pay" },
      ],
    });
    const batches = await batchesOf(receipt);
    const contents = batches.map((batch) =>
      (JSON.parse(batch.body) as { app: string; text: string; ingested_at: number }[]).map(
        ({ app, text, ingested_at }) => [app, text, ingested_at],
      ),
    );
    assert.deepEqual(contents.sort(), [
      [
        ["A", "one", 1_700_000_000],
        ["A", "three", 1_700_000_000],
      ],
      [["B", "two", 1_700_000_000]],
      [["Example Pay", "four", 1_700_000_000]],
    ]);
    for (const { attributes } of batches)
      assert.deepEqual([attributes.tenant, attributes.part, attributes.v], ["acme", "0", "1"]);
  });

  it("says which records it refused, carries their number along, and keeps them", async () => {
    const receipt = await writer.write({
      tenant,
      records: [{ text: "good" }, { text: "" }, 7, { text: "x".repeat(70_000) }],
    });
    assert.deepEqual(
      [receipt.accepted, receipt.rejected.map((one) => [one.index, one.errors[0]?.code])],
      [
        1,
        [
          [1, "required"],
          [2, "invalid"],
          [3, "too_large"],
        ],
      ],
    );
    const [batch] = await batchesOf(receipt);
    assert.deepEqual(JSON.parse(batch!.attributes.rejected ?? ""), { required: 1, invalid: 1, too_large: 1 });
    const kept = await eventually("what was refused", async () => {
      const page = await bed.store.search(tenant, "rejections", { where: { stage: "intake" } });
      return page.total === 3 && page.items;
    });
    assert.deepEqual(kept.map(({ doc }) => doc.reason).sort(), ["invalid", "required", "too_large"]);
  });

  it("sends nothing when nothing is acceptable", async () => {
    assert.deepEqual(await writer.write({ tenant, records: [{ text: " " }] }), {
      batch_ids: [],
      accepted: 0,
      rejected: [
        { index: 0, errors: [{ field: "text", code: "required", message: "text (or title) must not be empty" }] },
      ],
    });
  });

  it("keeps batches at intake within 64 KB", async () => {
    const receipt = await writer.write({
      tenant,
      records: Array.from({ length: 10 }, (_, index) => ({ text: `${index} ${"x".repeat(20_000)}` })),
    });
    for (const batch of await batchesOf(receipt)) assert.ok(Buffer.byteLength(batch.body) <= 65_536 + 2);
    assert.equal(receipt.accepted, 10);
  });

  it("reads a file to its end, and hands on what is no JSON for the writer to refuse", async () => {
    const folder = await mkdtemp(join(tmpdir(), "groundswell-file-"));
    const path = join(folder, "feedback.jsonl");
    await writeFile(path, '{"text":"one"}\n\nnot json\r\n{"text":"two","app":"Own"}\n');
    const receipts: Receipt[] = [];
    const ingestor = createFileIngestor({
      path,
      tenant,
      app: "From file",
      source: "file",
      onReceipt: (receipt) => receipts.push(receipt),
    });
    await (await ingestor.listenAndServe(writer)).close();
    assert.deepEqual(
      receipts.map((receipt) => [receipt.accepted, receipt.rejected.map((one) => one.index)]),
      [[2, [1]]],
    );
    const apps = (await batchesOf(receipts[0]!)).flatMap((batch) =>
      (JSON.parse(batch.body) as { app: string; source: string }[]).map(({ app, source }) => `${app}/${source}`),
    );
    assert.deepEqual(apps.sort(), ["From file/file", "Own/file"]);
    await rm(folder, { recursive: true });
  });
});
