/**
 * Erased insights in the books: what retention and requests took away, by the batch that created it, so that what was
 * once stored still adds up.
 */
import { shortId } from "../model/identity.ts";
import type { TenantId } from "../model/tenant.ts";
import { type ErasedBatch, type Erasure, pendingErasure } from "../store/retention.ts";
import type { Store } from "../store/store.ts";
import { mustBeStorable } from "../store/written.ts";

const idOf = (erasure: string, batch: ErasedBatch): string =>
  shortId("erasure", erasure, batch.created_batch, batch.app, batch.source);

/** Durable when it resolves. The same erasure again changes nothing. `at` in unix seconds. */
export async function bookErasure(store: Store, tenant: TenantId, erasure: Erasure, at: number): Promise<void> {
  const results = await store.write(
    tenant,
    "erasures",
    erasure.batches.map((batch) => {
      const { created_batch, app, source, count } = batch;
      return { op: "create", id: idOf(erasure.id, batch), doc: { batch: created_batch, app, source, count, at } };
    }),
  );
  // One that exists was booked before.
  mustBeStorable(results);
}

export interface ErasureQuery {
  readonly app?: string | undefined;
  readonly source?: string | undefined;
}

/**
 * How many insights are gone, by creating batch: those booked and those of an erasure under way. An erasure only ever
 * adds to it. `sealed`: ids that a total has taken up already.
 */
export async function readErased(
  store: Store,
  tenant: TenantId,
  { app, source }: ErasureQuery,
  sealed: ReadonlySet<string>,
): Promise<Map<string, number>> {
  const erased = new Map<string, number>();
  const add = (batch: string, count: number) => erased.set(batch, (erased.get(batch) ?? 0) + count);
  // Before the booked ones: what is booked meanwhile is then met there, and counted once.
  const pending = await pendingErasure(store, tenant);
  const booked = new Set<string>(sealed);
  await store.refresh(["erasures"]);
  for await (const { id, doc } of store.scan(tenant, "erasures", { where: { app, source } })) {
    if (!sealed.has(id)) add(doc.batch, doc.count);
    booked.add(id);
  }
  for (const batch of pending?.batches ?? []) {
    const asked = (app === undefined || app === batch.app) && (source === undefined || source === batch.source);
    if (asked && !booked.has(idOf(pending!.id, batch))) add(batch.created_batch, batch.count);
  }
  return erased;
}
