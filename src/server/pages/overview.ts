/** The overview: what came in, what it says, how it goes, what to do about it. */
import { readBalance } from "../../ledger/balance.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { FeatureRequest } from "../../model/feature-request.ts";
import type { Insight, Sentiment } from "../../model/insight.ts";
import { type Balance, reasonsTotal } from "../../model/ledger.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Ticket } from "../../model/ticket.ts";
import { appNames } from "../../operations/apps.ts";
import { listClusters } from "../../operations/clusters.ts";
import { listFeatureRequests } from "../../operations/feature-requests.ts";
import { countFacets, countTrend } from "../../operations/figures.ts";
import { type ListOf, listInsights } from "../../operations/insights.ts";
import { listTickets } from "../../operations/tickets.ts";
import type { Bucket, Store } from "../../store/store.ts";
import { daily, type Segment, stackedBar, trendChart } from "./charts.ts";
import { insightPath, insightsPath, plural, shorten, showCount, showDay, showReason } from "./formats.ts";
import { type Html, html, written } from "./html.ts";
import { clusterTable } from "./lists.ts";
import { insightCard, priorityScale, shownEvidence, ticketCard } from "./parts.ts";
import { readSaid, type SaidById, saidLine } from "./said.ts";

const TREND_DAYS = 60;
const SHOWN_LABELS = 10;
const sentiments = ["negative", "neutral", "positive"] as const satisfies readonly Sentiment[];

/** More are named without their sentiments. */
const NAMED_LABELS = 500;
const SHOWN_CLUSTERS = 8;

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
  readonly clusters: ListOf<Cluster>;
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

