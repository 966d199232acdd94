/**
 * The nightly look at all that is stored: as many insights and events as the books say, those of sealed batches too, which a
 * reader of the books doesn't count any more. What was found stands in the books' answer until the next look.
 */
import type { Balance, BooksAudit, Pipeline } from "../model/ledger.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { storedIn } from "./erasures.ts";
import type { BookedCollection } from "./retention.ts";

export const auditedPipelines = Object.keys(storedIn) as Pipeline[];

const keyOf = (pipeline: Pipeline): string => `books-audit-${pipeline}`;

export async function readAudit(
  store: Pick<Store, "get">,
  tenant: TenantId,
  pipeline: Pipeline,
): Promise<BooksAudit | undefined> {
  const found = await store.get(tenant, "progress", keyOf(pipeline));
  return found?.doc.value as BooksAudit | undefined;
}

interface AuditDeps {
  readonly store: Store;
  /** The books of the pipeline, of all apps and sources. */
  readonly read: () => Promise<Balance>;
}

const present = ({ stored, erased = 0 }: Balance): number => stored - erased;

/**
 * The books are read before and after everything is counted. What was stored and not erased by both is booked; what is found
 * above it is a surplus only beyond what is in flight, whose insights may be there before their entry is.
 */
export async function auditBooks(
  { store, read }: AuditDeps,
  tenant: TenantId,
  pipeline: Pipeline,
  now: number,
): Promise<BooksAudit | undefined> {
  const collection: BookedCollection | undefined = storedIn[pipeline];
  if (collection === undefined) return undefined;
  const before = await read();
  await store.refresh([collection]);
  const found = await store.count(tenant, collection, {});
  const after = await read();
  if (before.received === 0 && found === 0) return undefined;
  const least = before.stored - (after.erased ?? 0);
  const most = after.stored - (before.erased ?? 0) + after.in_flight;
  const audit: BooksAudit = {
    at: now,
    booked: present(after),
    found,
    missing: Math.max(0, least - found),
    surplus: Math.max(0, found - most),
  };
  await store.write(tenant, "progress", [{ op: "put", id: keyOf(pipeline), doc: { value: audit } }]);
  return audit;
}
