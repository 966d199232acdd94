/** The overview: what came in, what it says, how it goes, what to do about it. */
import { readBalance } from "../../ledger/balance.ts";
import type { FeatureRequest } from "../../model/feature-request.ts";
import type { Insight, Sentiment } from "../../model/insight.ts";
import type { Balance } from "../../model/ledger.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Ticket } from "../../model/ticket.ts";
import { type AppReport, readAppReport, readNewestAt } from "../../operations/app-report.ts";
import { appNames } from "../../operations/apps.ts";
import { listFeatureRequests } from "../../operations/feature-requests.ts";
import { countFacets, countTrend } from "../../operations/figures.ts";
import { listInsights } from "../../operations/insights.ts";
import { listTickets } from "../../operations/tickets.ts";
import type { Bucket, Store } from "../../store/store.ts";
import { books } from "./books.ts";
import { daily, type Segment, stackedBar, trendChart } from "./charts.ts";
import { insightPath, insightsPath, plural, shorten, showCount, showDay } from "./formats.ts";
import { type Html, html, written } from "./html.ts";
import { insightCard, priorityScale, shownEvidence, ticketCard } from "./parts.ts";
import { appSummary, inShort, problemList, risingList, wishList } from "./problems.ts";
import { readSaid, type SaidById, saidLine } from "./said.ts";

const TREND_DAYS = 60;
const SHOWN_LABELS = 10;
const sentiments = ["negative", "neutral", "positive"] as const satisfies readonly Sentiment[];

/** More are named without their sentiments. */
const NAMED_LABELS = 500;
/** Of one app, and of each of several, of which no more than so many are told of: the busiest. */
const WHOLE_REPORT = { problems: 10, wishes: 5, rising: 5 };
const SHORT_REPORT = { problems: 3, wishes: 0, rising: 0 };
const SHOWN_APPS = 10;
/** Figures end with the newest feedback when it is older than this. */
const FRESH = 3 * 86_400;

interface LabelCount {
  readonly name: string;
  readonly counts: Readonly<Record<Sentiment, number>>;
  readonly total: number;
}

export interface Overview {
  readonly app: string | undefined;
  readonly apps: readonly string[];
  readonly balance: Balance;
  readonly labels: readonly LabelCount[];
  /** Those that are not among them, the most frequent first. */
  readonly otherLabels: readonly Bucket[];
  /** One, in full, when an app is chosen or there is only one; else of each of the busiest in short. */
  readonly reports: readonly AppReport[];
  /** Unix seconds where the figures over time end. */
  readonly end: number;
  /** Of the quotes of the tickets and requests. */
  readonly said: SaidById;
  readonly all: readonly number[];
  readonly negative: readonly number[];
  readonly tickets: { readonly items: readonly Ticket[]; readonly total: number };
  readonly requests: { readonly items: readonly FeatureRequest[]; readonly total: number };
  readonly newest: { readonly items: readonly Insight[]; readonly total: number };
}

function labelCounts(total: readonly Bucket[], by: Readonly<Record<Sentiment, readonly Bucket[]>>): LabelCount[] {
  return total.slice(0, SHOWN_LABELS).map(({ value, count }) => {
    const of = (sentiment: Sentiment) => by[sentiment].find((bucket) => bucket.value === value)?.count ?? 0;
    const counts = { negative: of("negative"), neutral: of("neutral"), positive: of("positive") };
    return { name: value, counts, total: count };
  });
}

async function readReports(store: Store, tenant: TenantId, app: string | undefined, now: number): Promise<AppReport[]> {
  const told =
    app === undefined ? await store.facets(tenant, "insights", ["app_name"], { size: SHOWN_APPS }) : undefined;
  const names = app === undefined ? told!.app_name.map(({ value }) => value) : [app];
  const sizes = names.length === 1 ? WHOLE_REPORT : SHORT_REPORT;
  return Promise.all(names.map((name) => readAppReport(store, tenant, name, now, sizes)));
}

