/** What the overview shows: of each of the busiest apps what got worse or better and what is asked for, then tickets, requests and the books. */
import type { Principal } from "../../auth/principal.ts";
import { readBalance } from "../../ledger/balance.ts";
import type { FeatureRequest } from "../../model/feature-request.ts";
import type { Balance } from "../../model/ledger.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";
import { type AppReport, readAppReport } from "../app-report.ts";
import { listFeatureRequests } from "../feature-requests.ts";
import { readSaid, type SaidById } from "../said.ts";
import { listTickets } from "../tickets.ts";
import { type Coverage, readCoverage } from "./coverage.ts";
import { type ListedTicket, listed } from "./listed-ticket.ts";

export interface OverviewView {
  /** Unix seconds, of the server's clock. */
  readonly now: number;
  readonly reports: readonly AppReport[];
  /** Apps with feedback that are not among them. */
  readonly otherApps: number;
  readonly balance: Balance;
  readonly tickets: { readonly items: readonly ListedTicket[]; readonly total: number };
  readonly sources: Coverage;
  readonly requests: { readonly items: readonly FeatureRequest[]; readonly total: number };
  /** Of the quotes of the tickets. */
  readonly said: SaidById;
}

const SHOWN_APPS = 10;
const MOST_APPS = 1_000;
/** Of one app, and of each of several. */
const WHOLE = { problems: 6, wishes: 5, rising: 5, worse: 6, better: 4 };
const SHORT = { problems: 3, wishes: 2, rising: 0, worse: 3, better: 2 };
const TICKETS = 5;
const REQUESTS = 5;
/** Of a ticket, on the overview. */
const QUOTES = 1;

/** Of the busiest apps. */
async function readReports(store: Store, tenant: TenantId, now: number) {
  const { app_name: apps } = await store.facets(tenant, "insights", ["app_name"], { size: MOST_APPS });
  const names = apps.map(({ value }) => value).slice(0, SHOWN_APPS);
  const sizes = names.length === 1 ? WHOLE : SHORT;
  const reports = await Promise.all(names.map((name) => readAppReport(store, tenant, name, now, sizes)));
  return { reports, otherApps: apps.length - names.length };
}

/** `now`: unix seconds. */
export async function readOverview(store: Store, principal: Principal, now: number): Promise<OverviewView> {
  const { tenant } = principal;
  const [{ reports, otherApps }, balance, sources, tickets, requests] = await Promise.all([
    readReports(store, tenant, now),
    readBalance(store, tenant, { pipeline: "feedback" }),
    readCoverage(store, tenant),
    listTickets(store, tenant, { status: ["open", "in_progress"], muted: false, limit: TICKETS }),
    listFeatureRequests(store, principal, { limit: REQUESTS }),
  ]);
  const open = tickets.items.map((ticket) => listed(ticket, QUOTES));
  const quotes = [
    ...open.flatMap(({ evidence }) => evidence),
    ...requests.items.flatMap((request) => request.quotes.slice(0, 1)),
  ];
  const quoted = [...new Set(quotes.flatMap(({ insight_id }) => insight_id ?? []))];
  return {
    now,
    reports,
    otherApps,
    balance,
    sources,
    tickets: { items: open, total: tickets.total },
    requests: { items: requests.items, total: requests.total },
    said: await readSaid(store, tenant, quoted),
  };
}
