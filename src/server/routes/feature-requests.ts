/** Feature requests: what users ask for, grouped. */
import { z } from "zod";
import { FeatureRequest } from "../../model/feature-request.ts";
import { featureRequestSorts, listFeatureRequests, readFeatureRequest } from "../../operations/feature-requests.ts";
import { id, listOf, name, paging, words } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../routes.ts";

export function featureRequestRoutes({ store }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/feature-requests",
      tag: "Feature requests",
      summary: "Feature requests, those asked for most first",
      scope: "read",
      query: z.strictObject({
        app: name.optional(),
        q: words.optional(),
        sort: z.enum(featureRequestSorts).optional(),
        ...paging,
      }),
      answers: { 200: { description: "A page", schema: listOf(FeatureRequest) } },
      handle: async ({ principal, query }) => ({ body: await listFeatureRequests(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/feature-requests/:id",
      tag: "Feature requests",
      summary: "One feature request",
      scope: "read",
      params: id,
      answers: { 200: { description: "It", schema: FeatureRequest }, 404: { description: "No such feature request" } },
      async handle({ principal, params }) {
        const request = await readFeatureRequest(store, principal.tenant, params.id);
        if (request === undefined) throw notFound("feature request");
        return { body: request };
      },
    }),
  ];
}
