/** Clusters as they are read: the clustering pass's document, with the ticket that was made of it. */
import { Cluster, type ClusterDocument } from "../model/cluster.ts";
import { ticketId } from "../model/identity.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Stored } from "../store/store.ts";
import { type ListOf, pick } from "./insights.ts";

export interface ClusterQuery {
  readonly app?: string | undefined;
  readonly label?: string | undefined;
  readonly kind?: Cluster["kind"] | undefined;
  /** Dead ones too, for their lineage. */
  readonly all?: boolean | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const publicFields = Object.keys(Cluster.shape) as (keyof Cluster)[];

/** A ticket's id follows from its cluster's, so whether there is one is all that is asked. */
async function withTickets(
  store: Store,
  tenant: TenantId,
  found: readonly Stored<ClusterDocument>[],
): Promise<Cluster[]> {
  if (found.length === 0) return [];
  const tickets = await store.getMany(
    tenant,
    "tickets",
    found.map(({ id }) => ticketId(id)),
  );
  return found.map(({ doc }, at) => {
    const ticket = tickets[at];
    return { ...pick<Cluster>(doc, publicFields), ticket_id: ticket?.id };
  });
}

/** Largest first. */
export async function listClusters(store: Store, tenant: TenantId, query: ClusterQuery): Promise<ListOf<Cluster>> {
  const { app, label, kind, all = false, limit, cursor } = query;
  const page = await store.search(tenant, "clusters", {
    where: { app, label, kind, alive: all ? undefined : true },
    sort: [{ by: "size", order: "desc" }],
    limit,
    cursor,
  });
  return { ...page, items: await withTickets(store, tenant, page.items) };
}

export async function readCluster(store: Store, tenant: TenantId, id: string): Promise<Cluster | undefined> {
  const stored = await store.get(tenant, "clusters", id);
  return stored === undefined ? undefined : (await withTickets(store, tenant, [stored]))[0];
}
