/** What commands that move whole stores need beyond the port. Never for loops or routes: it is not bound to a tenant. */
import type { TenantId } from "../model/tenant.ts";
import type { CollectionName } from "./collections.ts";
import type { Store } from "./store.ts";

export interface OperatorStore extends Store {
  /** Every tenant with a document in the collection, in order. Sees what a refresh would show. */
  tenants(collection: CollectionName): Promise<readonly TenantId[]>;
}
