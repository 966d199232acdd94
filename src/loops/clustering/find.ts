/** Finding clusters and keeping their ids. */
import { evolveClusters } from "../../clustering/evolve.ts";
import { clusterId } from "../../model/identity.ts";
import type { FindClusters } from "./pass.ts";

export const findClusters: FindClusters = async ({ tenant, app, label, items, known, used, at }) =>
  evolveClusters(items, known, { at, used: new Set(used), idOf: (member) => clusterId(tenant, app, label, member) });
