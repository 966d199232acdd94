/** Messages that strangers put on our queues, with any content and any attributes: each is accounted for, and none stops another. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { TextPool } from "../src/enrichment/pool.ts";
import { readBalance } from "../src/ledger/balance.ts";
import type { Balance } from "../src/model/ledger.ts";
import { TenantId } from "../src/model/tenant.ts";
import type { AnyQueueName } from "../src/queue/queue.ts";
import { openTexts, type Runner, startRunner } from "./chaos/runner.ts";
import { sampleRecord } from "./samples.ts";
import { eventually, openTestbed, type Testbed } from "./testbed.ts";

const TEXT = "The app crashes every time I open the map, please fix it";

describe("strangers' messages", () => {
  let bed: Testbed;
  let text: TextPool;
  let runner: Runner;
  let tenants = 0;
  before(async () => {
    [bed, text] = await Promise.all([openTestbed(), openTexts()]);
    runner = startRunner({ queue: bed.queue, store: bed.store, text });
  });
  after(async () => {
    await runner.stop();
    await text.close();
    await bed.close();
  });

  const freshTenant = () => TenantId.parse(`stranger-${++tenants}`);
  const send = (queue: AnyQueueName, items: unknown, attributes: Record<string, string>) =>
    bed.queue.send(queue, [{ body: typeof items === "string" ? items : JSON.stringify(items), attributes }]);

  /** The books once this many records are in them and nothing is in flight; they balance. */
  async function settled(tenant: TenantId, received: number): Promise<Balance> {
    const books = await eventually(`${received} records accounted for`, async () => {
      const now = await readBalance(bed.store, tenant, { pipeline: "feedback" });
      return now.received >= received && now.in_flight === 0 && now;
    });
    assert.deepEqual([books.received, books.balanced], [received, true], JSON.stringify(books));
    return books;
  }
  const reasons = async (tenant: TenantId) => {
    const { items } = await bed.store.search(tenant, "rejections", {});
    return items.map(({ doc }) => doc.errors.map(({ field, code }) => `${field} ${code}`).join(", "));
  };

  it("a time of arrival that can't be is not believed", async () => {
    const tenant = freshTenant();
    const before = Math.floor(Date.now() / 1000) - 60;
    const attributes = { tenant, batch: "b1", part: "0", v: "1" };
    await send("raw", [{ text: TEXT, ingested_at: 99_999_999_999_999 }], attributes);
    assert.equal((await settled(tenant, 1)).stored, 1);
    const [insight] = (await bed.store.search(tenant, "insights", {})).items;
    for (const time of [insight!.doc.ingested_at, insight!.doc.date])
      assert.ok(time >= before && time <= before + 300, String(time));
  });

  it("raw records are read under the names of exports; a date that may be two days is refused, and both are named", async () => {
    const tenant = freshTenant();
    const records = [
      { review_id: "r1", review: TEXT, rating: "5/5", "Review Date": "20-03-2025" },
      { id: "r2", content: `${TEXT} again`, at: "20-Mar-2025", score: 1, thumbsUpCount: 3 },
      { id: "r3", text: TEXT, date: "05-03-2025" },
      { id: "r4", text: TEXT, date: "2025-03-20", updated_at: "05/06/2025" },
    ];
    await send("raw", records, { tenant });
    const books = await settled(tenant, 4);
    assert.deepEqual([books.stored, books.rejected], [2, { invalid_date: 2 }]);
    const { items } = await bed.store.search(tenant, "insights", { sort: [{ by: "date", order: "asc" }] });
    const read = items.map(({ doc }) => [doc.data_id, doc.date, doc.metadata?.score, doc.metadata?.thumbsUp]).sort();
    const day = Date.UTC(2025, 2, 20) / 1000;
    assert.deepEqual(read, [
      ["r1", day, 5, undefined],
      ["r2", day, 1, 3],
    ]);
    const { items: refused } = await bed.store.search(tenant, "rejections", {});
    assert.deepEqual(refused.map(({ doc }) => doc.errors[0]?.message).sort(), [
      '"05-03-2025" may be 2025-03-05 or 2025-05-03: send ISO 8601',
      '"05/06/2025" may be 2025-06-05 or 2025-05-06: send ISO 8601',
    ]);
  });

  it("a filtered record is read by its schema, and what is refused is kept with its reason", async () => {
    const tenant = freshTenant();
    const nested = `${"[".repeat(5_000)}${"]".repeat(5_000)}`;
    const deep = JSON.stringify({ ...sampleRecord(3), metadata: "deep" }).replace('"deep"', `{"a":${nested}}`);
    const items = [sampleRecord(1), { ...sampleRecord(2), title: {} }].map((item) => JSON.stringify(item));
    await send("filtered", `[${items.join(",")},${deep}]`, { tenant });
    const books = await settled(tenant, 3);
    assert.deepEqual([books.stored, books.rejected], [1, { invalid: 1, too_deep: 1 }]);
    assert.deepEqual((await reasons(tenant)).sort(), [" too_deep", "title invalid"]);
  });

  it("an id twice in a filtered message is stored once", async () => {
    const tenant = freshTenant();
    const same = { ...sampleRecord(1), text: `${TEXT} again`, content_hash: "newer", updated_at: 1_800_000_000 };
    await send("filtered", [sampleRecord(1), same, sampleRecord(1)], { tenant });
    const books = await settled(tenant, 3);
    assert.deepEqual([books.stored, books.duplicate], [1, 2]);
    const [insight] = (await bed.store.search(tenant, "insights", {})).items;
    assert.equal(insight?.doc.main_text, same.text);
  });

  it("a filtered message of several apps is booked under each", async () => {
    const tenant = freshTenant();
    await send("filtered", [sampleRecord(1), sampleRecord(2, { app: "Other" })], { tenant });
    await settled(tenant, 2);
    const other = await readBalance(bed.store, tenant, { pipeline: "feedback", app: "Other" });
    assert.deepEqual([other.received, other.stored, other.balanced], [1, 1, true]);
  });

  it("a stranger's attributes that can't be ours end booked, under a name of their own, with nothing in flight for good", async () => {
    const strange: Record<string, string>[] = [
      { batch: "b".repeat(600), part: "0" },
      { batch: "b", part: "p".repeat(600) },
      { batch: "good", part: "0", rejected: "1e308" },
      { batch: "good-2", part: "0", rejected: '{"__proto__":3,"":1,"x":-1,"y":1e308}' },
      { batch: "good-3", part: "0", replay_of: "r".repeat(999), redrive_of: "nobody's-letter" },
      { batch: "\u{1F600}", part: "😀😀" },
    ];
    for (const [n, attributes] of strange.entries()) {
      const tenant = freshTenant();
      await send("raw", [{ id: `s${n}`, text: `${TEXT}, please, ${n}` }], { tenant, ...attributes });
      await settled(tenant, 1);
    }
  });

  it("an unknown part of a known batch is a batch of its own in the sum", async () => {
    const tenant = freshTenant();
    await send("raw", [{ id: "k1", text: TEXT }], { tenant, batch: "known", part: "0", v: "1" });
    await settled(tenant, 1);
    await send("filtered", [sampleRecord(41)], { tenant, batch: "known", part: "7.7", v: "1" });
    const inAnHour = Math.floor(Date.now() / 1000) + 3_700;
    const books = await eventually("both accounted for", async () => {
      const now = await readBalance(bed.store, tenant, { pipeline: "feedback" }, inAnHour);
      return now.received === 2 && now.in_flight === 0 && now;
    });
    assert.deepEqual([books.stored, books.balanced], [2, true]);
  });

  it("a message for a tenant that does not exist is booked with that tenant alone", async () => {
    await send("raw", [{ id: "n1", text: TEXT }], { tenant: "nobody-made-this", batch: "b1", part: "0" });
    assert.equal((await settled(TenantId.parse("nobody-made-this"), 1)).stored, 1);
  });
});
