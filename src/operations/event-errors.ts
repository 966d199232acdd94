/** What was wrong with events: reading it, and adding it up. */
import { EventError } from "../model/event.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Where } from "../store/store.ts";
import { type ListOf, pick } from "./insights.ts";

export interface EventErrorFilter {
  readonly application?: string | undefined;
  readonly field?: string | undefined;
  readonly code?: string | undefined;
  readonly batch?: string | undefined;
  readonly replayed?: boolean | undefined;
  /** Unix seconds, half-open. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface EventErrorQuery extends EventErrorFilter {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const shown = Object.keys(EventError.shape) as (keyof EventError)[];
/** Combinations that are told apart in a sum. */
const MAX_VALUES = 100;

export const errorsWhere = ({ from, to, ...equal }: EventErrorFilter): Where<"event_errors"> => ({
  ...equal,
  created_at: { gte: from, lt: to },
});

/** Newest first. */
export async function listEventErrors(
  store: Store,
  tenant: TenantId,
  { limit, cursor, ...filter }: EventErrorQuery,
): Promise<ListOf<EventError>> {
  const page = await store.search(tenant, "event_errors", {
    where: errorsWhere(filter),
    sort: [{ by: "created_at", order: "desc" }],
    limit,
    cursor,
  });
  return { ...page, items: page.items.map(({ doc }) => pick<EventError>(doc, shown)) };
}

export async function readEventError(store: Store, tenant: TenantId, id: string): Promise<EventError | undefined> {
  const stored = await store.get(tenant, "event_errors", id);
  return stored && pick<EventError>(stored.doc, shown);
}

export interface ErrorCount {
  readonly application: string;
  readonly field: string;
  readonly code: string;
  readonly count: number;
}

export interface ErrorSummary {
  readonly total: number;
  readonly items: readonly ErrorCount[];
}

/** How many errors by application, field and code, most first. */
export async function summariseEventErrors(
  store: Store,
  tenant: TenantId,
  filter: EventErrorFilter,
): Promise<ErrorSummary> {
  const where = errorsWhere(filter);
  const split = async (by: "application" | "field" | "code", within: Where<"event_errors">) =>
    (await store.facets(tenant, "event_errors", [by], { where: within, size: MAX_VALUES }))[by];
  const items: ErrorCount[] = [];
  for (const { value: application } of await split("application", where)) {
    for (const { value: field } of await split("field", { ...where, application })) {
      for (const { value: code, count } of await split("code", { ...where, application, field }))
        items.push({ application, field, code, count });
    }
  }
  items.sort((a, b) => b.count - a.count);
  return { total: await store.count(tenant, "event_errors", { where }), items };
}
