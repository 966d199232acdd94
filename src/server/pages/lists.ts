/** Lists: every insight, ticket and cluster, a page at a time, chosen as the API chooses them. */
// cspell:ignore maxlength
import type { Cluster } from "../../model/cluster.ts";
import type { Insight } from "../../model/insight.ts";
import type { Ticket } from "../../model/ticket.ts";
import type { ListOf } from "../../operations/insights.ts";
import { clusterPath, insightsPath, plural, showCount, showDay, ticketPath } from "./formats.ts";
import { type Html, html, written } from "./html.ts";
import { chip, insightCard, priorityScale, ticketCard } from "./parts.ts";
import type { SaidById } from "./said.ts";

/** What a list was chosen by, as it stands in the address. */
export type Chosen = Readonly<Record<string, string | undefined>>;

const back = (app: string | undefined): Html =>
  app === undefined
    ? html`<nav class="back" aria-label="Back"><a href="/">← Overview</a></nav>`
    : html`<nav class="back" aria-label="Back"><a href="/?app=${encodeURIComponent(app)}">← ${written(app)}</a></nav>`;

/** The same list from where this page ends. */
function next(path: string, chosen: Chosen, cursor: string | null): Html | undefined {
  if (cursor === null) return undefined;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...chosen, cursor })) if (value !== undefined) query.set(name, value);
  return html`<nav class="more" aria-label="Pages"><a href="${path}?${query.toString()}" rel="next">Next page →</a></nav>`;
}

/** What is chosen besides the words stays as it is when others are looked for. */
function searchForm({ q, cursor: _, ...others }: Chosen): Html {
  const kept = Object.entries(others).map(
    ([name, value]) => value !== undefined && html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form class="choose" method="get" action="/insights" role="search">${kept}
<label for="q">Search</label><input id="q" name="q" type="search" value="${q ?? ""}" maxlength="500"><button>Search</button></form>`;
}

export function insightsPage({ items, total, next_cursor }: ListOf<Insight>, chosen: Chosen): Html {
  const { app, q, cursor: _, ...others } = chosen;
  const chips = Object.entries(others).map(([name, value]) => value !== undefined && chip(`${name}: ${value}`));
  return html`${back(app)}<h1>Insights</h1>
<div class="card whole">${searchForm(chosen)}
<p class="meta">${chips}<span>${plural(total, "insight")}${q !== undefined && html` for ${written(q)}`}</span></p>
${items.length > 0 ? items.map(insightCard) : html`<p class="empty">Nothing here.</p>`}
${next("/insights", chosen, next_cursor)}</div>`;
}

export function ticketsPage({ items, total, next_cursor }: ListOf<Ticket>, said: SaidById, chosen: Chosen): Html {
  return html`${back(chosen.app)}<h1>Tickets</h1>
<section class="card whole"><p class="meta"><span>${plural(total, "ticket")}, the most urgent first</span></p>${priorityScale}
${items.length > 0 ? html`<div class="tickets">${items.map((ticket) => ticketCard(ticket, said))}</div>` : html`<p class="empty">No tickets.</p>`}
${next("/tickets", chosen, next_cursor)}</section>`;
}

const clusterRow = ({ id, app, label, name, size, first_seen, last_seen, ticket_id }: Cluster): Html =>
  html`<tr><th scope="row"><a href="${clusterPath(id)}">${written(name)}</a></th><td>${written(app)}</td><td><a href="${insightsPath({ app, label })}">${written(label)}</a></td><td>${showCount(size)}</td><td>${showDay(first_seen)} to ${showDay(last_seen)}</td><td>${ticket_id !== undefined && html`<a href="${ticketPath(ticket_id)}">Ticket</a>`}</td></tr>`;

export const clusterTable = (clusters: readonly Cluster[]): Html =>
  html`<div class="scroll" tabindex="0"><table class="list"><thead><tr><th scope="col">Cluster</th><th scope="col">App</th><th scope="col">Label</th><th scope="col">Insights</th><th scope="col">Seen</th><th scope="col">Ticket</th></tr></thead><tbody>${clusters.map(clusterRow)}</tbody></table></div>`;

export function clustersPage({ items, total, next_cursor }: ListOf<Cluster>, chosen: Chosen): Html {
  return html`${back(chosen.app)}<h1>Clusters</h1>
<section class="card whole"><p class="meta"><span>${plural(total, "cluster")}, the largest first</span></p>
${items.length > 0 ? clusterTable(items) : html`<p class="empty">No clusters yet.</p>`}
${next("/clusters", chosen, next_cursor)}</section>`;
}

const lineage = ({ lineage }: Cluster): Html[] =>
  lineage.map(({ at, what, with: others = [] }) => {
    const links = others.map((id) => html` <a href="${clusterPath(id)}">${id.slice(0, 8)}</a>`);
    return html`<li>${showDay(at)}: ${what}${links.length > 0 && html` with${links}`}</li>`;
  });

export function clusterPage(cluster: Cluster, insights: ListOf<Insight>): Html {
  const { id, app, label, name, size, ticket_id } = cluster;
  return html`${back(app)}<article class="card"><h1>${written(name)}</h1>
<p class="meta"><a href="${insightsPath({ app, label })}">${chip(label, "label")}</a><span>${plural(size, "insight")}, from ${showDay(cluster.first_seen)} to ${showDay(cluster.last_seen)}</span></p>
${ticket_id !== undefined && html`<p><a href="${ticketPath(ticket_id)}">The ticket that was made of it</a></p>`}
</article>
<section class="card" aria-labelledby="said"><h2 id="said">What people say</h2>${insights.items.map(insightCard)}
<nav class="more" aria-label="All"><a href="${insightsPath({ app, cluster: id })}">All ${plural(insights.total, "insight")} →</a></nav></section>
<section class="card" aria-labelledby="lineage"><h2 id="lineage">How it came about</h2><ul class="fields">${lineage(cluster)}</ul></section>`;
}
