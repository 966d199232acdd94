/** Tickets as they are read: the generator's document, with the status that people set and the claim of a consumer laid over. */
import type { Principal } from "../auth/principal.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Ticket, TicketDocument, TicketStatus, TicketStatusDocument, WorkClaim } from "../model/ticket.ts";
import { fingerprint, readCursor, writeCursor } from "../store/cursor.ts";
import { InvalidCursor, type Store, type Stored } from "../store/store.ts";
import { mustWin } from "../store/written.ts";
import { recordAudit } from "./audit.ts";
import type { ListOf } from "./insights.ts";

const PAGE = 1_000;
/** Of themes that keep quiet; people mute dozens. */
const MOST_QUIET = 1_000;

export interface TicketQuery {
  readonly app?: string | undefined;
  readonly status?: readonly TicketStatus[] | undefined;
  readonly priority?: number | undefined;
  readonly cluster?: string | undefined;
  /** False: without those whose theme keeps quiet. */
  readonly muted?: false | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Evidence that occurred after the closing reopens a ticket; older evidence that comes later does not. */
export function reopened(document: TicketDocument, state: TicketStatusDocument): boolean {
  const isLater = document.revision > state.at_revision;
  return state.status === "closed" && isLater && document.item.metadata.regression === true;
}

/** A merged one is closed for good: the one that it went into is open in its place. */
export function statusOf(document: TicketDocument, state: TicketStatusDocument | undefined): TicketStatus {
  if (document.item.metadata.merged_into !== undefined) return "closed";
  if (state === undefined || reopened(document, state)) return "open";
  return state.status;
}

function toTicket(
  { id, doc }: Stored<TicketDocument>,
  state: TicketStatusDocument | undefined,
  claim: WorkClaim | undefined,
): Ticket {
  const { item, app, cluster_id, revision, evidence, created_at, updated_at } = doc;
  const { regression: _, ...metadata } = item.metadata;
  const regression =
    state !== undefined && statusOf(doc, state) === "open" && reopened(doc, state) ? { regression: true } : {};
  return {
    ...item,
    metadata: { ...metadata, ...regression },
    id,
    app,
    status: statusOf(doc, state),
    ...(state?.fixed_in === undefined || reopened(doc, state) ? {} : { fixed_in: state.fixed_in }),
    cluster_id,
    revision,
    evidence: [...evidence],
    work: claim && toWork(claim),
    created_at,
    updated_at,
  };
}

/** `id` is that of the work item on the consumer's side, known once it is done. */
export const toWork = ({ revision, state, work_id }: WorkClaim): NonNullable<Ticket["work"]> => ({
  id: work_id,
  revision,
  state,
});

async function withOverlays(
  store: Store,
  tenant: TenantId,
  found: readonly Stored<TicketDocument>[],
): Promise<Ticket[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const [states, claims] = await Promise.all([
    store.getMany(tenant, "ticket_states", ids),
    store.getMany(tenant, "work_claims", ids),
  ]);
  return found.map((one, index) => toTicket(one, states[index]?.doc, claims[index]?.doc));
}

/** Ids of the themes that were muted, or are a campaign's. */
async function quietThemes(store: Store, tenant: TenantId): Promise<readonly string[]> {
  const found = await store.first(tenant, "clusters", { where: { alive: true, quiet: true }, limit: MOST_QUIET });
  return found.map(({ id }) => id);
}

/** Most urgent first, of those what most people tell of, then the latest changed. */
export async function listTickets(store: Store, tenant: TenantId, query: TicketQuery): Promise<ListOf<Ticket>> {
  const quiet = query.muted === false ? await quietThemes(store, tenant) : [];
  const cluster_id = query.cluster ?? (quiet.length === 0 ? undefined : { not: quiet });
  const search = {
    where: { app: query.app, cluster_id, priority: query.priority },
    sort: [
      { by: "priority", order: "desc" },
      { by: "reports", order: "desc" },
      { by: "updated_at", order: "desc" },
    ],
  } as const;
  if (query.status !== undefined) return listByStatus(store, tenant, search, query);
  const { limit, cursor } = query;
  const page = await store.search(tenant, "tickets", { ...search, limit, cursor });
  return { ...page, items: await withOverlays(store, tenant, page.items) };
}

/**
 * A status is in documents of its own, so all tickets are looked through; an app has hundreds, not millions. The
 * cursor is the place of the last ticket shown.
 */
async function listByStatus(
  store: Store,
  tenant: TenantId,
  search: Parameters<typeof store.search<"tickets">>[2],
  { status = [], limit = 50, cursor }: TicketQuery,
): Promise<ListOf<Ticket>> {
  const matching: { readonly ticket: Ticket; readonly place: Place }[] = [];
  let after: string | undefined;
  do {
    const page = await store.search(tenant, "tickets", { ...search, limit: PAGE, cursor: after });
    const tickets = await withOverlays(store, tenant, page.items);
    for (const [at, ticket] of tickets.entries())
      if (status.includes(ticket.status)) matching.push({ ticket, place: placeOf(page.items[at]!) });
    after = page.next_cursor ?? undefined;
  } while (after !== undefined);
  const made = fingerprint("tickets by status", tenant, search.where, status);
  const start = cursor === undefined ? 0 : startAfter(readPlace(made, cursor), matching);
  const shown = matching.slice(start, start + limit);
  const last = shown.at(-1);
  const more = start + limit < matching.length && last !== undefined;
  const items = shown.map(({ ticket }) => ticket);
  return { items, total: matching.length, next_cursor: more ? writeCursor(made, last.place) : null };
}

/** Each descending, but for the id. */
type Place = readonly [priority: number, reports: number, updatedAt: number, id: string];

/** Without a number of reports it comes after those that have one. */
const placeOf = ({ id, doc }: Stored<TicketDocument>): Place => [doc.priority, doc.reports ?? -1, doc.updated_at, id];

function comesAfter(one: Place, other: Place): boolean {
  const at = one.findIndex((value, index) => value !== other[index]);
  if (at < 0) return false;
  return at === one.length - 1 ? one[at]! > other[at]! : one[at]! < other[at]!;
}

function startAfter(place: Place, found: readonly { readonly place: Place }[]): number {
  const start = found.findIndex((one) => comesAfter(one.place, place));
  return start < 0 ? found.length : start;
}

function readPlace(made: string, cursor: string): Place {
  const [priority, reports, updated, id] = readCursor(made, cursor, 4);
  const isPlace = [priority, reports, updated].every((value) => typeof value === "number") && typeof id === "string";
  if (!isPlace) throw new InvalidCursor("the cursor is unreadable");
  return [priority, reports, updated, id] as Place;
}

export async function readTicket(store: Store, tenant: TenantId, id: string): Promise<Ticket | undefined> {
  const stored = await store.get(tenant, "tickets", id);
  return stored === undefined ? undefined : (await withOverlays(store, tenant, [stored]))[0];
}

/**
 * Undefined when there is no such ticket. A status that it has is not set anew: what occurred since its closing would count as
 * before it, and the version that puts it right, which people said then, would be gone.
 */
export async function setTicketStatus(
  store: Store,
  principal: Principal,
  id: string,
  { status, fixed_in }: { readonly status: TicketStatus; readonly fixed_in?: string | undefined },
  at: number,
): Promise<Ticket | undefined> {
  const { tenant } = principal;
  const ticket = await store.get(tenant, "tickets", id);
  if (ticket === undefined) return undefined;
  const fixed = fixed_in === undefined ? {} : { fixed_in };
  const before = (await store.get(tenant, "ticket_states", id))?.doc;
  const isSame = before?.status === status && !reopened(ticket.doc, before);
  if (isSame && (fixed_in ?? before.fixed_in) === before.fixed_in) return readTicket(store, tenant, id);
  const doc: TicketStatusDocument = isSame
    ? { ...before, ...fixed }
    : { status, at, at_revision: ticket.doc.revision, ...fixed };
  mustWin(await store.write(tenant, "ticket_states", [{ op: "put", id, doc }]));
  await recordAudit(store, principal, at, { action: "ticket.status", subject: id, detail: { status, ...fixed } });
  return readTicket(store, tenant, id);
}
