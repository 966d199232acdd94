/** Whether the store holds what batches stored: asked when the books are read, of the batches that are in no total, and once more before they are. */
import type { Pipeline } from "../model/ledger.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { readErased, storedIn } from "./erasures.ts";
import type { BookedCollection } from "./retention.ts";

/** Ids a store takes in one condition without complaint. */
const IDS_A_QUERY = 1_000;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Documents in the store that these batches created. */
export async function countCreated(
  store: Store,
  tenant: TenantId,
  collection: BookedCollection | "responses",
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

/** A batch and how many documents it stored by its books. */
export interface Creator {
  readonly batch: string;
  readonly stored: number;
}

const nothingSealed: ReadonlySet<string> = new Set();

/** What of the creators' documents is there: what was erased while they were counted lies between the two. */
async function isThere(
  store: Store,
  tenant: TenantId,
  pipeline: Pipeline,
  creators: readonly Creator[],
): Promise<boolean> {
  const batches = creators.map(({ batch }) => batch);
  const stored = sum(creators.map((one) => one.stored));
  if (pipeline === "responses") return (await countCreated(store, tenant, "responses", batches)) === stored;
  const erased = async () => {
    let count = 0;
    for (let start = 0; start < batches.length; start += IDS_A_QUERY) {
      const some = { pipeline, batches: batches.slice(start, start + IDS_A_QUERY) };
      count += sum([...(await readErased(store, tenant, some, nothingSealed)).values()]);
    }
    return count;
  };
  const before = await erased();
  const present = await countCreated(store, tenant, storedIn[pipeline]!, batches);
  return present + before <= stored && stored <= present + (await erased());
}

/** Those of the creators whose documents are all there. */
export async function confirmed(
  store: Store,
  tenant: TenantId,
  pipeline: Pipeline,
  creators: readonly Creator[],
): Promise<readonly Creator[]> {
  const collection = pipeline === "responses" ? pipeline : storedIn[pipeline];
  if (collection === undefined || creators.length === 0) return creators;
  await store.refresh([collection]);
  const look = async (some: readonly Creator[]): Promise<readonly Creator[]> => {
    if (await isThere(store, tenant, pipeline, some)) return some;
    if (some.length === 1) return [];
    const half = some.length >> 1;
    return [...(await look(some.slice(0, half))), ...(await look(some.slice(half)))];
  };
  return look(creators);
}
