/** Finding clusters and keeping their ids: what the worker thread answers, put in the words of the pass. */
import { cluster, type ClusterItem as TextItem, UNCLUSTERED } from "../../clustering/cluster.ts";
import { matchByWeight } from "../../clustering/matching.ts";
import { clusterId } from "../../model/identity.ts";
import type { FindClusters, FoundCluster, KnownCluster } from "./pass.ts";

export const findClusters: FindClusters = async ({ tenant, app, label, items, known }) => {
  const answers = cluster(items as readonly TextItem[]);
  const groups = Map.groupBy(answers, (one) => one.cluster);
  groups.delete(UNCLUSTERED);
  const fresh = [...groups.values()].map((members) => ({
    name: members[0]!.name,
    members: members.map((one) => one.id),
  }));
  const oldOf = new Map(known.flatMap((one, at) => one.members.map((id) => [id, at] as const)));
  const weight = new Float64Array(fresh.length * known.length);
  fresh.forEach((group, row) => {
    for (const id of group.members) {
      const at = oldOf.get(id);
      if (at !== undefined) weight[row * known.length + at]!++;
    }
  });
  const matched = matchByWeight(weight, fresh.length, known.length);
  const dates = new Map(items.map((item) => [item.id, item.date]));
  const clusters: FoundCluster[] = fresh.map((group, row) => {
    const at = matched[row]!;
    if (at >= 0) {
      const old = known[at] as KnownCluster;
      return {
        ...group,
        id: old.id,
        centroid: [],
        ...(group.members.length > old.members.length ? { event: { what: "grew" as const } } : {}),
      };
    }
    const earliest = group.members.reduce((best, id) => ((dates.get(id) ?? 0) < (dates.get(best) ?? 0) ? id : best));
    return { ...group, id: clusterId(tenant, app, label, earliest), centroid: [], event: { what: "born" } };
  });
  const living = new Set(clusters.map((one) => one.id));
  return { clusters, died: known.filter((one) => !living.has(one.id)).map((one) => ({ id: one.id })) };
};
