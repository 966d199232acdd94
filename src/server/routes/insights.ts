/** Insights: looking for them, one of them, those like it, and putting one right. */
import { z } from "zod";
import { Insight, Kind, Priority, Sentiment } from "../../model/insight.ts";
import { wholeStars } from "../../model/stars.ts";
import { insightsAlike } from "../../operations/alike.ts";
import { correctInsight } from "../../operations/corrections.ts";
import { insightSorts, listInsights, readInsight, similarInsights } from "../../operations/insights.ts";
import { readThread } from "../../operations/threads.ts";
import { from, id, listOf, name, oneOrMore, paging, place, to, version, whole, words } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

/** What insights are chosen by, wherever they are listed or counted. */
export const insightFilters = {
  app: place.optional(),
  q: words.optional().meta({
    description: 'words, each of which must occur; "words in quotes" as they stand; -word or -"words" must not',
  }),
  label: name.optional().meta({ description: "first-order label" }),
  sublabel: name.optional().meta({ description: "second-order label" }),
  sentiment: oneOrMore(Sentiment.options).optional(),
  priority: oneOrMore(Priority.options).optional(),
  kind: oneOrMore(Kind.options).optional(),
  stars: oneOrMore(wholeStars).optional(),
  source: place.optional(),
  lang: name.optional(),
  cluster: name.optional().meta({ description: "id of a theme that a statement belongs to" }),
  theme: name.optional().meta({ description: "the same as cluster" }),
  version: version.optional(),
  min_impact: whole(0, 999_999_999).optional().meta({ description: "stars, likes or votes: at least" }),
  max_impact: whole(0, 999_999_999).optional().meta({ description: "stars, likes or votes: at most" }),
  from: from.optional(),
  to: to.optional(),
};

const labels = z
  .array(z.string().trim().min(1).max(300))
  .max(50)
  .transform((names) => [...new Set(names)]);
const correctable = {
  kind: Kind.nullish(),
  sentiment: Sentiment.nullish(),
  priority: Priority.nullish(),
  first_order_labels: labels.nullish(),
  second_order_labels: labels.nullish(),
};
const { kind: _, ...correctableAttributes } = correctable;

/** Fields as an insight has them, at the top or under `attributes`; null takes a correction back. */
const CorrectionChange = z
  .strictObject({ ...correctable, attributes: z.strictObject(correctableAttributes).optional() })
  .transform(({ attributes, ...fields }) => ({ ...attributes, ...fields }))
  .refine((change) => Object.values(change).some((value) => value !== undefined), "nothing to correct");

const SimilarInsights = listOf(Insight).extend({
  similarities: z.array(z.number()).meta({ description: "cosine of each item, in order" }),
});

const similarLimit = z.strictObject({ limit: paging.limit });

const { q: _q, ...alikeFilters } = insightFilters;
export const likeText = z.string().trim().min(1).max(2_000);
export const alikeLimit = whole(1, 500);

const alikeRoute = ({ store, embedText }: RouteDeps): Route =>
  defineRoute({
    method: "get",
    path: "/api/v1/insights/alike",
    tag: "Insights",
    summary: "Search by meaning: of the insights that match, those that mean the most like a text, nearest first",
    scope: "read",
    query: z.strictObject({
      ...alikeFilters,
      text: likeText,
      limit: alikeLimit.optional().meta({ description: "1 to 500, 50 by default" }),
    }),
    answers: { 200: { description: "Nearest first", schema: SimilarInsights } },
    heavy: true,
    async handle({ principal, query: { text, limit = 50, ...filters }, signal }) {
      const vector = await embedText(text, signal);
      const similar = await insightsAlike(store, principal.tenant, vector, filters, limit);
      return { body: { ...similar, total: similar.items.length, next_cursor: null } };
    },
  });

/** `alike` stands before the ids. */
export const insightRoutes = (deps: RouteDeps): Route[] => [alikeRoute(deps), ...listAndOneRoutes(deps)];

function listAndOneRoutes({ store, now }: RouteDeps): Route[] {
  const tag = "Insights";
  const missing = { 404: { description: "No such insight" } };
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/insights",
      tag,
      summary: "Insights that match, newest first, or most relevant first when words are looked for",
      scope: "read",
      query: z.strictObject({ ...insightFilters, sort: z.enum(insightSorts).optional(), ...paging }),
      answers: { 200: { description: "A page of insights", schema: listOf(Insight) } },
      handle: async ({ principal, query }) => ({ body: await listInsights(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/insights/:id",
      tag,
      summary: "One insight",
      scope: "read",
      params: id,
      answers: { 200: { description: "The insight", schema: Insight }, ...missing },
      async handle({ principal, params }) {
        const insight = await readInsight(store, principal.tenant, params.id);
        if (insight === undefined) throw notFound("insight");
        return { body: insight };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/insights/:id/thread",
      tag,
      summary: "The whole conversation that an insight belongs to, oldest first",
      scope: "read",
      params: id,
      answers: { 200: { description: "In the order in which it was said", schema: listOf(Insight) }, ...missing },
      async handle({ principal, params }) {
        const items = await readThread(store, principal.tenant, params.id);
        if (items === undefined) throw notFound("insight");
        return { body: { items, total: items.length, next_cursor: null } };
      },
    }),
    defineRoute({
      method: "patch",
      path: "/api/v1/insights/:id",
      tag,
      summary: "Correct an insight; corrected labels also count when later records are labelled",
      scope: "admin",
      params: id,
      body: CorrectionChange,
      answers: { 200: { description: "The insight as it reads now", schema: Insight }, ...missing },
      async handle({ principal, params, body }) {
        const insight = await correctInsight(store, principal, params.id, body, now());
        if (insight === undefined) throw notFound("insight");
        return { body: insight };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/insights/:id/similar",
      tag,
      summary: "The insights of the same app that mean the most alike, nearest first",
      scope: "read",
      params: id,
      query: similarLimit,
      answers: { 200: { description: "Nearest first", schema: SimilarInsights }, ...missing },
      async handle({ principal, params, query }) {
        const similar = await similarInsights(store, principal.tenant, params.id, query.limit ?? 50);
        if (similar === undefined) throw notFound("insight");
        return { body: { ...similar, total: similar.items.length, next_cursor: null } };
      },
    }),
  ];
}