/** `now`: unix seconds. Without an app: all of the tenant. */
export async function readOverview(
  store: Store,
  tenant: TenantId,
  app: string | undefined,
  now: number,
): Promise<Overview> {
  const newestAt = await readNewestAt(store, tenant, app, now);
  const end = newestAt === undefined || now - newestAt < FRESH ? now : newestAt + 1;
  const from = end - TREND_DAYS * 86_400;
  const countLabels = async (sentiment?: Sentiment) => {
    const filter = { app, size: NAMED_LABELS, sentiment: sentiment === undefined ? undefined : [sentiment] };
    return (await countFacets(store, tenant, ["label"], filter)).label ?? [];
  };
  const [apps, balance, labels, negative, neutral, positive] = await Promise.all([
    appNames(store, tenant),
    readBalance(store, tenant, { pipeline: "feedback", app }),
    countLabels(),
    countLabels("negative"),
    countLabels("neutral"),
    countLabels("positive"),
  ]);
  const [trend, complaints, tickets, requests, reports, newest] = await Promise.all([
    countTrend(store, tenant, "hour", undefined, { app, from, to: end }),
    countTrend(store, tenant, "hour", undefined, { app, from, to: end, sentiment: ["negative"] }),
    listTickets(store, tenant, { app, limit: 12 }),
    listFeatureRequests(store, tenant, { app, limit: 8 }),
    readReports(store, tenant, app, now),
    listInsights(store, tenant, { app, limit: 6, sort: "newest" }),
  ]);
  const quoted = [
    ...tickets.items.flatMap(shownEvidence).map((quote) => quote.insight_id),
    ...requests.items.flatMap(({ quotes }) => quotes.slice(0, 1)).flatMap(({ insight_id: id }) => id ?? []),
  ];
  return {
    app,
    apps,
    reports,
    end,
    said: await readSaid(store, tenant, quoted),
    otherLabels: labels.slice(SHOWN_LABELS),
    balance,
    labels: labelCounts(labels, { negative, neutral, positive }),
    all: daily(trend, TREND_DAYS, end),
    negative: daily(complaints, TREND_DAYS, end),
    tickets,
    requests,
    newest,
  };
}

/** Nothing to choose between one app and all of them. */
export function appSelector({ app, apps }: Overview): Html | undefined {
  if (apps.length < 2 && app === undefined) return undefined;
  const options = apps.map((name) => html`<option value="${name}"${name === app && html` selected`}>${name}</option>`);
  return html`<form class="choose" method="get" action="/">
<label for="app">App</label>
<select id="app" name="app"><option value="">All apps</option>${options}</select>
<button>Show</button>
</form>`;
}

const only = (app: string | undefined): Readonly<Record<string, string>> => (app === undefined ? {} : { app });

/** To the whole of a list, of the same app. */
function all(path: string, app: string | undefined, name: string): Html {
  const query = new URLSearchParams(only(app)).toString();
  return html`<nav class="more" aria-label="${name}"><a href="${path}${query && `?${query}`}">${name} →</a></nav>`;
}

function trend({ all, negative, end }: Overview): Html {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const [recent, before] = [sum(negative.slice(-14)), sum(negative.slice(-28, -14))];
  const change =
    before === 0 ? "" : ` (${recent >= before ? "+" : "−"}${Math.round((Math.abs(recent - before) / before) * 100)}%)`;
  const label = `${sum(all)} pieces of feedback in ${TREND_DAYS} days, ${sum(negative)} of them negative`;
  return html`<section class="card" aria-labelledby="trend">
<div class="head"><h2 id="trend">The last ${TREND_DAYS} days of feedback</h2><p class="legend"><span class="key-all">All</span><span class="key-negative">Negative</span></p></div>
${trendChart(all, negative, label)}
<p class="axis"><span>${showDay(end - (TREND_DAYS - 1) * 86_400)}</span><span>${showDay(end)}</span></p>
<p class="note">${plural(recent, "negative piece")} in the last two weeks, ${showCount(before)} in the two before${change}.</p>
</section>`;
}

function labelTable({ app, labels, otherLabels }: Overview): Html {
  const longest = Math.max(1, ...labels.map(({ total }) => total));
  const rows = labels.map(({ name, counts, total }) => {
    const segments = sentiments.map(
      (sentiment): Segment => ({
        value: counts[sentiment],
        className: `is-${sentiment}`,
        title: `${sentiment}: ${counts[sentiment]}`,
      }),
    );
    const said = sentiments.map((sentiment) => `${counts[sentiment]} ${sentiment}`).join(", ");
    return html`<li><span class="name"><a href="${insightsPath({ ...only(app), label: name })}">${written(name)}</a></span><span class="count">${showCount(total)}</span>${stackedBar(segments, longest, said)}</li>`;
  });
  return html`<section class="card" aria-labelledby="labels">
<div class="head"><h2 id="labels">What it is about</h2><p class="legend"><span class="key-negative">Negative</span><span class="key-neutral">Neutral</span><span class="key-positive">Positive</span></p></div>
${labels.length > 0 ? html`<ol class="labels">${rows}</ol>` : html`<p class="empty">No labels yet.</p>`}
${otherLabels.length > 0 && html`<details><summary>${plural(otherLabels.length, "more label")}</summary><p class="meta">${otherLabels.map(({ value, count }) => html`<a class="chip label" href="${insightsPath({ ...only(app), label: value })}">${written(value)} ${showCount(count)}</a>`)}</p></details>`}
</section>`;
}

