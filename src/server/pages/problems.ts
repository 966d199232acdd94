/** An app's report in sentences: how much there is, the biggest problems in order, what rises, what people wish for. */
import type { AppReport, Change, ReportedTheme } from "../../operations/app-report.ts";
import type { ThemeQuote } from "../../operations/theme-quotes.ts";
import { weekBars } from "./charts.ts";
import { clusterPath, insightPath, insightsPath, plural, shorten, showCount, showDay, ticketPath } from "./formats.ts";
import { type Html, html, written } from "./html.ts";
import { priorityChip } from "./parts.ts";
import { saidLine } from "./said.ts";

/** Feedback that is older than this many days is said to be old. */
const FRESH_DAYS = 3;
const DAY = 86_400;
/** Of a share, as people read it: 17.6 %, 0.4 %. */
export const showShare = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

/** "41 in the last four weeks, 12 in the four before: growing" */
export function changeWords({ recent, before, movement }: Change): string {
  const counts = `${showCount(recent)} in the last four weeks, ${before === 0 ? "none" : showCount(before)} in the four before`;
  return movement === "unclear" ? counts : `${counts}: ${movement}`;
}

export const movementChip = ({ movement }: Change): Html | undefined =>
  movement === "unclear" ? undefined : html`<span class="chip movement-${movement}">${movement}</span>`;

/** Since when, and since which version where earlier ones have none of it. */
export const sinceWords = ({ theme: { first_seen, began_in } }: Pick<ReportedTheme, "theme">): Html =>
  html`since ${showDay(first_seen)}${began_in !== undefined && html`, first in version ${written(began_in)}`}`;

const LONGEST_QUOTE = 220;

export function themeQuote({ statement, insight }: ThemeQuote): Html {
  return html`<blockquote><a href="${insightPath(insight.id)}">${written(shorten(statement.quote, LONGEST_QUOTE))}</a><p class="meta"><span>${saidLine(insight)}</span></p></blockquote>`;
}

function problemItem(one: ReportedTheme, level: "h3" | "h4"): Html {
  const { theme, weeks, quote } = one;
  const link = html`<a href="${clusterPath(theme.id)}">${written(theme.name)}</a>`;
  const title = level === "h3" ? html`<h3>${link}</h3>` : html`<h4>${link}</h4>`;
  return html`<li><div class="problem">
<div class="problem-head">${title}<p class="meta">${priorityChip(theme.priority)}${movementChip(one)}${theme.ticket_id !== undefined && html`<a class="chip label" href="${ticketPath(theme.ticket_id)}">Ticket</a>`}</p></div>
<p class="note">${plural(theme.size, "review")} (${showShare(theme.share)} of those with a problem or wish), ${sinceWords(one)}. ${changeWords(one)}.</p>
${weekBars(weeks, `Reviews a week, the last eight weeks: ${weeks.join(", ")}`)}
${quote !== undefined && themeQuote(quote)}
</div></li>`;
}

const overviewOf = (app: string): string => `/?${new URLSearchParams({ app }).toString()}`;

/** Where the figures end, when that is not about now. */
export function windowWords({ newestAt }: Pick<AppReport, "newestAt">, now: number): Html | undefined {
  if (newestAt === undefined || now - newestAt <= FRESH_DAYS * DAY) return undefined;
  return html` <b>Newest feedback: ${showDay(newestAt)}; figures end there.</b>`;
}

export function inShort(report: AppReport, now: number): Html {
  const { insights, telling, notUnderstood, recent, before, problems, wishes } = report;
  const unread = html`<b>${plural(notUnderstood, "review")} in languages not understood: set <code>TRANSLATE</code>.</b>`;
  return html`<p class="in-short">${plural(insights, "review")} read; ${showCount(telling)} of them ${telling === 1 ? "tells" : "tell"} a problem or a wish, grouped into ${plural(problems.total, "problem")} and ${plural(wishes.total, "wish", "wishes")}.
In the last four weeks ${showCount(recent)} came, in the four before ${showCount(before)}.${windowWords(report, now)}${notUnderstood > 0 && html` ${unread}`}</p>`;
}

const noThemes = (telling: number): Html =>
  telling === 0
    ? html`<p class="empty">No problems yet.</p>`
    : html`<p class="empty">Grouping takes up to half a minute after feedback came in: load this page again.</p>`;

/** `more` leads to all themes. */
export function problemList({ problems, telling }: AppReport, more: Html): Html {
  const { items, total } = problems;
  return html`<section class="card whole" aria-labelledby="problems">
<div class="head"><h2 id="problems">The biggest problems</h2><p class="note">${total > items.length ? `${items.length} of ${showCount(total)}, by how many people tell of it` : plural(total, "problem")}</p></div>
${items.length > 0 ? html`<ol class="problems">${items.map((one) => problemItem(one, "h3"))}</ol>` : noThemes(telling)}
${more}
</section>`;
}

export function risingList({ rising, app }: AppReport): Html {
  const rows = rising.map(
    (one) =>
      html`<li><div><h3><a href="${clusterPath(one.theme.id)}">${written(one.theme.name)}</a></h3><p class="note">${changeWords(one)}.</p></div>${weekBars(one.weeks, `Reviews a week, the last eight weeks: ${one.weeks.join(", ")}`)}</li>`,
  );
  return html`<section class="card" aria-labelledby="rising">
<div class="head"><h2 id="rising">Rising</h2><p class="note">faster than all feedback of ${written(app)}</p></div>
${rows.length > 0 ? html`<ol class="rising">${rows}</ol>` : html`<p class="empty">Nothing rises.</p>`}
</section>`;
}

export function wishList({ wishes, app }: AppReport): Html {
  const rows = wishes.items.map(
    ({ theme, quote }) =>
      html`<li><span class="votes"><b>${showCount(theme.size)}</b> ${theme.size === 1 ? "asks" : "ask"}</span>
<div><h3><a href="${clusterPath(theme.id)}">${written(theme.name)}</a></h3>${quote !== undefined && themeQuote(quote)}</div></li>`,
  );
  return html`<section class="card" aria-labelledby="requests">
<div class="head"><h2 id="requests">What people ask for</h2></div>
<ol class="requests">${rows}</ol>
<nav class="more" aria-label="Requests"><a href="${insightsPath({ app, kind: "request" })}">All that is asked for →</a></nav>
</section>`;
}

/** One of several apps: the first of its problems, and where the others are. */
export function appSummary(report: AppReport, now: number, id: string): Html {
  const { app, problems, telling } = report;
  return html`<section class="card whole" aria-labelledby="${id}">
<div class="head"><h2 id="${id}"><a href="${overviewOf(app)}">${written(app)}</a></h2></div>
${inShort(report, now)}
${problems.items.length > 0 ? html`<h3 class="between">The biggest problems</h3><ol class="problems">${problems.items.map((one) => problemItem(one, "h4"))}</ol>` : noThemes(telling)}
<nav class="more" aria-label="More of ${app}"><a href="${overviewOf(app)}">All about ${written(app)} →</a></nav>
</section>`;
}
