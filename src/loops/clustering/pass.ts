/**
 * The clustering round: the statements of each app become themes with lasting ids, across labels. Writes cluster documents
 * and, on insights, only their places in themes; all of it under the lease's term.
 */
import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import type { EndedCluster, KnownCluster } from "../../clustering/identity.ts";
import type { ThemeTask } from "../../clustering/task.ts";
import { membersOf, statementId, summarise, type ThemeMember } from "../../clustering/theme-members.ts";
import type { Theme, ThemesFound } from "../../clustering/themes.ts";
import { type ClusterDocument, clusteredKinds } from "../../model/cluster.ts";
import { shortId } from "../../model/identity.ts";
import type { Statement } from "../../model/insight.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import { firstOrderLabels } from "../../model/labels.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { AppLookup } from "../../operations/app-lookup.ts";
import { newest } from "../../store/newest.ts";
import type { Bucket, Store, Stored, Version, Write } from "../../store/store.ts";
import { LostRace, mustBeStorable, mustWin } from "../../store/written.ts";
import { builtInAppModel } from "../../text/routing/built-in.ts";
import type { TenantRound } from "../periodic/periodic-loop.ts";

/** Insights of one app whose statements are grouped, the newest: what they cost grows faster than their number. */
const MAX_INSIGHTS = 12_000;
const WRITES_AT_ONCE = 500;
const TREND_DAYS = 60;
const DAY = 86_400;
const MOST_APPS = 10_000;

/** Finds the themes of the statements, keeping the ids of known ones. Deterministic. */
export type FindThemes = (task: ThemeTask, signal: AbortSignal) => Promise<ThemesFound>;

export interface ClusteringDeps {
  readonly store: Store;
  readonly apps: Pick<AppLookup, "routerSource">;
  readonly find: FindThemes;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
  /** Of one app. Default 12,000. */
  readonly maxInsights?: number;
  /** An app that keeps changing is grouped as often as this; one that has settled, at once. Default 0: always at once. */
  readonly intervalSeconds?: number;
}

/** How often somebody has to look whether an app has settled. */
export const SETTLING_MS = 8_000;

/** What a round needs to know of an insight: an app holds thousands, and whole documents would fill the memory. */
interface Read {
  readonly id: string;
  readonly version: Version;
  readonly statements: readonly Statement[];
  readonly members: readonly ThemeMember[];
  readonly appVersion: string | undefined;
  readonly cluster: string | undefined;
  readonly themes: readonly string[];
  readonly term: number;
}

/** People look there first. */
const busiestFirst = (buckets: readonly Bucket[]): Bucket[] => buckets.toSorted((a, b) => b.count - a.count);

const ranks = ["Low", "Moderate", "High", "Critical"];

/** The place of the statement that decides which cluster its insight is in: the gravest, the first of equals. */
function gravestOf(statements: readonly Statement[]): number {
  let best = -1;
  statements.forEach(({ priority, kind }, at) => {
    const rank = ranks.indexOf(priority) + (kind === "problem" ? 0.5 : 0);
    const top =
      best < 0 ? -1 : ranks.indexOf(statements[best]!.priority) + (statements[best]!.kind === "problem" ? 0.5 : 0);
    if (rank > top) best = at;
  });
  return best;
}

