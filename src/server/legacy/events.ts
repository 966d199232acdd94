/** The Eye's own paths: its clients send here, and get the plain lists that they read. */
import { z } from "zod";
import { Event, EventError } from "../../model/event.ts";
import type { TenantId } from "../../model/tenant.ts";
import { listEventErrors } from "../../operations/event-errors.ts";
import { type EventFilter, listEvents, readEventById } from "../../operations/events.ts";
import type { Store } from "../../store/store.ts";
import { exactTime, from, id, name, to } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { oneError } from "../routes/event-errors.ts";
import { createTaking, readSentEvents, type SentEvents } from "../routes/events.ts";

/** Of a list. */
const NEWEST = 1_000;
/** Events that are looked through for those whose session is named alike. */
const MAX_LOOKED_THROUGH = 100_000;
const tag = "Legacy";

/** What isn't known is no hindrance, as in the original. */
const Filters = z.object({
  session_id: name.optional(),
  session_id__icontains: name.optional(),
  category: name.optional(),
  category__icontains: name.optional(),
  name: name.optional(),
  name__icontains: name.optional(),
  application: name.optional(),
  timestamp_after: exactTime.optional().meta({ description: "inclusive" }),
  timestamp_before: exactTime.optional().meta({ description: "inclusive" }),
});

const holds = (value: string, part: string | undefined): boolean =>
  part === undefined || value.toLowerCase().includes(part.toLowerCase());

/** The values that hold a part; undefined where any will do. */
async function valuesWith(store: Store, tenant: TenantId, field: "category" | "name", part: string | undefined) {
  if (part === undefined) return undefined;
  const values = await store.values(tenant, "events", field, {});
  return values.flatMap(({ value }) => (holds(value, part) ? [value] : []));
}

/** Both must hold: the very value, and one of the list. */
function both(equal: string | undefined, among: readonly string[] | undefined): string | readonly string[] | undefined {
  if (among === undefined || equal === undefined) return equal ?? among;
  return among.includes(equal) ? equal : [];
}

/** Newest first. */
async function newestEvents(store: Store, tenant: TenantId, asked: z.output<typeof Filters>): Promise<Event[]> {
  const { session_id, session_id__icontains: part, application, timestamp_after, timestamp_before } = asked;
  const filter: EventFilter = {
    session_id,
    application,
    category: both(asked.category, await valuesWith(store, tenant, "category", asked.category__icontains)),
    name: both(asked.name, await valuesWith(store, tenant, "name", asked.name__icontains)),
    from: timestamp_after,
    to: timestamp_before === undefined ? undefined : timestamp_before + 1,
  };
  const found: Event[] = [];
  let cursor: string | undefined;
  for (let seen = 0; seen < MAX_LOOKED_THROUGH && found.length < NEWEST; seen += NEWEST) {
    const page = await listEvents(store, tenant, { ...filter, limit: NEWEST, cursor });
    found.push(...page.items.filter((event) => holds(event.session_id, part)));
    if (page.next_cursor === null) break;
    cursor = page.next_cursor;
  }
  return found.slice(0, NEWEST);
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
      read: (request, watch) => readSentEvents(request, config.INTAKE_MAX_BYTES, watch),
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
      query: z.object({
        application: name.optional(),
        field: name.optional(),
        code: name.optional(),
        from: from.optional(),
        to: to.optional(),
      }),
      answers: { 200: { description: "Errors", schema: z.array(EventError) } },
      handle: async ({ principal, query }) => ({
        body: (await listEventErrors(store, principal.tenant, { ...query, limit: NEWEST })).items,
      }),
    }),
    oneError(store, "/api/errors/:id", tag),
  ];
}

export const legacyEventRoutes = (deps: RouteDeps): Route[] => [...eventRoutes(deps), ...errorRoutes(deps)];
