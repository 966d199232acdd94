/**
 * For tests: an empty embedded store. Its threads take longer to start than most tests do, so one that was given back
 * is lent again, emptied.
 */
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TenantId } from "../model/tenant.ts";
import { type CollectionName, collectionNames } from "./collections.ts";
import type { OperatorStore } from "./operator-store.ts";
import { createSqliteStore } from "./sqlite.ts";
import type { Store } from "./store.ts";

export interface TestStore {
  readonly store: OperatorStore;
  /** Empties it and gives it back. */
  close(): Promise<void>;
}

const free: OperatorStore[] = [];

/** What is open at the end has its folder removed with the process. */
async function openStore(): Promise<OperatorStore> {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-store-"));
  process.once("exit", () => rmSync(dataDir, { recursive: true, force: true }));
  return createSqliteStore({ dataDir });
}

/** Deletes all that these tenants have. */
export async function emptyStore(
  store: Store,
  tenantsOf: (collection: CollectionName) => Promise<readonly TenantId[]>,
): Promise<void> {
  const emptied = collectionNames.map(async (collection) => {
    for (const tenant of await tenantsOf(collection)) {
      const writes: { readonly op: "delete"; readonly id: string }[] = [];
      for await (const { id } of store.scan(tenant, collection)) writes.push({ op: "delete", id });
      if (writes.length > 0) await store.write(tenant, collection, writes);
    }
  });
  await Promise.all(emptied);
}

/** A test that ends the store itself, to have an outage, ends what it was lent: `close` then does nothing. */
export async function openTestStore(): Promise<TestStore> {
  const store = free.pop() ?? (await openStore());
  let isClosed = false;
  const lent: OperatorStore = {
    ...store,
    async close() {
      isClosed = true;
      await store.close();
    },
  };
  return {
    store: lent,
    async close() {
      if (isClosed) return;
      await emptyStore(store, store.tenants);
      free.push(store);
    },
  };
}
