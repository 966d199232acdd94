/** Dead letters: looking at them, sending them through the pipeline again, giving them up. */

import type { Principal } from "../auth/principal.ts";
import type { DeadLetter } from "../model/dead-letter.ts";
import type { TenantId } from "../model/tenant.ts";
import { MessageRefused, type Queue, type QueueName } from "../queue/queue.ts";
import { boundedPage } from "../store/bounded-page.ts";
import type { Store, Stored } from "../store/store.ts";
import { won } from "../store/written.ts";
import { recordAudit } from "./audit.ts";
import type { ListOf } from "./insights.ts";

export interface DeadLetterQuery {
  readonly queue: QueueName;
  readonly state?: DeadLetter["state"] | undefined;
  readonly app?: string | undefined;
  readonly source?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export type DeadLetterView = DeadLetter & { readonly id: string };

/** Letters read at a time; one has 1 MiB at most. */
const PIECE = 25;

/** Newest first. */
export async function listDeadLetters(
  store: Store,
  tenant: TenantId,
  { limit, cursor, ...where }: DeadLetterQuery,
): Promise<ListOf<DeadLetterView>> {
  const search = { where, sort: [{ by: "at", order: "desc" }], limit, cursor } as const;
  const page = await boundedPage(store, tenant, "dead_letters", search, { piece: PIECE });
  return { ...page, items: page.items.map(({ id, doc }) => ({ id, ...doc })) };
}

export async function readDeadLetter(
  store: Store,
  tenant: TenantId,
  queue: QueueName,
  id: string,
): Promise<DeadLetterView | undefined> {
  const stored = await store.get(tenant, "dead_letters", id);
  return stored?.doc.queue === queue ? { id, ...stored.doc } : undefined;
}

export interface DeadLetterDeps {
  readonly store: Store;
  readonly queue: Pick<Queue, "send">;
  readonly now: () => number;
}

/** All that are still dead, or those of them that have one of the ids. */
async function* stillDead(store: Store, tenant: TenantId, queue: QueueName, ids: readonly string[] | undefined) {
  if (ids === undefined) {
    yield* store.scan(tenant, "dead_letters", { where: { queue, state: "dead" } });
    return;
  }
  for (const found of await store.getMany(tenant, "dead_letters", [...new Set(ids)])) {
    if (found !== undefined && found.doc.queue === queue && found.doc.state === "dead") yield found;
  }
}

export interface Redriven {
  /** Letters sent, and the records in them. */
  readonly redriven: number;
  readonly records: number;
  /** Ids of letters that the queue will not take. */
  readonly refused: readonly string[];
}

async function redriveOne(deps: DeadLetterDeps, tenant: TenantId, queue: QueueName, letter: Stored<DeadLetter>) {
  const { id, doc } = letter;
  const attributes = { ...doc.attributes, redrive_of: id };
  try {
    await deps.queue.send(queue, [{ body: doc.body, attributes, group: tenant }]);
  } catch (error) {
    if (error instanceof MessageRefused) return false;
    throw error;
  }
  // Marked after it is on its queue: a crash in between sends it twice, and its ledger entry moves once.
  await deps.store.write(tenant, "dead_letters", [{ op: "update", id, set: { state: "redriven" } }]);
  return true;
}

export async function redriveDeadLetters(
  deps: DeadLetterDeps,
  principal: Principal,
  queue: QueueName,
  ids?: readonly string[],
): Promise<Redriven> {
  const { tenant } = principal;
  const refused: string[] = [];
  let [redriven, records] = [0, 0];
  for await (const letter of stillDead(deps.store, tenant, queue, ids)) {
    if (await redriveOne(deps, tenant, queue, letter)) {
      redriven++;
      records += letter.doc.records;
    } else refused.push(letter.id);
  }
  const done = { redriven, records, refused };
  await recordAudit(deps.store, principal, deps.now(), { action: "dead.redriven", subject: queue, detail: done });
  return done;
}

/** Their content goes; that they were, and how many records they held, stays in the books. */
export async function purgeDeadLetters(
  deps: Pick<DeadLetterDeps, "store" | "now">,
  principal: Principal,
  queue: QueueName,
  ids?: readonly string[],
): Promise<{ readonly purged: number; readonly records: number }> {
  const { tenant } = principal;
  let [purged, records] = [0, 0];
  for await (const { id, doc } of stillDead(deps.store, tenant, queue, ids)) {
    const set = { state: "purged", body: "", attributes: {} } as const;
    const [result] = await deps.store.write(tenant, "dead_letters", [{ op: "update", id, set }]);
    // Erased by its age meanwhile.
    if (!won(result)) continue;
    purged++;
    records += doc.records;
  }
  const done = { purged, records };
  await recordAudit(deps.store, principal, deps.now(), { action: "dead.purged", subject: queue, detail: done });
  return done;
}
