/**
 * Erases what is older than its collection may keep it, some at a time. Erased insights are counted by the batch that
 * created them, so that the books still balance; a crash at any moment neither loses nor doubles such a count.
 */
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { EVENTS_SOURCE } from "../model/event.ts";
import type { TenantId } from "../model/tenant.ts";
import type { CollectionName, Documents } from "../store/collections.ts";
import type { Store, Where } from "../store/store.ts";
import { mustBeStorable, won } from "../store/written.ts";

/** Collections that grow without end, and the time that their documents age from, in unix seconds. */
export const retentionFields = {
  insights: "ingested_at",
  events: "received_at",
  sessions: "received_at",
  event_errors: "created_at",
  corrections: "at",
  rejections: "at",
  dead_letters: "at",
  feature_requests: "last_seen",
  translations: "at",
  model_answers: "at",
  audit: "at",
  tombstones: "at",
  uuid_claims: "at",
  response_refusals: "at",
} as const satisfies { readonly [C in CollectionName]?: string };
export type RetainedCollection = keyof typeof retentionFields;

/** Collections whose documents the books count, by the batch that created them. */
const creation = {
  insights: ({ created_batch, app_name: app, source }: Documents["insights"]) => ({ created_batch, app, source }),
  events: ({ created_batch, application: app }: Documents["events"]) => ({ created_batch, app, source: EVENTS_SOURCE }),
};
export type BookedCollection = keyof typeof creation;
const isBooked = (collection: CollectionName): collection is BookedCollection => collection in creation;

/** Erased documents that share a creating batch. */
export interface ErasedBatch {
  readonly created_batch: string;
  readonly app: string;
  readonly source: string;
  readonly count: number;
}

/** `id` is the same when a count is handed out again after a crash: book it once. */
export interface Erasure {
  readonly id: string;
  readonly collection: BookedCollection;
  readonly batches: readonly ErasedBatch[];
}

export interface RetentionOptions {
  readonly tenant: TenantId;
  /** Days that documents are kept; a collection that isn't named keeps everything. */
  readonly days: { readonly [C in RetainedCollection]?: number | undefined };
  /** Unix seconds. */
  readonly now: number;
  /** Documents erased at most in one call, for each collection. */
  readonly limit: number;
  /** Books what was erased durably before it resolves. */
  readonly book: (erasure: Erasure) => Promise<void>;
  readonly signal?: AbortSignal;
}

export interface RetentionReport {
  readonly erased: Readonly<Partial<Record<RetainedCollection, number>>>;
  /** False when a limit was reached: there may be more. */
  readonly complete: boolean;
}

/** Documents erased in one write. */
const PAGE_SIZE = 200;
const SECONDS_A_DAY = 86_400;
/** Key, in `progress`, of the documents that are being erased. */
const erasing = (collection: BookedCollection): string =>
  collection === "insights" ? "retention-erasing" : `retention-erasing-${collection}`;

interface Doomed {
  readonly id: string;
  readonly batch: Omit<ErasedBatch, "count">;
}
/** What is to be erased is written down first: what of it is gone later was erased by this pass. */
interface Intent {
  readonly id: string;
  readonly doomed: readonly Doomed[];
  /** Asked for, by who holds no lease; absent: of an age. */
  readonly asked?: true;
}
/** How long what somebody asked to erase may take before it counts as interrupted. */
const STALE_MS = 10_000;
const WAIT_MS = 100;

/** One caller at a time for each tenant: hold a lease. */
export async function applyRetention(store: Store, options: RetentionOptions): Promise<RetentionReport> {
  const { tenant, days, now, limit } = options;
  for (const collection of Object.keys(creation) as BookedCollection[]) await finishOwn(store, collection, options);
  const erased: Partial<Record<RetainedCollection, number>> = {};
  let complete = true;
  for (const collection of Object.keys(retentionFields) as RetainedCollection[]) {
    const kept = days[collection];
    if (kept === undefined) continue;
    const where = { [retentionFields[collection]]: { lt: now - kept * SECONDS_A_DAY } };
    await store.refresh([collection]);
    const count = await eraseOld(store, options, collection, where);
    erased[collection] = count;
    complete &&= count < limit || (await store.count(tenant, collection, { where } as never)) === 0;
  }
  return { erased, complete };
}

async function eraseOld(
  store: Store,
  options: RetentionOptions,
  collection: RetainedCollection,
  where: Where<never>,
): Promise<number> {
  const { tenant, limit, signal } = options;
  let page: { readonly id: string; readonly version: string; readonly doc: unknown }[] = [];
  let [seen, count] = [0, 0];
  const erase = async (): Promise<void> => {
    count += isBooked(collection)
      ? await eraseBooked(store, collection, options, page as never)
      : await remove(store, tenant, collection, page);
    page = [];
  };
  for await (const stored of store.scan(tenant, collection as CollectionName, { where, pageSize: PAGE_SIZE })) {
    if (seen++ >= limit || signal?.aborted) break;
    page.push(stored);
    if (page.length === PAGE_SIZE) await erase();
  }
  if (page.length > 0) await erase();
  return count;
}

type Booking = Pick<RetentionOptions, "tenant" | "book">;

