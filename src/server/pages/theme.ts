/** One theme: how it goes, of which versions, in people's words, what is wished for beside it, and how it came about. */
import type { LineageEvent } from "../../model/cluster.ts";
import { clusterIsUnlabelled } from "../../model/cluster.ts";
import type { ThemeQuote } from "../../operations/theme-quotes.ts";
import type { ThemeReport, ThemeVersion } from "../../operations/theme-report.ts";
import type { TrendPoint } from "../../store/store.ts";
import { barChart, stackedBar } from "./charts.ts";
import { clusterPath, insightPath, insightsPath, plural, showCount, showDay, ticketPath } from "./formats.ts";
import { type Html, html, written } from "./html.ts";
import { statementInText } from "./marked.ts";
import { chip, labelChip, priorityChip } from "./parts.ts";
import { changeWords, movementChip, showShare, sinceWords, windowWords } from "./problems.ts";
import { saidLine } from "./said.ts";

const DAY = 86_400;
const WEEK = 7 * DAY;
const MOST_WEEKS = 104;
const SHOWN_VERSIONS = 20;

/** Counts of each week to the one of `end`, those without any too, oldest first. */
export function everyWeek(
  points: readonly TrendPoint[],
  end: number,
): { readonly at: number; readonly count: number }[] {
  const [first] = points;
  if (first === undefined) return [];
  const counts = new Map(points.map(({ at, count }) => [at, count]));
  const last = Math.max(points.at(-1)!.at, first.at + Math.floor((end - first.at) / WEEK) * WEEK);
  const weeks = Array.from(
    { length: Math.min(MOST_WEEKS, (last - first.at) / WEEK + 1) },
    (_, ago) => last - ago * WEEK,
  );
  return weeks.reverse().map((at) => ({ at, count: counts.get(at) ?? 0 }));
}

function trendSection(report: ThemeReport): Html {
  const weeks = everyWeek(report.trend, report.newestAt);
  const [first] = weeks;
  if (first === undefined)
    return html`<section class="card" aria-labelledby="trend"><h2 id="trend">Week by week</h2><p class="empty">No feedback.</p></section>`;
  const highest = weeks.reduce((most, week) => (week.count > most.count ? week : most));
  const rows = weeks.map(
    ({ at, count }) => html`<tr><th scope="row">${showDay(at)}</th><td>${showCount(count)}</td></tr>`,
  );
  const counts = weeks.map(({ count }) => count);
  const isCut = report.newestAt < weeks.at(-1)!.at + WEEK - DAY;
  return html`<section class="card" aria-labelledby="trend"><div class="head"><h2 id="trend">Week by week</h2></div>
${barChart(counts, `Reviews a week over ${plural(weeks.length, "week")}, at most ${highest.count}`)}
<p class="axis"><span>${showDay(first.at)}</span><span>${showDay(weeks.at(-1)!.at)}</span></p>
<p class="note">Most in the week of ${showDay(highest.at)}: ${showCount(highest.count)}.${isCut && " The last week is not whole."} ${changeWords(report)}.</p>
<details><summary>As a table</summary><table class="reasons"><thead><tr><th scope="col">Week of</th><th scope="col">Reviews</th></tr></thead><tbody>${rows}</tbody></table></details>
</section>`;
}

function versionRow(app: string, id: string, { version, count, all }: ThemeVersion, most: number): Html {
  const share = all === 0 ? 0 : count / all;
  const link = insightsPath({ app, cluster: id, version });
  const words = `${showCount(count)} of ${showCount(all)}, ${showShare(share)}`;
  return html`<li><a class="name" href="${link}">${written(version)}</a> <span class="note">${words}</span>${stackedBar([{ value: count, className: "week-recent", title: words }], most, `${version}: ${words}`)}</li>`;
}

function versionSection({ theme, versions }: ThemeReport): Html {
  const shown = versions.slice(-SHOWN_VERSIONS);
  const most = Math.max(1, ...shown.map(({ count }) => count));
  const left = versions.length - shown.length;
  return html`<section class="card" aria-labelledby="versions"><div class="head"><h2 id="versions">By version</h2><p class="note">how many of a version's reviews tell of it</p></div>
${left > 0 && html`<p class="note">${plural(left, "earlier version")} not shown.</p>`}
${shown.length > 0 ? html`<ol class="versions">${shown.map((one) => versionRow(theme.app, theme.id, one, most))}</ol>` : html`<p class="empty">No review of it names a version.</p>`}
</section>`;
}