/** `now`: unix seconds. Without an app: all of the tenant. */
export async function readOverview(
  store: Store,
  tenant: TenantId,
  app: string | undefined,
  now: number,
): Promise<Overview> {
  const from = now - TREND_DAYS * 86_400;
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
  const [trend, complaints, tickets, requests, clusters, newest] = await Promise.all([
    countTrend(store, tenant, "hour", undefined, { app, from }),
    countTrend(store, tenant, "hour", undefined, { app, from, sentiment: ["negative"] }),
    listTickets(store, tenant, { app, limit: 12 }),
    listFeatureRequests(store, tenant, { app, limit: 8 }),
    listClusters(store, tenant, { app, limit: SHOWN_CLUSTERS }),
    listInsights(store, tenant, { app, limit: 6, sort: "newest" }),
  ]);
  const quoted = [
    ...tickets.items.flatMap(shownEvidence).map((quote) => quote.insight_id),
    ...requests.items.flatMap(({ quotes }) => quotes.slice(0, 1)).flatMap(({ insight_id: id }) => id ?? []),
  ];
  return {
    app,
    apps,
    clusters,
    said: await readSaid(store, tenant, quoted),
    otherLabels: labels.slice(SHOWN_LABELS),
    balance,
    labels: labelCounts(labels, { negative, neutral, positive }),
    all: daily(trend, TREND_DAYS, now),
    negative: daily(complaints, TREND_DAYS, now),
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

const figure = (name: string, count: number, className: string): Html =>
  html`<div class="figure ${className}"><dt>${name}</dt><dd>${showCount(count)}</dd></div>`;

function reasonRows(name: string, reasons: Readonly<Record<string, number>>): Html[] {
  return Object.entries(reasons)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(
      ([reason, count]) =>
        html`<tr><th scope="row">${name}: ${showReason(reason).toLowerCase()}</th><td>${showCount(count)}</td></tr>`,
    );
}

const less = (all: Readonly<Record<string, number>>, some: Readonly<Record<string, number>> = {}) =>
  Object.fromEntries(Object.entries(all).map(([reason, count]) => [reason, count - (some[reason] ?? 0)]));

/** What came of records the first time: those that were run again came in only once. */
function withoutReplays(balance: Balance): Balance {
  const { replays } = balance;
  if (replays === undefined) return balance;
  return {
    ...balance,
    received: balance.received - replays.received,
    stored: balance.stored - replays.stored,
    updated: balance.updated - replays.updated,
    duplicate: balance.duplicate - replays.duplicate,
    dead: balance.dead - replays.dead,
    in_flight: balance.in_flight - replays.in_flight,
    dropped: less(balance.dropped, replays.dropped),
    rejected: less(balance.rejected, replays.rejected),
  };
}

function runAgain({ replays }: Balance): Html | undefined {
  if (replays === undefined) return undefined;
  const { stored, updated, duplicate, dead, in_flight } = replays;
  const [dropped, rejected] = [reasonsTotal(replays.dropped), reasonsTotal(replays.rejected)];
  const outcomes = { stored, updated, duplicate, dropped, rejected, dead, "in flight": in_flight };
  const told = Object.entries(outcomes).flatMap(([name, count]) =>
    count === 0 ? [] : [`${showCount(count)} ${name}`],
  );
  return html`<p class="note">Of what was dropped or rejected, ${plural(replays.received, "record")} run again: ${told.join(", ")}.</p>`;
}

function books(all: Balance): Html {
  const balance = withoutReplays(all);
  const dropped = reasonsTotal(balance.dropped);
  const rejected = reasonsTotal(balance.rejected);
  const outcomes: readonly (readonly [name: string, count: number, className: string])[] = [
    ["Stored", balance.stored, "out-stored"],
    ["Updated", balance.updated, "out-updated"],
    ["Duplicate", balance.duplicate, "out-duplicate"],
    ["Dropped", dropped, "out-dropped"],
    ["Rejected", rejected, "out-rejected"],
    ["Dead", balance.dead, "out-dead"],
    ["In flight", balance.in_flight, "out-flight"],
  ];
  const segments = outcomes.map(
    ([name, value, className]): Segment => ({ value, className, title: `${name}: ${showCount(value)}` }),
  );
  const told = outcomes.filter(([name, count]) => count > 0 || name === "Stored" || name === "Dropped");
  const reasons = [...reasonRows("Dropped", balance.dropped), ...reasonRows("Rejected", balance.rejected)];
  const verdict = balance.balanced
    ? html`<span class="verdict is-balanced">✓ Books balanced</span>`
    : html`<span class="verdict is-unbalanced">✗ Books do not balance</span>`;
  return html`<section class="card books" aria-labelledby="books">
<div class="head"><h2 id="books">Feedback received</h2>${verdict}</div>
<p class="headline">${showCount(balance.received)} <span>records, each accounted for</span></p>
${stackedBar(segments, balance.received, "What became of them")}
<dl class="figures">${told.map(([name, count, className]) => figure(name, count, className))}</dl>
${runAgain(all)}
${reasons.length > 0 && html`<details><summary>Why records were dropped or rejected</summary><table class="reasons"><tbody>${reasons}</tbody></table></details>`}
</section>`;
}

const only = (app: string | undefined): Readonly<Record<string, string>> => (app === undefined ? {} : { app });

/** To the whole of a list, of the same app. */
function all(path: string, app: string | undefined, name: string): Html {
  const query = new URLSearchParams(only(app)).toString();
  return html`<nav class="more" aria-label="${name}"><a href="${path}${query && `?${query}`}">${name} →</a></nav>`;
}

function trend({ all, negative }: Overview, now: number): Html {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const [recent, before] = [sum(negative.slice(-14)), sum(negative.slice(-28, -14))];
  const change =
    before === 0 ? "" : ` (${recent >= before ? "+" : "−"}${Math.round((Math.abs(recent - before) / before) * 100)}%)`;
  const label = `${sum(all)} pieces of feedback in ${TREND_DAYS} days, ${sum(negative)} of them negative`;
  return html`<section class="card" aria-labelledby="trend">
<div class="head"><h2 id="trend">The last ${TREND_DAYS} days</h2><p class="legend"><span class="key-all">All</span><span class="key-negative">Negative</span></p></div>
${trendChart(all, negative, label)}
<p class="axis"><span>${showDay(now - (TREND_DAYS - 1) * 86_400)}</span><span>${showDay(now)}</span></p>
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

function clusterList({ app, clusters }: Overview): Html {
  return html`<section class="card whole" aria-labelledby="clusters">
<div class="head"><h2 id="clusters">What belongs together</h2><p class="note">${plural(clusters.total, "cluster")}</p></div>
${clusters.items.length > 0 ? clusterTable(clusters.items) : html`<p class="empty">No clusters yet.</p>`}
${all("/clusters", app, "All clusters")}
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
  const title = overview.app === undefined ? html`Overview` : written(overview.app);
  return html`<h1>${title}</h1>
<div class="grid">
${overview.balance.received === 0 && welcome(url)}
${books(overview.balance)}
${trend(overview, now)}
${ticketList(overview)}
${labelTable(overview)}
${requestList(overview)}
${clusterList(overview)}
<div class="whole">${newestList(overview)}</div>
</div>`;
}
