/** One insight: what was said, how it was understood and why, and what else is like it. */
import { meaningfulTitle } from "../../enrichment/denoise.ts";
import type { Event } from "../../model/event.ts";
import type { Insight } from "../../model/insight.ts";
import { clusterPath, shorten, showDay } from "./formats.ts";
import { type Html, html, linked, written } from "./html.ts";
import { markedText } from "./marked.ts";
import { chip, insightCard, labelChip, priorityChip, sentimentChip } from "./parts.ts";
import { saidLine } from "./said.ts";

/** By id. */
type ThemeNames = ReadonlyMap<string, string>;

const themeLink = (id: string, names: ThemeNames): Html =>
  html`<a href="${clusterPath(id)}">${written(names.get(id) ?? "its theme")}</a>`;

/** What the text tells, by the numbers that stand in it. */
function told({ statements }: Insight, names: ThemeNames): Html | undefined {
  if (statements.length === 0) return undefined;
  const rows = statements.map(
    ({ kind, title, quote, priority, theme, failure }) => html`<li><p><b>${written(title)}</b></p>
<p class="meta">${chip(kind, `tells-${kind}`)}${priorityChip(priority)}${failure !== undefined && chip(failure.replaceAll("-", " "))}<span>${theme === undefined ? "in no theme" : html`theme: ${themeLink(theme, names)}`}</span></p>
<p class="note">“${written(shorten(quote, 200))}”</p></li>`,
  );
  return html`<h2 class="between">What it tells</h2><ol class="told">${rows}</ol>`;
}

function metadataValue(value: unknown): Html {
  if (typeof value === "string")
    return URL.canParse(value) ? linked(value, shorten(value, 100)) : written(shorten(value, 300));
  return written(shorten(JSON.stringify(value) ?? "", 300));
}

const row = (name: string, value: Html | string): Html => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;

function facts(insight: Insight): Html {
  const rows = [
    row("App", written(insight.app_name)),
    row("Source", written(insight.source)),
    row("Date", showDay(insight.date)),
    row("Language", insight.untranslated === true ? `${insight.lang} (not translated)` : insight.lang),
    row("Revision", String(insight.revision)),
    ...Object.entries(insight.metadata)
      .slice(0, 30)
      .map(([name, value]) => row(shorten(name, 60), metadataValue(value))),
  ];
  return html`<section class="card" aria-labelledby="facts"><h2 id="facts">Where it comes from</h2><table class="reasons"><tbody>${rows}</tbody></table></section>`;
}

function understanding({ app_name, attributes, reasons, cluster_id }: Insight, names: ThemeNames): Html {
  const labels = [
    ...attributes.first_order_labels.map((label) => labelChip(app_name, "label", label)),
    ...attributes.second_order_labels.map((label) => labelChip(app_name, "sublabel", label)),
  ];
  const keywords = [...new Set([...attributes.keywords, ...attributes.positive_keywords])];
  return html`<section class="card" aria-labelledby="why"><h2 id="why">How it was understood</h2>
${labels.length > 0 && html`<p class="meta">${labels}</p>`}
${cluster_id !== undefined && html`<p>Theme of its gravest statement: ${themeLink(cluster_id, names)}</p>`}
${keywords.length > 0 && html`<p class="meta">${keywords.map((keyword) => chip(keyword))}</p>`}
<table class="reasons"><tbody>${reasons.map(({ field, why }) => row(field.replace(/^attributes\./, "").replaceAll("_", " "), written(why)))}</tbody></table>
</section>`;
}

/** What the user did before they said it. */
function stepsList(steps: readonly Event[]): Html {
  const items = steps.map(({ timestamp, category, name, data, application }) => {
    const when = `${timestamp.slice(0, 10)} ${timestamp.slice(11, 19)}`;
    const what = shorten(JSON.stringify(data), 200);
    return html`<li><span class="note">${when} ${written(application)}</span> <strong>${written(category)}: ${written(name)}</strong> ${written(what)}</li>`;
  });
  return html`<section class="card whole" aria-labelledby="steps"><h2 id="steps">What they did before</h2><ol>${items}</ol></section>`;
}

export function insightPage(
  insight: Insight,
  similar: readonly Insight[],
  names: ThemeNames,
  steps: readonly Event[] = [],
): Html {
  const { attributes, original_text } = insight;
  const title = meaningfulTitle(insight.subinfo.title, insight.main_text);
  return html`<nav class="back" aria-label="Back"><a href="/?app=${encodeURIComponent(insight.app_name)}">← ${written(insight.app_name)}</a></nav>
<h1 class="visually-hidden">Insight</h1>
<article class="card quote">
${title !== "" && html`<h2>${written(title)}</h2>`}
<p class="said-text"><bdi>${markedText(insight.main_text, insight.statements, insight.phrases)}</bdi></p>
${original_text !== undefined && html`<p class="original" lang="${insight.lang}"><span class="note">In the original:</span> ${written(original_text)}</p>`}
<p class="meta">${sentimentChip(attributes.sentiment)}${priorityChip(attributes.priority)}${chip(insight.kind)}<span>${saidLine(insight)}</span></p>
${told(insight, names)}
</article>
<div class="grid">
${understanding(insight, names)}
${facts(insight)}
${steps.length > 0 && stepsList(steps)}
${similar.length > 0 && html`<section class="card whole" aria-labelledby="similar"><h2 id="similar">People who say much the same</h2>${similar.map(insightCard)}</section>`}
</div>`;
}
