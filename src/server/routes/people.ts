/** People: erasing all that one of them wrote and did, feedback and events alike. */
import { z } from "zod";
import type { Principal } from "../../auth/principal.ts";
import { type ErasedEvents, erasePerson as erasePersonsEvents, nothingErased } from "../../operations/event-erasure.ts";
import { type ErasedPerson, erasePerson } from "../../operations/people.ts";
import { choosePerson, everybody, type Person } from "../../operations/person-choice.ts";
import { flag, id, name, place } from "../parameters.ts";
import { badField, notFound, Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const count = z.number().int();
const Erased = z
  .object({
    ...{ insights: count, rejections: count, dead_letters: count, responses: count, source_items: count },
    ...{ sessions: count, events: count, errors: count },
  })
  .meta({ id: "ErasedPerson" });

const all = flag.optional().meta({ description: "everybody who is called so, where there are several" });
const several = {
  409: {
    description:
      "Several people are called so, and nothing was erased: `people` has each one's `id` (where the records have one), `apps`, `sources` and how much names them; `more` says that there are others",
  },
};

export function peopleRoutes(deps: RouteDeps): Route[] {
  const tag = "People";

  /** Events name a person by an id, and come from no source. */
  async function erase(principal: Principal, person: Person, takesAll = false): Promise<ErasedPerson & ErasedEvents> {
    const choice = takesAll ? { meant: everybody(person) } : await choosePerson(deps.store, principal.tenant, person);
    if (!("meant" in choice)) {
      const { namesakes, more } = choice;
      throw new Problem(409, "several people are called so: name one by id or source, or all of them with all=true", {
        members: { people: namesakes, more },
      });
    }
    const hasEvents = person.id !== undefined && person.source === undefined;
    const events = hasEvents ? await erasePersonsEvents(deps, principal, person.id) : undefined;
    const feedback = await erasePerson(deps, principal, person, choice.meant);
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
      query: z.strictObject({ source: place.optional(), all }),
      answers: {
        200: { description: "How much was erased", schema: Erased },
        404: { description: "Nobody names them" },
        ...several,
      },
      async handle({ principal, params, query: { all, source } }) {
        const erased = await erase(principal, { source, id: params.id }, all);
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
      query: z.strictObject({ source: place.optional(), name: name.optional(), id: name.optional(), all }),
      answers: { 200: { description: "How much was erased", schema: Erased }, ...several },
      async handle({ principal, query: { all, ...person } }) {
        if ((person.name === undefined) === (person.id === undefined)) {
          throw badField("name", "required", "either name or id");
        }
        return { body: await erase(principal, person, all) };
      },
    }),
  ];
}
