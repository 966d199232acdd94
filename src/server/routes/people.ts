/** People: erasing all that one of them wrote and did, feedback and events alike. */
import { z } from "zod";
import type { Principal } from "../../auth/principal.ts";
import { type ErasedEvents, erasePerson as erasePersonsEvents, nothingErased } from "../../operations/event-erasure.ts";
import { type ErasedPerson, erasePerson, type Person } from "../../operations/people.ts";
import { id, name, place } from "../parameters.ts";
import { badField, notFound } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const count = z.number().int();
const Erased = z
  .object({
    ...{ insights: count, rejections: count, dead_letters: count, responses: count, source_items: count },
    ...{ sessions: count, events: count, errors: count },
  })
  .meta({ id: "ErasedPerson" });

export function peopleRoutes(deps: RouteDeps): Route[] {
  const tag = "People";

  /** Events name a person by an id, and come from no source. */
  async function erase(principal: Principal, person: Person): Promise<ErasedPerson & ErasedEvents> {
    const hasEvents = person.id !== undefined && person.source === undefined;
    const events = hasEvents ? await erasePersonsEvents(deps, principal, person.id) : undefined;
    const feedback = await erasePerson(deps, principal, person);
    const { dead_letters, ...others } = events ?? nothingErased;
    return { ...feedback, ...others, dead_letters: feedback.dead_letters + dead_letters };
  }

  return [
    defineRoute({
      method: "delete",
      path: "/api/v1/people/:id",
      tag,
      summary: "Erase a person: all feedback that they wrote, and every session with an event that names them",
      scope: "admin",
      params: id,
      query: z.strictObject({ source: place.optional() }),
      answers: {
        200: { description: "How much was erased", schema: Erased },
        404: { description: "Nobody names them" },
      },
      async handle({ principal, params, query }) {
        const erased = await erase(principal, { ...query, id: params.id });
        if (Object.values(erased).every((one) => one === 0)) throw notFound("person");
        return { body: erased };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/api/v1/people",
      tag,
      summary: "Erase a person by name or id, in one source or everywhere",
      scope: "admin",
      query: z.strictObject({ source: place.optional(), name: name.optional(), id: name.optional() }),
      answers: { 200: { description: "How much was erased", schema: Erased } },
      async handle({ principal, query }) {
        if ((query.name === undefined) === (query.id === undefined)) {
          throw badField("name", "required", "either name or id");
        }
        return { body: await erase(principal, query) };
      },
    }),
  ];
}