const quote = ({ statement, insight }: ThemeQuote): Html =>
  html`<article class="said"><p><bdi>${statementInText(insight.main_text, statement)}</bdi></p>
<p class="meta"><span>${saidLine(insight)}</span><a href="${insightPath(insight.id)}">The whole review</a></p></article>`;

function quoteSection({ theme, quotes }: ThemeReport): Html {
  const { app, id, size } = theme;
  return html`<section class="card" aria-labelledby="said"><div class="head"><h2 id="said">What people say</h2></div>
${quotes.length > 0 ? quotes.map(quote) : html`<p class="empty">No quotes.</p>`}
<nav class="more" aria-label="All"><a href="${insightsPath({ app, cluster: id })}">All ${plural(size, "insight")} →</a></nav></section>`;
}

function wishSection({ wishes }: ThemeReport): Html | undefined {
  if (wishes.length === 0) return undefined;
  const rows = wishes.map(
    ({ theme, both }) =>
      html`<li><a href="${clusterPath(theme.id)}">${written(theme.name)}</a> <span class="note">${plural(theme.size, "review")}${both > 0 && `, ${showCount(both)} of them tell of this too`}</span></li>`,
  );
  return html`<section class="card" aria-labelledby="wishes"><div class="head"><h2 id="wishes">Wishes alike</h2></div><ul class="fields">${rows}</ul></section>`;
}

function lineageWords({ what, with: others = [] }: LineageEvent, { names, mergedInto }: ThemeReport): Html {
  const themes = others.map(
    (id, at) => html`${at > 0 && ", "}<a href="${clusterPath(id)}">${written(names.get(id) ?? id.slice(0, 8))}</a>`,
  );
  switch (what) {
    case "born":
      return others.length === 0 ? html`first found` : html`split off from ${themes}`;
    case "grew":
      return html`grew`;
    case "merged":
      return mergedInto !== undefined && others.includes(mergedInto)
        ? html`merged into ${themes}`
        : html`took in ${themes}`;
    case "split":
      return html`part of it became ${themes}`;
    case "died":
      return html`ended: too few tell of it`;
    case "renamed":
      return html`was given its title`;
    case "moved":
      return html`statements were moved${others.length > 0 && html`: ${themes}`}`;
    case "muted":
      return html`was muted until it grows`;
    case "escalated":
      return html`grew so much that it speaks again`;
    case "fixed":
      return html`was said to be fixed`;
    case "undone":
      return html`a decision was undone`;
    default:
      return what satisfies never;
  }
}

function fate({ alive, mergedInto, names }: ThemeReport): Html | undefined {
  if (alive) return undefined;
  if (mergedInto === undefined) return html`<p class="note">This theme has ended: too few tell of it.</p>`;
  return html`<p class="note">This theme was merged into <a href="${clusterPath(mergedInto)}">${written(names.get(mergedInto) ?? "another theme")}</a>.</p>`;
}

/** `now`: unix seconds. */
export function themePage(report: ThemeReport, now: number): Html {
  const { theme } = report;
  const { id, app, kind, label, name, failure, size, share, priority, ticket_id } = theme;
  return html`<nav class="back" aria-label="Back"><a href="/?${new URLSearchParams({ app }).toString()}">← ${written(app)}</a></nav>
<article class="card"><p class="meta">${chip(kind, `tells-${kind}`)}${priorityChip(priority)}${movementChip(report)}${clusterIsUnlabelled(theme) ? chip("no label fits") : labelChip(app, "label", label)}${failure !== undefined && chip(`failure: ${failure.replaceAll("-", " ")}`)}</p>
<h1>${written(name)}</h1>
${fate(report)}
<p>${plural(size, "review")} ${size === 1 ? "tells" : "tell"} of it, ${showShare(share)} of those with a problem or wish, ${sinceWords({ theme })}, last on ${showDay(theme.last_seen)}. ${changeWords(report)}.${windowWords(report, now)}</p>
<p class="meta links">${ticket_id === undefined ? html`<span>No ticket was made of it.</span>` : html`<a href="${ticketPath(ticket_id)}">The ticket that was made of it</a>`}<a href="${insightsPath({ app, cluster: id })}">All its insights</a></p>
</article>
<div class="grid">
${trendSection(report)}
${versionSection(report)}
<div class="whole">${quoteSection(report)}</div>
${wishSection(report)}
<section class="card${report.wishes.length === 0 && " whole"}" aria-labelledby="lineage"><div class="head"><h2 id="lineage">How the theme came about</h2></div><ul class="fields">${theme.lineage.map((event) => html`<li>${showDay(event.at)}: ${lineageWords(event, report)}</li>`)}</ul></section>
</div>`;
}
