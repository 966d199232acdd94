/** Feedback as a file: all that a filter matches, or what means the most like a text. */
import { z } from "zod";
import { asCsv, asLines, insightsMatching, insightsNearest } from "../../operations/export.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { alikeLimit, insightFilters, likeText } from "./insights.ts";

const FORMATS = {
  csv: { type: "text/csv", write: asCsv },
  jsonl: { type: "application/x-ndjson", write: asLines },
} as const;

const Query = z
  .strictObject({
    ...insightFilters,
    format: z.enum(["csv", "jsonl"]).default("jsonl"),
    alike: likeText.optional().meta({ description: "those that mean the most like this text, nearest first" }),
    limit: alikeLimit.optional().meta({ description: "with alike: so many at most, 1 to 500, 50 by default" }),
  })
  .refine(({ q, alike }) => q === undefined || alike === undefined, "either q or alike")
  .refine(({ alike, limit }) => limit === undefined || alike !== undefined, "limit only goes with alike");

export const exportRoutes = ({ store, embedText }: RouteDeps): Route[] => [
  defineRoute({
    method: "get",
    path: "/api/v1/export",
    tag: "Insights",
    summary: "All insights that match, newest first, as CSV or JSON lines; the header X-Total-Count says how many",
    scope: "read",
    query: Query,
    answers: { 200: { description: "A row each" } },
    async handle({ principal: { tenant }, query: { format, alike, limit = 50, ...filter }, signal }) {
      const { type, write } = FORMATS[format];
      const exported =
        alike === undefined
          ? await insightsMatching(store, tenant, filter)
          : await insightsNearest(store, tenant, await embedText(alike, signal), filter, limit);
      return {
        stream: { type, pieces: write(exported) },
        headers: {
          "Content-Disposition": `attachment; filename="feedback.${format}"`,
          "X-Total-Count": String(exported.total),
        },
      };
    },
  }),
];
