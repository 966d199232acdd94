/** The statements of insights as members of themes, and what a theme's members say of it together. */
import type { Cluster } from "../model/cluster.ts";
import { type Insight, type Priority, priorities, priorityRank, type Statement } from "../model/insight.ts";
import { compareVersions } from "../model/version.ts";
import { isWell } from "../text/statements/well.ts";
import { markOf } from "./statement-marks.ts";
import type { ThemeStatement } from "./theme.ts";

/** What is told of a theme is told by its members: one statement, and the insight it stands in. */
export interface ThemeMember extends ThemeStatement {
  readonly mark: string;
  readonly statement: Statement;
  /** The statement in its own words; `quote` is in English. */
  readonly said: string;
  readonly priority: Priority;
  readonly sentiment: string;
  readonly version: string | undefined;
  /** Part of a burst of near-identical texts. */
  readonly isCampaign: boolean;
}

export interface ThemeSummary {
  /** Insights. */
  readonly size: number;
  readonly priority: Priority;
  /** Unix seconds. */
  readonly first_seen: number;
  readonly last_seen: number;
  readonly sentiment: Readonly<Record<string, number>>;
  /** Insights by version, in version order; `share` of the theme's insights that have one. */
  readonly versions: readonly { readonly version: string; readonly count: number; readonly share: number }[];
  /** Share of its insights that are part of a burst of near-identical texts, where some are. */
  readonly campaign?: number;
  /** The first version that tells of it, when earlier ones are known that don't. */
  readonly began_in?: string;
}

/** What the figures of a theme are compared with. */
export interface AppFacts {
  /** Insights of the app by version. */
  readonly versions: ReadonlyMap<string, number>;
  /** Insights of the app that tell something. */
  readonly insights: number;
  /** Unix seconds: of the app's newest insight, and of now. */
  readonly newestAt: number;
  readonly at: number;
}

const TREND_DAYS = 60;
const DAY = 86_400;
/** A theme is as urgent as the most urgent fifth of its members. */
const URGENT_SHARE = 0.2;
/** A version began a theme when so many insights of earlier versions say nothing of it. */
const ENOUGH_BEFORE = 10;

/** The id of a statement: its insight and its place among that insight's statements. */
export const statementId = (insight: string, index: number): string => `${insight}.${index}`;

type Source = Pick<Insight, "id" | "date" | "statements" | "version" | "attributes"> & {
  readonly marks?: Insight["marks"];
};

/** `firstOrder`: the first-order label of a second-order one. */
export function membersOf(insight: Source, firstOrder: (label: string) => string | undefined): ThemeMember[] {
  return insight.statements.map((statement, index) => ({
    id: statementId(insight.id, index),
    mark: markOf(insight.id, statement),
    statement,
    record: insight.id,
    at: insight.date,
    kind: statement.kind,
    // Statements are compared in English, in whatever language they are told.
    quote: statement.gloss ?? statement.quote,
    said: statement.quote,
    ...(statement.object === undefined ? {} : { object: statement.object }),
    label: statement.label === undefined ? undefined : firstOrder(statement.label),
    priority: statement.priority,
    sentiment: insight.attributes.sentiment,
    version: insight.version,
    isCampaign: insight.marks?.campaign !== undefined,
  }));
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** `known`: insights of the app by version, whatever they tell. */
export function summarise(members: readonly ThemeMember[], known: ReadonlyMap<string, number>): ThemeSummary {
  const records = [...new Map(members.map((member) => [member.record, member])).values()];
  const urgency = members.map(({ priority }) => priorityRank[priority]).sort((a, b) => b - a);
  const byVersion = countBy(records, ({ version }) => version);
  const versioned = [...byVersion.values()].reduce((sum, count) => sum + count, 0);
  const versions = [...byVersion]
    .sort(([a], [b]) => compareVersions(a, b))
    .map(([version, count]) => ({ version, count, share: Math.round((count / versioned) * 1000) / 1000 }));
  const campaign = records.filter(({ isCampaign }) => isCampaign).length;
  const began = beganIn(versions[0]?.version, known);
  return {
    size: records.length,
    priority: priorities[urgency[Math.floor(URGENT_SHARE * (urgency.length - 1))]!]!,
    first_seen: records.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY),
    last_seen: records.reduce((most, { at }) => Math.max(most, at), 0),
    sentiment: Object.fromEntries(countBy(records, ({ sentiment }) => sentiment)),
    versions,
    ...(campaign === 0 ? {} : { campaign: Math.round((campaign / records.length) * 1000) / 1000 }),
    ...(began === undefined ? {} : { began_in: began }),
  };
}

function beganIn(first: string | undefined, known: ReadonlyMap<string, number>): string | undefined {
  if (first === undefined) return undefined;
  let before = 0;
  for (const [version, count] of known) if (compareVersions(version, first) < 0) before += count;
  return before >= ENOUGH_BEFORE ? first : undefined;
}

/** Days of the data, not of the wall: a trend ends with the app's newest insight. */
function trendOf(members: readonly ThemeMember[], newestAt: number): Cluster["trend"] {
  const from = newestAt - TREND_DAYS * DAY;
  const counts = new Map<number, number>();
  const records = new Map(members.map(({ record, at }) => [record, at]));
  for (const at of records.values()) {
    if (at >= from) counts.set(at - (at % DAY), (counts.get(at - (at % DAY)) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([at, count]) => ({ at, count }));
}

/** All that a theme's document says of its members. */
export function figuresOf(members: readonly ThemeMember[], { versions: known, insights, newestAt }: AppFacts) {
  const { versions, sentiment, ...summary } = summarise(members, known);
  return {
    ...summary,
    share: Math.round((summary.size / Math.max(1, insights)) * 10_000) / 10_000,
    versions: [...versions],
    sentiment: { ...sentiment },
    trend: trendOf(members, newestAt),
  };
}

/** Distinct quotes, the first ones first; short ones say nothing, long ones aren't read, and of problems some only name what fails. */
export function chooseQuotes(central: readonly ThemeMember[], most: number): ThemeMember[] {
  const seen = new Set<string>();
  const people = new Set<string>();
  const fits = central.filter(({ quote, record }) => {
    const key = quote
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
      .trim();
    if (seen.has(key) || people.has(record)) return false;
    seen.add(key);
    people.add(record);
    return true;
  });
  const readable = fits.filter(({ quote }) => quote.length <= 240 && quote.includes(" "));
  const telling = readable.filter(({ kind, quote }) => kind === "wish" || !isWell(quote));
  const rest = (all: readonly ThemeMember[], taken: readonly ThemeMember[]) =>
    all.filter((one) => !taken.includes(one));
  return [...telling, ...rest(readable, telling), ...rest(fits, readable)].slice(0, most);
}
