/**
 * Erasing what one record became, everywhere: the insight, its correction, its quotes in tickets and feature requests, its
 * rejections. Booked, so that the ledger still agrees; done again it changes nothing.
 */
import { bookErasure } from "../ledger/erasures.ts";
import { insightId, shortId } from "../model/identity.ts";
import type { InsightDocument } from "../model/insight-document.ts";
import type { TenantId } from "../model/tenant.ts";
import { shownQuote, squeezed } from "../model/ticket.ts";
import type { Store, Stored } from "../store/store.ts";
import { mustBeStorable } from "../store/written.ts";
import { eraseFromDeadLetters, eraseInsightFromDeadLetters } from "./dead-letter-erasure.ts";
import { eraseFromRequests } from "./request-erasure.ts";
import { ERASED, rewrite } from "./rewrite.ts";
import type { ErasedItem } from "./source-delivery.ts";
import { bury, erasedAt, erasedOnTheWay } from "./tombstones.ts";

export interface EraseDeps {
  readonly store: Store;
  /** Unix seconds. */
  readonly now: () => number;
}

/** Every piece of the text that was quoted, wherever it stands in the words of a ticket. */
const without = (text: string, quotes: readonly string[]): string =>
  quotes.filter((quote) => quote.length > 0).reduce((rest, quote) => rest.replaceAll(quote, ERASED), text);

/** A shorter title says what a problem is in words that anybody has. */
const OWN_WORDS = 5;

/** Whether a title is one person's own words: nobody else is quoted with them. */
function isOwn(title: string, { main_text }: InsightDocument, quotes: readonly string[]): boolean {
  const says = (text: string): boolean => squeezed(text).toLowerCase().includes(title.toLowerCase());
  return title.split(" ").length >= OWN_WORDS && says(main_text) && !quotes.some(says);
}

async function eraseFromTickets(store: Store, tenant: TenantId, insight: Stored<InsightDocument>): Promise<void> {
  const { cluster_id, app_name } = insight.doc;
  const where = typeof cluster_id === "string" && cluster_id !== "" ? { cluster_id } : { app: app_name };
  for await (const { id } of store.scan(tenant, "tickets", { where })) {
    await rewrite(store, tenant, "tickets", id, (doc) => {
      const theirs = doc.evidence.filter((one) => one.insight_id === insight.id);
      if (theirs.length === 0 && !doc.item.metadata["source review ids"].includes(insight.id)) return undefined;
      const quotes = theirs.flatMap(({ quote }) => [quote, shownQuote(quote)]);
      const others = <T extends { readonly insight_id: string }>(list: readonly T[]): T[] =>
        list.filter((one) => one.insight_id !== insight.id);
      const ids = doc.item.metadata["source review ids"].filter((one) => one !== insight.id);
      const metadata = {
        ...doc.item.metadata,
        "source review ids": ids,
        evidence: others(doc.item.metadata.evidence),
      };
      const left = others(doc.evidence).map(({ quote }) => quote);
      const title = isOwn(doc.item.title, insight.doc, left) ? doc.item.metadata.common_label : doc.item.title;
      const item = { ...doc.item, title, metadata, description: without(doc.item.description, quotes) };
      return { ...doc, item, reports: ids.length, evidence: others(doc.evidence) };
    });
  }
}

/** Alerts quote what tells of a theme or a ticket. */
async function eraseFromDeliveries(store: Store, tenant: TenantId, insight: Stored<InsightDocument>): Promise<void> {
  const quotes = (insight.doc.statements ?? []).flatMap(({ quote }) => [...new Set([quote, squeezed(quote)])]);
  // What was told before it came can't quote it.
  const where = { created_at: { gte: insight.doc.ingested_at } };
  for await (const { id } of store.scan(tenant, "alert_deliveries", { where })) {
    await rewrite(store, tenant, "alert_deliveries", id, (doc) => {
      const lines = doc.message.lines.map((line) => without(line, quotes));
      const changed = lines.some((line, at) => line !== doc.message.lines[at]);
      return changed ? { ...doc, message: { ...doc.message, lines } } : undefined;
    });
  }
}

/** As it came, or as the denoiser passed it on. */
function isRecordOf(raw: unknown, { source_id, data_id }: ErasedItem): boolean {
  const record = (raw ?? {}) as { readonly id?: unknown; readonly data_id?: unknown; readonly source_id?: unknown };
  return String(record.data_id ?? record.id) === data_id && (record.source_id ?? "") === source_id;
}

