/** Sessions: what users did in a visit, across applications, in order. */
import { z } from "zod";
import { listSessions, readSession, Session, WholeSession } from "../../operations/sessions.ts";
import { exactTime, id, listOf, name, paging } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

export function sessionRoutes({ store }: RouteDeps): Route[] {
  const tag = "Events";
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
  ];
}
