/**
 * Corrections: what a person puts right of an insight. A document of its own is the truth and is laid over at read; the
 * insight's own fields are set to it too, by compare-and-set as the creator writes them, so that filters, facets, trends,
 * clusters and tickets go by what is shown.
 */
import type { Principal } from "../auth/principal.ts";
import { correctionIn, isCorrectedAlike, leavesCluster, withCorrection } from "../model/corrected-insight.ts";
import type { Insight } from "../model/insight.ts";
import type { Correction, CorrectionDocument, InsightDocument } from "../model/insight-document.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Stored, Write } from "../store/store.ts";
import { won } from "../store/written.ts";
import { recordAudit } from "./audit.ts";
import { toInsight } from "./insights.ts";

/** null takes a field's correction back. */
export type CorrectionChange = { readonly [F in keyof Correction]?: Correction[F] | null | undefined };

/** Corrections looked at in one go by {@link mendCorrections}. */
const PAGE_SIZE = 200;

/** The write that brings an insight to its correction; undefined when it is there already. */
function layWrite(
  { id, version, doc }: Stored<InsightDocument>,
  correction: Correction,
): Extract<Write<InsightDocument>, { op: "update" }> | undefined {
  const next = withCorrection(doc, correction);
  const { kind, attributes, priority_rank, understood } = next;
  if (isCorrectedAlike(next, doc)) return undefined;
  // What is named and undefined is taken away; the next round of clustering finds it a cluster.
  const set = Object.assign(
    { kind, attributes, priority_rank },
    { understood },
    leavesCluster(next) ? { cluster_id: undefined, themes: [] } : {},
  ) as Partial<InsightDocument>;
  return { op: "update", id, version, set };
}

/** Until it is written: whoever was faster is read again. Undefined when there is no such insight (any more). */
async function layCorrection(
  store: Store,
  tenant: TenantId,
  id: string,
): Promise<{ readonly doc: InsightDocument; readonly correction: CorrectionDocument | undefined } | undefined> {
  for (;;) {
    // The insight first: a correction that is older than the insight's version can then never win.
    const stored = await store.get(tenant, "insights", id);
    if (stored === undefined) return undefined;
    const correction = (await store.get(tenant, "corrections", id))?.doc;
    // Erased by its age, a correction stays in its insight.
    const write = correction === undefined ? undefined : layWrite(stored, correction);
    if (write === undefined) return { doc: stored.doc, correction };
    const [result] = await store.write(tenant, "insights", [write]);
    if (won(result)) return { doc: { ...stored.doc, ...write.set }, correction };
  }
}

/** Later changes add to earlier ones. Undefined when there is no such insight. */
export async function correctInsight(
  store: Store,
  principal: Principal,
  id: string,
  change: CorrectionChange,
  at: number,
): Promise<Insight | undefined> {
  const { tenant } = principal;
  const stored = await store.get(tenant, "insights", id);
  if (stored === undefined) return undefined;
  const { app_name, main_text } = stored.doc;
  for (;;) {
    const before = await store.get(tenant, "corrections", id);
    const merged = Object.entries({ ...(before?.doc ?? correctionIn(stored.doc)), ...change }).filter(
      ([, value]) => value !== null && value !== undefined,
    );
    const doc = { ...Object.fromEntries(merged), insight_id: id, app_name, text: main_text, at } as CorrectionDocument;
    const [result] = await store.write(tenant, "corrections", [
      before === undefined ? { op: "create", id, doc } : { op: "replace", id, version: before.version, doc },
    ]);
    if (won(result)) break;
  }
  const laid = await layCorrection(store, tenant, id);
  const fields = Object.keys(change);
  await recordAudit(store, principal, at, { action: "insight.corrected", subject: id, detail: { fields } });
  return laid === undefined ? undefined : toInsight(laid.doc, laid.correction);
}

/**
 * Brings insights to their corrections where that was missed: after a crash between the two writes, and where an insight
 * was erased and came again. Answers how many; one that somebody else writes meanwhile is left to the next time.
 */
export async function mendCorrections(store: Store, tenant: TenantId, signal: AbortSignal): Promise<number> {
  let mended = 0;
  let page: string[] = [];
  const mend = async (): Promise<void> => {
    const insights = await store.getMany(tenant, "insights", page);
    const corrections = await store.getMany(tenant, "corrections", page);
    const writes = insights.flatMap((stored, at) => {
      const correction = corrections[at]?.doc;
      return stored === undefined || correction === undefined ? [] : (layWrite(stored, correction) ?? []);
    });
    page = [];
    mended += (await store.write(tenant, "insights", writes)).filter(won).length;
  };
  for await (const { id } of store.scan(tenant, "corrections", { pageSize: PAGE_SIZE })) {
    page.push(id);
    if (page.length === PAGE_SIZE) await mend();
    if (signal.aborted) return mended;
  }
  if (page.length > 0) await mend();
  return mended;
}
