/** The Eye's own paths: its clients send here, and get the plain lists that they read. */
import { z } from "zod";
import { Event, EventError } from "../../model/event.ts";
import type { TenantId } from "../../model/tenant.ts";
import { listEventErrors } from "../../operations/event-errors.ts";
import { type EventFilter, listEvents, readEventById } from "../../operations/events.ts";
import type { ListOf } from "../../operations/insights.ts";
import type { Store } from "../../store/store.ts";
import { exactTime, from, id, name, to } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { oneError } from "../routes/event-errors.ts";
import { createTaking, type SentEvents } from "../routes/events.ts";
import { type Holds, readLookups } from "./lookups.ts";
import { readEyeEvents } from "./sent-event.ts";

/** Of a list. */
const NEWEST = 1_000;
/** Events that are looked through for those whose session is named alike. */
const MAX_LOOKED_THROUGH = 100_000;
/** Of an address: far more than there are fields to ask for. */
const MOST_PARAMETERS = 100;
const tag = "Legacy";

/** What isn't known is no hindrance, as in the original. Parts and bounds of fields are read by `readLookups`. */
const Filters = z
  .looseObject({
    session_id: name.optional(),
    session_id__icontains: name.optional(),
    category: name.optional(),
    category__icontains: name.optional(),
    name: name.optional(),
    name__icontains: name.optional(),
    application: name.optional(),
    timestamp__gte: z.string().max(64).optional().meta({ description: "also __gt, __lte, __lt, __range" }),
    timestamp__lte: z.string().max(64).optional(),
    timestamp_after: exactTime.optional().meta({ description: "inclusive" }),
    timestamp_before: exactTime.optional().meta({ description: "inclusive" }),
  })
  .meta({ maxProperties: MOST_PARAMETERS });

/** The values that are asked for: the very one, and what else must hold of it; undefined where any will do. */
async function valuesWith(
  store: Store,
  tenant: TenantId,
  field: "category" | "name" | "application",
  equal: string | undefined,
  holds: Holds | undefined,
): Promise<string | readonly string[] | undefined> {
  if (holds === undefined) return equal;
  if (equal !== undefined) return holds(equal) ? equal : [];
  const values = await store.values(tenant, "events", field, {});
  return values.flatMap(({ value }) => (holds(value) ? [value] : []));
}

const TEXT_FIELDS = ["session_id", "category", "name", "application"];

/** Newest first. */
async function newestEvents(store: Store, tenant: TenantId, asked: z.output<typeof Filters>): Promise<Event[]> {
  const { session_id, timestamp_after: after, timestamp_before: before } = asked;
  const { texts, from, to } = readLookups(asked, TEXT_FIELDS, ["timestamp"]);
  const valuesOf = (field: "category" | "name" | "application") =>
    valuesWith(store, tenant, field, asked[field], texts.get(field));
  const filter: EventFilter = {
    session_id,
    application: await valuesOf("application"),
    category: await valuesOf("category"),
    name: await valuesOf("name"),
    from: after === undefined ? from : Math.max(after, from ?? after),
    to: before === undefined ? to : Math.min(before + 1, to ?? before + 1),
  };
  const holds = texts.get("session_id");
  return newest(
    (cursor) => listEvents(store, tenant, { ...filter, limit: NEWEST, cursor }),
    (event) => (holds === undefined ? true : holds(event.session_id)),
  );
}

/** The newest that hold, of a list that has its newest first. */
async function newest<T>(
  read: (cursor: string | undefined) => Promise<ListOf<T>>,
  holds: (item: T) => boolean,
): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  for (let seen = 0; seen < MAX_LOOKED_THROUGH && found.length < NEWEST; seen += NEWEST) {
    const page = await read(cursor);
    found.push(...page.items.filter(holds));
    if (page.next_cursor === null) break;
    cursor = page.next_cursor;
  }
  return found.slice(0, NEWEST);
}

const ErrorFilters = z
  .looseObject({
    application: name.optional(),
    field: name.optional(),
    code: name.optional(),
    from: from.optional(),
    to: to.optional(),
  })
  .meta({ maxProperties: MOST_PARAMETERS });
const ERROR_FIELDS = ["application", "field", "code", "message"] as const;
const MICROSECONDS = 1_000_000;

async function newestErrors(
  store: Store,
  tenant: TenantId,
  asked: z.output<typeof ErrorFilters>,
): Promise<EventError[]> {
  const { application, field, code } = asked;
  const lookups = readLookups(asked, ERROR_FIELDS, ["created_at", "timestamp"]);
  // Errors are told by the second.
  const seconds = (microseconds: number | undefined) =>
    microseconds === undefined ? [] : [Math.ceil(microseconds / MICROSECONDS)];
  const query = {
    application,
    field,
    code,
    from: Math.max(asked.from ?? 0, ...seconds(lookups.from)),
    to: Math.min(asked.to ?? Number.MAX_SAFE_INTEGER, ...seconds(lookups.to)),
    limit: NEWEST,
  };
  return newest(
    (cursor) => listEventErrors(store, tenant, { ...query, cursor }),
    (error) => ERROR_FIELDS.every((name) => lookups.texts.get(name)?.(error[name]) ?? true),
  );
}

function eventRoutes(deps: RouteDeps): Route[] {
  const { store, config } = deps;
  const take = createTaking(deps);
  return [
    defineRoute({
      method: "post",
      path: "/api/events",
      tag,
      summary: "Send events; the answer is empty",
      scope: "ingest",
      body: z.unknown() as unknown as z.ZodType<SentEvents>,
      read: (request, watch) => readEyeEvents(request, config.INTAKE_MAX_BYTES, watch),
      answers: { 202: { description: "The events are durable on the queue" } },
      async handle({ principal, body }) {
        await take(principal, body);
        return { status: 202 };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/events",
      tag,
      summary: "The newest 1,000 events that match",
      scope: "read",
      query: Filters,
      answers: { 200: { description: "Events", schema: z.array(Event) } },
      handle: async ({ principal, query }) => ({ body: await newestEvents(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/events/:id",
      tag,
      summary: "One event",
      scope: "read",
      params: id,
      answers: { 200: { description: "The event", schema: Event }, 404: { description: "No such event" } },
      async handle({ principal, params }) {
        const own = principal.application === undefined ? [] : [principal.application];
        const event = await readEventById(store, principal.tenant, params.id, own);
        if (event === undefined) throw notFound("event");
        return { body: event };
      },
    }),
  ];
}

function errorRoutes({ store }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/errors",
      tag,
      summary: "The newest 1,000 errors",
      scope: "read",
      query: ErrorFilters,
      answers: { 200: { description: "Errors", schema: z.array(EventError) } },
      handle: async ({ principal, query }) => ({ body: await newestErrors(store, principal.tenant, query) }),
    }),
    oneError(store, "/api/errors/:id", tag),
  ];
}

export const legacyEventRoutes = (deps: RouteDeps): Route[] => [...eventRoutes(deps), ...errorRoutes(deps)];