function readOf(
  { id, version, doc }: Stored<InsightDocument>,
  firstOrder: (label: string) => string | undefined,
): Read | undefined {
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
    themes: doc.themes ?? [],
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

function deadDocument(ended: EndedCluster, before: ClusterDocument | undefined, term: number): ClusterDocument[] {
  if (before === undefined) return [];
  const heir = ended.merged_into === undefined ? {} : { merged_into: ended.merged_into };
  return [{ ...before, alive: false, term, lineage: [...before.lineage, ...ended.events], ...heir }];
}

/** The statements that each living cluster has, the earliest first. */
function knownOf(insights: ReadonlyMap<string, Read>, alive: readonly Stored<ClusterDocument>[]): KnownCluster[] {
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

export function createClusteringPass(deps: ClusteringDeps): TenantRound {
  const { store, apps, find, log, now, maxInsights = MAX_INSIGHTS, intervalSeconds = 0 } = deps;
  /** What each app looked like in the last round, and when it was grouped; a new holder of the lease starts anew. */
  const looks = new LRUCache<string, { readonly state: string; readonly grouped: number }>({ max: MOST_APPS });

  function documentOf(
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

  /** A cluster that looks as it did is not written again. */
  const isSame = (a: ClusterDocument, b: ClusterDocument): boolean =>
    JSON.stringify({ ...a, term: 0 }) === JSON.stringify({ ...b, term: 0 });

  async function writeClusters(
    tenant: TenantId,
    docs: readonly ClusterDocument[],
    before: ReadonlyMap<string, Stored<ClusterDocument>>,
  ): Promise<void> {
    const writes = docs.flatMap((doc): Write<ClusterDocument>[] => {
      const stored = before.get(doc.id);
      if (stored === undefined) return [{ op: "create", id: doc.id, doc }];
      if (stored.doc.term > doc.term) throw new LostRace("a later term wrote the cluster");
      return isSame(stored.doc, doc) ? [] : [{ op: "replace", id: doc.id, version: stored.version, doc }];
    });
    mustWin(await store.write(tenant, "clusters", writes));
  }

  /** Tells each insight which themes its statements are in; one that was revised meanwhile is told in the next round. */
  async function placeInsights(
    tenant: TenantId,
    insights: ReadonlyMap<string, Read>,
    themeOf: ReadonlyMap<string, string>,
    term: number,
  ): Promise<void> {
    const writes: Write<InsightDocument>[] = [];
    for (const [id, read] of insights) {
      const statements = read.statements.map((statement, at): Statement => {
        const { theme: _, ...rest } = statement;
        const theme = themeOf.get(statementId(id, at));
        return theme === undefined ? rest : { ...rest, theme };
      });
      const themes = [...new Set(statements.flatMap(({ theme }) => theme ?? []))];
      const cluster = statements[gravestOf(statements)]?.theme ?? themes[0];
      const isPlaced = statements.every(({ theme }, at) => theme === read.statements[at]!.theme);
      if (isPlaced && read.cluster === cluster) continue;
      if (read.term > term) throw new LostRace("a later term placed the insight");
      const set: Partial<InsightDocument> = { pass_term: term, statements, themes };
      // An absent cluster has to be said: what is not named stays.
      Object.assign(set, { cluster_id: cluster });
      writes.push({ op: "update", id, version: read.version, set });
    }
    for (let start = 0; start < writes.length; start += WRITES_AT_ONCE) {
      mustBeStorable(await store.write(tenant, "insights", writes.slice(start, start + WRITES_AT_ONCE)));
    }
  }

  async function readInsights(tenant: TenantId, app: string): Promise<Map<string, Read>> {
    const { model = builtInAppModel } = await apps.routerSource(tenant, app);
    const firstOrder = firstOrderLabels(model);
    const { items, isCut } = await newest(store, tenant, "insights", {
      where: { app_name: app, kind: clusteredKinds },
      by: "date",
      most: maxInsights,
      take: (stored) => readOf(stored, (label) => firstOrder.get(label)),
    });
    if (isCut) log.info({ event: "clustering_newest", tenant, app, insights: items.length }, "more than are clustered");
    return new Map(items.map((read) => [read.id, read]));
  }

  async function clusterApp(tenant: TenantId, app: string, term: number, signal: AbortSignal): Promise<void> {
    const insights = await readInsights(tenant, app);
    const before = new Map<string, Stored<ClusterDocument>>();
    for await (const stored of store.scan(tenant, "clusters", { where: { app } })) before.set(stored.id, stored);
    const alive = [...before.values()].filter(({ doc }) => doc.alive);
    const used = [...before.values()].filter(({ doc }) => !doc.alive).map(({ id }) => id);
    const members = new Map(
      [...insights.values()].flatMap((read) => read.members.map((one) => [one.id, one] as const)),
    );
    const statements = [...members.values()].map(({ id, record, at, kind, quote, object, label }) => ({
      ...{ id, record, at, kind, quote, label },
      ...(object === undefined ? {} : { object }),
    }));
    const known = knownOf(insights, alive);
    const found = await find({ tenant, app, statements, known, used, at: now() }, signal);
    if (signal.aborted) return;

    const versions = new Map<string, number>();
    for (const { appVersion } of insights.values()) {
      if (appVersion !== undefined) versions.set(appVersion, (versions.get(appVersion) ?? 0) + 1);
    }
    const newestAt = [...members.values()].reduce((most, { at }) => Math.max(most, at), 0);
    const facts = { versions, insights: insights.size, newestAt };
    const docs = found.themes.map((theme) => documentOf(theme, app, members, facts, before.get(theme.id)?.doc, term));
    const dead = found.ended.flatMap((ended) => deadDocument(ended, before.get(ended.id)?.doc, term));
    await writeClusters(tenant, [...docs, ...dead], before);
    const themeOf = new Map(
      found.themes.flatMap((theme) => theme.members.map((member) => [member, theme.id] as const)),
    );
    await placeInsights(tenant, insights, themeOf, term);
  }

  const progressOf = (app: string): string => shortId("themes", app);

  /** What an app looked like when it was last grouped: unchanged, it is left alone. */
  async function isUnchanged(tenant: TenantId, app: string, state: string): Promise<boolean> {
    const stored = await store.get(tenant, "progress", progressOf(app));
    return stored?.doc.value === state;
  }

  /** While feedback pours in, its themes wait for it to settle, but not for longer than the interval. */
  function isDue(tenant: TenantId, app: string, state: string): boolean {
    const key = `${tenant}/${app}`;
    const before = looks.get(key);
    const isSettled = before?.state === state;
    const isDue = intervalSeconds === 0 || isSettled || now() - (before?.grouped ?? now()) >= intervalSeconds;
    looks.set(key, { state, grouped: isDue || before === undefined ? now() : before.grouped });
    return isDue;
  }

  const forget = async (tenant: TenantId, app: string): Promise<void> =>
    mustWin(await store.write(tenant, "progress", [{ op: "delete", id: progressOf(app) }]));

  /** Unless nothing changed since it was grouped. `count`: its insights that tell something. */
  async function clusterChanged(tenant: TenantId, app: string, count: number, term: number, signal: AbortSignal) {
    const { items } = await store.search(tenant, "insights", {
      where: { app_name: app, kind: clusteredKinds },
      sort: [{ by: "ingested_at", order: "desc" }],
      limit: 1,
    });
    const last = items[0]?.doc;
    const state = `${count} ${last?.ingested_at ?? 0} ${last?.id ?? ""} ${last?.model_version ?? ""} ${last?.app_model_version ?? ""}`;
    if (!isDue(tenant, app, state) || (await isUnchanged(tenant, app, state))) return;
    await clusterApp(tenant, app, term, signal).catch(async (error: unknown) => {
      // What was written before the race was lost may stand beside the winner's work: its next round looks again.
      if (error instanceof LostRace) await forget(tenant, app);
      throw error;
    });
    if (signal.aborted) return;
    mustWin(await store.write(tenant, "progress", [{ op: "put", id: progressOf(app), doc: { value: state } }]));
  }

  return async function clusterTenant(tenant, term, signal, each) {
    await store.refresh(["insights", "clusters"]);
    const counts = await store.values(tenant, "insights", "app_name", { where: { kind: clusteredKinds } });
    await each(
      "app",
      busiestFirst(counts).map(({ value, count }) => ({ id: value, count })),
      ({ id: app, count }) => clusterChanged(tenant, app, count, term, signal),
    );
    await store.refresh(["insights", "clusters"]);
  };
}
