/** Events: taken in once they are durable, and looked for. */
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { allows, type Principal } from "../../auth/principal.ts";
import type { EventReceipt, EventSubmission } from "../../ingestion/event-intake.ts";
import { withDeadline } from "../../lifecycle.ts";
import { Event, MAX_DATA_DEPTH, SentEvent } from "../../model/event.ts";
import { readTimestamp } from "../../model/event-time.ts";
import { scanJson } from "../../model/json-scan.ts";
import { isObject } from "../../model/read-event.ts";
import { eventSorts, listEvents, readEventById } from "../../operations/events.ts";
import { QueueUnavailable } from "../../queue/queue.ts";
import { decodeText, parseText, type WatchBody } from "../body.ts";
import { exactTime, flag, id, listOf, name, paging, words } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { linesOf, MAX_RECORDS, MAX_VALUES, readSentBody, type SentBody, tooMany } from "../sent-body.ts";

const INTAKE_TIMEOUT_MS = 5_000;
/** An event in a list in an envelope, and what it holds beside its data. */
const DEEPEST = MAX_DATA_DEPTH + 1;
const EVENTS = "events";
const MAX_DROPPED = 1_000_000_000;

export type SentEvents = Pick<EventSubmission, "events" | "unreadable" | "mayBeDeep" | "sentUs" | "dropped">;

const readSentAt = (value: unknown): Pick<SentEvents, "sentUs"> => {
  const sentUs = typeof value === "string" || typeof value === "number" ? readTimestamp(value) : undefined;
  return sentUs === undefined ? {} : { sentUs };
};

/** One event, a list, or a list with what the sender says of itself. */
function readDocument(bytes: Buffer): SentEvents {
  // Elements of an envelope are counted once it is read.
  const { depth, over } = scanJson(bytes, { elements: MAX_RECORDS, values: MAX_VALUES });
  if (over !== undefined) throw tooMany(over, EVENTS);
  const mayBeDeep = depth > DEEPEST;
  const value = parseText(decodeText(bytes));
  if (Array.isArray(value)) return { events: value, mayBeDeep };
  if (!isObject(value) || !Array.isArray(value.events)) return { events: [value], mayBeDeep };
  const { client_dropped: dropped } = value;
  const counted = Number.isSafeInteger(dropped) && (dropped as number) > 0 && (dropped as number) <= MAX_DROPPED;
  return {
    events: value.events,
    mayBeDeep,
    ...readSentAt(value.sent_at),
    ...(counted ? { dropped: dropped as number } : {}),
  };
}

/** A line that is no JSON is an event that is wrong. */
function readLines(bytes: Buffer): SentEvents {
  const unreadable = new Set<number>();
  const { depth, over } = scanJson(bytes, { values: MAX_VALUES });
  if (over !== undefined) throw tooMany("values", EVENTS);
  const events: unknown[] = [];
  for (const line of linesOf(bytes)) {
    const text = line.toString();
    try {
      events.push(JSON.parse(text));
    } catch {
      unreadable.add(events.length);
      events.push(text);
    }
  }
  return { events, unreadable, mayBeDeep: depth > DEEPEST };
}

/** What a body holds that was read already. Throws where it is more than one request may hold. */
export function eventsOf({ headers }: IncomingMessage, { bytes, isLines }: SentBody): SentEvents {
  const sent = isLines ? readLines(bytes) : readDocument(bytes);
  if (sent.events.length > MAX_RECORDS) throw tooMany("elements", EVENTS);
  return { ...readSentAt(headers["x-sent-at"]), ...sent };
}

export const readSentEvents = async (
  request: IncomingMessage,
  maxBytes: number,
  watch: WatchBody,
): Promise<SentEvents> => eventsOf(request, await readSentBody(request, { maxBytes, watch, records: EVENTS }));

/** Resolves once they are durable; throws when that takes too long. */
export function createTaking({ writeEvents, config, intakeTimeoutMs = INTAKE_TIMEOUT_MS }: RouteDeps) {
  const late = (): never => {
    throw new QueueUnavailable(`nothing was taken within ${intakeTimeoutMs} ms`);
  };
  return async (principal: Principal, sent: SentEvents): Promise<EventReceipt> => {
    if (sent.events.length === 0) return { accepted: 0, batch_ids: [] };
    const submission = {
      ...sent,
      tenant: principal.tenant,
      application: principal.application ?? config.DEFAULT_APP,
      mayNameApplication: allows(principal, "admin"),
    };
    return withDeadline(intakeTimeoutMs, () => writeEvents(submission), late);
  };
}

const AcceptedEvents = z
  .object({ accepted: z.number().int(), batch_ids: z.array(z.string()) })
  .meta({ id: "AcceptedEvents" });

export const eventFilters = {
  session_id: name.optional(),
  category: name.optional(),
  name: name.optional(),
  application: name.optional(),
  warned: flag.optional().meta({ description: "whether it breaks a type that only warns" }),
  from: exactTime.optional().meta({ description: "when it occurred" }),
  to: exactTime.optional(),
  q: words.optional().meta({ description: "words, each of which must occur" }),
};

const tag = "Events";

function takingRoutes(deps: RouteDeps): Route[] {
  const take = createTaking(deps);
  return [
    defineRoute({
      method: "post",
      path: "/api/v1/events",
      tag,
      summary: "Send events: one, an array, NDJSON, or {sent_at, events}; what is wrong with them becomes errors",
      scope: "ingest",
      publishable: "events",
      headers: z.object({ "X-Sent-At": z.string().max(64).optional().meta({ description: "your clock at sending" }) }),
      body: z.union([SentEvent, z.array(SentEvent)]) as unknown as z.ZodType<SentEvents>,
      read: (request, watch) => readSentEvents(request, deps.config.INTAKE_MAX_BYTES, watch),
      answers: {
        202: { description: "The events are durable on the queue", schema: AcceptedEvents },
        413: { description: "Too many bytes or events" },
        415: { description: "Neither JSON nor NDJSON" },
        503: { description: "The queue did not take all; send it again after Retry-After seconds" },
      },
      handle: async ({ principal, body }) => ({ status: 202, body: await take(principal, body) }),
    }),
  ];
}

function readingRoutes({ store }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/events",
      tag,
      summary: "Events that match, newest first; of one session in its order",
      scope: "read",
      query: z.strictObject({ ...eventFilters, sort: z.enum(eventSorts).optional(), ...paging }),
      answers: { 200: { description: "A page of events", schema: listOf(Event) } },
      handle: async ({ principal, query }) => ({ body: await listEvents(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/events/:id",
      tag,
      summary: "One event; without an application, the newest of this id",
      scope: "read",
      params: id,
      query: z.strictObject({ application: name.optional() }),
      answers: { 200: { description: "The event", schema: Event }, 404: { description: "No such event" } },
      async handle({ principal, params, query: { application } }) {
        const own = principal.application === undefined ? [] : [principal.application];
        const named = application === undefined ? own : [application];
        const event = await readEventById(store, principal.tenant, params.id, named);
        if (event === undefined || (application !== undefined && event.application !== application))
          throw notFound("event");
        return { body: event };
      },
    }),
  ];
}

export const eventRoutes = (deps: RouteDeps): Route[] => [...takingRoutes(deps), ...readingRoutes(deps)];
