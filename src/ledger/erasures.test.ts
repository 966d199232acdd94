/** The books while insights are erased: they balance before, at every step and after, sealed or not, and notice what went missing otherwise. */
import assert from "node:assert/strict";
import { before, it } from "node:test";
import { pino } from "pino";
import { sampleInsight } from "../../test/samples.ts";
import { listTenants } from "../auth/tenant-list.ts";
import { createHousekeeping, type DaysKept } from "../loops/housekeeping/pass.ts";
import { strictRound } from "../loops/periodic/strict.testing.ts";
import { countsTotal, type LedgerEntry, noCounts } from "../model/ledger.ts";
import { INSTALLATION, type TenantId } from "../model/tenant.ts";
import { collectionNames } from "../store/collections.ts";
import type { Store } from "../store/store.ts";
import { describeOnBothStores } from "../store/testsuite/both-stores.ts";
import { freshTenant } from "../store/testsuite/fixtures.ts";
import { refusingStore, withOffer } from "../store/testsuite/refusing.ts";
import { readBalance } from "./balance.ts";
import { bookErasure } from "./erasures.ts";
import { createLedger } from "./ledger.ts";
import { applyRetention } from "./retention.ts";
import { sealLedger } from "./seal.ts";

const DAY = 86_400;
const NOW = 1_700_000_000;
const never = new AbortController().signal;
const keepAll: DaysKept = {
  insights: undefined,
  events: undefined,
  sessions: undefined,
  event_errors: undefined,
  corrections: undefined,
  rejections: undefined,
  dead_letters: undefined,
  feature_requests: undefined,
  translations: undefined,
  model_answers: undefined,
  audit: undefined,
  tombstones: undefined,
  uuid_claims: undefined,
  response_refusals: undefined,
};

