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
<h2 class="visually-hidden">The tickets</h2>
${items.length > 0 ? html`<div class="tickets">${items.map((ticket) => ticketCard(ticket, said))}</div>` : html`<p class="empty">No tickets.</p>`}
${next("/tickets", chosen, next_cursor)}</section>`;
}

const clusterRow = ({ id, app, kind, label, name, size, first_seen, last_seen, ticket_id }: Cluster): Html =>
  html`<tr><th scope="row"><a href="${clusterPath(id)}">${written(name)}</a></th><td>${kind}</td><td>${written(app)}</td><td><a href="${insightsPath({ app, label })}">${written(label)}</a></td><td>${showCount(size)}</td><td>${showDay(first_seen)} to ${showDay(last_seen)}</td><td>${ticket_id !== undefined && html`<a href="${ticketPath(ticket_id)}">Ticket</a>`}</td></tr>`;

const clusterTable = (clusters: readonly Cluster[]): Html =>
  html`<div class="scroll" tabindex="0"><table class="list"><thead><tr><th scope="col">Theme</th><th scope="col">Kind</th><th scope="col">App</th><th scope="col">Label</th><th scope="col">Insights</th><th scope="col">Seen</th><th scope="col">Ticket</th></tr></thead><tbody>${clusters.map(clusterRow)}</tbody></table></div>`;

export function clustersPage({ items, total, next_cursor }: ListOf<Cluster>, chosen: Chosen): Html {
  return html`${back(chosen.app)}<h1>Themes</h1>
<section class="card whole"><p class="meta"><span>${plural(total, "theme")}, the largest first</span></p>
${items.length > 0 ? clusterTable(items) : html`<p class="empty">No themes yet.</p>`}
${next("/clusters", chosen, next_cursor)}</section>`;
}
