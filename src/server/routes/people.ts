/** People who wrote feedback: erasing all that one of them wrote. */
import { z } from "zod";
import { erasePerson } from "../../operations/people.ts";
import { id, name } from "../parameters.ts";
import { badField } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const count = z.number().int();
const Erased = z
  .object({ insights: count, rejections: count, dead_letters: count, source_items: count })
  .meta({ id: "ErasedPerson" });

export function peopleRoutes({ store, now }: RouteDeps): Route[] {
  const tag = "People";
  const answers = { 200: { description: "What was erased", schema: Erased } };
  return [
    defineRoute({
      method: "delete",
      path: "/api/v1/people/:id",
      tag,
      summary: "Erase all that one person wrote, by the id or name that records have",
      scope: "admin",
      params: id,
      query: z.strictObject({ source: name.optional() }),
      answers,
      async handle({ principal, params, query }) {
        return { body: await erasePerson({ store, now }, principal, { ...query, id: params.id }) };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/api/v1/people",
      tag,
      summary: "Erase all that one person wrote, by name or id, of one source or each",
      scope: "admin",
      query: z.strictObject({ source: name.optional(), name: name.optional(), id: name.optional() }),
      answers,
      async handle({ principal, query }) {
        if ((query.name === undefined) === (query.id === undefined)) {
          throw badField("name", "required", "either name or id");
        }
        return { body: await erasePerson({ store, now }, principal, query) };
      },
    }),
  ];
}
