/** What the clustering thread is asked and what it answers. */
import { clusterId } from "../model/identity.ts";
import type { Evolution, EvolveItem } from "./evolve.ts";
import { evolveClusters } from "./evolve.ts";
import type { KnownCluster } from "./identity.ts";

/** One label's texts and the clusters it had. */
export interface ClusterTask {
  readonly tenant: string;
  readonly app: string;
  readonly label: string;
  readonly items: readonly EvolveItem[];
  readonly known: readonly KnownCluster[];
  /** ids of dead clusters, which must not come back */
  readonly used: readonly string[];
  /** unix seconds */
  readonly at: number;
}

export interface ClusteringJobs {
  find(task: ClusterTask): Evolution;
}

/** More texts of one label than these take minutes; the newest are clustered, the others keep what they have. */
export const MOST_ITEMS = 12_000;

export function runTask({ tenant, app, label, items, known, used, at }: ClusterTask): Evolution {
  const newest = items.length <= MOST_ITEMS ? items : [...items].sort((a, b) => b.at - a.at).slice(0, MOST_ITEMS);
  const idOf = (member: string) => clusterId(tenant, app, label, member);
  return evolveClusters(newest, known, { at, used: new Set(used), idOf });
}
