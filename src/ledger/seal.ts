/**
 * Sealing the ledger: old entries of batches that are final become one total per (app, source, day), so that the books
 * stay short. A crash between adding up and deleting changes nothing: what is in a total already is named in it.
 */

import { shortId } from "../model/identity.ts";
import {
  addCounts,
  type ErasureDocument,
  type LedgerEntry,
  noCounts,
  type ReplayShare,
  type SealedTotal,
} from "../model/ledger.ts";
import type { TenantId } from "../model/tenant.ts";
import { isoDay } from "../model/times.ts";
import type { Store, Stored } from "../store/store.ts";
import { won } from "../store/written.ts";
import { account, type BatchAccount, type BatchEntries } from "./account.ts";
import { pipelineOfErasure, storedIn } from "./erasures.ts";
import { clearIntake } from "./intake.ts";

/** Longer than a queue keeps a message (14 days): what old entries speak of can't come again. */
export const SEAL_AFTER_DAYS = 15;
const SEAL_AFTER = SEAL_AFTER_DAYS * 86_400;
const booked = Object.keys(storedIn);
/** Entries that one total takes up at a time. */
const ENTRIES_A_TOTAL = 5_000;

interface OldBatch extends BatchEntries {
  readonly ids: string[];
}

const remove = (ids: readonly string[]) => ids.map((id) => ({ op: "delete", id }) as const);

/** Deletes what a total has taken up. */
async function deletePending(store: Store, tenant: TenantId, id: string): Promise<void> {
  const total = await store.get(tenant, "ledger_totals", id);
  if (total === undefined) return;
  const { pending, pending_erasures: erasures = [] } = total.doc;
  if (pending.length + erasures.length === 0) return;
  // What can't be deleted now stays named, and doesn't count a second time.
  await store.write(tenant, "ledger", remove(pending));
  await store.write(tenant, "erasures", remove(erasures));
  const set = { pending: [], pending_erasures: [] };
  await store.write(tenant, "ledger_totals", [{ op: "update", id, version: total.version, set }]);
}

type Place = Pick<SealedTotal, "pipeline" | "app" | "source" | "day">;

/** Adds to the total of a place what `grow` makes of it, then deletes what it has taken up. */
async function growTotal(
  store: Store,
  tenant: TenantId,
  { pipeline, app, source, day }: Place,
  grow: (before: SealedTotal) => Partial<SealedTotal>,
): Promise<void> {
  const id = shortId("ledger-total", pipeline, app, source, day);
  const stored = await store.get(tenant, "ledger_totals", id);
  const before: SealedTotal = stored?.doc ?? {
    pipeline,
    app,
    source,
    day,
    received: 0,
    counts: noCounts,
    pending: [],
  };
  // What an earlier round took up and could not delete has to go first.
  if (before.pending.length + (before.pending_erasures?.length ?? 0) > 0) return;
  const doc: SealedTotal = { ...before, ...grow(before) };
  const write =
    stored === undefined
      ? ({ op: "create", id, doc } as const)
      : ({ op: "replace", id, version: stored.version, doc } as const);
  const [result] = await store.write(tenant, "ledger_totals", [write]);
  if (won(result)) await deletePending(store, tenant, id);
}

const share = (accounts: readonly BatchAccount[], before: ReplayShare = { received: 0, counts: noCounts }) => ({
  received: before.received + accounts.reduce((sum, one) => sum + one.received, 0),
  counts: accounts.map((one) => one.counts).reduce(addCounts, before.counts),
});

async function addBatches(store: Store, tenant: TenantId, batches: readonly OldBatch[], now: number): Promise<void> {
  const of: LedgerEntry = batches[0]!.first[0] ?? batches[0]!.last[0]!;
  const accounts = batches.map((batch) => account(batch, now));
  const again = accounts.filter((one) => one.isReplay);
  await growTotal(store, tenant, { ...of, day: isoDay(of.at) }, (before) => ({
    ...share(accounts, before),
    ...(again.length === 0 ? {} : { replays: share(again, before.replays) }),
    pending: batches.flatMap((batch) => batch.ids),
  }));
}

/** Old erasures from batches that are sealed: one number in the total of their day. */
async function sealErasures(store: Store, tenant: TenantId, before: number, signal: AbortSignal): Promise<void> {
  await store.refresh(["ledger", "erasures"]);
  const unsealed = new Set<string>();
  for await (const { doc } of store.scan(tenant, "ledger", { where: { pipeline: booked } })) unsealed.add(doc.batch);
  const old: Stored<ErasureDocument>[] = [];
  for await (const stored of store.scan(tenant, "erasures", { where: { at: { lt: before } } }))
    if (!unsealed.has(stored.doc.batch)) old.push(stored);
  const groups = Map.groupBy(old, ({ doc }) =>
    JSON.stringify([pipelineOfErasure(doc), doc.app, doc.source, isoDay(doc.at)]),
  );
  for (const erasures of groups.values()) {
    for (let start = 0; start < erasures.length && !signal.aborted; start += ENTRIES_A_TOTAL) {
      const some = erasures.slice(start, start + ENTRIES_A_TOTAL);
      const { app, source, at } = some[0]!.doc;
      const place = { pipeline: pipelineOfErasure(some[0]!.doc), app, source, day: isoDay(at) };
      await growTotal(store, tenant, place, (total) => ({
        erased: some.reduce((sum, { doc }) => sum + doc.count, total.erased ?? 0),
        pending_erasures: some.map(({ id }) => id),
      }));
    }
  }
}

async function readOld(store: Store, tenant: TenantId, now: number): Promise<OldBatch[]> {
  const batches = new Map<string, OldBatch>();
  for await (const { id, doc } of store.scan(tenant, "ledger")) {
    const key = `${doc.pipeline}/${doc.batch}`;
    const batch = batches.get(key) ?? { first: [], last: [], ids: [] };
    batches.set(key, batch);
    batch.ids.push(id);
    if (doc.first) batch.first.push(doc);
    if (doc.last) batch.last.push(doc);
  }
  return [...batches.values()].filter((batch) => {
    const { final, sound, counts, newest } = account(batch, now);
    return newest < now - SEAL_AFTER && final && sound && counts.dead === 0;
  });
}

/** One round over one tenant, by one caller at a time, after retention has booked what it took; `now` in unix seconds. */
export async function sealLedger(store: Store, tenant: TenantId, now: number, signal: AbortSignal): Promise<void> {
  // What an earlier round was killed over goes first, or it would be added up again.
  await store.refresh(["ledger_totals"]);
  for await (const { id } of store.scan(tenant, "ledger_totals")) await deletePending(store, tenant, id);
  // Entries that are deleted and still found would be added up again.
  await store.refresh(["ledger", "intake"]);
  // Before their entries go: what is booked and still said to wait would count a second time.
  await clearIntake(store, tenant);
  const old = await readOld(store, tenant, now);
  const groups = Map.groupBy(old, ({ first, last }) => {
    const { pipeline, app, source, at } = (first[0] ?? last[0])!;
    return JSON.stringify([pipeline, app, source, isoDay(at)]);
  });
  for (const batches of groups.values()) {
    for (let start = 0; start < batches.length && !signal.aborted; start += ENTRIES_A_TOTAL) {
      await addBatches(store, tenant, batches.slice(start, start + ENTRIES_A_TOTAL), now);
    }
  }
  await sealErasures(store, tenant, now - SEAL_AFTER, signal);
}
