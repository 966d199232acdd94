/** Reading the ledger: the books of a tenant, which balance at every moment, or say that they don't. */
import { addCounts, type Balance, type Counts, countsTotal, noCounts, type Pipeline } from "../model/ledger.ts";
import { DELETED } from "../model/response.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { account, type BatchEntries } from "./account.ts";
import { readErased, storedIn } from "./erasures.ts";
import { isBooked, readIntake } from "./intake.ts";
import type { BookedCollection } from "./retention.ts";

/** Ids a store takes in one condition without complaint. */
const IDS_A_QUERY = 1_000;

export interface BalanceQuery {
  readonly pipeline: Pipeline;
  readonly app?: string | undefined;
  readonly source?: string | undefined;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

async function readBatches(
  store: Store,
  tenant: TenantId,
  query: BalanceQuery,
  sealed: ReadonlySet<string>,
): Promise<Map<string, BatchEntries>> {
  const batches = new Map<string, BatchEntries>();
  for await (const { id, doc } of store.scan(tenant, "ledger", { where: { ...query } })) {
    if (sealed.has(id)) continue;
    const entries = batches.get(doc.batch) ?? { first: [], last: [] };
    batches.set(doc.batch, entries);
    if (doc.first) entries.first.push(doc);
    if (doc.last) entries.last.push(doc);
  }
  return batches;
}

/** Documents in the store that these batches created. */
async function countCreated(
  store: Store,
  tenant: TenantId,
  collection: BookedCollection | "responses",
  batches: readonly string[],
): Promise<number> {
  let created = 0;
  for (let start = 0; start < batches.length; start += IDS_A_QUERY) {
    created += await store.count(tenant, collection, {
      where: { created_batch: batches.slice(start, start + IDS_A_QUERY) },
    });
  }
  return created;
}

/** Sums of what came in and what became of it: all of it, and within that what ran rejections again. */
interface Sums {
  received: number;
  counts: Counts;
  inFlight: number;
}

const noSums = (): Sums => ({ received: 0, counts: noCounts, inFlight: 0 });

interface Sealed {
  readonly all: Sums;
  readonly replays: Sums;
  /** Entries that are in a total and not deleted yet. */
  readonly pending: ReadonlySet<string>;
  readonly erased: number;
  readonly pendingErasures: ReadonlySet<string>;
}

function grow(sums: Sums, received: number, counts: Counts): void {
  sums.received += received;
  sums.counts = addCounts(sums.counts, counts);
}

async function readSealed(store: Store, tenant: TenantId, query: BalanceQuery): Promise<Sealed> {
  const [all, replays] = [noSums(), noSums()];
  let erased = 0;
  const pending = new Set<string>();
  const pendingErasures = new Set<string>();
  for await (const { doc } of store.scan(tenant, "ledger_totals", { where: { ...query } })) {
    grow(all, doc.received, doc.counts);
    if (doc.replays !== undefined) grow(replays, doc.replays.received, doc.replays.counts);
    erased += doc.erased ?? 0;
    for (const id of doc.pending) pending.add(id);
    for (const id of doc.pending_erasures ?? []) pendingErasures.add(id);
  }
  return { all, replays, pending, erased, pendingErasures };
}

interface Kept {
  /** Whether the store holds what these batches stored, less what was erased. */
  readonly sound: boolean;
  readonly erased: number;
}

/** Responses are erased by nobody but people, and leave a mark: what is there and marked is what was stored. */
async function checkResponses(
  store: Store,
  tenant: TenantId,
  query: BalanceQuery,
  creators: readonly string[],
  stored: number,
): Promise<Kept> {
  await store.refresh(["responses"]);
  const present = await countCreated(store, tenant, "responses", creators);
  const erased = await store.count(tenant, "responses", {
    where: { app: query.app, form: query.source && `${DELETED}${query.source}`, deleted: true },
  });
  return { sound: present === stored, erased };
}

/**
 * Erasures are read before and after the count: what was erased while it ran lies between the two, so that an erasure
 * under way never looks like a loss; when nothing is erased meanwhile the check is exact.
 */
async function checkStored(
  store: Store,
  tenant: TenantId,
  query: BalanceQuery,
  collection: BookedCollection,
  creators: readonly string[],
  stored: number,
  sealed: Sealed,
): Promise<Kept> {
  const read = () => readErased(store, tenant, query, sealed.pendingErasures);
  const ofCreators = (erased: ReadonlyMap<string, number>) => sum(creators.map((batch) => erased.get(batch) ?? 0));
  const before = await read();
  await store.refresh([collection]);
  const present = await countCreated(store, tenant, collection, creators);
  const after = await read();
  const sound = present + ofCreators(before) <= stored && stored <= present + ofCreators(after);
  return { sound, erased: sealed.erased + sum([...after.values()]) };
}

function addWaiting(sums: Sums, received: number): void {
  sums.received += received;
  sums.inFlight += received;
}

interface Added {
  /** Whether every batch fits itself. */
  readonly sound: boolean;
  /** Insights that final batches created, and these batches. */
  readonly stored: number;
  readonly creators: readonly string[];
}

function addBatches({ all, replays }: Sealed, batches: ReadonlyMap<string, BatchEntries>, now: number): Added {
  let sound = true;
  let stored = 0;
  const creators: string[] = [];
  for (const [batch, entries] of batches) {
    const one = account(entries, now);
    sound &&= one.sound;
    for (const sums of one.isReplay ? [all, replays] : [all]) {
      if (one.final) grow(sums, one.received, one.counts);
      else addWaiting(sums, one.received);
    }
    if (!one.final || one.counts.stored === 0) continue;
    stored += one.counts.stored;
    creators.push(batch);
  }
  return { sound, stored, creators };
}

const told = ({ received, counts, inFlight }: Sums) => ({
  received,
  stored: counts.stored,
  updated: counts.updated,
  duplicate: counts.duplicate,
  dropped: counts.dropped,
  rejected: counts.rejected,
  dead: counts.dead,
  in_flight: inFlight,
});

/**
 * What waits on a queue is read first, then the entries, then the insights or events of exactly the batches that were final
 * by then: a stage writes its entry before it takes away what waited, and a final batch creates no more, so what goes on
 * meanwhile can't make them disagree.
 */
export async function readBalance(
  store: Store,
  tenant: TenantId,
  query: BalanceQuery,
  now: number = Math.floor(Date.now() / 1000),
): Promise<Balance> {
  const waiting = await readIntake(store, tenant, query);
  await store.refresh(["ledger", "ledger_totals"]);
  const sealed = await readSealed(store, tenant, query);
  const { all, replays } = sealed;
  const batches = await readBatches(store, tenant, query, sealed.pending);
  const { sound, stored, creators } = addBatches(sealed, batches, now);
  for (const part of waiting.filter((one) => !isBooked(batches.get(one.batch)?.first, one)))
    for (const sums of part.isReplay ? [all, replays] : [all]) addWaiting(sums, part.received);
  const collection = storedIn[query.pipeline];
  const nothing: Kept = { sound: true, erased: 0 };
  const isResponses = query.pipeline === "responses";
  const kept =
    collection === undefined
      ? await (isResponses ? checkResponses(store, tenant, query, creators, stored) : nothing)
      : await checkStored(store, tenant, query, collection, creators, stored, sealed);
  return {
    ...told(all),
    ...(replays.received === 0 ? {} : { replays: told(replays) }),
    ...(kept.erased === 0 ? {} : { erased: kept.erased }),
    balanced: sound && kept.sound && all.received === countsTotal(all.counts) + all.inFlight,
  };
}