describeOnBothStores("the books and erasures", (current) => {
  let store: Store;
  let number = 0;
  before(() => {
    store = current();
  });

  const balance = (tenant: TenantId, on = store, source?: string) =>
    readBalance(on, tenant, { pipeline: "feedback", source });

  /** A batch that stored as many insights, so many days ago. */
  async function storeBatch(tenant: TenantId, batch: string, count: number, days: number, source = "s"): Promise<void> {
    const at = NOW - days * DAY;
    const place = { pipeline: "feedback", batch, app: "a", source, at, refused: {}, redriven: [] } as const;
    const passed = { ...noCounts, passed: count };
    const stored = { ...noCounts, stored: count };
    const first = { ...place, stage: "denoiser", part: "0", sent: ["0.0"], first: true, last: false };
    const last = { ...place, stage: "data-model-creator", part: "0.0", sent: [], first: false, last: true };
    const entries: LedgerEntry[] = [
      { ...first, in: countsTotal(passed), counts: passed },
      { ...last, in: countsTotal(stored), counts: stored },
    ];
    for (const entry of entries) await createLedger(store).record(tenant, entry);
    const insights = Array.from({ length: count }, () => {
      const parts = { created_batch: batch, batch, app_name: "a", source, ingested_at: at };
      const doc = sampleInsight(90_000 + number++, parts);
      return { op: "create", id: doc.id, doc } as const;
    });
    await store.write(tenant, "insights", insights);
  }

  const erase = (on: Store, tenant: TenantId, days = 30) =>
    applyRetention(on, {
      tenant,
      days: { insights: days },
      now: NOW,
      limit: 1_000,
      book: (erasure) => bookErasure(on, tenant, erasure, NOW),
    });

  /** Dies right after write number `step`, which went through. */
  function dyingAfter(step: number): Store {
    let steps = 0;
    return withOffer(store, async (...call) => {
      const results = await store.offer(...call);
      if (++steps === step) throw new Error("killed");
      return results;
    });
  }

  it("balance before, after a crash at any step, and after the erasure, and tell what is gone", async () => {
    for (let step = 1; step <= 5; step++) {
      const tenant = freshTenant();
      await storeBatch(tenant, "old", 3, 40);
      await storeBatch(tenant, "other", 2, 50, "t");
      await storeBatch(tenant, "young", 4, 1);
      const before = await balance(tenant);
      assert.deepEqual([before.balanced, before.stored, before.erased], [true, 9, undefined]);
      await erase(dyingAfter(step), tenant).catch((error: Error) => assert.equal(error.message, "killed"));
      const during = await balance(tenant);
      const left = await store.count(tenant, "insights", {});
      assert.deepEqual([during.balanced, during.stored, during.erased ?? 0], [true, 9, 9 - left], `step ${step}`);
      await erase(store, tenant);
      const after = await balance(tenant);
      assert.deepEqual([after.balanced, after.stored, after.erased], [true, 9, 5], `step ${step}`);
      assert.equal((await balance(tenant, store, "t")).erased, 2);
    }
  });

  it("balance at every moment of an erasure that goes on", async () => {
    const tenant = freshTenant();
    for (let batch = 0; batch < 6; batch++) await storeBatch(tenant, `b${batch}`, 150, 40);
    let done = false;
    const erasing = erase(store, tenant).finally(() => {
      done = true;
    });
    let looks = 0;
    while (!done) {
      assert.equal((await balance(tenant)).balanced, true);
      looks++;
    }
    await erasing;
    assert.ok(looks > 0);
    assert.deepEqual([(await balance(tenant)).erased, (await balance(tenant)).balanced], [900, true]);
  });

  it("don't balance when an insight is gone that nobody erased", async () => {
    const tenant = freshTenant();
    await storeBatch(tenant, "b", 3, 10);
    await storeBatch(tenant, "old", 2, 40);
    await erase(store, tenant);
    const [first] = (await store.search(tenant, "insights", {})).items;
    await store.write(tenant, "insights", [{ op: "delete", id: first?.id ?? "" }]);
    assert.equal((await balance(tenant)).balanced, false);
  });

  it("count each page's erasure when its first insight could not be erased at once", async () => {
    const tenant = freshTenant();
    await storeBatch(tenant, "old", 3, 40);
    let refused = 0;
    await erase(
      refusingStore(store, (collection) => collection === "insights" && refused++ === 0),
      tenant,
    );
    assert.deepEqual([(await balance(tenant)).erased, (await balance(tenant)).balanced], [2, true]);
    await erase(store, tenant);
    assert.deepEqual([(await balance(tenant)).erased, (await balance(tenant)).balanced], [3, true]);
  });

  it("are the same after sealing, before and after the erasure is sealed too, whatever was killed in between", async () => {
    for (let step = 1; step <= 6; step++) {
      const tenant = freshTenant();
      await storeBatch(tenant, "old", 3, 40);
      await storeBatch(tenant, "young", 2, 10);
      await sealLedger(store, tenant, NOW, never);
      await erase(store, tenant);
      const expected = { stored: 5, erased: 3, balanced: true };
      const seen = async () => {
        const { stored, erased, balanced } = await balance(tenant);
        return { stored, erased, balanced };
      };
      assert.deepEqual(await seen(), expected);
      const later = NOW + 16 * DAY;
      await sealLedger(dyingAfter(step), tenant, later, never).catch((error: Error) =>
        assert.equal(error.message, "killed"),
      );
      assert.deepEqual(await seen(), expected, `step ${step}`);
      await sealLedger(store, tenant, later, never);
      assert.deepEqual(await seen(), expected, `step ${step}`);
      assert.equal(await store.count(tenant, "erasures", {}), 0);
      assert.equal(await store.count(tenant, "ledger", {}), 0);
    }
  });

  it("are kept by housekeeping, round by round, which erases and seals for every tenant and the installation", async () => {
    const tenant = freshTenant();
    await store.write(INSTALLATION, "tenants", [{ op: "put", id: tenant, doc: { name: "T", created_at: 1 } as never }]);
    await storeBatch(tenant, "old", 3, 40);
    await store.write(INSTALLATION, "translations", [
      { op: "put", id: "old", doc: { value: "x", at: NOW - 8 * DAY } },
      { op: "put", id: "new", doc: { value: "y", at: NOW } },
    ]);
    const days = { ...keepAll, insights: 30, translations: 7 };
    const queue = { send: async () => undefined };
    const housekeeping = createHousekeeping({ store, queue, log: pino({ level: "silent" }), days, now: () => NOW });
    const run = strictRound(housekeeping, () => listTenants(store));
    for (let round = 0; round < 2; round++) {
      await store.refresh(collectionNames);
      await run(1, never);
    }
    await store.refresh(collectionNames);
    assert.equal(await store.count(tenant, "insights", {}), 0);
    assert.equal(await store.count(tenant, "ledger", {}), 0);
    assert.equal(await store.count(INSTALLATION, "translations", {}), 1);
    assert.deepEqual([(await balance(tenant)).stored, (await balance(tenant)).erased], [3, 3]);
    assert.equal((await balance(tenant)).balanced, true);
  });
});
