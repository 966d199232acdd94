/**
 * Erasing what one record became, everywhere: the insight, its correction, its quotes in tickets and feature requests, its
 * rejections. Booked, so that the ledger still agrees; done again it changes nothing.
 */
import { bookErasure } from "../ledger/erasures.ts";
import { insightId, shortId } from "../model/identity.ts";
import type { InsightDocument } from "../model/insight-document.ts";
import type { TenantId } from "../model/tenant.ts";
import type { CollectionName, Documents } from "../store/collections.ts";
import type { Store, Stored } from "../store/store.ts";
import { mustBeStorable, won } from "../store/written.ts";
import type { ErasedItem } from "./source-delivery.ts";

export interface EraseDeps {
  readonly store: Store;
  /** Unix seconds. */
  readonly now: () => number;
}

/** Stands where words were that had to go. */
const ERASED = "[erased]";

/** Changes a document until nobody else was faster; `change` answers undefined to leave it. */
async function rewrite<C extends CollectionName>(
  store: Store,
  tenant: TenantId,
  collection: C,
  id: string,
  change: (doc: Documents[C]) => Documents[C] | undefined,
): Promise<void> {
  for (;;) {
    const found = await store.get(tenant, collection, id);
    const doc = found && change(found.doc);
    if (found === undefined || doc === undefined) return;
    const [written] = await store.write(tenant, collection, [{ op: "replace", id, version: found.version, doc }]);
    if (won(written)) return;
  }
}

/** Every piece of the text that was quoted, wherever it stands in the words of a ticket. */
const without = (text: string, quotes: readonly string[]): string =>
  quotes.filter((quote) => quote.length > 0).reduce((rest, quote) => rest.replaceAll(quote, ERASED), text);

async function eraseFromTickets(store: Store, tenant: TenantId, insight: Stored<InsightDocument>): Promise<void> {
  const { cluster_id, app_name } = insight.doc;
  const where = typeof cluster_id === "string" && cluster_id !== "" ? { cluster_id } : { app: app_name };
  for await (const { id } of store.scan(tenant, "tickets", { where })) {
    await rewrite(store, tenant, "tickets", id, (doc) => {
      const theirs = doc.evidence.filter((one) => one.insight_id === insight.id);
      if (theirs.length === 0 && !doc.item.metadata["source review ids"].includes(insight.id)) return undefined;
      const quotes = theirs.map(({ quote }) => quote);
      const others = <T extends { readonly insight_id: string }>(list: readonly T[]): T[] =>
        list.filter((one) => one.insight_id !== insight.id);
      const metadata = {
        ...doc.item.metadata,
        "source review ids": doc.item.metadata["source review ids"].filter((one) => one !== insight.id),
        evidence: others(doc.item.metadata.evidence),
      };
      const item = { ...doc.item, metadata, description: without(doc.item.description, quotes) };
      return { ...doc, item, evidence: others(doc.evidence) };
    });
  }
}

async function eraseFromRequests(store: Store, tenant: TenantId, insight: Stored<InsightDocument>): Promise<void> {
  for await (const { id } of store.scan(tenant, "feature_requests", { where: { app: insight.doc.app_name } })) {
    await rewrite(store, tenant, "feature_requests", id, (doc) => {
      const items = doc.items.filter((one) => one.insight_id !== insight.id);
      const quotes = doc.quotes.filter((one) => one.insight_id !== insight.id);
      const changed = items.length < doc.items.length || quotes.length < doc.quotes.length;
      return changed ? { ...doc, items, quotes } : undefined;
    });
  }
}

/** Rejections hold the record as it came: by its id and source. */
async function eraseRejections(store: Store, tenant: TenantId, { app, source, source_id, data_id }: ErasedItem) {
  const ids: string[] = [];
  for await (const { id, doc } of store.scan(tenant, "rejections", { where: { app, source } })) {
    const record = (doc.record ?? {}) as { readonly id?: unknown; readonly data_id?: unknown; source_id?: unknown };
    const itself = String(record.data_id ?? record.id) === data_id && (record.source_id ?? "") === source_id;
    if (itself) ids.push(id);
  }
  if (ids.length > 0)
    await store.write(
      tenant,
      "rejections",
      ids.map((id) => ({ op: "delete", id }) as const),
    );
}

/** The insight, its correction and its quotes. */
export async function eraseInsight({ store, now }: EraseDeps, tenant: TenantId, insight: Stored<InsightDocument>) {
  const { id } = insight;
  await eraseFromTickets(store, tenant, insight);
  await eraseFromRequests(store, tenant, insight);
  const { created_batch, app_name: app, source } = insight.doc;
  // Booked first, under an id that is the same each time: after a crash in between this is simply done again.
  const erasure = shortId("retraction", id, created_batch);
  await bookErasure(
    store,
    tenant,
    { id: erasure, collection: "insights", batches: [{ created_batch, app, source, count: 1 }] },
    now(),
  );
  mustBeStorable(await store.write(tenant, "corrections", [{ op: "delete", id }]));
  mustBeStorable(await store.write(tenant, "insights", [{ op: "delete", id }]));
}

/** Answers how many insights went: 0 or 1. */
export function createErase(deps: EraseDeps) {
  const { store } = deps;
  return async (tenant: TenantId, of: ErasedItem): Promise<number> => {
    await eraseRejections(store, tenant, of);
    const found = await store.get(tenant, "insights", insightId({ tenant, ...of }));
    if (found === undefined) return 0;
    await eraseInsight(deps, tenant, found);
    return 1;
  };
}
