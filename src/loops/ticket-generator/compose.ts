/** Composing a ticket from a cluster and its high-priority insights. Pure: the same evidence gives the same ticket. */
import type { ClusterDocument } from "../../model/cluster.ts";
import { ticketId } from "../../model/identity.ts";
import type { Phrase } from "../../model/insight.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import type { Evidence, TicketItem } from "../../model/ticket.ts";
import { isoDay } from "../../model/times.ts";
import { searchWords } from "../../text/words.ts";

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
}

const stemsOf = (text: string): ReadonlySet<string> => new Set(searchWords(text).filter((word) => word.length > 2));

/** The clause that says what is wrong: of those long enough to say something, the one nearest to what the cluster is about, then the most negative; without any, the beginning. */
export function quoteOf(insight: InsightDocument, about: ReadonlySet<string> = new Set()): Evidence {
  const shared = ({ text }: Phrase): number => [...stemsOf(text)].filter((word) => about.has(word)).length;
  const [best] = insight.phrases
    .filter(
      ({ text, polarity, start, end }) =>
        polarity === "negative" && end - start <= QUOTE_LENGTH && text.trim().split(/\s+/).length >= QUOTE_WORDS,
    )
    .map((phrase) => ({ phrase, shared: shared(phrase) }))
    .sort((a, b) => b.shared - a.shared || a.phrase.score - b.phrase.score || a.phrase.start - b.phrase.start);
  const start = best?.phrase.start ?? 0;
  const end = best?.phrase.end ?? Math.min(insight.main_text.length, QUOTE_LENGTH);
  return { insight_id: insight.id, quote: insight.main_text.slice(start, end), start, end };
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
const QUOTE_SHOWN_LENGTH = 200;

function shownQuotes(evidence: readonly Evidence[]): string[] {
  const said = evidence.map(({ quote }) => quote.replace(/\s+/g, " ").trim()).filter((quote) => quote !== "");
  return [...new Set(said)]
    .slice(0, QUOTES_SHOWN)
    .map(
      (quote) =>
        `> ${quote.length > QUOTE_SHOWN_LENGTH ? `${quote.slice(0, QUOTE_SHOWN_LENGTH).toWellFormed()}…` : quote}`,
    );
}

function describe(
  cluster: ClusterDocument,
  insights: readonly InsightDocument[],
  evidence: readonly Evidence[],
  url: string,
  options: ComposeOptions,
): string {
  const dates = insights.map((insight) => insight.date);
  const versions = mostFrequent(
    insights.flatMap((insight) =>
      typeof insight.metadata.version === "string" && insight.metadata.version !== "" ? [insight.metadata.version] : [],
    ),
    5,
  );
  const languages = mostFrequent(
    insights.map((insight) => insight.lang),
    5,
  );
  const lines = [
    `${options.total} high-priority reports of ${cluster.app} under "${cluster.label}", ${options.critical} of them critical, from ${isoDay(Math.min(...dates))} to ${isoDay(Math.max(...dates))}; ${cluster.size} in all say something like it.`,
    ...(versions.length > 0 ? [`App versions named: ${versions.join(", ")}.`] : []),
    ...(languages.length > 1 ? [`Languages: ${languages.join(", ")}.`] : []),
    ...shownQuotes(evidence),
    `All that people said, word for word: ${url}`,
  ];
  return lines.join("\n");
}

/** What a merged ticket says from its last revision on. `name`: what the other one is called by who follows this one. */
export const mergedDescription = (before: string, name: string, url: string): string =>
  `Merged into ${name}: what is reported here is counted there from now on (${url}).\n${before}`;

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
  const about = stemsOf(cluster.name);
  const evidence = insights.slice(0, MAX_EVIDENCE).map((insight) => quoteOf(insight, about));
  const tags = [
    cluster.label,
    ...mostFrequent(
      insights.flatMap((insight) => insight.attributes.second_order_labels),
      4,
    ),
    ...mostFrequent(
      insights.flatMap((insight) => insight.attributes.keywords),
      5,
    ),
  ];
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
