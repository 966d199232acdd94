/** Pieces that several pages show: labels, sentiments, priorities, quotes. */
import type { Insight } from "../../model/insight.ts";
import type { Evidence, Ticket } from "../../model/ticket.ts";
import { clusterPath, insightPath, insightsPath, plural, shorten, showDay, ticketPath } from "./formats.ts";
import { type Html, html, written } from "./html.ts";
import { type SaidById, saidLine } from "./said.ts";

export const chip = (text: string, className = ""): Html =>
  html`<span class="chip ${className}">${written(text)}</span>`;

export const sentimentChip = (sentiment: string): Html => chip(sentiment, `is-${sentiment}`);
export const priorityChip = (priority: string): Html => chip(priority, `priority-${priority.toLowerCase()}`);

/** By a ticket's 0 to 3, which the API and the queue carry as the number that it is; the words are the generator's rule. */
const TICKET_PRIORITIES = [
  ["low", "nothing urgent is left of it"],
  ["high", "several urgent reports"],
  ["high", "a critical report, or ten urgent ones"],
  ["critical", "three critical reports, or a critical one among ten urgent ones"],
] as const;

export function ticketPriorityChip(priority: Ticket["priority"]): Html {
  const [className, why] = TICKET_PRIORITIES[priority] ?? TICKET_PRIORITIES[0];
  return html`<span class="chip priority-${className}" title="${why}">Priority ${priority}</span>`;
}

/** What the numbers mean. */
export const priorityScale = html`<p class="note">Priority goes from 0 to 3, as in the API and on the tickets queue: ${TICKET_PRIORITIES.map(
  ([, why], priority) => html`${priority > 0 && ", "}<b>${priority}</b> ${why}`,
)}. The original DevRev snap-in files 1 and above as High.</p>`;

export const statusChip = (status: Ticket["status"]): Html =>
  chip(status === "in_progress" ? "In progress" : status === "closed" ? "Closed" : "Open", `status-${status}`);

/** What somebody said, leading to where it was said, and when, where and of what. */
export function quoteLink({ insight_id, quote }: Pick<Evidence, "insight_id" | "quote">, said: SaidById): Html {
  const by = said.get(insight_id);
  return html`<blockquote><a href="${insightPath(insight_id)}">${written(shorten(quote, 220))}</a>${by !== undefined && html`<p class="meta"><span>${saidLine(by)}</span></p>`}</blockquote>`;
}

const SHOWN_QUOTES = 2;

export const shownEvidence = (ticket: Ticket): readonly Evidence[] => ticket.evidence.slice(0, SHOWN_QUOTES);

export function ticketCard(ticket: Ticket, said: SaidById): Html {
  const { app, metadata } = ticket;
  const reviews = metadata["source review ids"].length;
  const label = html`<a href="${insightsPath({ app, label: metadata.common_label })}">${written(metadata.common_label)}</a>`;
  return html`<article class="ticket">
<p class="meta">${ticketPriorityChip(ticket.priority)}${statusChip(ticket.status)}${metadata.regression === true && chip("Regression", "priority-critical")}</p>
<h3><a href="${ticketPath(ticket.id)}">${written(ticket.title)}</a></h3>
<p class="meta"><span>${written(app)} · ${label} · <a href="${clusterPath(ticket.cluster_id)}">theme</a> · ${plural(reviews, "review")} · ${showDay(ticket.updated_at)}</span></p>
${shownEvidence(ticket).map((one) => quoteLink(one, said))}
</article>`;
}

/** Leads to all that was said under it. */
export const labelChip = (app: string, name: "label" | "sublabel", label: string): Html =>
  html`<a class="chip label" href="${insightsPath({ app, [name]: label })}">${written(label)}</a>`;

export function insightCard(insight: Insight): Html {
  const { attributes, app_name, lang, kind } = insight;
  return html`<article class="said">
<p><a href="${insightPath(insight.id)}">${written(shorten(insight.main_text, 240))}</a></p>
<p class="meta">${sentimentChip(attributes.sentiment)}${priorityChip(attributes.priority)}${chip(kind)}
${attributes.first_order_labels.slice(0, 2).map((label) => labelChip(app_name, "label", label))}
<span>${saidLine(insight)} · ${lang}</span></p>
</article>`;
}
