/** What people decide about themes: previewed, taken, listed, taken back. */
import { z } from "zod";
import { Decide, ThemeDecision } from "../../model/theme-decision.ts";
import { decideOnThemes, listDecisions, undoDecision } from "../../operations/theme-decisions.ts";
import { DecisionEffect, effectOf } from "../../operations/theme-effect.ts";
import { isRefused, planDecision, type Refused } from "../../operations/theme-plan.ts";
import { id, listOf, name, paging, place } from "../parameters.ts";
import { badField, notFound, Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const refusal = (refused: Refused): Problem =>
  "missing" in refused ? notFound(refused.missing) : badField(refused.field, refused.code, refused.message);

export function themeDecisionRoutes({ store, now }: RouteDeps): Route[] {
  const tag = "Clusters";
  const missing = { 404: { description: "No such theme, or it has ended" } };
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/theme-decisions",
      tag,
      summary: "What people decided about themes, newest first",
      scope: "read",
      query: z.strictObject({ app: place.optional(), theme: name.optional(), ...paging }),
      answers: { 200: { description: "A page of theme decisions", schema: listOf(ThemeDecision) } },
      handle: async ({ principal, query }) => ({ body: await listDecisions(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/theme-decisions/preview",
      tag,
      summary: "What a decision would move and which tickets would change; nothing is changed",
      scope: "read",
      heavy: true,
      body: Decide,
      answers: { 200: { description: "Its effect", schema: DecisionEffect }, ...missing },
      async handle({ principal, body }) {
        const plan = await planDecision(store, principal.tenant, body, now());
        if (isRefused(plan)) throw refusal(plan);
        return { body: await effectOf(store, principal.tenant, plan) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/theme-decisions",
      tag,
      summary: "Rename, merge, split, move, mute or mark as fixed; the decision holds at once and in every later pass",
      scope: "admin",
      heavy: true,
      body: Decide,
      answers: { 201: { description: "The decision", schema: ThemeDecision }, ...missing },
      async handle({ principal, body }) {
        const decision = await decideOnThemes(store, principal, body, now());
        if ("missing" in decision || "field" in decision) throw refusal(decision);
        return { status: 201, body: decision };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/theme-decisions/:id/undo",
      tag,
      summary: "Take a decision back: the themes are as they were before it",
      scope: "admin",
      heavy: true,
      params: id,
      answers: {
        200: { description: "The decision as it is now", schema: ThemeDecision },
        404: { description: "No such decision" },
        409: { description: "The decision was taken back already, or later decisions build on it" },
      },
      async handle({ principal, params }) {
        const undone = await undoDecision(store, principal, params.id, now());
        switch (undone.kind) {
          case "ok":
            return { body: undone.decision };
          case "no such decision":
            throw notFound("decision");
          case "undone already":
            throw new Problem(409, "it was taken back already");
          case "later ones":
            throw new Problem(409, "take the later decisions about these themes back first", {
              members: { decisions: undone.decisions },
            });
          default:
            return undone satisfies never;
        }
      },
    }),
  ];
}
