/** Writing insights: newer wins, older never overwrites, and a batch that is run again counts as it did. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { sampleInsight } from "../../../test/samples.ts";
import { openTestbed, type Testbed } from "../../../test/testbed.ts";
import type { Statement } from "../../model/insight.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import { TenantId } from "../../model/tenant.ts";
import { type InsightDraft, writeInsights } from "./write.ts";

describe("writing insights", () => {
  const tenant = TenantId.parse("acme");
  let bed: Testbed;
  let number = 1_000;
  before(async () => {
    bed = await openTestbed();
  });
  after(() => bed.close());

  const draft = async (doc: InsightDocument): Promise<InsightDraft> => ({
    doc,
    search: "words",
    before: await bed.store.get(tenant, "insights", doc.id),
  });
  const version = (of: number, batch: string, changes: Partial<InsightDocument> = {}) =>
    sampleInsight(of, { batch, created_batch: batch, ...changes });
  const write = async (doc: InsightDocument) => (await writeInsights(bed.store, tenant, [await draft(doc)]))[0]!.kind;
  const read = async (doc: InsightDocument) => (await bed.store.get(tenant, "insights", doc.id))!.doc;

  it("creates what is new, and tells the same batch run again the same", async () => {
    const doc = version(number++, "b1");
    assert.deepEqual([await write(doc), await write(doc)], ["ok", "ok"]);
    assert.equal((await read(doc)).revision, 1);
  });

  it("calls the same content from another batch a duplicate", async () => {
    const of = number++;
    await write(version(of, "b1"));
    assert.equal(await write(version(of, "b2", { ingested_at: 2_000_000_000 })), "duplicate");
  });

  it("lets newer content revise and older content be; creator, cluster and marks stay", async () => {
    const of = number++;
    const first = version(of, "b1");
    await write(first);
    await bed.store.write(tenant, "insights", [
      { op: "update", id: first.id, set: { cluster_id: "c", marks: { campaign: "x" }, pass_term: 3 } },
    ]);
    const newer = version(of, "b2", { updated_at: first.updated_at + 10, content_hash: "newer", main_text: "newer" });
    assert.equal(await write(newer), "updated");
    assert.equal(
      await write(version(of, "b3", { updated_at: first.updated_at + 5, content_hash: "older" })),
      "duplicate",
    );
    const now = await read(first);
    assert.deepEqual(
      [now.main_text, now.revision, now.created_batch, now.batch, now.cluster_id, now.pass_term],
      ["newer", 2, "b1", "b2", "c", 3],
    );
  });

  it("keeps each statement that is told again in its theme, and no theme of what is told no more", async () => {
    const of = number++;
    const told = (start: number, end: number, theme?: string): Statement => {
      const quote = sampleInsight(of).main_text.slice(start, end);
      const statement = { start, end, quote, kind: "problem", title: "App crashes", priority: "High" } as const;
      return theme === undefined ? statement : { ...statement, theme };
    };
    const first = version(of, "b1", { statements: [told(0, 15, "crash"), told(18, 29, "rides")] });
    await write({ ...first, cluster_id: "crash", themes: ["crash", "rides"] });
    const revise = async (at: number, statements: readonly Statement[]) => {
      await write(
        version(of, `b${at}`, {
          updated_at: first.updated_at + at,
          content_hash: `h${at}`,
          statements: [...statements],
        }),
      );
      const { statements: now, cluster_id, themes } = await read(first);
      return [now.map(({ theme }) => theme), cluster_id, themes];
    };
    assert.deepEqual(await revise(2, [told(4, 15), told(16, 29)]), [["crash", "rides"], "crash", ["crash", "rides"]]);
    assert.deepEqual(await revise(3, [told(18, 29)]), [["rides"], "rides", ["rides"]]);
    assert.deepEqual(await revise(4, []), [[], undefined, []]);
  });

  it("decides again when somebody wrote in between", async () => {
    const of = number++;
    const stale = await draft(version(of, "b1", { updated_at: 50, content_hash: "stale" }));
    await write(version(of, "b2", { updated_at: 60, content_hash: "fresh" }));
    assert.equal((await writeInsights(bed.store, tenant, [stale]))[0]!.kind, "duplicate");
  });

  it("ends with the newest content whatever the order of arrival", async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 5 }), async (order) => {
        const of = number++;
        for (const at of order)
          await write(version(of, `b${at}`, { updated_at: at, content_hash: `h${at}`, main_text: `version ${at}` }));
        assert.equal((await read(version(of, ""))).main_text, "version 5");
      }),
      { numRuns: 30 },
    );
  });
});
