/** Event types: what the data of events must be like, asked before anything is sent, and proposed from what was. */
import { z } from "zod";
import { schemaNotes } from "../../events/schema-notes.ts";
import { EventSettings, EventType, EventTypeMode } from "../../model/event-type.ts";
import { FieldErrorShape } from "../../model/outcome.ts";
import { readEvent } from "../../model/read-event.ts";
import { proposeEventType } from "../../operations/event-proposals.ts";
import {
  createTypeCheck,
  deleteEventType,
  listEventTypes,
  putEventSettings,
  putEventType,
  readEventSettings,
  readEventType,
} from "../../operations/event-types.ts";
import { id, listOf, paging } from "../parameters.ts";
import { notFound, Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const text = z.string().trim().min(1).max(100);
const named = { category: text, name: text };

const NewEventType = z.strictObject({
  ...named,
  schema: z
    .record(z.string().max(1_000), z.unknown())
    .meta({ maxProperties: 1_000, description: "JSON Schema 2020-12, at most 64 KB and 16 levels deep" }),
  mode: EventTypeMode.default("enforce"),
});

const StoredType = EventType.extend({
  notes: z.array(FieldErrorShape).optional().meta({ description: "what of the schema checks nothing" }),
}).meta({ id: "StoredEventType" });

const Checked = z.object({
  errors: z.array(FieldErrorShape),
  more: z.number().int().optional(),
  version: z.number().int().optional().meta({ description: "of the type; absent where there is none" }),
  mode: EventTypeMode.optional(),
});

const tag = "Event types";
const missing = { 404: { description: "No such event type" } };

function typeRoutes(deps: RouteDeps): Route[] {
  const { store } = deps;
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/event-types",
      tag,
      summary: "Event types, by category and name",
      scope: "read",
      query: z.strictObject(paging),
      answers: { 200: { description: "A page of event types", schema: listOf(EventType) } },
      handle: async ({ principal, query }) => ({ body: await listEventTypes(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "put",
      path: "/api/v1/event-types",
      tag,
      summary: "Set the JSON Schema that the data of an event type must match; a changed schema is a new version",
      scope: "admin",
      // Compiling it may take as long as a schema has.
      heavy: true,
      body: NewEventType,
      answers: { 200: { description: "The type as it is now", schema: StoredType } },
      async handle({ principal, body }) {
        const type = await putEventType(deps, principal, body);
        if ("errors" in type) {
          const { errors } = type;
          throw new Problem(400, `wrong schema: ${errors[0]?.field} ${errors[0]?.message}`, { errors });
        }
        const notes = schemaNotes(body.schema);
        return { body: notes.length === 0 ? type : { ...type, notes } };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/event-types/:id",
      tag,
      summary: "One event type with its versions",
      scope: "read",
      params: id,
      answers: { 200: { description: "The event type", schema: EventType }, ...missing },
      async handle({ principal, params }) {
        const type = await readEventType(store, principal.tenant, params.id);
        if (type === undefined) throw notFound("event type");
        return { body: type };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/api/v1/event-types/:id",
      tag,
      summary: "Remove an event type; events keep the version that they were checked by",
      scope: "admin",
      params: id,
      answers: { 204: { description: "The type is deleted" }, ...missing },
      async handle({ principal, params }) {
        if (!(await deleteEventType(deps, principal, params.id))) throw notFound("event type");
        return {};
      },
    }),
  ];
}

function askingRoutes({ store, schemas }: RouteDeps): Route[] {
  const checkTypes = createTypeCheck({ store, schemas });
  return [
    defineRoute({
      method: "post",
      path: "/api/v1/event-types/check",
      tag,
      summary: "Check data against the event type and list every error; nothing is stored",
      scope: "read",
      body: z.strictObject({ ...named, data: z.unknown() }),
      answers: { 200: { description: "One error for each wrong property", schema: Checked } },
      async handle({ principal, body: { category, name, data } }) {
        const { fields, errors } = readEvent({ category, name, data });
        const wrong = errors.filter(({ field }) => field === "data");
        if (fields.data === undefined) return { body: { errors: wrong } };
        const [verdict] = await checkTypes(principal.tenant, [{ category, name, data: fields.data }]);
        if (verdict === undefined) return { body: { errors: [] } };
        const { version, enforced, ...found } = verdict;
        return { body: { ...found, version, mode: enforced ? "enforce" : "warn" } };
      },
    }),
  ];
}

const Proposal = z.object({
  ...named,
  schema: z.record(z.string(), z.unknown()),
  events: z.number().int().meta({ description: "how many of the newest it is made of" }),
  refused: z.object({
    events: z.number().int(),
    fields: z.array(z.object({ field: z.string(), count: z.number().int() })),
    examples: z.array(z.object({ id: z.string(), application: z.string(), errors: z.array(FieldErrorShape) })),
  }),
});

const proposingRoute = ({ store, schemas }: RouteDeps): Route =>
  defineRoute({
    method: "get",
    path: "/api/v1/event-types/propose",
    tag,
    summary: "Propose a schema from the events that were sent, and count the events that it would have refused",
    scope: "read",
    query: z.strictObject(named),
    answers: {
      200: { description: "The proposal; nothing is stored", schema: Proposal },
      404: { description: "No such event" },
    },
    async handle({ principal, query }) {
      const proposal = await proposeEventType(store, schemas, principal.tenant, query);
      if (proposal === undefined) throw notFound("event");
      return { body: proposal };
    },
  });

function settingsRoutes(deps: RouteDeps): Route[] {
  const path = "/api/v1/event-settings";
  return [
    defineRoute({
      method: "get",
      path,
      tag,
      summary: "Whether events without a type are taken",
      scope: "read",
      answers: { 200: { description: "The settings", schema: EventSettings } },
      handle: async ({ principal }) => ({ body: await readEventSettings(deps.store, principal.tenant) }),
    }),
    defineRoute({
      method: "put",
      path,
      tag,
      summary: "Set whether events without a type are taken",
      scope: "admin",
      body: z.strictObject(EventSettings.shape),
      answers: { 200: { description: "The settings", schema: EventSettings } },
      handle: async ({ principal, body }) => ({ body: await putEventSettings(deps, principal, body) }),
    }),
  ];
}

/** `check` and `propose` stand before the ids. */
export const eventTypeRoutes = (deps: RouteDeps): Route[] => [
  ...askingRoutes(deps),
  proposingRoute(deps),
  ...typeRoutes(deps),
  ...settingsRoutes(deps),
];
