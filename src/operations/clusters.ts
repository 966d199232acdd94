/** Clusters as they are read: the clustering pass's document, with the ticket that was made of it. */
import { Cluster, type ClusterDocument, type FixedTheme, type MutedTheme } from "../model/cluster.ts";
import { daysSinceFix, isTelling } from "../model/fix.ts";
import { ticketId } from "../model/identity.ts";
import type { TenantId } from "../model/tenant.ts";
import type { TicketStatusDocument } from "../model/ticket.ts";
import { compareVersions } from "../model/version.ts";
import type { Store, Stored } from "../store/store.ts";
import { type ListOf, pick } from "./insights.ts";

export interface ClusterQuery {
  readonly app?: string | undefined;
  readonly label?: string | undefined;
  readonly kind?: Cluster["kind"] | undefined;
  /** Dead ones too, for their lineage. */
  readonly all?: boolean | undefined;
  /** Only those that keep quiet, or only the others. */
  readonly muted?: boolean | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const publicFields = Object.keys(Cluster.shape) as (keyof Cluster)[];

type Said = { readonly at: number; readonly version?: string | undefined; readonly said_of: "theme" | "ticket" };

/** A closed ticket says it of its theme, too; what was said last counts. */
function saidFixed({ people }: ClusterDocument, state: TicketStatusDocument | undefined): Said | undefined {
  const ofTheme = people?.fixed === undefined ? [] : [{ ...people.fixed, said_of: "theme" } as const];
  const { status, at, fixed_in } = state ?? {};
  const isClosed = status === "closed" && at !== undefined;
  const ofTicket = isClosed ? [{ at, version: fixed_in, said_of: "ticket" } as const] : [];
  return [...ofTheme, ...ofTicket].sort((a, b) => b.at - a.at)[0];
}

/** When the app's newest feedback is of, in unix seconds. */
export async function newestOf(store: Store, tenant: TenantId, app: string): Promise<number | undefined> {
  const sort = [{ by: "date", order: "desc" }] as const;
  const [newest] = await store.first(tenant, "insights", { where: { app_name: app }, sort, limit: 1 });
  return newest?.doc.date;
}

const MOST_VERSIONS = 1_000;

async function afterFix(
  store: Store,
  tenant: TenantId,
  { id, app }: ClusterDocument,
  { at, version, said_of }: Said,
  newestAt: number | undefined,
): Promise<FixedTheme> {
  const where = { app_name: app, themes: id, date: { gt: at } } as const;
  const [total, facets] = await Promise.all([
    store.count(tenant, "insights", { where }),
    version === undefined
      ? { version: [] }
      : store.facets(tenant, "insights", ["version"], { where, size: MOST_VERSIONS }),
  ]);
  const isOlder = (of: string): boolean => version !== undefined && compareVersions(of, version) < 0;
  const older = facets.version.filter(({ value }) => isOlder(value));
  const after_older = older.reduce((sum, { count }) => sum + count, 0);
  const after = total - after_older;
  const not = older.length === 0 ? {} : { version: { not: older.map(({ value }) => value) } };
  const last =
    after === 0
      ? undefined
      : await store.first(tenant, "insights", {
          where: { ...where, ...not },
          sort: [{ by: "date", order: "desc" }],
          limit: 1,
        });
  const lastAt = last?.[0]?.doc.date;
  const days = daysSinceFix(at, newestAt);
  return {
    ...{ at, said_of, after, after_older, days, holds: after === 0 && isTelling(days) },
    ...(version === undefined ? {} : { version }),
    ...(lastAt === undefined ? {} : { last_after: lastAt }),
  };
}

function mutedOf({ people }: ClusterDocument): MutedTheme | undefined {
  if (people?.muted === undefined) return undefined;
  const { from: _, ...muted } = people.muted;
  return muted;
}

/** A ticket's id follows from its cluster's, so whether there is one is all that is asked. */
async function withTickets(
  store: Store,
  tenant: TenantId,
  found: readonly Stored<ClusterDocument>[],
): Promise<Cluster[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => ticketId(id));
  const [tickets, states] = await Promise.all([
    store.has(tenant, "tickets", ids),
    store.getMany(tenant, "ticket_states", ids),
  ]);
  const newest = new Map<string, Promise<number | undefined>>();
  const newestAt = (app: string) => {
    const asked = newest.get(app) ?? newestOf(store, tenant, app);
    newest.set(app, asked);
    return asked;
  };
  return Promise.all(
    found.map(async ({ doc }, at) => {
      const said = saidFixed(doc, states[at]?.doc);
      const fixed = said && (await afterFix(store, tenant, doc, said, await newestAt(doc.app)));
      const muted = mutedOf(doc);
      return {
        ...pick<Cluster>(doc, publicFields),
        ...(muted === undefined ? {} : { muted }),
        ...(fixed === undefined ? {} : { fixed }),
        ticket_id: tickets[at] === true ? ids[at] : undefined,
      };
    }),
  );
}

/** Largest first. */
export async function listClusters(store: Store, tenant: TenantId, query: ClusterQuery): Promise<ListOf<Cluster>> {
  const { app, label, kind, all = false, muted, limit, cursor } = query;
  const quiet = muted === undefined ? undefined : muted ? true : { not: true };
  const page = await store.search(tenant, "clusters", {
    where: { app, label, kind, alive: all ? undefined : true, quiet },
    sort: [{ by: "size", order: "desc" }],
    limit,
    cursor,
  });
  return { ...page, items: await withTickets(store, tenant, page.items) };
}

export async function readCluster(store: Store, tenant: TenantId, id: string): Promise<Cluster | undefined> {
  const stored = await store.get(tenant, "clusters", id);
  return stored === undefined ? undefined : (await withTickets(store, tenant, [stored]))[0];
}
