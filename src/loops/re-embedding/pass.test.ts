/** After a change of the model: vectors are made anew in the background, and those of two models are never compared. */
// cspell:ignore bleibt weiß
import assert from "node:assert/strict";
import { before, it } from "node:test";
import { pino } from "pino";
import { NOW, sampleInsight } from "../../../test/samples.ts";
import { listTenants } from "../../auth/tenant-list.ts";
import { type Enrichment, openEnrichment } from "../../enrichment/enrichment.ts";
import { insightText } from "../../enrichment/insight.ts";
import { createMetrics } from "../../metrics.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import { INSTALLATION, TenantId } from "../../model/tenant.ts";
import { similarInsights } from "../../operations/insights.ts";
import type { CollectionName } from "../../store/collections.ts";
import type { Store, Stored } from "../../store/store.ts";
import { describeOnBothStores } from "../../store/testsuite/both-stores.ts";
import { collected, cosine } from "../../store/testsuite/fixtures.ts";
import { plainWish } from "../../text/wish-likeness.ts";
import { createGrouping, type Wish } from "../feature-requests/group.ts";
import type { WishEmbedder } from "../feature-requests/nearest.ts";
import { strictRound } from "../periodic/strict.testing.ts";
import { embedderOf } from "./embedder.testing.ts";
import { createReEmbedding } from "./pass.ts";

const log = pino({ level: "silent" });
const never = new AbortController().signal;

/** Another model: each vector turned round, so that it says nothing to the vectors of ours. */
function otherModel(text: WishEmbedder): WishEmbedder {
  return {
    vectorVersion: "another",
    async embed(texts) {
      const { vectors, dims } = await text.embed(texts);
      return { vectors: vectors.map((_, at) => vectors[at - (at % dims) + dims - 1 - (at % dims)]!), dims };
    },
  };
}

