/**
 * Sealing the ledger: entries of batches that are final become one total per (app, source) within minutes, so that the books
 * are read in the same time whatever was received. A crash at any step changes nothing: what is in a total already is named
 * in it until it is marked and deleted (sealed.ts). Two runners that seal at once don't add a batch twice.
 */

import { shortId } from "../model/identity.ts";
import {
  addCounts,
  type ErasureDocument,
  EVERY_DAY,
  type LedgerEntry,
  noCounts,
  type ReplayShare,
  type SealedTotal,
} from "../model/ledger.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Stored } from "../store/store.ts";
import { won } from "../store/written.ts";
import { account, type BatchAccount } from "./account.ts";
import { confirmed } from "./created.ts";
import { pipelineOfErasure, storedIn } from "./erasures.ts";
import { clearIntake } from "./intake.ts";
import { deleteSealed, MARKS_KEPT_DAYS, readMarks } from "./sealed.ts";

const DAY = 86_400;
/** Seconds after the last entry of a batch. Who works on it still, or again, meets the entries or their marks. */
export const SEAL_AFTER = 60;
/** Of a batch whose first stage has said nothing, and of erasures: nothing of it can come any more. */
const SEAL_DOUBTFUL_AFTER = MARKS_KEPT_DAYS * DAY;
const booked = Object.keys(storedIn);
/** Batches, or erasures, that one total takes up at a time. */
const BATCHES_A_TOTAL = 2_000;

interface Batch {
  readonly entries: readonly Stored<LedgerEntry>[];
}

interface SettledBatch extends Batch, BatchAccount {
  readonly batch: string;
}

type Place = Pick<SealedTotal, "pipeline" | "app" | "source">;

const remove = (ids: readonly string[]) => ids.map((id) => ({ op: "delete", id }) as const);

/** Marks and deletes what a total has taken up. `now`: unix seconds. */
async function deletePending(store: Store, tenant: TenantId, id: string, now: number): Promise<void> {
  const total = await store.get(tenant, "ledger_totals", id);
  if (total === undefined) return;
  const { pending, pending_erasures: erasures = [] } = total.doc;
  if (pending.length + erasures.length === 0) return;
  // What can't be deleted now stays named, and doesn't count a second time.
  await deleteSealed(store, tenant, total, now);
  await store.write(tenant, "erasures", remove(erasures));
  const set = { pending: [], pending_erasures: [] };
  await store.write(tenant, "ledger_totals", [{ op: "update", id, version: total.version, set }]);
}

/**
 * Adds to the total of a place what `grow` finds, then deletes what it has taken up. `grow` is asked after the total was
 * read: what another runner added before is gone by then, and what it adds meanwhile makes this write fail.
 */
async function growTotal(
  store: Store,
  tenant: TenantId,
  { pipeline, app, source }: Place,
  now: number,
  grow: (before: SealedTotal) => Promise<Partial<SealedTotal> | undefined>,
): Promise<void> {
  const id = shortId("ledger-total", pipeline, app, source, EVERY_DAY);
  const stored = await store.get(tenant, "ledger_totals", id);
  const empty = { pipeline, app, source, day: EVERY_DAY, received: 0, counts: noCounts, pending: [] };
  const before: SealedTotal = stored?.doc ?? empty;
  // What an earlier round took up and could not delete has to go first.
  if (before.pending.length + (before.pending_erasures?.length ?? 0) > 0) return;
  const grown = await grow(before);
  if (grown === undefined) return;
  const doc: SealedTotal = { ...before, ...grown, additions: (before.additions ?? 0) + 1 };
  const write =
    stored === undefined
      ? ({ op: "create", id, doc } as const)
      : ({ op: "replace", id, version: stored.version, doc } as const);
  const [result] = await store.write(tenant, "ledger_totals", [write]);
  if (won(result)) await deletePending(store, tenant, id, now);
}

const share = (accounts: readonly BatchAccount[], before: ReplayShare = { received: 0, counts: noCounts }) => ({
  received: before.received + accounts.reduce((sum, one) => sum + one.received, 0),
  counts: accounts.map((one) => one.counts).reduce(addCounts, before.counts),
});

/** The batch with its account, when nothing more can become of it. */
function settled({ entries }: Batch, now: number): SettledBatch | undefined {
  const docs = entries.map(({ doc }) => doc);
  const one = account({ first: docs.filter(({ first }) => first), last: docs.filter(({ last }) => last) }, now);
  const age = one.whole ? SEAL_AFTER : SEAL_DOUBTFUL_AFTER;
  const isSettled = one.newest < now - age && one.final && one.sound && one.counts.dead === 0;
  return isSettled ? { ...one, entries, batch: docs[0]!.batch } : undefined;
}

/** The entries as they are now, without those that were booked before and came again: these go. */
async function readAgain(store: Store, tenant: TenantId, batches: readonly Batch[]): Promise<Batch[]> {
  const ids = batches.flatMap(({ entries }) => entries.map(({ id }) => id));
  const found = new Map<string, Stored<LedgerEntry>>();
  for (const stored of await store.getMany(tenant, "ledger", ids)) if (stored) found.set(stored.id, stored);
  const marks = await readMarks(store, tenant, ids);
  const again = ids.filter((id, index) => found.has(id) && marks[index] !== undefined);
  if (again.length > 0) await store.write(tenant, "ledger", remove(again));
  for (const id of again) found.delete(id);
  return batches.flatMap(({ entries }) => {
    const left = entries.flatMap(({ id }) => found.get(id) ?? []);
    return left.length === 0 ? [] : [{ entries: left }];
  });
}

