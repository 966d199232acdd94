/** Sessions: what users did, in order of occurrence, and what they said of it. */
import { z } from "zod";
import { Event, type SessionDocument } from "../model/event.ts";
import { isoMicroseconds } from "../model/event-time.ts";
import { sessionDocumentId } from "../model/identity.ts";
import { Insight } from "../model/insight.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { inOrder, pageOfEvents, toEvent } from "./events.ts";
import { type ListOf, withCorrections } from "./insights.ts";

export const Session = z
  .object({
    id: z.string(),
    applications: z.array(z.string()),
    first_at: z.string(),
    last_at: z.string(),
    events: z.number().int(),
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof Session>;

export const WholeSession = Session.extend({
  items: z.array(Event).meta({ description: "in order of occurrence" }),
  next_cursor: z.string().nullable().meta({ description: "where the items go on" }),
  insights: z.array(Insight).meta({ description: "what was said in it, oldest first" }),
}).meta({ id: "WholeSession" });
export type WholeSession = z.infer<typeof WholeSession>;

export interface SessionQuery {
  readonly application?: string | undefined;
  /** Unix microseconds, half-open: by when it ended. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Insights of one session that are shown. */
const MAX_INSIGHTS = 100;

const toSession = (doc: SessionDocument, events: number): Session => ({
  id: doc.session_id,
  applications: [...doc.applications],
  first_at: isoMicroseconds(doc.first_us),
  last_at: isoMicroseconds(doc.last_us),
  events,
});

/** By the end of each, newest first. */
export async function listSessions(store: Store, tenant: TenantId, query: SessionQuery): Promise<ListOf<Session>> {
  const { application, from, to, limit, cursor } = query;
  const page = await store.search(tenant, "sessions", {
    where: { applications: application, last_us: { gte: from, lt: to } },
    sort: [{ by: "last_us", order: "desc" }],
    limit,
    cursor,
  });
  const ids = page.items.map(({ doc }) => doc.session_id);
  const size = Math.max(1, ids.length);
  const { session_id: counts } = await store.facets(tenant, "events", ["session_id"], {
    where: { session_id: ids },
    size,
  });
  const byId = new Map(counts.map(({ value, count }) => [value, count]));
  return { ...page, items: page.items.map(({ doc }) => toSession(doc, byId.get(doc.session_id) ?? 0)) };
}

/** Events before a complaint that are shown. */
const MAX_STEPS = 100;

/** What the user did in the session before they said so, up to the second in which they did, in order; undefined when there is no such insight. */
export async function stepsBefore(
  store: Store,
  tenant: TenantId,
  insight: string,
  limit = MAX_STEPS,
): Promise<Event[] | undefined> {
  const stored = await store.get(tenant, "insights", insight);
  if (stored === undefined) return undefined;
  const { session_id, date } = stored.doc;
  if (session_id === undefined) return [];
  const items = await store.first(tenant, "events", {
    where: { session_id, occurred_us: { lt: (date + 1) * 1_000_000 } },
    sort: inOrder("desc"),
    limit: Math.min(limit, MAX_STEPS),
  });
  return items.map(({ doc }) => toEvent(doc)).reverse();
}

export async function readSession(
  store: Store,
  tenant: TenantId,
  id: string,
  page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): Promise<WholeSession | undefined> {
  const stored = await store.get(tenant, "sessions", sessionDocumentId(id));
  if (stored === undefined) return undefined;
  const where = { session_id: id };
  const { limit = 1_000, cursor } = page;
  const events = await pageOfEvents(store, tenant, { where, sort: inOrder("asc"), limit, cursor });
  const said = await store.search(tenant, "insights", {
    where,
    sort: [{ by: "date", order: "asc" }],
    limit: MAX_INSIGHTS,
  });
  return {
    ...toSession(stored.doc, events.total),
    items: events.items.map(({ doc }) => toEvent(doc)),
    next_cursor: events.next_cursor,
    insights: await withCorrections(store, tenant, said.items),
  };
}
