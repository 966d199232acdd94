/** Facets and trends: counting insights by field and over time. */
import { z } from "zod";
import { type Countable, countable, countFacets, countTrend } from "../../operations/figures.ts";
import { oneOrMore, whole } from "../parameters.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { insightFilters } from "./insights.ts";

const names = Object.keys(countable) as Countable[];
const Bucket = z.object({ value: z.string(), count: z.number().int() });

export function figureRoutes({ store }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/facets",
      tag: "Figures",
      summary: "How often each value of one or more fields occurs, the most frequent first, versions in version order",
      scope: "read",
      query: z.strictObject({
        by: oneOrMore(names),
        size: whole(1, 1_000).optional(),
        ...insightFilters,
      }),
      answers: { 200: { description: "By field", schema: z.record(z.string(), z.array(Bucket)) } },
      handle: async ({ principal, query: { by = [], ...filter } }) => ({
        body: await countFacets(store, principal.tenant, by, filter),
      }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/trends",
      tag: "Figures",
      summary: "Counts per interval, oldest first; with `by`, for each value of a field, versions in version order",
      scope: "read",
      query: z.strictObject({
        by: z.enum(names).optional(),
        interval: z.enum(["hour", "day", "week", "month"]).default("day"),
        shape: z.enum(["items", "list"]).default("items").meta({
          description: "list: the bare list that this route answered with before; it goes with the next release",
        }),
        ...insightFilters,
      }),
      answers: {
        200: {
          description: "`at` is the start of the interval in unix seconds, UTC",
          schema: z.object({ items: z.array(Bucket.extend({ at: z.number().int(), value: z.string().optional() })) }),
        },
      },
      async handle({ principal, query: { by, interval, shape, ...filter } }) {
        const items = await countTrend(store, principal.tenant, interval, by, filter);
        return shape === "list" ? { body: items } : { body: { items } };
      },
    }),
  ];
}
