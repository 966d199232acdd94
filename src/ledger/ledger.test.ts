/** The books: they balance at every moment, through crashes, redrives and sealing, and they can fail. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { sampleInsight } from "../../test/samples.ts";
import { openTestbed, type Testbed } from "../../test/testbed.ts";
import { type Counts, countsTotal, type LedgerEntry, noCounts } from "../model/ledger.ts";
import { TenantId } from "../model/tenant.ts";
import { readBalance } from "./balance.ts";
import { sealLedger } from "./seal.ts";

const DAY = 86_400;
const AT = 1_700_000_000;

function entry(
  stage: "denoiser" | "data-model-creator",
  batch: string,
  counts: Partial<Counts>,
  changes: Partial<LedgerEntry> = {},
): LedgerEntry {
  const all = { ...noCounts, ...counts };
  const first = stage === "denoiser";
  return {
    pipeline: "feedback",
    stage,
    batch,
    part: first ? "0" : "0.0",
    app: "a",
    source: "s",
    at: AT,
    in: countsTotal(all),
    counts: all,
    refused: {},
    sent: first && all.passed > 0 ? ["0.0"] : [],
    first,
    last: !first,
    redriven: [],
    ...changes,
  };
}

describe("the ledger", () => {
  let bed: Testbed;
  let number = 0;
  before(async () => {
    bed = await openTestbed();
  });
  after(() => bed.close());
  const freshTenant = () => TenantId.parse(`t${number++}`);
  const balance = (tenant: TenantId) => readBalance(bed.store, tenant, { pipeline: "feedback" }, AT);
  const storeInsights = (tenant: TenantId, batch: string, count: number) =>
    bed.store.write(
      tenant,
      "insights",
      Array.from({ length: count }, () => {
        const doc = sampleInsight(50_000 + number++, { created_batch: batch, batch });
        return { op: "create", id: doc.id, doc } as const;
      }),
    );

  it("counts a batch as in flight until its last stage has taken all that was passed on", async () => {
    const tenant = freshTenant();
    await bed.ledger.record(
      tenant,
      entry("denoiser", "b", { passed: 2, dropped: { spam: 1 } }, { refused: { invalid: 1 } }),
    );
    assert.deepEqual([(await balance(tenant)).in_flight, (await balance(tenant)).received], [4, 4]);
    await storeInsights(tenant, "b", 2);
    assert.equal((await balance(tenant)).balanced, true);
    await bed.ledger.record(tenant, entry("data-model-creator", "b", { stored: 2 }));
    const final = await balance(tenant);
    assert.deepEqual(final, {
      received: 4,
      stored: 2,
      updated: 0,
      duplicate: 0,
      dropped: { spam: 1 },
      rejected: { invalid: 1 },
      dead: 0,
      in_flight: 0,
      balanced: true,
    });
  });

  it("balances when a later stage is booked before the earlier one", async () => {
    const tenant = freshTenant();
    await storeInsights(tenant, "b", 2);
    await bed.ledger.record(tenant, entry("data-model-creator", "b", { stored: 2 }));
    const early = await balance(tenant);
    assert.deepEqual([early.in_flight, early.stored, early.balanced], [2, 0, true]);
    await bed.ledger.record(tenant, entry("denoiser", "b", { passed: 2, dropped: { spam: 3 } }));
    assert.deepEqual([(await balance(tenant)).received, (await balance(tenant)).balanced], [5, true]);
  });

  it("does not balance when an insight is missing, doubled, or a stage took another number than was passed", async () => {
    const missing = freshTenant();
    await bed.ledger.record(missing, entry("denoiser", "b", { passed: 2 }));
    await bed.ledger.record(missing, entry("data-model-creator", "b", { stored: 2 }));
    await storeInsights(missing, "b", 1);
    assert.equal((await balance(missing)).balanced, false);
    await storeInsights(missing, "b", 2);
    assert.equal((await balance(missing)).balanced, false);

    const torn = freshTenant();
    await bed.ledger.record(torn, entry("denoiser", "b", { passed: 3 }));
    await bed.ledger.record(torn, entry("data-model-creator", "b", { duplicate: 2 }));
    assert.equal((await balance(torn)).balanced, false);
  });

  it("does not balance when an entry holds a number that can't be, though it adds up", async () => {
    for (const counts of [{ dropped: { spam: 3, other: -1 } }, { duplicate: 2.5 }, { dead: Number.MAX_VALUE }]) {
      const tenant = freshTenant();
      await bed.ledger.record(tenant, entry("denoiser", "b", counts));
      assert.equal((await balance(tenant)).balanced, false, JSON.stringify(counts));
    }
  });

  it("never rewrites an entry", async () => {
    const tenant = freshTenant();
    await bed.ledger.record(tenant, entry("denoiser", "b", { dropped: { spam: 1 } }));
    await bed.ledger.record(tenant, entry("denoiser", "b", { dropped: { other: 9 } }));
    assert.deepEqual((await balance(tenant)).dropped, { spam: 1 });
  });

  it("gives the same books after sealing, for any mix of batches, and seals twice to the same", async () => {
    const outcome = fc.record({
      passed: fc.nat(3),
      spam: fc.nat(3),
      dead: fc.nat(1),
      age: fc.constantFrom(0, 20 * DAY),
      taken: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(outcome, { maxLength: 6 }), async (batches) => {
        const tenant = freshTenant();
        for (const [index, { passed, spam, dead, age, taken }] of batches.entries()) {
          const at = AT - age;
          await bed.ledger.record(tenant, entry("denoiser", `b${index}`, { passed, dead, dropped: { spam } }, { at }));
          if (passed > 0 && taken)
            await bed.ledger.record(tenant, entry("data-model-creator", `b${index}`, { duplicate: passed }, { at }));
        }
        const before = await balance(tenant);
        await sealLedger(bed.store, tenant, AT, new AbortController().signal);
        assert.deepEqual(await balance(tenant), before);
        await sealLedger(bed.store, tenant, AT, new AbortController().signal);
        assert.deepEqual(await balance(tenant), before);
        const left = await bed.store.count(tenant, "ledger", {});
        const sealable = batches.filter(
          (batch) => batch.age > 0 && batch.dead === 0 && (batch.passed === 0 || batch.taken),
        );
        const kept = batches.filter((batch) => !sealable.includes(batch));
        assert.equal(
          left,
          kept.reduce((sum, batch) => sum + (batch.passed > 0 && batch.taken ? 2 : 1), 0),
        );
      }),
      { numRuns: 25 },
    );
  });

  it("counts once what a crash left both in a total and in its entry", async () => {
    const tenant = freshTenant();
    await bed.ledger.record(tenant, entry("denoiser", "old", { dropped: { spam: 2 } }, { at: AT - 20 * DAY }));
    const before = await balance(tenant);
    const half: { readonly write: Testbed["store"]["write"] } = {
      // The runner dies just before the entries are deleted.
      write: (owner, collection, writes) =>
        collection === "ledger" ? Promise.reject(new Error("killed")) : bed.store.write(owner, collection, writes),
    };
    await assert.rejects(sealLedger({ ...bed.store, ...half }, tenant, AT, new AbortController().signal), /killed/);
    assert.deepEqual(await balance(tenant), before);
    await sealLedger(bed.store, tenant, AT, new AbortController().signal);
    assert.deepEqual(await balance(tenant), before);
  });
});
