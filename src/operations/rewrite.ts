/** Taking words out of what is stored, whoever else writes there. */
import type { TenantId } from "../model/tenant.ts";
import type { CollectionName, Documents } from "../store/collections.ts";
import type { Store, Write } from "../store/store.ts";
import { won } from "../store/written.ts";

/** Stands where words were that had to go. */
export const ERASED = "[erased]";

/** Changes a document until nobody else was faster; `change` answers undefined to leave it. `wordsOf`: what it is searched by. */
export async function rewrite<C extends CollectionName>(
  store: Store,
  tenant: TenantId,
  collection: C,
  id: string,
  change: (doc: Documents[C]) => Documents[C] | undefined,
  wordsOf?: (doc: Documents[C]) => string,
): Promise<void> {
  for (;;) {
    const found = await store.get(tenant, collection, id);
    const doc = found && change(found.doc);
    if (found === undefined || doc === undefined) return;
    const search = wordsOf === undefined ? {} : { search: wordsOf(doc) };
    const write: Write<Documents[C]> = { op: "replace", id, version: found.version, doc, ...search };
    const [written] = await store.write(tenant, collection, [write]);
    if (won(written)) return;
  }
}
