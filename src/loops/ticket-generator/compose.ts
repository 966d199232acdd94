/** Composing a ticket from a cluster and its high-priority insights. Pure: the same evidence gives the same ticket. */
import type { ClusterDocument } from "../../model/cluster.ts";
import { ticketId } from "../../model/identity.ts";
import { priorityRank, type Statement } from "../../model/insight.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import { type Evidence, shownQuote, type TicketItem } from "../../model/ticket.ts";
import { ticketSentences } from "../../model/ticket-sentences.ts";
import { isoDay } from "../../model/times.ts";
import { isWell } from "../../text/statements/well.ts";
import { searchWords } from "../../text/words.ts";

const { say } = ticketSentences;

/** On the wire; the rest of the ids is in `source review ids`. */
const MAX_EVIDENCE = 20;
/** SQS messages end at 240 KB, DevRev's bodies at 65,536 characters. */
const MAX_REVIEW_IDS = 1_000;
const MAX_TITLE = 256;
const MAX_TAGS = 10;
const QUOTE_LENGTH = 300;
/** Fewer words than these quote nothing. */
const QUOTE_WORDS = 3;

export interface Composed {
  readonly item: Omit<TicketItem, "date" | "metadata"> & {
    readonly metadata: Omit<TicketItem["metadata"], "revision">;
  };
  readonly evidence: readonly Evidence[];
}

export interface ComposeOptions {
  /** Where people see the dashboard. */
  readonly publicUrl: string;
  /** How many High and Critical insights there are; `insights` may hold fewer. */
  readonly total: number;
  readonly critical: number;
  /** Unix seconds of the app's newest feedback: its weeks end there. */
  readonly newestAt: number;
}

/** The statements of an insight that tell of a theme, the gravest first. */
const statementsIn = ({ statements = [] }: Pick<InsightDocument, "statements">, theme: string): Statement[] =>
  statements.filter((one) => one.theme === theme).sort((a, b) => priorityRank[b.priority] - priorityRank[a.priority]);

/** Whether an insight tells of a theme as something urgent: it may tell of others, less urgent, as well. */
export const isUrgentIn = (insight: Pick<InsightDocument, "statements">, theme: string): boolean =>
  priorityRank[statementsIn(insight, theme)[0]?.priority ?? "Low"] >= 2;

/** What an insight says of the theme; where it says nothing of it any more, its beginning. */
export function quoteOf(insight: InsightDocument, theme: string): Evidence {
  const [told] = statementsIn(insight, theme);
  const start = told?.start ?? 0;
  const end = told?.end ?? Math.min(insight.main_text.length, QUOTE_LENGTH);
  return { insight_id: insight.id, quote: insight.main_text.slice(start, end), start, end };
}

/**
 * Those that say it in a clause come before those of one word or a story, of these who says what is wrong before who only names
 * it, and then who says most of what the title says; else the order stays.
 */
function tellingFirst(insights: readonly InsightDocument[], { id, name }: ClusterDocument): InsightDocument[] {
  const title = new Set(searchWords(name));
  const told = insights.map((insight) => {
    const { quote } = quoteOf(insight, id);
    const isClause = quote.trim().split(/\s+/).length >= QUOTE_WORDS && quote.length <= QUOTE_LENGTH;
    const said = new Set(searchWords(quote).filter((word) => title.has(word)));
    const [told] = statementsIn(insight, id);
    const isIll = !isWell(told?.gloss ?? quote);
    return { insight, worth: (isClause ? (isIll ? 2 : 1) * (title.size + 1) : 0) + said.size };
  });
  return told.toSorted((one, other) => other.worth - one.worth).map(({ insight }) => insight);
}

/** 3 from three Critical insights, or one among ten; 2 from one Critical or ten High; else 1. */
export function ticketPriority({ total, critical }: Pick<ComposeOptions, "total" | "critical">): 1 | 2 | 3 {
  if (critical >= 3 || (critical >= 1 && total >= 10)) return 3;
  return critical >= 1 || total >= 10 ? 2 : 1;
}

/** The most frequent first, ties in code-unit order. */
function mostFrequent(values: readonly string[], count: number): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, count)
    .map(([value]) => value);
}

/** In the description, for whoever reads no further; the rest is in the evidence. */
const QUOTES_SHOWN = 3;

function shownQuotes(evidence: readonly Evidence[]): string[] {
  const said = evidence.map(({ quote }) => shownQuote(quote)).filter((quote) => quote !== "");
  return [...new Set(said)].slice(0, QUOTES_SHOWN).map((quote) => `> ${quote}`);
}

