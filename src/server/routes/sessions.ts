/** Sessions: what users did in a visit, across applications, in order. */
import { z } from "zod";
import { Event } from "../../model/event.ts";
import { eraseSession } from "../../operations/event-erasure.ts";
import { listSessions, readSession, Session, stepsBefore, WholeSession } from "../../operations/sessions.ts";
import { exactTime, id, listOf, name, paging } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const tag = "Events";

const Erased = z
  .object({
    sessions: z.number().int(),
    events: z.number().int(),
    errors: z.number().int(),
    dead_letters: z.number().int(),
  })
  .meta({ id: "ErasedEvents" });

function erasingRoutes(deps: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "delete",
      path: "/api/v1/sessions/:id",
      tag,
      summary: "Erase a session: its events, what was wrong with others, and dead letters; the books are told",
      scope: "admin",
      params: id,
      answers: { 200: { description: "What is gone", schema: Erased }, 404: { description: "No such session" } },
      async handle({ principal, params }) {
        const erased = await eraseSession(deps, principal, params.id);
        if (erased === undefined) throw notFound("session");
        return { body: erased };
      },
    }),
  ];
}

export function sessionRoutes(deps: RouteDeps): Route[] {
  const { store } = deps;
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/sessions",
      tag,
      summary: "Sessions, the one that ended last first",
      scope: "read",
      query: z.strictObject({
        application: name.optional(),
        from: exactTime.optional().meta({ description: "when it ended" }),
        to: exactTime.optional(),
        ...paging,
      }),
      answers: { 200: { description: "A page", schema: listOf(Session) } },
      handle: async ({ principal, query }) => ({ body: await listSessions(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/sessions/:id",
      tag,
      summary: "One session: its events in order of occurrence, and what was said in it",
      scope: "read",
      params: id,
      query: z.strictObject(paging),
      answers: { 200: { description: "It", schema: WholeSession }, 404: { description: "No such session" } },
      async handle({ principal, params, query }) {
        const session = await readSession(store, principal.tenant, params.id, query);
        if (session === undefined) throw notFound("session");
        return { body: session };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/insights/:id/steps",
      tag,
      summary: "What the user did in the session before they said it, in order; at most the last 100",
      scope: "read",
      params: id,
      query: z.strictObject({ limit: paging.limit }),
      answers: {
        200: { description: "Events; none when it carries no session", schema: listOf(Event) },
        404: { description: "No such insight" },
      },
      async handle({ principal, params, query }) {
        const items = await stepsBefore(store, principal.tenant, params.id, query.limit);
        if (items === undefined) throw notFound("insight");
        return { body: { items, total: items.length, next_cursor: null } };
      },
    }),
    ...erasingRoutes(deps),
  ];
}
