/** Sealing: the books say the same before, at every step of it and after, whatever dies, comes again or works at the same time. */
import assert from "node:assert/strict";
import { before, it } from "node:test";
import { sampleInsight } from "../../test/samples.ts";
import { type Counts, countsTotal, type LedgerEntry, noCounts } from "../model/ledger.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { describeOnBothStores } from "../store/testsuite/both-stores.ts";
import { freshTenant } from "../store/testsuite/fixtures.ts";
import { withOffer } from "../store/testsuite/refusing.ts";
import { auditBooks } from "./audit.ts";
import { readBalance } from "./balance.ts";
import { createLedger, entryId } from "./ledger.ts";
import { SEAL_AFTER, sealLedger } from "./seal.ts";
import { forgetMarks, MARKS_KEPT_DAYS } from "./sealed.ts";

const AT = 1_700_000_000;
const LATER = AT + SEAL_AFTER + 1;
const never = new AbortController().signal;

function entriesOf(batch: string, last: Partial<Counts>, changes: Partial<LedgerEntry> = {}): LedgerEntry[] {
  const counts = { ...noCounts, ...last };
  const count = countsTotal(counts);
  const place = { pipeline: "feedback", batch, app: "a", source: "s", at: AT, refused: {}, redriven: [] } as const;
  const first = { ...place, stage: "denoiser", part: "0", sent: ["0.0"], first: true, last: false };
  const second = { ...place, stage: "data-model-creator", part: "0.0", sent: [], first: false, last: true };
  return [
    { ...first, in: count + 1, counts: { ...noCounts, passed: count, dropped: { spam: 1 } }, ...changes },
    { ...second, in: count, counts, ...changes },
  ];
}

