/** What the tickets' pages show: a list with a quote of each, and one with its evidence in its text and what came after its closing. */
import type { ClusterDocument } from "../../model/cluster.ts";
import { daysSinceFix } from "../../model/fix.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Ticket, TicketStatusDocument } from "../../model/ticket.ts";
import { addsToClosed, comesLate } from "../../model/ticket-growth.ts";
import type { Store } from "../../store/store.ts";
import { weeksOf } from "../app-report.ts";
import { newestOf } from "../clusters.ts";
import type { ListOf } from "../insights.ts";
import { readSaid, type SaidById } from "../said.ts";
import { listTickets, readTicket, type TicketQuery } from "../tickets.ts";
import { type ListedTicket, listed } from "./listed-ticket.ts";

export interface TicketsView extends ListOf<ListedTicket> {
  readonly said: SaidById;
  /** Ids of those whose theme somebody muted. */
  readonly muted: readonly string[];
}

const isMuted = (theme: ClusterDocument | undefined): boolean =>
  theme?.quiet === true && theme.people?.muted !== undefined;

/** Of each. */
const QUOTES = 1;

export async function readTickets(store: Store, tenant: TenantId, query: TicketQuery): Promise<TicketsView> {
  const list = await listTickets(store, tenant, query);
  const items = list.items.map((ticket) => listed(ticket, QUOTES));
  const quoted = items.flatMap(({ evidence }) => evidence).map((one) => one.insight_id);
  const themes = list.items.map(({ cluster_id }) => cluster_id);
  const [said, clusters] = await Promise.all([
    readSaid(store, tenant, quoted),
    themes.length === 0 ? [] : store.getMany(tenant, "clusters", themes),
  ]);
  const muted = list.items.flatMap(({ id }, at) => (isMuted(clusters[at]?.doc) ? [id] : []));
  return { ...list, items, said, muted };
}

export interface TicketView {
  readonly ticket: Ticket;
  readonly said: SaidById;
  /** By insight, the text that the evidence stands in. */
  readonly texts: Readonly<Record<string, string>>;
  /** By insight, of evidence that came after the closing: whether it is older than the fix or not. */
  readonly since: Readonly<Record<string, "older" | "newer">>;
  readonly theme:
    | { readonly name: string; readonly size: number; readonly alive: boolean; readonly muted: boolean }
    | undefined;
  /** Reviews of the theme, the last eight weeks of the app's data, and where they end (unix seconds). */
  readonly weeks: readonly number[];
  readonly end: number | undefined;
  /** Since it was closed: how long ago, and how many told of it in as many days before and after. */
  readonly afterClosing:
    | { readonly at: number; readonly days: number; readonly before: number; readonly after: number }
    | undefined;
}

const DAY = 86_400;
const MOST_DAYS = 28;
const MOST_TEXTS = 200;

async function afterClosing(
  store: Store,
  tenant: TenantId,
  ticket: Ticket,
  end: number,
  { at }: TicketStatusDocument,
): Promise<TicketView["afterClosing"]> {
  if (ticket.status !== "closed") return undefined;
  const days = Math.min(MOST_DAYS, daysSinceFix(at, end));
  if (days === 0) return { at, days: 0, before: 0, after: 0 };
  const count = (from: number, to: number) =>
    store.count(tenant, "insights", {
      where: { app_name: ticket.app, themes: ticket.cluster_id, date: { gte: from, lt: to } },
    });
  const [before, after] = await Promise.all([count(at - days * DAY, at), count(at, at + days * DAY)]);
  return { at, days, before, after };
}

function sinceClosing(
  state: TicketStatusDocument | undefined,
  insights: readonly InsightDocument[],
): TicketView["since"] {
  if (state?.status !== "closed") return {};
  const said = insights.flatMap((insight): [string, "older" | "newer"][] => {
    if (addsToClosed(state, insight)) return [[insight.id, "newer"]];
    return comesLate(state, insight) ? [[insight.id, "older"]] : [];
  });
  return Object.fromEntries(said);
}

/** Undefined when there is no such ticket. */
export async function readTicketView(store: Store, tenant: TenantId, id: string): Promise<TicketView | undefined> {
  const ticket = await readTicket(store, tenant, id);
  if (ticket === undefined) return undefined;
  const quoted = [...new Set(ticket.evidence.map((one) => one.insight_id))].slice(0, MOST_TEXTS);
  const [said, found, theme, end, status] = await Promise.all([
    readSaid(store, tenant, quoted),
    quoted.length === 0 ? [] : store.getMany(tenant, "insights", quoted),
    store.get(tenant, "clusters", ticket.cluster_id),
    newestOf(store, tenant, ticket.app),
    store.get(tenant, "ticket_states", id),
  ]);
  const insights = found.flatMap((one) => (one === undefined ? [] : [one.doc]));
  const state = status?.doc;
  return {
    ticket,
    said,
    texts: Object.fromEntries(insights.map((one) => [one.id, one.main_text])),
    since: sinceClosing(state, insights),
    theme: theme && { name: theme.doc.name, size: theme.doc.size, alive: theme.doc.alive, muted: isMuted(theme.doc) },
    weeks: theme === undefined || end === undefined ? [] : weeksOf(theme.doc.trend, end),
    end,
    afterClosing:
      end === undefined || state === undefined ? undefined : await afterClosing(store, tenant, ticket, end, state),
  };
}
