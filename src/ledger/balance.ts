/** Reading the ledger: the books of a tenant, which balance at every moment, or say that they don't. */
import {
  addCounts,
  addReasons,
  type Balance,
  type Counts,
  countsTotal,
  type LedgerEntry,
  noCounts,
  type Pipeline,
  reasonsTotal,
} from "../model/ledger.ts";
import type { TenantId } from "../model/tenant.ts";
import type { BookedCollection } from "../store/retention.ts";
import type { Store } from "../store/store.ts";
import { readErased, storedIn } from "./erasures.ts";

/** Ids a store takes in one condition without complaint. */
const IDS_A_QUERY = 1_000;

export interface BalanceQuery {
  readonly pipeline: Pipeline;
  readonly app?: string | undefined;
  readonly source?: string | undefined;
}

/** All entries of one batch. */
export interface BatchEntries {
  readonly first: LedgerEntry[];
  readonly last: LedgerEntry[];
}

/** What one batch says: whether it is final, and whether its own books are right. */
export interface BatchAccount {
  readonly received: number;
  readonly final: boolean;
  readonly sound: boolean;
  readonly counts: Counts;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

export function account({ first, last }: BatchEntries): BatchAccount {
  const entries = [...new Set([...first, ...last])];
  const sent = first.flatMap((entry) => entry.sent);
  const took = new Set(last.map((entry) => entry.part));
  // A stage may be done before the one ahead of it has written its own entry: then the batch is not final yet.
  const final =
    first.length > 0 &&
    sent.every((part) => took.has(part)) &&
    last.every((entry) => entry.first || sent.includes(entry.part));
  const seen = first.length > 0 ? first : last;
  const passed = sum(first.map((entry) => entry.counts.passed));
  const taken = sum(last.filter((entry) => !entry.first).map((entry) => entry.in));
  const counts = entries.map((entry) => entry.counts).reduce(addCounts, noCounts);
  const refused = entries.map((entry) => entry.refused).reduce(addReasons, {});
  return {
    received: sum(seen.map((entry) => entry.in)) + reasonsTotal(refused),
    final,
    sound: entries.every((entry) => entry.in === countsTotal(entry.counts)) && (!final || passed === taken),
    counts: { ...counts, passed: 0, rejected: addReasons(counts.rejected, refused) },
  };
}

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
  collection: BookedCollection,
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

interface Sealed {
  readonly received: number;
  readonly counts: Counts;
  /** Entries that are in a total and not deleted yet. */
  readonly pending: ReadonlySet<string>;
  readonly erased: number;
  readonly pendingErasures: ReadonlySet<string>;
}

async function readSealed(store: Store, tenant: TenantId, query: BalanceQuery): Promise<Sealed> {
  let received = 0;
  let counts = noCounts;
  let erased = 0;
  const pending = new Set<string>();
  const pendingErasures = new Set<string>();
  for await (const { doc } of store.scan(tenant, "ledger_totals", { where: { ...query } })) {
    received += doc.received;
    counts = addCounts(counts, doc.counts);
    erased += doc.erased ?? 0;
    for (const id of doc.pending) pending.add(id);
    for (const id of doc.pending_erasures ?? []) pendingErasures.add(id);
  }
  return { received, counts, pending, erased, pendingErasures };
}

interface Kept {
  /** Whether the store holds what these batches stored, less what was erased. */
  readonly sound: boolean;
  readonly erased: number;
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

/**
 * The entries are read first, then the insights or events of exactly the batches that were final by then: a final batch creates
 * no more, so what goes on meanwhile can't make the two disagree.
 */
export async function readBalance(store: Store, tenant: TenantId, query: BalanceQuery): Promise<Balance> {
  await store.refresh(["ledger", "ledger_totals"]);
  const sealed = await readSealed(store, tenant, query);
  let { received, counts } = sealed;
  let inFlight = 0;
  let sound = true;
  let storedUnsealed = 0;
  const creators: string[] = [];
  for (const [batch, entries] of await readBatches(store, tenant, query, sealed.pending)) {
    const one = account(entries);
    received += one.received;
    sound &&= one.sound;
    if (!one.final) {
      inFlight += one.received;
      continue;
    }
    counts = addCounts(counts, one.counts);
    storedUnsealed += one.counts.stored;
    if (one.counts.stored > 0) creators.push(batch);
  }
  let erased = 0;
  const collection = storedIn[query.pipeline];
  if (collection !== undefined) {
    const kept = await checkStored(store, tenant, query, collection, creators, storedUnsealed, sealed);
    sound &&= kept.sound;
    erased = kept.erased;
  }
  const accounted = countsTotal(counts) + inFlight;
  return {
    received,
    stored: counts.stored,
    updated: counts.updated,
    duplicate: counts.duplicate,
    dropped: counts.dropped,
    rejected: counts.rejected,
    dead: counts.dead,
    in_flight: inFlight,
    ...(erased === 0 ? {} : { erased }),
    balanced: sound && received === accounted,
  };
}
