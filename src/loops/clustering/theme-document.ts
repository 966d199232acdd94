/** A theme as it is stored, and the place of an insight in it. Pure. */
import type { EndedCluster, KnownCluster } from "../../clustering/identity.ts";
import { type HeldDecision, placementsOf, type ThemePlacements } from "../../clustering/placements.ts";
import { insightOfMark, placeOfMark } from "../../clustering/statement-marks.ts";
import { LOOKED_AT, tellingFirst } from "../../clustering/telling.ts";
import type { Theme } from "../../clustering/theme.ts";
import { type AppFacts, figuresOf, membersOf, statementId, type ThemeMember } from "../../clustering/theme-members.ts";
import { listening } from "../../clustering/theme-mute.ts";
import type { ClusterDocument } from "../../model/cluster.ts";
import type { Statement } from "../../model/insight.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import { gravestOf } from "../../model/statements.ts";
import type { Stored, Version, Write } from "../../store/store.ts";
import { LostRace } from "../../store/written.ts";

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

/** What people decided, for the statements there are. `themes`: all of the app, dead ones too. */
export function decidedOf(
  decisions: readonly HeldDecision[],
  insights: ReadonlyMap<string, ReadInsight>,
  themes: ReadonlyMap<string, Stored<ClusterDocument>>,
): { readonly placements?: ThemePlacements; readonly titles?: ReadonlyMap<string, string> } {
  const titles = new Map(
    [...themes.values()].flatMap(({ id, doc }) =>
      doc.people?.title === undefined ? [] : [[id, doc.people.title] as const],
    ),
  );
  const find = (mark: string): string | undefined => {
    const read = insights.get(insightOfMark(mark));
    const place = read === undefined ? -1 : placeOfMark(mark, read.statements);
    return read === undefined || place < 0 ? undefined : statementId(read.id, place);
  };
  const placing = decisions.some(({ members }) => members.length > 0);
  return {
    ...(placing ? { placements: placementsOf(decisions, find, (theme) => heirOf(theme, themes)) } : {}),
    ...(titles.size === 0 ? {} : { titles }),
  };
}

/** The living theme that one became, as far as it is known. */
function heirOf(theme: string, themes: ReadonlyMap<string, Stored<ClusterDocument>>): string {
  const met = new Set<string>();
  let at = theme;
  for (;;) {
    const next = themes.get(at)?.doc;
    if (next === undefined || next.alive || next.merged_into === undefined || met.has(at)) return at;
    met.add(at);
    at = next.merged_into;
  }
}

/** By marks: places of statements change when a text is read anew. */
function markedWhy(
  { nearest, least }: Theme["why"],
  members: ReadonlyMap<string, ThemeMember>,
): ClusterDocument["why"] {
  const mark = (id: string): string => members.get(id)?.mark ?? id;
  const pair = nearest && { ...nearest, members: [mark(nearest.members[0]), mark(nearest.members[1])] as const };
  return {
    ...(pair === undefined ? {} : { nearest: pair }),
    least: least.map(({ member, likeness }) => ({ member: mark(member), likeness })),
  };
}

/** Marks that are kept of the most telling: one may be gone by the time that it is quoted. */
const TELLING = 3;

const newestFirst = (a: ThemeMember, b: ThemeMember): number => b.at - a.at || (a.id < b.id ? -1 : 1);

const tellingMarks = (own: readonly ThemeMember[], { title, failure }: Theme): string[] =>
  tellingFirst(own.toSorted(newestFirst).slice(0, LOOKED_AT), { name: title, failure })
    .slice(0, TELLING)
    .map(({ mark }) => mark);

/** The document of a theme. `before`: as it is stored. */
export function documentOf(
  theme: Theme,
  app: string,
  members: ReadonlyMap<string, ThemeMember>,
  facts: AppFacts,
  before: ClusterDocument | undefined,
  term: number,
): ClusterDocument {
  const own = theme.central.flatMap((id) => members.get(id) ?? []);
  const { people } = before ?? {};
  const doc: ClusterDocument = {
    id: theme.id,
    app,
    kind: theme.kind,
    label: theme.label ?? theme.title,
    name: theme.title,
    failure: theme.failure,
    ...figuresOf(own, facts),
    lineage: [...(before?.lineage ?? []), ...theme.events],
    term,
    alive: true,
    why: markedWhy(theme.why, members),
    telling: tellingMarks(own, theme),
    ...(people === undefined ? {} : { people }),
  };
  return listening(doc, facts.at);
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
