/**
 * Sealing the ledger: old entries of batches that are final become one total per (app, source, day), so that the books
 * stay short. A crash between adding up and deleting changes nothing: what is in a total already is named in it.
 */

import { shortId } from "../model/identity.ts";
import { addCounts, type LedgerEntry, noCounts, type SealedTotal } from "../model/ledger.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { account, type BatchEntries } from "./balance.ts";

/** Longer than a queue keeps a message (14 days): what old entries speak of can't come again. */
const SEAL_AFTER = 15 * 86_400;
/** Entries that one total takes up at a time. */
const ENTRIES_A_TOTAL = 5_000;

interface OldBatch extends BatchEntries {
  readonly ids: string[];
  newest: number;
}

const dayOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

/** Deletes what a total has taken up. */
async function deletePending(store: Store, tenant: TenantId, id: string): Promise<void> {
  const total = await store.get(tenant, "ledger_totals", id);
  if (total === undefined || total.doc.pending.length === 0) return;
  await store.write(
    tenant,
    "ledger",
    total.doc.pending.map((entry) => ({ op: "delete", id: entry })),
  );
  await store.write(tenant, "ledger_totals", [{ op: "update", id, version: total.version, set: { pending: [] } }]);
}

async function addTotal(store: Store, tenant: TenantId, of: LedgerEntry, batches: readonly OldBatch[]): Promise<void> {
  const day = dayOf(of.at);
  const id = shortId("ledger-total", of.pipeline, of.app, of.source, day);
  const stored = await store.get(tenant, "ledger_totals", id);
  const before: SealedTotal = stored?.doc ?? {
    pipeline: of.pipeline,
    app: of.app,
    source: of.source,
    day,
    received: 0,
    counts: noCounts,
    pending: [],
  };
  const accounts = batches.map(account);
  const doc: SealedTotal = {
    ...before,
    received: before.received + accounts.reduce((sum, one) => sum + one.received, 0),
    counts: accounts.map((one) => one.counts).reduce(addCounts, before.counts),
    pending: batches.flatMap((batch) => batch.ids),
  };
  const write =
    stored === undefined
      ? ({ op: "create", id, doc } as const)
      : ({ op: "replace", id, version: stored.version, doc } as const);
  const [result] = await store.write(tenant, "ledger_totals", [write]);
  if (result?.ok) await deletePending(store, tenant, id);
}

async function readOld(store: Store, tenant: TenantId, before: number): Promise<OldBatch[]> {
  const batches = new Map<string, OldBatch>();
  for await (const { id, doc } of store.scan(tenant, "ledger")) {
    const key = `${doc.pipeline}/${doc.batch}`;
    const batch = batches.get(key) ?? { first: [], last: [], ids: [], newest: 0 };
    batches.set(key, batch);
    batch.ids.push(id);
    batch.newest = Math.max(batch.newest, doc.at);
    if (doc.first) batch.first.push(doc);
    if (doc.last) batch.last.push(doc);
  }
  return [...batches.values()].filter((batch) => {
    const { final, sound, counts } = account(batch);
    return batch.newest < before && final && sound && counts.dead === 0;
  });
}

/** One round over one tenant; `now` in unix seconds. */
export async function sealLedger(store: Store, tenant: TenantId, now: number, signal: AbortSignal): Promise<void> {
  // What an earlier round was killed over goes first, or it would be added up again.
  for await (const { id } of store.scan(tenant, "ledger_totals")) await deletePending(store, tenant, id);
  const old = await readOld(store, tenant, now - SEAL_AFTER);
  const groups = Map.groupBy(old, ({ first: [entry] }) =>
    JSON.stringify([entry?.pipeline, entry?.app, entry?.source, dayOf(entry?.at ?? 0)]),
  );
  for (const batches of groups.values()) {
    for (let start = 0; start < batches.length && !signal.aborted; start += ENTRIES_A_TOTAL) {
      const some = batches.slice(start, start + ENTRIES_A_TOTAL);
      await addTotal(store, tenant, some[0]!.first[0]!, some);
    }
  }
}
