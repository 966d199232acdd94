/** Reading events as they leave the system: exactly the public fields, times as text. */
import type { Event, EventDocument } from "../model/event.ts";
import { isoMicroseconds } from "../model/event-time.ts";
import { eventDocumentId } from "../model/identity.ts";
import type { TenantId } from "../model/tenant.ts";
import { boundedPage } from "../store/bounded-page.ts";
import type { Filter, Search, Sort, Store } from "../store/store.ts";
import { readSearchQuery } from "../text/search-query.ts";
import { type ListOf, MAX_WORDS } from "./insights.ts";

export interface EventFilter {
  readonly session_id?: string | undefined;
  /** One of them, where there are several. */
  readonly category?: string | readonly string[] | undefined;
  readonly name?: string | readonly string[] | undefined;
  readonly application?: string | readonly string[] | undefined;
  readonly warned?: boolean | undefined;
  /** Unix microseconds, half-open: by when they occurred. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly q?: string | undefined;
}

export const eventSorts = ["newest", "oldest"] as const;

export interface EventQuery extends EventFilter {
  readonly sort?: (typeof eventSorts)[number] | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export function toEvent(doc: EventDocument): Event {
  const { event_id, application, session_id, category, name, data } = doc;
  const { timestamp_us, occurred_us, received_us, sequence, person, type_version, warnings } = doc;
  return {
    id: event_id,
    application,
    session_id,
    category,
    name,
    data,
    timestamp: isoMicroseconds(timestamp_us),
    ...(occurred_us === timestamp_us ? {} : { occurred_at: isoMicroseconds(occurred_us) }),
    received_at: isoMicroseconds(received_us),
    sequence,
    person,
    type_version,
    warnings: warnings === undefined ? undefined : [...warnings],
  };
}

/** What the store is asked for; undefined when nothing can match (a search for words that holds none). */
export function eventFilter({ q, from, to, ...equal }: EventFilter): Filter<"events"> | undefined {
  const sought = q === undefined ? undefined : readSearchQuery(q, MAX_WORDS);
  if (sought !== undefined && Object.values(sought).every((list) => list.length === 0)) return undefined;
  return { ...sought, where: { ...equal, occurred_us: { gte: from, lt: to } } };
}

/** Of a session in its order of occurrence, and the same backwards. */
export const inOrder = (order: "asc" | "desc"): Sort<"events">[] =>
  (["occurred_us", "sequence", "received_us", "created_batch", "position"] as const).map((by) => ({ by, order }));

/** Events read at a time; each holds 64 KB at most. */
const PIECE = 250;

export const pageOfEvents = (store: Store, tenant: TenantId, search: Search<"events">) =>
  boundedPage(store, tenant, "events", search, { piece: PIECE });

export async function listEvents(store: Store, tenant: TenantId, query: EventQuery): Promise<ListOf<Event>> {
  const { sort = "newest", limit, cursor, ...by } = query;
  const filter = eventFilter(by);
  if (filter === undefined) return { items: [], total: 0, next_cursor: null };
  const order = sort === "newest" ? "desc" : "asc";
  // Within a session in its own order; over all of them the time alone, which an index holds.
  const sorted: Sort<"events">[] = by.session_id === undefined ? [{ by: "occurred_us", order }] : inOrder(order);
  const page = await pageOfEvents(store, tenant, { ...filter, sort: sorted, limit, cursor });
  return { ...page, items: page.items.map(({ doc }) => toEvent(doc)) };
}

/** Ids are unique within an application: without one, the newest of that id. */
export async function readEventById(
  store: Store,
  tenant: TenantId,
  id: string,
  applications: readonly string[],
): Promise<Event | undefined> {
  const ids = applications.map((application) => eventDocumentId(application, id));
  const known = (await store.getMany(tenant, "events", ids)).find((found) => found !== undefined);
  if (known !== undefined) return toEvent(known.doc);
  const where = { event_id: id };
  const sort = [{ by: "occurred_us", order: "desc" }] as const;
  const [found] = await store.first(tenant, "events", { where, sort, limit: 1 });
  return found && toEvent(found.doc);
}
