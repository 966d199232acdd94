/** Clusters as they are read. */
import { Cluster, type ClusterDocument } from "../model/cluster.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { type ListOf, pick } from "./insights.ts";

export interface ClusterQuery {
  readonly app?: string | undefined;
  readonly label?: string | undefined;
  /** Dead ones too, for their lineage. */
  readonly all?: boolean | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const publicFields = Object.keys(Cluster.shape) as (keyof Cluster)[];
const toCluster = (document: ClusterDocument): Cluster => pick<Cluster>(document, publicFields);

/** Largest first. */
export async function listClusters(store: Store, tenant: TenantId, query: ClusterQuery): Promise<ListOf<Cluster>> {
  const { app, label, all = false, limit, cursor } = query;
  const page = await store.search(tenant, "clusters", {
    where: { app, label, alive: all ? undefined : true },
    sort: [{ by: "size", order: "desc" }],
    ...(limit === undefined ? {} : { limit }),
    cursor,
  });
  return { ...page, items: page.items.map(({ doc }) => toCluster(doc)) };
}

export async function readCluster(store: Store, tenant: TenantId, id: string): Promise<Cluster | undefined> {
  const stored = await store.get(tenant, "clusters", id);
  return stored === undefined ? undefined : toCluster(stored.doc);
}