/** What an earlier holder of the lease was interrupted in. */
async function finishOwn(store: Store, collection: BookedCollection, options: Booking): Promise<void> {
  const intent = await readIntent(store, options.tenant, collection);
  if (intent !== undefined && intent.asked === undefined) await finishErasing(store, collection, options);
}

/** Erases, at any time and by anybody, what matches now. Resolves with how many are gone. */
export async function eraseMatching<C extends BookedCollection>(
  store: Store,
  collection: C,
  options: Booking,
  where: Where<C>,
): Promise<number> {
  await store.refresh([collection]);
  let page: { readonly id: string; readonly version: string; readonly doc: Documents[C] }[] = [];
  let count = 0;
  for await (const stored of store.scan(options.tenant, collection, { where, pageSize: PAGE_SIZE })) {
    page.push(stored);
    if (page.length < PAGE_SIZE) continue;
    count += await eraseBooked(store, collection, options, page, { asked: true });
    page = [];
  }
  return page.length === 0 ? count : count + (await eraseBooked(store, collection, options, page, { asked: true }));
}

const readIntent = async (store: Store, tenant: TenantId, collection: BookedCollection): Promise<Intent | undefined> =>
  (await store.get(tenant, "progress", erasing(collection)))?.doc.value as Intent | undefined;

/** One erasure of a collection at a time: waits for another's, and finishes one that goes on no more. */
async function declare(store: Store, collection: BookedCollection, options: Booking, intent: Intent): Promise<void> {
  const id = erasing(collection);
  let [other, since] = ["", 0];
  for (;;) {
    const [result] = await store.write(options.tenant, "progress", [{ op: "create", id, doc: { value: intent } }]);
    if (won(result)) return;
    const before = await readIntent(store, options.tenant, collection);
    if (before === undefined) continue;
    if (before.id !== other) [other, since] = [before.id, performance.now()];
    else if (performance.now() - since > STALE_MS) await finishErasing(store, collection, options);
    await setTimeout(WAIT_MS);
  }
}

/** At most {@link PAGE_SIZE} at a time. Resolves with how many are gone. */
async function eraseBooked<C extends BookedCollection>(
  store: Store,
  collection: C,
  options: Booking,
  page: readonly { readonly id: string; readonly version: string; readonly doc: Documents[C] }[],
  by: Pick<Intent, "asked"> = {},
): Promise<number> {
  const of = creation[collection] as (doc: Documents[C]) => Doomed["batch"];
  const { tenant } = options;
  const id = randomUUID();
  await declare(store, collection, options, { id, doomed: [], ...by });
  // Another erasure may have taken some of them by now, and counted them.
  const ids = page.map((one) => one.id);
  const found = await store.getMany(tenant, collection, ids);
  const left = page.filter(({ version }, at) => found[at]?.version === version);
  const intent: Intent = { id, doomed: left.map((one) => ({ id: one.id, batch: of(one.doc) })), ...by };
  const write = { op: "put", id: erasing(collection), doc: { value: intent } } as const;
  mustBeStorable(await store.write(tenant, "progress", [write]));
  await remove(store, tenant, collection, left);
  return finishErasing(store, collection, options);
}

/** An insight that was revised since it was read stays, and so does what the store does not take now: it still is old the next time. */
async function remove(
  store: Store,
  tenant: TenantId,
  collection: CollectionName,
  page: readonly { readonly id: string; readonly version: string }[],
): Promise<number> {
  const results = await store.offer(
    tenant,
    collection,
    page.map(({ id, version }) => ({ op: "delete", id, version })),
  );
  return results.filter(({ ok }) => ok).length;
}

/** Books what an erasure took away, be it of this call or of one that was interrupted. */
async function finishErasing(store: Store, collection: BookedCollection, { tenant, book }: Booking): Promise<number> {
  const key = erasing(collection);
  const intent = await readIntent(store, tenant, collection);
  if (intent === undefined) return 0;
  const batches = await goneOf(store, tenant, collection, intent);
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  if (count > 0) await book({ id: intent.id, collection, batches });
  await store.write(tenant, "progress", [{ op: "delete", id: key }]);
  return count;
}

/** What is gone and not booked yet: for who reads the books while an erasure is under way. */
export async function pendingErasure(
  store: Store,
  tenant: TenantId,
  collection: BookedCollection,
): Promise<Erasure | undefined> {
  const intent = await readIntent(store, tenant, collection);
  return intent && { id: intent.id, collection, batches: await goneOf(store, tenant, collection, intent) };
}

async function goneOf(
  store: Store,
  tenant: TenantId,
  collection: BookedCollection,
  { doomed }: Intent,
): Promise<ErasedBatch[]> {
  const found = await store.getMany(
    tenant,
    collection,
    doomed.map(({ id }) => id),
  );
  const batches = new Map<string, ErasedBatch>();
  doomed.forEach(({ batch }, at) => {
    // Made again by another batch since: that is another insight in the books.
    if (found[at]?.doc.created_batch === batch.created_batch) return;
    const key = JSON.stringify(batch);
    batches.set(key, { ...batch, count: (batches.get(key)?.count ?? 0) + 1 });
  });
  return [...batches.values()];
}
