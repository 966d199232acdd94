/**
 * Chapter 1: a record's life. What is sent lies on the raw queue; the denoiser drops what says nothing and passes the rest
 * on; the data-model creator understands it and stores an insight. The books say at every moment where each record is.
 */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { createAppLookup } from "../../src/enrichment/app-lookup.ts";
import type { TextPool } from "../../src/enrichment/pool.ts";
import { createSqsWriter } from "../../src/ingestion/sqs-writer.ts";
import { readBalance } from "../../src/ledger/balance.ts";
import { insightId } from "../../src/model/identity.ts";
import { DEFAULT_TENANT as tenant } from "../../src/model/tenant.ts";
import { openTexts, startRunner } from "../../test/chaos/runner.ts";
import { eventually, openTestbed, type Testbed } from "../../test/testbed.ts";

let bed: Testbed;
let text: TextPool;
before(async () => {
  // A real queue and a real store in a folder that goes away again, and one thread that reads texts.
  [bed, text] = await Promise.all([openTestbed(), openTexts()]);
});
after(async () => {
  await text.close();
  await bed.close();
});

const complaint = {
  id: "review-1",
  app: "Pedalwick",
  source: "playstore",
  text: "The map is blank since the last update and the app crashes when I save a ride. Please fix it!",
  date: "2026-03-01T10:00:00Z",
};
const noise = { id: "review-2", app: "Pedalwick", source: "playstore", text: "!!! ??? ..." };

const books = () => readBalance(bed.store, tenant, { pipeline: "feedback" });

it("a record is received, then understood or dropped, and the books balance all the way", async (t) => {
  const { queue, store, log, now } = bed;
  const writer = createSqsWriter({ queue, store, apps: createAppLookup(store), defaultApp: "default", log, now });

  // 1. The edge reads each record, and answers once the batch is durable in the queue.
  const receipt = await writer.write({ tenant, records: [complaint, noise] });
  assert.equal(receipt.accepted, 2);

  // 2. No loop runs yet: both are received and in flight.
  const early = await books();
  assert.deepEqual([early.received, early.in_flight, early.balanced], [2, 2, true]);

  // 3. The loops take them from the queue, and the books are final.
  const runner = startRunner({ queue, store, text });
  t.after(() => runner.stop());
  const settled = await eventually("both are accounted for", async () => {
    const now = await books();
    return now.in_flight === 0 && now;
  });
  assert.deepEqual([settled.stored, settled.dropped, settled.balanced], [1, { no_text: 1 }, true]);

  // 4. The insight is named by the record's identity, so the same record is never stored twice.
  const id = insightId({ tenant, app: "Pedalwick", source: "playstore", source_id: "", data_id: "review-1" });
  await store.refresh(["insights"]);
  const insight = (await store.get(tenant, "insights", id))?.doc;
  assert.ok(insight !== undefined, "the insight has another id than its identity says");
  assert.equal(insight.kind, "problem");
  assert.ok(insight.phrases.length > 0);

  await writer.write({ tenant, records: [complaint] });
  const again = await eventually("the duplicate is accounted for", async () => {
    const now = await books();
    return now.received === 3 && now.in_flight === 0 && now;
  });
  assert.deepEqual([again.stored, again.duplicate, again.balanced], [1, 1, true]);
});
