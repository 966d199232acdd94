/**
 * Erased insights and events in the books: what retention and requests took away, by the batch that created it, so that what was
 * once stored still adds up.
 */
import { shortId } from "../model/identity.ts";
import type { ErasureDocument, Pipeline } from "../model/ledger.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { mustBeStorable } from "../store/written.ts";
import { type BookedCollection, type ErasedBatch, type Erasure, pendingErasure } from "./retention.ts";

/** Where a pipeline keeps what its books call stored; of the others the books are not checked against a store. */
export const storedIn: { readonly [P in Pipeline]?: BookedCollection } = { feedback: "insights", events: "events" };

const pipelineOf = (collection: BookedCollection): Pipeline =>
  (Object.keys(storedIn) as Pipeline[]).find((pipeline) => storedIn[pipeline] === collection)!;

/** Older ones don't say. */
export const pipelineOfErasure = ({ pipeline = "feedback" }: ErasureDocument): Pipeline => pipeline;

const idOf = (erasure: string, batch: ErasedBatch): string =>
  shortId("erasure", erasure, batch.created_batch, batch.app, batch.source);

/** Durable when it resolves. The same erasure again changes nothing. `at` in unix seconds. */
export async function bookErasure(store: Store, tenant: TenantId, erasure: Erasure, at: number): Promise<void> {
  const results = await store.write(
    tenant,
    "erasures",
    erasure.batches.map((batch) => {
      const { created_batch, app, source, count } = batch;
      const doc = { pipeline: pipelineOf(erasure.collection), batch: created_batch, app, source, count, at };
      return { op: "create", id: idOf(erasure.id, batch), doc };
    }),
  );
  // One that exists was booked before.
  mustBeStorable(results);
}

export interface ErasureQuery {
  readonly pipeline: Pipeline;
  readonly app?: string | undefined;
  readonly source?: string | undefined;
  /** Only what these batches created. */
  readonly batches?: readonly string[];
}

/**
 * How many documents are gone, by creating batch: those booked and those of an erasure under way. An erasure only ever
 * adds to it. `sealed`: ids that a total has taken up already.
 */
export async function readErased(
  store: Store,
  tenant: TenantId,
  { pipeline, app, source, batches }: ErasureQuery,
  sealed: ReadonlySet<string>,
): Promise<Map<string, number>> {
  const erased = new Map<string, number>();
  const collection = storedIn[pipeline];
  if (collection === undefined) return erased;
  const add = (batch: string, count: number) => erased.set(batch, (erased.get(batch) ?? 0) + count);
  // Before the booked ones: what is booked meanwhile is then met there, and counted once.
  const pending = await pendingErasure(store, tenant, collection);
  const booked = new Set<string>(sealed);
  await store.refresh(["erasures"]);
  for await (const { id, doc } of store.scan(tenant, "erasures", { where: { app, source, batch: batches } })) {
    if (!sealed.has(id) && pipelineOfErasure(doc) === pipeline) add(doc.batch, doc.count);
    booked.add(id);
  }
  for (const batch of pending?.batches ?? []) {
    if (batches !== undefined && !batches.includes(batch.created_batch)) continue;
    const asked = (app === undefined || app === batch.app) && (source === undefined || source === batch.source);
    if (asked && !booked.has(idOf(pending!.id, batch))) add(batch.created_batch, batch.count);
  }
  return erased;
}
