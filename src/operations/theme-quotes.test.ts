import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sampleCluster, sampleInsight } from "../../test/samples.ts";
import { openTestbed, type Testbed } from "../../test/testbed.ts";
import { markOf } from "../clustering/statement-marks.ts";
import type { InsightDocument } from "../model/insight-document.ts";
import { freshTenant, writeAll } from "../store/testsuite/fixtures.ts";
import { readBestQuotes } from "./theme-quotes.ts";

let bed: Testbed;
before(async () => {
  bed = await openTestbed();
});
after(() => bed.close());

const quotes = ["photos do not upload on mobile data", "the upload of each photo fails", "no photo goes up"];

function insight(at: number, theme: string, quote: string): InsightDocument {
  const statement = {
    start: 0,
    end: quote.length,
    quote,
    kind: "problem",
    title: "",
    priority: "High",
    theme,
  } as const;
  return sampleInsight(at, { main_text: quote, date: 1_700_000_000 - at, statements: [statement], themes: [theme] });
}

/** A theme with three insights, the last of which the pass found to tell it best, then the second. */
async function begin(telling = true) {
  const tenant = freshTenant();
  const docs = quotes.map((quote, at) => insight(at, "t1", quote));
  const marks = [docs[2]!, docs[1]!].map((doc) => markOf(doc.id, doc.statements[0]!));
  const theme = sampleCluster("t1", { app: docs[0]!.app_name, ...(telling ? { telling: marks } : {}) });
  await writeAll(bed.store, tenant, "clusters", [{ op: "create", id: "t1", doc: theme }]);
  await writeAll(
    bed.store,
    tenant,
    "insights",
    docs.map((doc) => ({ op: "create", id: doc.id, doc })),
  );
  const best = async () => (await readBestQuotes(bed.store, tenant, [theme])).get("t1")?.insight.id;
  return { tenant, docs, theme, best };
}

test("a theme's quote is what the last pass found to tell it best", async () => {
  const { docs, best } = await begin();
  assert.equal(await best(), docs[2]!.id);
});

test("an insight that was erased, or belongs elsewhere now, is not quoted", async () => {
  const { tenant, docs, best } = await begin();
  await writeAll(bed.store, tenant, "insights", [{ op: "delete", id: docs[2]!.id }]);
  assert.equal(await best(), docs[1]!.id);
  const [moved] = docs[1]!.statements;
  const set = { statements: [{ ...moved!, theme: "t2" }], themes: ["t2"] };
  await writeAll(bed.store, tenant, "insights", [{ op: "update", id: docs[1]!.id, set }]);
  assert.equal(await best(), docs[0]!.id);
  await writeAll(bed.store, tenant, "insights", [{ op: "delete", id: docs[0]!.id }]);
  assert.equal(await best(), undefined);
});

test("of a theme that no pass has looked through, a quote is looked for", async () => {
  const { docs, best } = await begin(false);
  assert.equal(await best(), docs[0]!.id);
});

test("no themes ask nothing", async () => {
  const store = new Proxy(bed.store, { get: () => assert.fail("the store was asked") });
  assert.equal((await readBestQuotes(store, freshTenant(), [])).size, 0);
});
