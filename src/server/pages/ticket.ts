/** One ticket with its proof: every quote leads to the feedback it is from. */
import type { Ticket } from "../../model/ticket.ts";
import { clusterPath, plural, showDay, ticketPath } from "./formats.ts";
import { type Html, html, written } from "./html.ts";
import { chip, labelChip, priorityScale, quoteLink, statusChip, ticketPriorityChip } from "./parts.ts";
import type { SaidById } from "./said.ts";

export function ticketPage(ticket: Ticket, said: SaidById): Html {
  const { metadata, work } = ticket;
  const reviews = metadata["source review ids"].length;
  const merged = metadata.merged_into;
  return html`<nav class="back" aria-label="Back"><a href="/?app=${encodeURIComponent(ticket.app)}">← ${written(ticket.app)}</a></nav>
<article class="card">
<p class="meta">${ticketPriorityChip(ticket.priority)}${statusChip(ticket.status)}${metadata.regression === true && chip("Regression", "priority-critical")}
<span>revision ${ticket.revision} · ${plural(reviews, "review")} · since ${showDay(ticket.created_at)}, changed ${showDay(ticket.updated_at)}</span></p>
<h1>${written(ticket.title)}</h1>
${merged !== undefined && html`<p class="note">Merged into <a href="${ticketPath(merged)}">another ticket</a>.</p>`}
<p class="description"><bdi>${ticket.description}</bdi></p>
<p class="meta">${ticket.tags.map((tag) => labelChip(ticket.app, tag === metadata.common_label ? "label" : "sublabel", tag))}<a href="${clusterPath(ticket.cluster_id)}">The theme that it was made of</a></p>
${priorityScale}
${work !== undefined && html`<p class="note">Work item ${work.id === undefined ? "" : written(work.id)}: ${work.state}, revision ${work.revision}.</p>`}
</article>
<section class="card" aria-labelledby="evidence"><h2 id="evidence">Evidence</h2>
<div class="evidence">${ticket.evidence.map((one) => quoteLink(one, said))}</div>
</section>`;
}
