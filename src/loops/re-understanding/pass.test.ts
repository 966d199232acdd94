// cspell:ignore appli plante démarrage செயலி திறக்கவில்லை
/** After a change of models, labels or corrections, what is stored is read again; what people and passes put there stays. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { pino } from "pino";
import { NOW, sampleInsight } from "../../../test/samples.ts";
import { listTenants } from "../../auth/tenant-list.ts";
import { readConfig } from "../../config.ts";
import { createAppLookup } from "../../enrichment/app-lookup.ts";
import { startTextPool, type TextPool } from "../../enrichment/pool.ts";
import { appDocumentId } from "../../model/identity.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import { INSTALLATION, TenantId } from "../../model/tenant.ts";
import { describeOnBothStores } from "../../store/testsuite/both-stores.ts";
import { noiseSettings } from "../../text/noise/judge.ts";
import { strictRound } from "../periodic/strict.testing.ts";
import { createReUnderstanding } from "./pass.ts";

const log = pino({ level: "silent" });
const never = new AbortController().signal;

describeOnBothStores("re-understanding", (current) => {
  let text: TextPool;
  let number = 0;
  before(async () => {
    text = await startTextPool({ threads: 1, settings: noiseSettings(readConfig({})), log });
  });
  after(() => text.close());

  async function tenantWith(docs: readonly InsightDocument[]): Promise<TenantId> {
    const tenant = TenantId.parse(`u${process.pid}-${number++}`);
    const doc = { name: tenant, created_at: NOW };
    await current().write(INSTALLATION, "tenants", [{ op: "create", id: tenant, doc }]);
    await current().write(
      tenant,
      "insights",
      docs.map((one) => ({ op: "create", id: one.id, doc: one })),
    );
    await current().refresh(["tenants", "insights"]);
    return tenant;
  }

  const run = () => {
    const loop = createReUnderstanding({ store: current(), text, probe: text, apps: createAppLookup(current()), log });
    return strictRound(loop, () => listTenants(current()))(1, never);
  };

  it("understands by its gloss what nobody read before, and says of the rest that it still isn't understood", async () => {
    const unread = { untranslated: true, lang: "fr", kind: "problem", statements: [] } as const;
    const french = sampleInsight(1, { ...unread, statements: [], main_text: "l'appli plante au démarrage" });
    const tamil = sampleInsight(2, { ...unread, statements: [], lang: "ta", main_text: "செயலி திறக்கவில்லை" });
    const tenant = await tenantWith([french, tamil]);
    await run();
    const read = (await current().get(tenant, "insights", french.id))!.doc;
    assert.deepEqual([read.untranslated, read.gloss], [undefined, "the app crashes at the start"]);
    assert.deepEqual(
      read.statements.map(({ failure, quote }) => [failure, quote]),
      [["crashes", "l'appli plante au démarrage"]],
    );
    const left = (await current().get(tenant, "insights", tamil.id))!.doc;
    assert.deepEqual([left.untranslated, left.gloss, left.statements], [true, undefined, []]);
  });

  it("gives insights of before there were statements theirs, the stars they came with, and counts no revision", async () => {
    const kept = { revision: 3, marks: { campaign: "c" }, metadata: { score: "4.6" } };
    const { statements: _, themes: __, ...older } = sampleInsight(1, kept);
    const tenant = await tenantWith([older as InsightDocument]);
    await run();
    const stored = (await current().get(tenant, "insights", older.id))!;
    assert.deepEqual(
      stored.doc.statements.map(({ kind, failure }) => [kind, failure]),
      [["problem", "crashes"]],
    );
    assert.equal(stored.doc.model_version, text.modelVersion);
    assert.equal(stored.doc.stars, "5");
    assert.deepEqual([stored.doc.revision, stored.doc.marks], [3, { campaign: "c" }]);
    await run();
    assert.equal((await current().get(tenant, "insights", older.id))!.version, stored.version);
  });

  it("reads an app's insights against its new labels, and keeps what a person put right", async () => {
    const corrected = sampleInsight(2, { understood: { sentiment: "negative" } });
    const doc = { ...corrected, attributes: { ...corrected.attributes, sentiment: "positive" as const } };
    const tenant = await tenantWith([sampleInsight(1), doc]);
    await run();
    const before = (await current().get(tenant, "insights", doc.id))!.doc;
    const model = {
      name: doc.app_name,
      description_list: [],
      first_order_labels: [{ name: "Rides", second_order_labels: ["Ride crashes"] }],
      generated_qrys_for_sec_labels: {
        "Ride crashes": ["the app crashes when I open a ride", "a ride crashes the app"],
      },
    };
    await current().write(tenant, "apps", [
      { op: "put", id: appDocumentId(doc.app_name), doc: { name: doc.app_name, model, updated_at: NOW } },
    ]);
    await current().refresh(["apps"]);
    await run();
    const after = (await current().get(tenant, "insights", doc.id))!.doc;
    assert.notEqual(after.app_model_version, before.app_model_version);
    assert.deepEqual(after.attributes.first_order_labels, ["Rides"]);
    assert.equal(after.attributes.sentiment, "positive");
  });
});