async function addBatches(
  store: Store,
  tenant: TenantId,
  place: Place,
  batches: readonly Batch[],
  now: number,
): Promise<void> {
  await growTotal(store, tenant, place, now, async (before) => {
    const read = await readAgain(store, tenant, batches);
    const all = read.flatMap((batch) => settled(batch, now) ?? []);
    const creators = all.map(({ batch, counts }) => ({ batch, stored: counts.stored })).filter((one) => one.stored > 0);
    // What is missing in the store stays in the books by itself, where everybody sees that they don't balance.
    const there = new Set((await confirmed(store, tenant, place.pipeline, creators)).map(({ batch }) => batch));
    const taken = all.filter(({ batch, counts }) => counts.stored === 0 || there.has(batch));
    if (taken.length === 0) return undefined;
    const again = taken.filter((one) => one.isReplay);
    return {
      ...share(taken, before),
      ...(again.length === 0 ? {} : { replays: share(again, before.replays) }),
      pending: taken.flatMap(({ entries }) => entries.map(({ id }) => id)),
    };
  });
}

/** Old erasures from batches that are sealed: one number in the total of their place. */
async function sealErasures(store: Store, tenant: TenantId, now: number, signal: AbortSignal): Promise<void> {
  await store.refresh(["ledger", "erasures"]);
  const old: Stored<ErasureDocument>[] = [];
  const where = { at: { lt: now - SEAL_DOUBTFUL_AFTER } };
  for await (const stored of store.scan(tenant, "erasures", { where })) old.push(stored);
  if (old.length === 0) return;
  const unsealed = new Set<string>();
  for await (const { doc } of store.scan(tenant, "ledger", { where: { pipeline: booked } })) unsealed.add(doc.batch);
  const groups = Map.groupBy(
    old.filter(({ doc }) => !unsealed.has(doc.batch)),
    ({ doc }) => JSON.stringify([pipelineOfErasure(doc), doc.app, doc.source]),
  );
  for (const erasures of groups.values()) {
    for (let start = 0; start < erasures.length && !signal.aborted; start += BATCHES_A_TOTAL) {
      const some = erasures.slice(start, start + BATCHES_A_TOTAL);
      const { app, source } = some[0]!.doc;
      const place = { pipeline: pipelineOfErasure(some[0]!.doc), app, source };
      await growTotal(store, tenant, place, now, async (total) => {
        const ids = some.map(({ id }) => id);
        const there = (await store.getMany(tenant, "erasures", ids)).flatMap((stored) => stored ?? []);
        if (there.length === 0) return undefined;
        return {
          erased: there.reduce((sum, { doc }) => sum + doc.count, total.erased ?? 0),
          pending_erasures: there.map(({ id }) => id),
        };
      });
    }
  }
}

async function readSettled(store: Store, tenant: TenantId, now: number): Promise<Batch[]> {
  const batches = new Map<string, Stored<LedgerEntry>[]>();
  for await (const stored of store.scan(tenant, "ledger")) {
    const key = `${stored.doc.pipeline}/${stored.doc.batch}`;
    const entries = batches.get(key) ?? [];
    batches.set(key, entries);
    entries.push(stored);
  }
  return [...batches.values()].flatMap((entries) => settled({ entries }, now) ?? []);
}

/** One round over one tenant, after retention has booked what it took; `now` in unix seconds. */
export async function sealLedger(store: Store, tenant: TenantId, now: number, signal: AbortSignal): Promise<void> {
  // What an earlier round was killed over goes first, or it would be added up again.
  await store.refresh(["ledger_totals"]);
  for await (const { id, doc } of store.scan(tenant, "ledger_totals")) {
    if (doc.pending.length + (doc.pending_erasures?.length ?? 0) > 0) await deletePending(store, tenant, id, now);
  }
  // Entries that are deleted and still found would be read again for nothing.
  await store.refresh(["ledger", "intake"]);
  // Before their entries go: what is booked and still said to wait would count a second time.
  await clearIntake(store, tenant);
  const groups = Map.groupBy(await readSettled(store, tenant, now), ({ entries }) => {
    const { pipeline, app, source } = (entries.find(({ doc }) => doc.first) ?? entries[0]!).doc;
    return JSON.stringify([pipeline, app, source]);
  });
  for (const batches of groups.values()) {
    const { pipeline, app, source } = (batches[0]!.entries.find(({ doc }) => doc.first) ?? batches[0]!.entries[0]!).doc;
    for (let start = 0; start < batches.length && !signal.aborted; start += BATCHES_A_TOTAL) {
      const some = batches.slice(start, start + BATCHES_A_TOTAL);
      await addBatches(store, tenant, { pipeline, app, source }, some, now);
    }
  }
  await sealErasures(store, tenant, now, signal);
}
