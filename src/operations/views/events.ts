/** Events that match, and what they can be narrowed by; how many were wrong. */
import type { Event } from "../../model/event.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Bucket, Store } from "../../store/store.ts";
import { type EventQuery, eventFilter, listEvents } from "../events.ts";

const narrowedBy = ["application", "category", "name"] as const;
type NarrowedBy = (typeof narrowedBy)[number];

export interface EventsView {
  readonly items: readonly Event[];
  readonly total: number;
  readonly next_cursor: string | null;
  /** Each by all the other filters. */
  readonly facets: Readonly<Record<NarrowedBy, readonly Bucket[]>>;
  /** Of all events, whatever is asked for. */
  readonly errors: number;
}

const MOST_VALUES = 200;

export async function readEvents(store: Store, tenant: TenantId, query: EventQuery): Promise<EventsView> {
  const { sort: _, limit: _l, cursor: _c, ...by } = query;
  const count = async (field: NarrowedBy) => {
    const filter = eventFilter({ ...by, [field]: undefined });
    if (filter === undefined) return [field, []] as const;
    const found = await store.facets(tenant, "events", [field], { ...filter, size: MOST_VALUES });
    return [field, found[field]] as const;
  };
  const [list, errors, ...facets] = await Promise.all([
    listEvents(store, tenant, query),
    store.count(tenant, "event_errors", {}),
    ...narrowedBy.map(count),
  ]);
  return { ...list, facets: Object.fromEntries(facets) as unknown as EventsView["facets"], errors };
}
