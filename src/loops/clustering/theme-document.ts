/** A theme as it is stored, and the place of an insight in it. Pure. */
import type { EndedCluster, KnownCluster } from "../../clustering/identity.ts";
import { membersOf, statementId, summarise, type ThemeMember } from "../../clustering/theme-members.ts";
import type { Theme } from "../../clustering/themes.ts";
import type { ClusterDocument } from "../../model/cluster.ts";
import type { Statement } from "../../model/insight.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import { gravestOf } from "../../model/statements.ts";
import type { Stored, Version, Write } from "../../store/store.ts";
import { LostRace } from "../../store/written.ts";

const TREND_DAYS = 60;
const DAY = 86_400;

/** What a round needs to know of an insight: an app holds thousands, and whole documents would fill the memory. */
export interface ReadInsight {
  readonly id: string;
  readonly version: Version;
  readonly statements: readonly Statement[];
  readonly members: readonly ThemeMember[];
  readonly appVersion: string | undefined;
  readonly cluster: string | undefined;
  readonly term: number;
}

/** Undefined when it tells nothing. */
export function readOf(
  { id, version, doc }: Stored<InsightDocument>,
  firstOrder: (label: string) => string | undefined,
): ReadInsight | undefined {
  // Insights of before there were statements have none until they are understood anew.
  const statements = doc.statements ?? [];
  if (statements.length === 0) return undefined;
  return {
    id,
    version,
    statements,
    members: membersOf({ ...doc, statements }, firstOrder),
    appVersion: doc.version,
    cluster: doc.cluster_id,
    term: doc.pass_term ?? 0,
  };
}

/** Days of the data, not of the wall: a trend ends with the app's newest insight. */
function trendOf(members: readonly ThemeMember[], newestAt: number): ClusterDocument["trend"] {
  const from = newestAt - TREND_DAYS * DAY;
  const counts = new Map<number, number>();
  const records = new Map(members.map(({ record, at }) => [record, at]));
  for (const at of records.values()) {
    if (at >= from) counts.set(at - (at % DAY), (counts.get(at - (at % DAY)) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([at, count]) => ({ at, count }));
}

export function deadDocument(
  ended: EndedCluster,
  before: ClusterDocument | undefined,
  term: number,
): ClusterDocument[] {
  if (before === undefined) return [];
  const heir = ended.merged_into === undefined ? {} : { merged_into: ended.merged_into };
  return [{ ...before, alive: false, term, lineage: [...before.lineage, ...ended.events], ...heir }];
}

/** The statements that each living cluster has, the earliest first. */
export function knownOf(
  insights: ReadonlyMap<string, ReadInsight>,
  alive: readonly Stored<ClusterDocument>[],
): KnownCluster[] {
  const members = new Map<string, ThemeMember[]>();
  for (const { statements, members: own, cluster } of insights.values()) {
    const isOld = cluster !== undefined && statements.every(({ theme }) => theme === undefined);
    const gravest = isOld ? gravestOf(statements) : -1;
    own.forEach((member, at) => {
      const theme = at === gravest ? cluster : statements[at]!.theme;
      if (theme === undefined) return;
      const list = members.get(theme) ?? [];
      members.set(theme, list);
      list.push(member);
    });
  }
  const earliestFirst = (a: ThemeMember, b: ThemeMember): number => a.at - b.at || (a.id < b.id ? -1 : 1);
  return alive.map(({ doc }) => ({
    id: doc.id,
    born: doc.lineage[0]?.at ?? 0,
    members: (members.get(doc.id) ?? []).sort(earliestFirst).map(({ id }) => id),
  }));
}

/** The document of a theme. `before`: as it is stored. */
export function documentOf(
  theme: Theme,
  app: string,
  members: ReadonlyMap<string, ThemeMember>,
  facts: { readonly versions: ReadonlyMap<string, number>; readonly insights: number; readonly newestAt: number },
  before: ClusterDocument | undefined,
  term: number,
): ClusterDocument {
  const own = theme.central.flatMap((id) => members.get(id) ?? []);
  const { first_seen, last_seen, versions, ...summary } = summarise(own, facts.versions);
  return {
    id: theme.id,
    app,
    kind: theme.kind,
    label: theme.label ?? theme.title,
    name: theme.title,
    failure: theme.failure,
    ...summary,
    share: Math.round((summary.size / Math.max(1, facts.insights)) * 10_000) / 10_000,
    versions: [...versions],
    sentiment: { ...summary.sentiment },
    first_seen,
    last_seen,
    trend: trendOf(own, facts.newestAt),
    lineage: [...(before?.lineage ?? []), ...theme.events],
    term,
    alive: true,
  };
}

/** The write that tells an insight which themes its statements are in; undefined when it knows. */
export function placing(
  read: ReadInsight,
  themeOf: ReadonlyMap<string, string>,
  term: number,
): Write<InsightDocument> | undefined {
  const { id, version } = read;
  const statements = read.statements.map((statement, at): Statement => {
    const { theme: _, ...rest } = statement;
    const theme = themeOf.get(statementId(id, at));
    return theme === undefined ? rest : { ...rest, theme };
  });
  const themes = [...new Set(statements.flatMap(({ theme }) => theme ?? []))];
  const cluster = statements[gravestOf(statements)]?.theme ?? themes[0];
  const isPlaced = statements.every(({ theme }, at) => theme === read.statements[at]!.theme);
  if (isPlaced && read.cluster === cluster) return undefined;
  if (read.term > term) throw new LostRace("a later term placed the insight");
  const set: Partial<InsightDocument> = { pass_term: term, statements, themes };
  // An absent cluster has to be said: what is not named stays.
  return { op: "update", id, version, set: Object.assign(set, { cluster_id: cluster }) };
}