const deleteRejections = (store: Store, tenant: TenantId, ids: readonly string[]) =>
  store.write(
    tenant,
    "rejections",
    ids.map((id) => ({ op: "delete", id }) as const),
  );

/** What of it was dropped, refused or died, and of its wishes. */
async function eraseLeftovers(store: Store, tenant: TenantId, insight: string): Promise<void> {
  const ids: string[] = [];
  await store.refresh(["rejections"]);
  for await (const { id } of store.scan(tenant, "rejections", { where: { insight_id: insight } })) ids.push(id);
  if (ids.length > 0) await deleteRejections(store, tenant, ids);
  await eraseInsightFromDeadLetters(store, tenant, insight);
}

/** Of what an older version kept, which didn't say what it is about. */
async function eraseUnnamedLeftovers(store: Store, tenant: TenantId, of: ErasedItem): Promise<void> {
  const { app, source } = of;
  const ids: string[] = [];
  const rejections = { where: { app, source, insight_id: { exists: false } } };
  for await (const { id, doc } of store.scan(tenant, "rejections", rejections))
    if (isRecordOf(doc.record, of)) ids.push(id);
  if (ids.length > 0) await deleteRejections(store, tenant, ids);
  const letters = { app, source, insights: { exists: false } };
  await eraseFromDeadLetters(store, tenant, letters, (record) => isRecordOf(record, of));
}

/** The insight, its correction and its quotes, and what is left of it elsewhere. */
export async function eraseInsight(deps: EraseDeps, tenant: TenantId, insight: Stored<InsightDocument>) {
  await bury(deps.store, tenant, insight.id, deps.now());
  await eraseLeftovers(deps.store, tenant, insight.id);
  await eraseStored(deps, tenant, insight);
}

async function eraseStored({ store, now }: EraseDeps, tenant: TenantId, insight: Stored<InsightDocument>) {
  const { id } = insight;
  await store.refresh(["tickets", "feature_requests", "alert_deliveries"]);
  await eraseFromTickets(store, tenant, insight);
  await eraseFromDeliveries(store, tenant, insight);
  const { created_batch, app_name: app, source } = insight.doc;
  await eraseFromRequests(store, tenant, { id, app });
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

/** Of records just stored, those that were erased while they were on their way: gone again. Answers which stay. */
export async function eraseArrivals<T extends { readonly id: string; readonly ingested_at: number }>(
  deps: EraseDeps,
  tenant: TenantId,
  arrived: readonly T[],
): Promise<T[]> {
  const late = new Set(await erasedOnTheWay(deps.store, tenant, arrived));
  for (const { id } of late) {
    const found = await deps.store.get(tenant, "insights", id);
    if (found !== undefined) await eraseInsight(deps, tenant, found);
  }
  return arrived.filter((one) => !late.has(one));
}

/** Wishes of insights that were erased while the wishes were on their way. */
export async function eraseLateWishes(
  store: Store,
  tenant: TenantId,
  wishes: readonly { readonly app: string; readonly insight_id: string | undefined }[],
): Promise<void> {
  const named = wishes.flatMap(({ app, insight_id: id }) => (id === undefined ? [] : [{ app, id }]));
  const erased = await erasedAt(
    store,
    tenant,
    named.map(({ id }) => id),
  );
  if (erased.size === 0) return;
  await store.refresh(["feature_requests"]);
  for (const [id, { app }] of new Map(named.map((one) => [one.id, one]))) {
    const isGone = erased.has(id) && (await store.get(tenant, "insights", id)) === undefined;
    if (isGone) await eraseFromRequests(store, tenant, { id, app });
  }
}

/** Answers how many insights went: 0 or 1. */
export function createErase(deps: EraseDeps) {
  const { store } = deps;
  return async (tenant: TenantId, of: ErasedItem): Promise<number> => {
    const id = insightId({ tenant, ...of });
    // What of it is on its way still goes when it arrives.
    await bury(store, tenant, id, deps.now());
    await eraseLeftovers(store, tenant, id);
    await eraseUnnamedLeftovers(store, tenant, of);
    const found = await store.get(tenant, "insights", id);
    if (found === undefined) return 0;
    await eraseStored(deps, tenant, found);
    return 1;
  };
}