const WEEK = 7 * 86_400;

/**
 * How the last week of the app's feedback stands to the four before it, in words; nothing when too few tell of it. It names the
 * day where the week ends: a description stands until the ticket's next revision.
 */
function growthOf({ trend, first_seen, last_seen }: ClusterDocument, newestAt: number): string[] {
  const between = (from: number, to: number): number =>
    trend.reduce((sum, { at, count }) => (at > from && at <= to ? sum + count : sum), 0);
  const last = between(newestAt - WEEK, newestAt);
  const before = between(newestAt - 5 * WEEK, newestAt - WEEK) / 4;
  const end = isoDay(newestAt);
  if (last === 0 && newestAt - last_seen > WEEK) return [say("over", { after: isoDay(last_seen), end })];
  if (last_seen - first_seen < WEEK) return [say("withinWeek")];
  if (last + before < 5) return [];
  const change = last > before * 1.5 ? "growing" : last < before / 1.5 ? "fading" : "steady";
  return [say(change, { end, last, before: before.toFixed(1) })];
}

/** The days on which they were told, the first and the last. */
export const daysOf = (insights: readonly Pick<InsightDocument, "date">[]): readonly string[] =>
  [Math.min, Math.max].map((choose) => isoDay(choose(...insights.map(({ date }) => date))));

function describe(
  cluster: ClusterDocument,
  insights: readonly InsightDocument[],
  evidence: readonly Evidence[],
  url: string,
  options: ComposeOptions,
): string {
  const [first = "", last = ""] = daysOf(insights);
  const { total, critical } = options;
  const facts = { total, app: cluster.app, critical, size: cluster.size, since: isoDay(cluster.first_seen) };
  const versions = cluster.versions.toSorted((a, b) => b.count - a.count).slice(0, 5);
  const languages = mostFrequent(
    insights.map((insight) => insight.lang),
    5,
  );
  const lines = [
    first === last
      ? say("reportedOn", { ...facts, day: first })
      : say("reportedFrom", { ...facts, from: first, to: last }),
    ...(cluster.began_in === undefined ? [] : [say("beganIn", { version: cluster.began_in })]),
    ...growthOf(cluster, options.newestAt),
    ...(versions.length > 0
      ? [say("versions", { versions: versions.map(({ version, count }) => `${version} (${count})`).join(", ") })]
      : []),
    ...(languages.length > 1 ? [say("languages", { languages: languages.join(", ") })] : []),
    ...shownQuotes(evidence),
    say("allSaid", { url }),
  ];
  return lines.join("\n");
}

/** What a merged ticket says from its last revision on. `name`: what the other one is called by who follows this one. */
export const mergedDescription = (before: string, name: string, url: string): string =>
  `${say("mergedInto", { name, url })}\n${before}`;

/** How people call a work item: `TKT-14` of DevRev's `…:ticket/14`, else its id. */
export function workName(id: string): string {
  const [, kind = "", number = ""] = /:(ticket|issue)\/(\d+)$/.exec(id) ?? [];
  return number === "" ? id : `${kind === "ticket" ? "TKT" : "ISS"}-${number}`;
}

/** `insights`: the most urgent first, at least one. */
export function composeTicket(
  cluster: ClusterDocument,
  insights: readonly InsightDocument[],
  options: ComposeOptions,
): Composed {
  const id = ticketId(cluster.id);
  const url = `${options.publicUrl}/tickets/${id}`;
  const evidence = tellingFirst(insights, cluster)
    .slice(0, MAX_EVIDENCE)
    .map((insight) => quoteOf(insight, cluster.id));
  // Few, and the same for many tickets: DevRev keeps every tag for good.
  const failure = cluster.failure === undefined ? [] : [cluster.failure.replaceAll("-", " ")];
  const tags = cluster.label === cluster.name ? failure : [cluster.label, ...failure];
  return {
    item: {
      title: (cluster.name === "" ? cluster.label : cluster.name).slice(0, MAX_TITLE),
      description: describe(cluster, insights, evidence, url, options),
      tags: [...new Set(tags)].slice(0, MAX_TAGS),
      metadata: {
        common_label: cluster.label,
        "source review ids": insights.slice(0, MAX_REVIEW_IDS).map((insight) => insight.id),
        ticket_id: id,
        app: cluster.app,
        url,
        evidence: evidence.map(({ insight_id, quote }) => ({ insight_id, quote })),
      },
      priority: ticketPriority(options),
    },
    evidence,
  };
}
