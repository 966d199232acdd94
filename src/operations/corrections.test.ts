/** What a person puts right counts wherever insights are looked for or counted, and outlives revisions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { NOW, placedInsight, sampleInsight } from "../../test/samples.ts";
import type { Principal } from "../auth/principal.ts";
import { writeInsights } from "../loops/data-model-creator/write.ts";
import type { InsightDocument } from "../model/insight-document.ts";
import type { TenantId } from "../model/tenant.ts";
import { describeOnBothStores } from "../store/testsuite/both-stores.ts";
import { freshTenant, insight, writeAll } from "../store/testsuite/fixtures.ts";
import { type CorrectionChange, correctInsight, mendCorrections } from "./corrections.ts";
import { countFacets, countTrend } from "./figures.ts";
import { type InsightFilter, listInsights, readInsight } from "./insights.ts";

const never = new AbortController().signal;

describeOnBothStores("corrections", (current) => {
  const fresh = async () => current().refresh(["insights", "corrections"]);
  const correct = async (tenant: TenantId, id: string, change: CorrectionChange) => {
    const person: Principal = { tenant, scopes: ["admin"], via: "loopback" };
    const shown = await correctInsight(current(), person, id, change, NOW);
    await fresh();
    return shown;
  };
  const ids = async (tenant: TenantId, filter: InsightFilter) =>
    (await listInsights(current(), tenant, filter)).items.map(({ id }) => id).sort();
  const stored = async (tenant: TenantId, id: string) => (await current().get(tenant, "insights", id))!.doc;

  async function put(tenant: TenantId, docs: readonly InsightDocument[]): Promise<void> {
    const writes = docs.map((doc) => ({ op: "create", id: doc.id, doc, search: "some word" }) as const);
    await writeAll(current(), tenant, "insights", writes);
  }

  test("are what insights are found, counted and sorted by", async () => {
    const tenant = freshTenant();
    const [a, b] = [sampleInsight(1), sampleInsight(2)];
    await put(tenant, [a, b]);
    const shown = await correct(tenant, a.id, {
      kind: "praise",
      sentiment: "positive",
      priority: "Low",
      first_order_labels: ["Maps", "Offline"],
      second_order_labels: ["Tiles"],
    });
    assert.deepEqual(shown, await readInsight(current(), tenant, a.id));
    const found: [InsightFilter, string[]][] = [
      [{ label: "Maps" }, [a.id]],
      [{ label: "Offline" }, [a.id]],
      [{ label: "Bug reports" }, [b.id]],
      [{ sublabel: "Tiles" }, [a.id]],
      [{ sublabel: "Crashes" }, [b.id]],
      [{ sentiment: ["positive"] }, [a.id]],
      [{ sentiment: ["negative"], q: "word" }, [b.id]],
      [{ priority: ["Low"] }, [a.id]],
      [{ priority: ["High"] }, [b.id]],
      [{ kind: ["praise"], q: "word" }, [a.id]],
      [{ kind: ["problem"] }, [b.id]],
    ];
    for (const [filter, expected] of found)
      assert.deepEqual(await ids(tenant, filter), expected, JSON.stringify(filter));
    assert.deepEqual(await countFacets(current(), tenant, ["label", "kind", "priority"], {}), {
      label: [
        { value: "Bug reports", count: 1 },
        { value: "Maps", count: 1 },
        { value: "Offline", count: 1 },
      ],
      kind: [
        { value: "praise", count: 1 },
        { value: "problem", count: 1 },
      ],
      priority: [
        { value: "High", count: 1 },
        { value: "Low", count: 1 },
      ],
    });
    const trend = await countTrend(current(), tenant, "month", "sentiment", {});
    assert.deepEqual(
      trend.map(({ value, count }) => [value, count]),
      [
        ["negative", 1],
        ["positive", 1],
      ],
    );
    await correct(tenant, b.id, { priority: "Critical" });
    await correct(tenant, a.id, { priority: "High" });
    const { items } = await listInsights(current(), tenant, { sort: "priority" });
    assert.deepEqual(
      items.map(({ id }) => id),
      [b.id, a.id],
    );
  });

  test("taken back leave the insight as it was understood", async () => {
    const tenant = freshTenant();
    const doc = sampleInsight(1);
    await put(tenant, [doc]);
    await correct(tenant, doc.id, { kind: "question", priority: "Critical" });
    await correct(tenant, doc.id, { kind: null });
    assert.deepEqual((await stored(tenant, doc.id)).understood, { priority: "High" });
    await correct(tenant, doc.id, { priority: null });
    assert.deepEqual(await stored(tenant, doc.id), doc);
    assert.deepEqual(await ids(tenant, { kind: ["problem"], priority: ["High"] }), [doc.id]);
  });

  test("are kept by a later revision, whose own reading comes back with them", async () => {
    const tenant = freshTenant();
    const doc = sampleInsight(1);
    await put(tenant, [doc]);
    await correct(tenant, doc.id, { kind: "question", first_order_labels: ["Maps"] });
    const before = await current().get(tenant, "insights", doc.id);
    const revised = {
      ...doc,
      updated_at: doc.updated_at + 9,
      content_hash: "newer",
      batch: "b2",
      kind: "request",
    } as const;
    const [outcome] = await writeInsights(current(), tenant, [{ doc: revised, search: "other word", before }]);
    assert.equal(outcome?.kind, "updated");
    await fresh();
    assert.deepEqual(await ids(tenant, { kind: ["question"], label: "Maps", q: "other" }), [doc.id]);
    assert.equal((await readInsight(current(), tenant, doc.id))?.kind, "question");
    await correct(tenant, doc.id, { kind: null });
    assert.deepEqual(await ids(tenant, { kind: ["request"], label: "Maps" }), [doc.id]);
  });

  test("of many people at a time all count, and marks written meanwhile stay", async () => {
    const tenant = freshTenant();
    const doc = sampleInsight(1);
    await put(tenant, [doc]);
    const changes: CorrectionChange[] = [
      { priority: "Low" },
      { sentiment: "neutral" },
      { second_order_labels: ["Tiles"] },
      { priority: "Low" },
    ];
    await Promise.all([
      ...changes.map((change) => correct(tenant, doc.id, change)),
      current().write(tenant, "insights", [{ op: "update", id: doc.id, set: { marks: { campaign: "c" } } }]),
    ]);
    const filter = { priority: ["Low"], sentiment: ["neutral"], sublabel: "Tiles" } as const;
    assert.deepEqual(await ids(tenant, filter), [doc.id]);
    assert.deepEqual((await stored(tenant, doc.id)).marks, { campaign: "c" });
  });

  test("take an insight out of a cluster that it can't be in any more", async () => {
    const tenant = freshTenant();
    const docs = [1, 2, 3].map((number) => placedInsight(number, "c", { pass_term: 4 }));
    await put(tenant, docs);
    await correct(tenant, docs[0]!.id, { first_order_labels: ["Maps"] });
    await correct(tenant, docs[1]!.id, { kind: "praise" });
    await correct(tenant, docs[2]!.id, { priority: "Low", kind: "question" });
    assert.deepEqual(await ids(tenant, { cluster: "c" }), [docs[0]!.id]);
  });

  test("that a crash or an erasure kept from their insight are brought to it", async () => {
    const tenant = freshTenant();
    const docs = [sampleInsight(1), sampleInsight(2)];
    await put(tenant, docs);
    const [{ id }] = docs as [InsightDocument];
    const doc = { insight_id: id, app_name: "Pedalwick", text: "", at: NOW, kind: "praise" } as const;
    await writeAll(current(), tenant, "corrections", [
      { op: "create", id, doc },
      { op: "create", id: "erased", doc: { ...doc, insight_id: "erased" } },
    ]);
    assert.equal((await readInsight(current(), tenant, id))?.kind, "praise");
    assert.equal(await mendCorrections(current(), tenant, never), 1);
    await fresh();
    assert.deepEqual(await ids(tenant, { kind: ["praise"] }), [id]);
    assert.equal(await mendCorrections(current(), tenant, never), 0);
  });

  test("that were erased by their age stay in the insight, and others add to them", async () => {
    const tenant = freshTenant();
    const doc = sampleInsight(1);
    await put(tenant, [doc]);
    const shown = await correct(tenant, doc.id, { kind: "praise" });
    await writeAll(current(), tenant, "corrections", [{ op: "delete", id: doc.id }]);
    assert.deepEqual(await readInsight(current(), tenant, doc.id), shown);
    await correct(tenant, doc.id, { sentiment: "positive" });
    assert.deepEqual(await ids(tenant, { kind: ["praise"], sentiment: ["positive"] }), [doc.id]);
  });

  test("whatever is corrected, what is found by a value is what shows it, and facets count the same", async () => {
    const labels = fc.subarray(["Maps", "Login", "Offline"]);
    const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 4 });
    const change = fc.record(
      {
        kind: maybe(fc.constantFrom("problem", "praise", "other")),
        sentiment: maybe(fc.constantFrom("positive", "negative", "neutral")),
        priority: maybe(fc.constantFrom("Critical", "Low")),
        first_order_labels: maybe(labels),
      },
      { requiredKeys: [] },
    );
    const steps = fc.array(fc.tuple(fc.nat({ max: 4 }), change), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(steps, async (made) => {
        const tenant = freshTenant();
        await put(
          tenant,
          Array.from({ length: 5 }, (_, at) => insight({ id: `i${at}`, tenant, labels: ["Login"] })),
        );
        for (const [at, one] of made) await correct(tenant, `i${at}`, one as CorrectionChange);
        const shown = (await listInsights(current(), tenant, {})).items;
        const facets = await countFacets(current(), tenant, ["label", "kind"], {});
        for (const label of ["Maps", "Login", "Offline"]) {
          const expected = shown.filter(({ attributes }) => attributes.first_order_labels.includes(label));
          assert.deepEqual(await ids(tenant, { label }), expected.map(({ id }) => id).sort());
          assert.equal(facets.label?.find(({ value }) => value === label)?.count ?? 0, expected.length);
        }
        for (const kind of ["problem", "praise", "other"] as const) {
          const expected = shown.filter((one) => one.kind === kind);
          assert.deepEqual(await ids(tenant, { kind: [kind] }), expected.map(({ id }) => id).sort());
          assert.equal(facets.kind?.find(({ value }) => value === kind)?.count ?? 0, expected.length);
        }
      }),
      { numRuns: 15 },
    );
  });
});
