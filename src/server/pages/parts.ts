/** Pieces that several pages show: labels, sentiments, priorities, quotes. */
import type { Insight } from "../../model/insight.ts";
import type { Evidence, Ticket } from "../../model/ticket.ts";
import { insightPath, shorten, showDay } from "./formats.ts";
import { type Html, html, written } from "./html.ts";

export const chip = (text: string, className = ""): Html =>
  html`<span class="chip ${className}">${written(text)}</span>`;

export const sentimentChip = (sentiment: string): Html => chip(sentiment, `is-${sentiment}`);
export const priorityChip = (priority: string): Html => chip(priority, `priority-${priority.toLowerCase()}`);

const TICKET_PRIORITIES = ["Low", "High", "High", "Critical"] as const;
const URGENCY = ["P3", "P2", "P1", "P0"] as const;

/** A ticket's 0 to 3 in words: the original snap-in reads 1 and above as High. */
export function ticketPriorityChip(priority: Ticket["priority"]): Html {
  const name = TICKET_PRIORITIES[priority] ?? "Low";
  return chip(`${URGENCY[priority] ?? "P3"} ${name}`, `priority-${name.toLowerCase()}`);
}

export const statusChip = (status: Ticket["status"]): Html =>
  chip(status === "in_progress" ? "In progress" : status === "closed" ? "Closed" : "Open", `status-${status}`);

/** What somebody said, leading to where it was said. */
export const quoteLink = ({ insight_id, quote }: Pick<Evidence, "insight_id" | "quote">): Html =>
  html`<blockquote><a href="${insightPath(insight_id)}">${written(shorten(quote, 220))}</a></blockquote>`;

export function insightCard(insight: Insight): Html {
  const { attributes, source, lang, date, kind } = insight;
  return html`<article class="said">
<p><a href="${insightPath(insight.id)}">${written(shorten(insight.main_text, 240))}</a></p>
<p class="meta">${sentimentChip(attributes.sentiment)}${priorityChip(attributes.priority)}${chip(kind)}
${attributes.first_order_labels.slice(0, 2).map((label) => chip(label, "label"))}
<span>${written(source)} · ${lang} · ${showDay(date)}</span></p>
</article>`;
}
