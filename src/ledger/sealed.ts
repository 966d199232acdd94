/**
 * Which entries are in a total. An entry leaves a small mark there when it is deleted, which outlives the queue's retention: a
 * message that comes again, or a second deletion by a slower runner, is then met as what was booked before.
 */
import type { SealedEntry, SealedTotal } from "../model/ledger.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Stored } from "../store/store.ts";

/** Longer than a queue keeps a message (14 days): what older entries speak of can't come again. */
export const MARKS_KEPT_DAYS = 15;
const DAY = 86_400;
/** Ids a store takes at once without complaint, and marks that are deleted at once. */
const AT_A_TIME = 2_000;

/** The marks of these entries, in order. */
export async function readMarks(
  store: Pick<Store, "getMany">,
  tenant: TenantId,
  ids: readonly string[],
): Promise<(SealedEntry | undefined)[]> {
  const found: (SealedEntry | undefined)[] = [];
  for (let start = 0; start < ids.length; start += AT_A_TIME) {
    const some = await store.getMany(tenant, "sealed_entries", ids.slice(start, start + AT_A_TIME));
    for (const stored of some) found.push(stored?.doc);
  }
  return found;
}

/** Marks what a total has taken up, then deletes it. Again it changes nothing. `at`: unix seconds. */
export async function deleteSealed(
  store: Store,
  tenant: TenantId,
  { id, doc }: Stored<SealedTotal>,
  at: number,
): Promise<void> {
  const mark: SealedEntry = { total: id, addition: doc.additions ?? 0, at };
  const { pending } = doc;
  for (let start = 0; start < pending.length; start += AT_A_TIME) {
    const ids = pending.slice(start, start + AT_A_TIME);
    // Before it is gone: from then on only the mark says that it was booked.
    await store.write(
      tenant,
      "sealed_entries",
      ids.map((entry) => ({ op: "put", id: entry, doc: mark }) as const),
    );
    await store.write(
      tenant,
      "ledger",
      ids.map((entry) => ({ op: "delete", id: entry }) as const),
    );
  }
}

/** Forgets the marks of what no queue can bring again. */
export async function forgetMarks(store: Store, tenant: TenantId, now: number, signal: AbortSignal): Promise<void> {
  await store.refresh(["sealed_entries"]);
  let old: string[] = [];
  const forget = async (): Promise<void> => {
    await store.write(
      tenant,
      "sealed_entries",
      old.map((id) => ({ op: "delete", id }) as const),
    );
    old = [];
  };
  const where = { at: { lt: now - MARKS_KEPT_DAYS * DAY } };
  for await (const { id } of store.scan(tenant, "sealed_entries", { where })) {
    if (signal.aborted) return;
    old.push(id);
    if (old.length === AT_A_TIME) await forget();
  }
  if (old.length > 0) await forget();
}
