/** Records in the original's format that come under a uuid that is taken: one is stored, the others are duplicates, however many runners meet them. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { createAppLookup } from "../src/enrichment/app-lookup.ts";
import type { TextPool } from "../src/enrichment/pool.ts";
import { createSqsWriter } from "../src/ingestion/sqs-writer.ts";
import { recordOf } from "../src/ingestion/wire.ts";
import { readBalance } from "../src/ledger/balance.ts";
import { claimUuids } from "../src/loops/data-model-creator/uuid-claims.ts";
import { insightId } from "../src/model/identity.ts";
import type { Balance } from "../src/model/ledger.ts";
import { TenantId } from "../src/model/tenant.ts";
import { openTexts, type Runner, startRunner } from "./chaos/runner.ts";
import { eventually, type Testbed } from "./testbed.ts";
import { describeOnBothBeds } from "./testbeds.ts";

describeOnBothBeds("records under a uuid that is taken", (open) => {
  let bed: Testbed;
  let text: TextPool;
  let runners: Runner[];
  let tenants = 0;
  before(async () => {
    [bed, text] = [await open(), await openTexts()];
    runners = [1, 2].map(() => startRunner({ queue: bed.queue, store: bed.store, text }));
  });
  after(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    await text.close();
    await bed.close();
  });

  const freshTenant = () => TenantId.parse(`uuids-${++tenants}`);
  const data = (data_id: string, uuid: string | undefined, more: Readonly<Record<string, unknown>> = {}) =>
    recordOf({
      ...{ source_type: "web", source_id: "S9", data: `The font of page ${data_id} is too small to read`, data_id },
      ...{ uuid, created_at: "2026-02-22T16:58:53Z" },
      ...more,
    });
  const send = (tenant: TenantId, ...records: Readonly<Record<string, unknown>>[]) => {
    const apps = createAppLookup(bed.store);
    return createSqsWriter({ ...bed, apps, defaultApp: "default" }).write({ tenant, records });
  };
  const settled = async (tenant: TenantId, received: number): Promise<Balance> =>
    eventually(`${received} records accounted for`, async () => {
      const now = await readBalance(bed.store, tenant, { pipeline: "feedback" });
      return now.received === received && now.in_flight === 0 && now;
    });
  const stored = async (tenant: TenantId) => {
    await bed.store.refresh(["insights"]);
    const { items } = await bed.store.search(tenant, "insights", {});
    return items.map(({ doc }) => `${doc.data_id} ${doc.revision}`).sort();
  };

  it("store nothing new, in one request and later; the first may come again, and in a newer version", async () => {
    const tenant = freshTenant();
    await send(tenant, data("a1", "uu-8"), data("a2", "uu-8"), data("b1", "uu-9"), data("c1", undefined));
    await settled(tenant, 4);
    await send(tenant, data("a3", "uu-8"), data("a1", "uu-8"), data("b1", "uu-10"));
    await settled(tenant, 7);
    await send(tenant, data("a1", "uu-8", { data: "The font is still too small", updated_at: "2026-03-01T00:00:00Z" }));
    const books = await settled(tenant, 8);
    assert.deepEqual(await stored(tenant), ["a1 2", "b1 1", "c1 1"]);
    assert.deepEqual([books.stored, books.updated, books.duplicate, books.balanced], [3, 1, 4, true]);
    assert.equal(await bed.store.count(tenant, "uuid_claims", {}), 2);
  });

  it("wait for no insight: what a runner claimed before it was killed is its record's when that comes again", async () => {
    const tenant = freshTenant();
    const place = { tenant, app: "default", source: "web", source_id: "S9" };
    const claim = {
      id: insightId({ ...place, data_id: "d1" }),
      app: "default",
      ingested_at: 1_780_000_000,
      uuid: "uu-d",
    };
    assert.equal((await claimUuids(bed.store, tenant, [claim])).size, 0);
    await send(tenant, data("d2", "uu-d"), data("d1", "uu-d"));
    const books = await settled(tenant, 2);
    assert.deepEqual([books.stored, books.duplicate, books.balanced], [1, 1, true]);
    assert.deepEqual(await stored(tenant), ["d1 1"]);
  });

  it("that come to two runners at once are one", async () => {
    const tenant = freshTenant();
    const SENT = 24;
    await Promise.all(
      Array.from({ length: SENT }, (_, at) => send(tenant, data(`r${at}`, "same"), data(`own${at}`, `own-${at}`))),
    );
    const books = await settled(tenant, 2 * SENT);
    assert.deepEqual([books.stored, books.duplicate, books.balanced], [SENT + 1, SENT - 1, true]);
    assert.equal((await stored(tenant)).length, SENT + 1);
  });

  it("of another app or another tenant are others", async () => {
    const [tenant, other] = [freshTenant(), freshTenant()];
    await send(tenant, data("a1", "uu-8"), data("a2", "uu-8", { metadata: { app: "maps" } }));
    await send(other, data("a3", "uu-8"));
    assert.equal((await settled(tenant, 2)).stored, 2);
    assert.equal((await settled(other, 1)).stored, 1);
  });
});
