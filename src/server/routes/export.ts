/** Feedback as a file: what a filter matches, all of it. */
import { z } from "zod";
import { countInsights, insightsAsCsv, insightsAsLines } from "../../operations/export.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { insightFilters } from "./insights.ts";

const FORMATS = {
  csv: { type: "text/csv", write: insightsAsCsv },
  jsonl: { type: "application/x-ndjson", write: insightsAsLines },
} as const;

export const exportRoutes = ({ store }: RouteDeps): Route[] => [
  defineRoute({
    method: "get",
    path: "/api/v1/export",
    tag: "Insights",
    summary: "All insights that match, newest first, as CSV or JSON lines; the header X-Total-Count says how many",
    scope: "read",
    query: z.strictObject({ ...insightFilters, format: z.enum(["csv", "jsonl"]).default("jsonl") }),
    answers: { 200: { description: "A row each" } },
    async handle({ principal: { tenant }, query: { format, ...filter } }) {
      const { type, write } = FORMATS[format];
      const total = await countInsights(store, tenant, filter);
      return {
        stream: { type, pieces: write(store, tenant, filter) },
        headers: {
          "Content-Disposition": `attachment; filename="feedback.${format}"`,
          "X-Total-Count": String(total),
        },
      };
    },
  }),
];