function ticketList({ app, tickets, said }: Overview): Html {
  const more = tickets.total > tickets.items.length;
  return html`<section class="card whole" aria-labelledby="tickets">
<div class="head"><h2 id="tickets">Problems worth a developer's time</h2><p class="note">${plural(tickets.total, "ticket")}${more && `, the ${tickets.items.length} most urgent`}</p></div>${tickets.items.length > 0 && priorityScale}
${tickets.items.length > 0 ? html`<div class="tickets">${tickets.items.map((ticket) => ticketCard(ticket, said))}</div>` : html`<p class="empty">No tickets yet. One appears when enough people report the same urgent problem.</p>`}
${all("/tickets", app, "All tickets")}
</section>`;
}

function requestList({ requests, said }: Overview): Html {
  const rows = requests.items.map((request) => {
    const [quote] = request.quotes;
    const text = quote === undefined ? undefined : written(shorten(quote.text, 160));
    const link = quote?.insight_id === undefined ? text : html`<a href="${insightPath(quote.insight_id)}">${text}</a>`;
    const by = said.get(quote?.insight_id ?? "");
    return html`<li><span class="votes"><b>${showCount(request.count)}</b> ${request.count === 1 ? "ask" : "asks"}</span>
<div><h3>${written(shorten(request.title, 120))}</h3>${link !== undefined && html`<p class="note">${link}</p>`}${by !== undefined && html`<p class="meta"><span>${saidLine(by)}</span></p>`}</div></li>`;
  });
  return html`<section class="card" aria-labelledby="requests">
<div class="head"><h2 id="requests">What people ask for</h2></div>
${rows.length > 0 ? html`<ol class="requests">${rows}</ol>` : html`<p class="empty">No feature requests yet.</p>`}
</section>`;
}

function newestList({ app, newest }: Overview): Html {
  return html`<section class="card" aria-labelledby="newest">
<div class="head"><h2 id="newest">Latest feedback</h2><p class="note">${plural(newest.total, "insight")}</p></div>
${newest.items.length > 0 ? newest.items.map(insightCard) : html`<p class="empty">Nothing here yet.</p>`}
${all("/insights", app, "All insights, and search")}
</section>`;
}

const example = `curl -X POST "$URL/api/v1/feedback" -H 'Content-Type: application/json' \\
  -d '{"app": "My app", "text": "It crashes whenever I open the camera, please fix it"}'`;

function welcome(url: string): Html {
  return html`<section class="card whole welcome" aria-labelledby="welcome">
<h2 id="welcome">Nothing has come in yet</h2>
<p>Send a first piece of feedback, or a file of it with <code>npm run -s groundswell -- ingest FILE</code>:</p>
<pre tabindex="0"><code>${example.replace("$URL", url)}</code></pre>
</section>`;
}

export function overviewPage(overview: Overview, now: number, url: string): Html {
  const { app, reports, balance } = overview;
  const [report] = reports;
  const whole = reports.length === 1 ? report : undefined;
  const name = app ?? whole?.app;
  const wishes = whole !== undefined && whole.wishes.items.length > 0 ? wishList(whole) : requestList(overview);
  const themes = all("/clusters", app, "All themes");
  return html`<h1>${name === undefined ? html`Overview` : written(name)}</h1>
${whole !== undefined && inShort(whole, now)}
<div class="grid">
${balance.received === 0 && welcome(url)}
${whole === undefined ? reports.map((one, at) => appSummary(one, now, `app-${at}`)) : problemList(whole, themes)}
${whole !== undefined && risingList(whole)}
${whole !== undefined && wishes}
${ticketList(overview)}
${reports.length > 1 && html`<div class="whole">${themes}</div>`}
${trend(overview)}
${labelTable(overview)}
${books(balance)}
${whole === undefined && wishes}
<div class="${whole === undefined && "whole"}">${newestList(overview)}</div>
</div>`;
}
