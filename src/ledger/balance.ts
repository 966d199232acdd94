/** Reading the ledger: the books of a tenant, which balance at every moment, or say that they don't. */
import {
  addCounts,
  type Balance,
  type BalanceQuery,
  type Counts,
  countsTotal,
  type LedgerEntry,
  noCounts,
} from "../model/ledger.ts";
import { DELETED } from "../model/response.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Stored } from "../store/store.ts";
import { account, type BatchEntries } from "./account.ts";
import { readAudit } from "./audit.ts";
import { countCreated } from "./created.ts";
import { readErased, storedIn } from "./erasures.ts";
import { readIntake } from "./intake.ts";
import type { BookedCollection } from "./retention.ts";
import { readMarks } from "./sealed.ts";

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

async function readEntries(
  store: Store,
  tenant: TenantId,
  query: BalanceQuery,
): Promise<Map<string, Stored<LedgerEntry>>> {
  await store.refresh(["ledger"]);
  const entries = new Map<string, Stored<LedgerEntry>>();
  for await (const stored of store.scan(tenant, "ledger", { where: { ...query } })) entries.set(stored.id, stored);
  return entries;
}

function batchesOf(entries: Iterable<Stored<LedgerEntry>>): Map<string, BatchEntries> {
  const batches = new Map<string, BatchEntries>();
  for (const { doc } of entries) {
    const batch = batches.get(doc.batch) ?? { first: [], last: [] };
    batches.set(doc.batch, batch);
    if (doc.first) batch.first.push(doc);
    if (doc.last) batch.last.push(doc);
  }
  return batches;
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
  /** How many additions of each total were read. */
  readonly additions: ReadonlyMap<string, number>;
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
  const additions = new Map<string, number>();
  await store.refresh(["ledger_totals"]);
  const pendingErasures = new Set<string>();
  for await (const { id, doc } of store.scan(tenant, "ledger_totals", { where: { ...query } })) {
    additions.set(id, doc.additions ?? 0);
    grow(all, doc.received, doc.counts);
    if (doc.replays !== undefined) grow(replays, doc.replays.received, doc.replays.counts);
    erased += doc.erased ?? 0;
    for (const id of doc.pending) pending.add(id);
    for (const id of doc.pending_erasures ?? []) pendingErasures.add(id);
  }
  return { all, replays, pending, additions, erased, pendingErasures };
}

/** Which of these entries are in the totals that were read: named in one, or marked by an addition that was read. */
async function inTotals(
  store: Store,
  tenant: TenantId,
  { pending, additions }: Sealed,
  ids: readonly string[],
): Promise<Set<string>> {
  const marks = await readMarks(store, tenant, ids);
  return new Set(
    ids.filter((id, index) => {
      const mark = marks[index];
      return pending.has(id) || (mark !== undefined && mark.addition <= (additions.get(mark.total) ?? -1));
    }),
  );
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
 * under way never looks like a loss; when nothing is erased meanwhile the check is exact. What adds up with those read
 * before needs no second look: there are only ever more of them.
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
  const first = present + ofCreators(before);
  const after = first === stored ? before : await read();
  const sound = first <= stored && stored <= present + ofCreators(after);
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
 * What waits on a queue is read first, then the entries, then the totals, then the marks of what is in them, then the
 * insights or events of exactly the batches that were final by then: a stage writes its entry before it takes away what
 * waited, an entry is in a total before it is marked and marked before it is gone, and a final batch creates no more. So
 * what goes on meanwhile can't make them disagree. What the last audit found is read beside that.
 */
export async function readBalance(
  store: Store,
  tenant: TenantId,
  query: BalanceQuery,
  now: number = Math.floor(Date.now() / 1000),
): Promise<Balance> {
  const waiting = await readIntake(store, tenant, query);
  const entries = await readEntries(store, tenant, query);
  const sealed = await readSealed(store, tenant, query);
  const { all, replays } = sealed;
  const counted = await inTotals(store, tenant, sealed, [...entries.keys(), ...waiting.map(({ entry }) => entry)]);
  const batches = batchesOf([...entries.values()].filter(({ id }) => !counted.has(id)));
  const { sound, stored, creators } = addBatches(sealed, batches, now);
  for (const part of waiting.filter(({ entry }) => !counted.has(entry) && !entries.has(entry)))
    for (const sums of part.isReplay ? [all, replays] : [all]) addWaiting(sums, part.received);
  const collection = storedIn[query.pipeline];
  const nothing: Kept = { sound: true, erased: 0 };
  const check = async (): Promise<Kept> => {
    if (query.pipeline === "responses") return checkResponses(store, tenant, query, creators, stored);
    if (collection === undefined) return nothing;
    return checkStored(store, tenant, query, collection, creators, stored, sealed);
  };
  const [kept, audit] = await Promise.all([check(), readAudit(store, tenant, query.pipeline)]);
  return {
    ...told(all),
    ...(replays.received === 0 ? {} : { replays: told(replays) }),
    ...(kept.erased === 0 ? {} : { erased: kept.erased }),
    ...(audit === undefined ? {} : { audit }),
    balanced:
      sound && kept.sound && (audit?.missing ?? 0) === 0 && all.received === countsTotal(all.counts) + all.inFlight,
  };
}