describeOnBothStores("re-embedding", (current) => {
  let enrichment: Enrichment;
  let text: WishEmbedder;
  let other: WishEmbedder;
  let number = 0;
  before(async () => {
    enrichment = await openEnrichment();
    text = embedderOf(enrichment);
    other = otherModel(text);
  });

  async function freshTenant(): Promise<TenantId> {
    const tenant = TenantId.parse(`r${process.pid}-${number++}`);
    const doc = { name: tenant, created_at: NOW };
    await current().write(INSTALLATION, "tenants", [{ op: "create", id: tenant, doc }]);
    await current().refresh(["tenants"]);
    return tenant;
  }

  async function put(tenant: TenantId, docs: readonly InsightDocument[], model: WishEmbedder): Promise<void> {
    const { vectors, dims } = await model.embed(docs.map(insightText));
    const writes = docs.map((doc, at) => {
      const vector = vectors.subarray(at * dims, (at + 1) * dims);
      return {
        op: "put",
        id: doc.id,
        doc: { ...doc, vector_version: model.vectorVersion },
        search: `words w${doc.data_id}`,
        ...(vector.some((value) => value !== 0) ? { vector } : {}),
      } as const;
    });
    for (const result of await current().write(tenant, "insights", writes)) assert.ok(result.ok);
    await current().refresh(["insights"]);
  }

  async function all(tenant: TenantId): Promise<Map<string, Stored<InsightDocument>>> {
    await current().refresh(["insights"]);
    const stored = await collected(current().scan(tenant, "insights", { vectors: true }));
    return new Map(stored.map((one) => [one.id, one]));
  }

  function pass(options: { readonly store?: Store; readonly text?: WishEmbedder } = {}) {
    const metrics = createMetrics();
    const loop = createReEmbedding({ store: current(), text, metrics, log, ...options });
    const run = strictRound(loop, () => listTenants(current()));
    const figure = async (metric: "outdatedVectors" | "renewedVectors", collection: CollectionName) =>
      (await metrics[metric].get()).values.find(({ labels }) => labels.collection === collection)?.value ?? 0;
    return { run: (signal = never) => run(1, signal), figure };
  }

  it("makes each vector as the creator would today, and changes nothing else", async () => {
    const tenant = await freshTenant();
    const docs = [
      sampleInsight(1),
      sampleInsight(2, { subinfo: { title: "Lost my ride" } }),
      sampleInsight(3, { untranslated: true, main_text: "Die Karte bleibt weiß" }),
    ];
    await put(tenant, docs, other);
    await put(tenant, [sampleInsight(4)], text);
    const before = await all(tenant);
    const { run, figure } = pass();
    await run();
    const now = await all(tenant);
    for (const doc of docs) {
      const { vector, search, doc: stored } = now.get(doc.id)!;
      assert.deepEqual(stored, { ...doc, vector_version: text.vectorVersion });
      assert.equal(search, before.get(doc.id)!.search);
      const router = enrichment.router(undefined);
      const fresh = enrichment.enrich(
        { text: doc.main_text, title: doc.subinfo.title, untranslated: doc.untranslated === true },
        router,
      ).vector;
      assert.equal(vector === undefined, fresh === undefined);
      if (fresh !== undefined) assert.ok(cosine(vector!, fresh) > 0.999);
    }
    const untouched = sampleInsight(4).id;
    assert.equal(now.get(untouched)!.version, before.get(untouched)!.version);
    assert.equal(await figure("renewedVectors", "insights"), 3);
    assert.equal(await figure("outdatedVectors", "insights"), 0);
    await run();
    assert.deepEqual(
      [...(await all(tenant)).values()].map(({ version }) => version),
      [...now.values()].map(({ version }) => version),
    );
  });

  it("lets a revision win that comes while a vector is made", async () => {
    const tenant = await freshTenant();
    const doc = sampleInsight(10);
    await put(tenant, [doc], other);
    const revised = { ...doc, main_text: "The map stays white since the update", revision: 2 };
    let late = false;
    const slow: WishEmbedder = {
      ...text,
      async embed(texts) {
        if (!late) {
          late = true;
          await put(tenant, [revised], other);
        }
        return text.embed(texts);
      },
    };
    await pass({ text: slow }).run();
    await pass().run();
    const { doc: stored, vector } = (await all(tenant)).get(doc.id)!;
    assert.deepEqual(stored, { ...revised, vector_version: text.vectorVersion });
    assert.ok(cosine(vector!, enrichment.embedder.embed(revised.main_text)) > 0.999);
  });

  it("goes on after an interruption with what is left", async () => {
    const tenant = await freshTenant();
    const docs = Array.from({ length: 250 }, (_, index) => sampleInsight(100 + index));
    await put(tenant, docs, other);
    const stop = new AbortController();
    const interrupted: WishEmbedder = {
      ...text,
      async embed(texts) {
        stop.abort();
        return text.embed(texts);
      },
    };
    const first = pass({ text: interrupted });
    await first.run(stop.signal);
    const done = await first.figure("renewedVectors", "insights");
    assert.ok(done > 0 && done < docs.length, `${done}`);
    assert.equal(await first.figure("outdatedVectors", "insights"), 0, "another runner may go on with them");
    const second = pass();
    await second.run();
    assert.equal(await second.figure("renewedVectors", "insights"), docs.length - done);
    for (const { doc } of (await all(tenant)).values()) assert.equal(doc.vector_version, text.vectorVersion);
  });

  it("is not needed to keep the vectors of two models apart: what is similar is of one", async () => {
    const tenant = await freshTenant();
    await put(tenant, [sampleInsight(1), sampleInsight(2), sampleInsight(3)], other);
    await put(tenant, [sampleInsight(4), sampleInsight(5)], text);
    const similar = async (of: number) =>
      (await similarInsights(current(), tenant, sampleInsight(of).id, 10))!.items.map(({ data_id }) => data_id).sort();
    assert.deepEqual([await similar(1), await similar(4)], [["r-2", "r-3"], ["r-5"]]);
    await pass().run();
    await current().refresh(["insights"]);
    assert.deepEqual(await similar(4), ["r-1", "r-2", "r-3", "r-5"]);
    const { vector_version: _, ...older } = sampleInsight(6);
    await current().write(tenant, "insights", [
      { op: "create", id: older.id, doc: older, vector: enrichment.embedder.embed(older.main_text) },
    ]);
    await current().refresh(["insights"]);
    assert.deepEqual(await similar(6), []);
  });

  it("renews the groups of wishes, and a wish finds its group before and after", async () => {
    const tenant = await freshTenant();
    const wish = async (title: string, model: WishEmbedder): Promise<Wish> => {
      const { wish: words, search } = enrichment.wish({ title, text: title, isWish: true });
      const { vectors } = await model.embed([plainWish(words)]);
      const item = { id: `item-${number++}`, title: words, wish: words, text: title, date: NOW };
      return { app: "Pedalwick", item, search, vector: vectors };
    };
    const add = async (title: string, model: WishEmbedder) => {
      await createGrouping(current(), model)(tenant, `batch-${number++}`, [await wish(title, model)]);
      await current().refresh(["feature_requests"]);
    };
    const groups = async () => collected(current().scan(tenant, "feature_requests", { vectors: true }));
    for (const title of ["dark theme for late evenings", "export my notes", "dark mode"]) await add(title, other);
    assert.equal((await groups()).length, 2);
    await add("night mode", text);
    await add("export function for all notes", text);
    assert.deepEqual((await groups()).map(({ doc }) => doc.count).sort(), [2, 3]);
    await add("sort notes by date", text);
    assert.equal((await groups()).length, 3);
    await pass().run();
    for (const { doc, vector } of await groups()) {
      assert.equal(doc.vector_version, text.vectorVersion);
      assert.ok(cosine(vector!, enrichment.embedder.embed(plainWish(doc.items[0]!.wish))) > 0.99, doc.title);
    }
    await add("dark mode option", text);
    assert.deepEqual((await groups()).map(({ doc }) => doc.count).sort(), [1, 2, 4]);
  });
});
