/** Feature requests: what users ask for, grouped. */
import { z } from "zod";
import { FeatureRequest } from "../../model/feature-request.ts";
import { requestStatuses } from "../../model/request-names.ts";
import {
  changeFeatureRequest,
  featureRequestSorts,
  listFeatureRequests,
  readFeatureRequest,
} from "../../operations/feature-requests.ts";
import { id, listOf, paging, place, words } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const MAX_TEXTS = 100;
const Texts = z.strictObject({ texts: z.array(z.string().max(20_000)).min(1).max(MAX_TEXTS) });
const Found = z.object({ items: z.array(z.array(z.object({ wish: z.string(), quote: z.string() }))) });

export const requestFilters = z.strictObject({
  app: place.optional(),
  q: words.optional(),
  status: z.enum(requestStatuses).optional(),
  sort: z.enum(featureRequestSorts).optional(),
  ...paging,
});

const Change = z
  .strictObject({ status: z.enum(requestStatuses).optional(), voted: z.boolean().optional() })
  .refine((change) => Object.values(change).some((value) => value !== undefined), "nothing to change");

const changeRoute = ({ store, now }: RouteDeps): Route =>
  defineRoute({
    method: "patch",
    path: "/api/v1/feature-requests/:id",
    tag: "Feature requests",
    summary: "Say how a feature request stands, or that you want it, too",
    scope: "admin",
    params: id,
    body: Change,
    answers: {
      200: { description: "The feature request as it is now", schema: FeatureRequest },
      404: { description: "No such feature request" },
    },
    async handle({ principal, params, body }) {
      const request = await changeFeatureRequest(store, principal, params.id, body, now());
      if (request === undefined) throw notFound("feature request");
      return { body: request };
    },
  });

export const featureRequestRoutes = (deps: RouteDeps): Route[] => [...readRoutes(deps), changeRoute(deps)];

function readRoutes({ store, detectWishes }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/feature-requests",
      tag: "Feature requests",
      summary: "Feature requests, those asked for most first",
      scope: "read",
      query: requestFilters,
      answers: { 200: { description: "A page of feature requests", schema: listOf(FeatureRequest) } },
      handle: async ({ principal, query }) => ({ body: await listFeatureRequests(store, principal, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/feature-requests/:id",
      tag: "Feature requests",
      summary: "One feature request",
      scope: "read",
      params: id,
      answers: {
        200: { description: "The feature request", schema: FeatureRequest },
        404: { description: "No such feature request" },
      },
      async handle({ principal, params }) {
        const request = await readFeatureRequest(store, principal, params.id);
        if (request === undefined) throw notFound("feature request");
        return { body: request };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/feature-requests/detect",
      tag: "Feature requests",
      summary: "The wishes in each of some texts; nothing is stored",
      scope: "ingest",
      body: Texts,
      answers: { 200: { description: "One list of wishes per text, in order", schema: Found } },
      heavy: true,
      handle: async ({ body, signal }) => ({ body: { items: await detectWishes(body.texts, signal) } }),
    }),
  ];
}
