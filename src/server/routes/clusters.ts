/** Clusters with their lineage. */
import { z } from "zod";
import { Cluster } from "../../model/cluster.ts";
import { listClusters, readCluster } from "../../operations/clusters.ts";
import { readWhy, WhyTogether } from "../../operations/theme-why.ts";
import { flag, id, listOf, name, paging, place } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

export function clusterRoutes({ store }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/clusters",
      tag: "Clusters",
      summary: "Clusters, the largest first",
      scope: "read",
      query: z.strictObject({
        app: place.optional(),
        label: name.optional(),
        kind: z.enum(["problem", "wish"]).optional(),
        muted: flag
          .optional()
          .meta({ description: "only those that are muted and did not escalate, or only the others" }),
        all: flag.optional().meta({ description: "includes ended themes" }),
        ...paging,
      }),
      answers: { 200: { description: "A page of themes", schema: listOf(Cluster) } },
      handle: async ({ principal, query }) => ({ body: await listClusters(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/clusters/:id",
      tag: "Clusters",
      summary: "One cluster",
      scope: "read",
      params: id,
      answers: { 200: { description: "The theme", schema: Cluster }, 404: { description: "No such cluster" } },
      async handle({ principal, params }) {
        const cluster = await readCluster(store, principal.tenant, params.id);
        if (cluster === undefined) throw notFound("cluster");
        return { body: cluster };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/clusters/:id/why",
      tag: "Clusters",
      summary: "Why its statements are together: shared words, the nearest two, the five least like the others",
      scope: "read",
      params: id,
      answers: {
        200: { description: "The reasons why the statements of the theme are together", schema: WhyTogether },
        404: { description: "No such cluster" },
      },
      async handle({ principal, params }) {
        const why = await readWhy(store, principal.tenant, params.id);
        if (why === undefined) throw notFound("cluster");
        return { body: why };
      },
    }),
  ];
}