describeOnBothStores("sealing", (current) => {
  let store: Store;
  let number = 0;
  before(() => {
    store = current();
  });
  const balance = (tenant: TenantId, on = store) => readBalance(on, tenant, { pipeline: "feedback" }, LATER);
  const seal = (tenant: TenantId, on = store, now = LATER) => sealLedger(on, tenant, now, never);
  const left = async (tenant: TenantId) => {
    await store.refresh(["ledger"]);
    return store.count(tenant, "ledger", {});
  };

  async function book(tenant: TenantId, entries: readonly LedgerEntry[]): Promise<void> {
    for (const entry of entries) await createLedger(store).record(tenant, entry);
  }

  async function storeBatch(tenant: TenantId, batch: string, count: number): Promise<void> {
    await book(tenant, entriesOf(batch, { stored: count }));
    const insights = Array.from({ length: count }, () => {
      const doc = sampleInsight(120_000 + number++, { created_batch: batch, batch, app_name: "a", source: "s" });
      return { op: "create", id: doc.id, doc } as const;
    });
    await store.write(tenant, "insights", insights);
  }

  /** `act` before write number `step`. */
  function interrupted(step: number, act: () => Promise<void>): Store {
    let steps = 0;
    return withOffer(store, async (...call) => {
      if (++steps === step) await act();
      return store.offer(...call);
    });
  }

  it("leaves one total of thousands of records, and no entries to read", async () => {
    const tenant = freshTenant();
    for (let batch = 0; batch < 30; batch++) await book(tenant, entriesOf(`b${batch}`, { duplicate: 50 }));
    await storeBatch(tenant, "stored", 3);
    const before = await balance(tenant);
    assert.deepEqual([before.received, before.stored, before.balanced], [30 * 51 + 4, 3, true]);
    await seal(tenant);
    assert.deepEqual(await balance(tenant), before);
    await store.refresh(["ledger_totals"]);
    assert.deepEqual([await left(tenant), await store.count(tenant, "ledger_totals", {})], [0, 1]);
  });

  it("waits a minute, and for what is dead, missing or can still come", async () => {
    const tenant = freshTenant();
    await book(tenant, entriesOf("young", { duplicate: 2 }, { at: LATER }));
    await book(tenant, entriesOf("dead", { duplicate: 1, dead: 1 }));
    await book(tenant, entriesOf("missing", { stored: 2 }));
    await book(tenant, entriesOf("half", { duplicate: 2 }).slice(0, 1));
    await book(tenant, entriesOf("stranger", { duplicate: 2 }, { at: AT - 7_200 }).slice(1));
    const before = await balance(tenant);
    assert.equal(before.balanced, false);
    await seal(tenant);
    assert.deepEqual(await balance(tenant), before);
    assert.equal(await left(tenant), 8);
  });

  it("takes the batches around one whose insight is missing", async () => {
    const tenant = freshTenant();
    for (const batch of ["x", "y", "z"]) await storeBatch(tenant, batch, 2);
    await book(tenant, entriesOf("missing", { stored: 1 }));
    await seal(tenant);
    assert.deepEqual([await left(tenant), (await balance(tenant)).balanced], [2, false]);
  });

  it("changes nothing in the books when the runner dies before any of its writes", async () => {
    let step = 0;
    for (let died = true; died; ) {
      died = false;
      step++;
      const tenant = freshTenant();
      await storeBatch(tenant, "one", 2);
      await storeBatch(tenant, "two", 1);
      const before = await balance(tenant);
      const dying = interrupted(step, () => {
        died = true;
        throw new Error("killed");
      });
      await seal(tenant, dying).catch((error: Error) => assert.equal(error.message, "killed"));
      assert.deepEqual(await balance(tenant), before, `killed before write ${step}`);
      await seal(tenant);
      assert.deepEqual(await balance(tenant), before, `again after write ${step}`);
      assert.equal(await left(tenant), 0);
    }
    assert.ok(step >= 5, `${step} writes were tried`);
  });

  it("gives the same books to who reads them at any moment of it", async () => {
    let step = 0;
    for (let looked = true; looked; ) {
      looked = false;
      step++;
      const tenant = freshTenant();
      await storeBatch(tenant, "one", 2);
      const before = await balance(tenant);
      const watched = interrupted(step, async () => {
        looked = true;
        assert.deepEqual(await balance(tenant), before, `before write ${step}`);
      });
      await seal(tenant, watched);
    }
    assert.ok(step >= 5);
  });

  it("gives the same books to a reader that is overtaken by a whole sealing between any two of its reads", async () => {
    for (let step = 1; step <= 8; step++) {
      const tenant = freshTenant();
      await storeBatch(tenant, "one", 2);
      await seal(tenant);
      await storeBatch(tenant, "two", 3);
      const before = await balance(tenant);
      let refreshes = 0;
      let scans = 0;
      const overtaken: Store = {
        ...store,
        async refresh(names) {
          if (++refreshes === step) await seal(tenant);
          await store.refresh(names);
        },
        async getMany(...call) {
          if (step === 7) await seal(tenant);
          return store.getMany(...call);
        },
        async *scan(...call) {
          yield* store.scan(...call);
          if (++scans === 2 && step === 8) await seal(tenant);
        },
      };
      assert.deepEqual(await balance(tenant, overtaken), before, `overtaken at ${step}`);
      assert.deepEqual(await balance(tenant), before);
    }
  });

  it("adds a batch once when two runners seal at once, whoever overtakes whom", async () => {
    let step = 0;
    for (let met = true; met; ) {
      met = false;
      step++;
      const tenant = freshTenant();
      await storeBatch(tenant, "one", 2);
      await storeBatch(tenant, "two", 1);
      const before = await balance(tenant);
      const overtaken = interrupted(step, async () => {
        met = true;
        await seal(tenant);
      });
      await seal(tenant, overtaken);
      assert.deepEqual(await balance(tenant), before, `overtaken before write ${step}`);
      await seal(tenant);
      assert.deepEqual(await balance(tenant), before);
      assert.equal(await left(tenant), 0);
    }
    assert.ok(step >= 5);
  });

  it("adds a batch once when a runner read it, stalled, and came back after another had sealed it", async () => {
    const tenant = freshTenant();
    await storeBatch(tenant, "one", 2);
    const before = await balance(tenant);
    let stalled = false;
    const slow: Store = {
      ...store,
      async get(...call) {
        // Its first look at the total comes after it has read the entries.
        if (call[1] === "ledger_totals" && !stalled) {
          stalled = true;
          await seal(tenant);
        }
        return store.get(...call);
      },
    };
    await seal(tenant, slow);
    assert.ok(stalled);
    assert.deepEqual(await balance(tenant), before);
  });

  it("knows a message that comes again, as a repeat or a redrive, and books nothing", async () => {
    const tenant = freshTenant();
    const ledger = createLedger(store);
    await book(tenant, entriesOf("b", { duplicate: 2, dead: 1 }));
    const key = { batch: "b", part: "0.0", stage: "data-model-creator" };
    const redriven = { deadLetter: "letter", dead: 1, in: 1, counts: { ...noCounts, updated: 1 }, sent: [] };
    await ledger.moveDead(tenant, key, redriven);
    const before = await balance(tenant);
    await seal(tenant);
    assert.deepEqual(await ledger.find(tenant, [key, { ...key, part: "9" }]), ["sealed", undefined]);
    await book(tenant, entriesOf("b", { duplicate: 3 }));
    assert.deepEqual([await left(tenant), await balance(tenant)], [0, before]);
  });

  it("doesn't count, and takes away, an entry that a slow stage wrote once more after it was sealed", async () => {
    const tenant = freshTenant();
    const [first, last] = entriesOf("b", { duplicate: 2 });
    await book(tenant, [first!, last!]);
    const before = await balance(tenant);
    await seal(tenant);
    // Past the look at the marks.
    await store.write(tenant, "ledger", [{ op: "create", id: entryId(last!), doc: last! }]);
    assert.deepEqual(await balance(tenant), before);
    await store.write(tenant, "ledger", [{ op: "create", id: entryId(first!), doc: first! }]);
    assert.deepEqual(await balance(tenant), before);
    await seal(tenant);
    assert.deepEqual([await left(tenant), await balance(tenant)], [0, before]);
  });

  it("forgets its marks when no queue can bring a message again", async () => {
    const tenant = freshTenant();
    await book(tenant, entriesOf("b", { duplicate: 2 }));
    await seal(tenant);
    const before = await balance(tenant);
    for (const [days, marks] of [[MARKS_KEPT_DAYS - 1, 2] as const, [MARKS_KEPT_DAYS + 1, 0] as const]) {
      await forgetMarks(store, tenant, LATER + days * 86_400, never);
      await store.refresh(["sealed_entries"]);
      assert.equal(await store.count(tenant, "sealed_entries", {}), marks);
      assert.deepEqual(await balance(tenant), before);
    }
  });

  it("is audited: an insight that went missing after it was sealed is told until it is there again", async () => {
    const tenant = freshTenant();
    await storeBatch(tenant, "b", 3);
    await seal(tenant);
    const audit = () => auditBooks({ store, read: () => balance(tenant) }, tenant, "feedback", LATER);
    assert.deepEqual(await audit(), { at: LATER, booked: 3, found: 3, missing: 0, surplus: 0 });
    assert.equal((await balance(tenant)).balanced, true);
    await store.refresh(["insights"]);
    const [gone] = (await store.search(tenant, "insights", {})).items;
    await store.write(tenant, "insights", [{ op: "delete", id: gone!.id }]);
    assert.equal((await audit())?.missing, 1);
    const { balanced, audit: told } = await balance(tenant);
    assert.deepEqual([balanced, told?.missing, told?.found], [false, 1, 2]);
    await store.write(tenant, "insights", [{ op: "create", id: gone!.id, doc: gone!.doc }]);
    await audit();
    assert.equal((await balance(tenant)).balanced, true);
  });
});
