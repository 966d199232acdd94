/**
 * The clustering round: the statements of each app become themes with lasting ids, across labels. Writes cluster documents
 * and, on insights, only their places in themes; all of it under the lease's term.
 */
import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import type { ThemeTask } from "../../clustering/task.ts";
import type { ThemesFound } from "../../clustering/theme.ts";
import type { AppLookup } from "../../enrichment/app-lookup.ts";
import { type ClusterDocument, clusteredKinds } from "../../model/cluster.ts";
import { shortId } from "../../model/identity.ts";
import type { Kind } from "../../model/insight.ts";
import { firstOrderLabels } from "../../model/labels.ts";
import type { TenantId } from "../../model/tenant.ts";
import { decisionState, mendDecisions, readDecisions } from "../../operations/theme-decisions.ts";
import { type Held, newest } from "../../store/newest.ts";
import type { Bucket, Store, Stored, Write } from "../../store/store.ts";
import { LostRace, mustBeStorable, mustWin } from "../../store/written.ts";
import { builtInAppModel } from "../../text/routing/built-in.ts";
import type { TenantRound } from "../periodic/periodic-loop.ts";
import { mergeByAdvice, titledByAdvice } from "./advised-themes.ts";
import type { ThemeAdvice } from "./theme-advice.ts";
import { deadDocument, decidedOf, documentOf, knownOf, placing, type ReadInsight, readOf } from "./theme-document.ts";

/** Insights of one app whose statements are grouped, the newest: what they cost grows faster than their number. */
const MAX_INSIGHTS = 12_000;
const WRITES_AT_ONCE = 500;
const MOST_APPS = 10_000;
/** Insights that are held from one round to the next, of all apps: one to three kilobytes each. */
const MOST_HELD = 2 * MAX_INSIGHTS;

/** Finds the themes of the statements, keeping the ids of known ones. Deterministic. */
export type FindThemes = (task: ThemeTask, signal: AbortSignal) => Promise<ThemesFound>;

export interface ClusteringDeps {
  readonly store: Store;
  readonly apps: Pick<AppLookup, "routerSource">;
  readonly find: FindThemes;
  /** A language model's, over what was found. */
  readonly advice?: ThemeAdvice | undefined;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
  /** Of one app. Default 12,000. */
  readonly maxInsights?: number;
  /** Whether insights are held from one round to the next, for some 30 MB: where a store is far, reading them costs more. Default: no. */
  readonly holds?: boolean;
  /** An app that keeps changing is grouped as often as this; one that has settled, at once. Default 0: always at once. */
  readonly intervalSeconds?: number;
}

/** How often somebody has to look whether an app has settled. */
export const SETTLING_MS = 8_000;

/** Feedback that trickles in settles again and again: where grouping takes a second or more, it rests for ten times as long. */
const SHARE_OF_TIME = 1 / 10;
const QUICK_MS = 1_000;
/** But no longer than this: themes come within half a minute of the last feedback. */
const LONGEST_REST_MS = 2 * SETTLING_MS;

/** What an app looked like in the last round, and when it was grouped. */
interface Look {
  readonly state: string;
  readonly grouped: number;
}

interface Rest {
  readonly until: number;
  /** What people had decided: a new decision is heeded at once. */
  readonly decided: string;
}

const tellsOf = (kind: Kind): boolean => (clusteredKinds as readonly Kind[]).includes(kind);

/** People look there first. */
const busiestFirst = (buckets: readonly Bucket[]): Bucket[] => buckets.toSorted((a, b) => b.count - a.count);

export function createClusteringPass(deps: ClusteringDeps): TenantRound {
  const { store, apps, find, advice, log, now, maxInsights = MAX_INSIGHTS, holds = false, intervalSeconds = 0 } = deps;
  /** A new holder of the lease starts anew. */
  const looks = new LRUCache<string, Look>({ max: MOST_APPS });
  /** By app, until when on the process's clock, in milliseconds. */
  const resting = new LRUCache<string, Rest>({ max: MOST_APPS });

  /** What was read of an app's insights, under the labels of then: on a large app a new one is one of thousands. */
  const held = new LRUCache<string, { readonly labels: string; readonly insights: Held<ReadInsight> }>({
    maxSize: MOST_HELD,
    sizeCalculation: ({ insights }) => Math.max(1, insights.size),
  });

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
    insights: ReadonlyMap<string, ReadInsight>,
    themeOf: ReadonlyMap<string, string>,
    term: number,
  ): Promise<void> {
    const writes = [...insights.values()].flatMap((read) => placing(read, themeOf, term) ?? []);
    for (let start = 0; start < writes.length; start += WRITES_AT_ONCE) {
      mustBeStorable(await store.write(tenant, "insights", writes.slice(start, start + WRITES_AT_ONCE)));
    }
  }

  async function readInsights(tenant: TenantId, app: string): Promise<Map<string, ReadInsight>> {
    const { model = builtInAppModel, key: labels } = await apps.routerSource(tenant, app);
    const firstOrder = firstOrderLabels(model);
    const key = `${tenant}/${app}`;
    const before = held.get(key);
    const known: Held<ReadInsight> = before?.labels === labels ? before.insights : new Map();
    const { items, isCut } = await newest(store, tenant, "insights", {
      where: { app_name: app, kind: clusteredKinds },
      by: "date",
      most: maxInsights,
      // What was held may have been read anew as praise.
      take: (stored) => (tellsOf(stored.doc.kind) ? readOf(stored, (label) => firstOrder.get(label)) : undefined),
      ...(holds ? { held: known } : {}),
    });
    if (holds) held.set(key, { labels, insights: known });
    if (isCut) log.info({ event: "clustering_newest", tenant, app, insights: items.length }, "more than are clustered");
    return new Map(items.map((read) => [read.id, read]));
  }

  /** `count`: its insights that tell something. */
  async function clusterApp(
    tenant: TenantId,
    app: string,
    count: number,
    term: number,
    signal: AbortSignal,
  ): Promise<void> {
    await mendDecisions(store, tenant, app, now());
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
    const decided = decidedOf(await readDecisions(store, tenant, app), insights, before);
    const found = await find({ tenant, app, statements, known, used, ...decided, at: now() }, signal);
    if (signal.aborted) return;

    const versions = new Map<string, number>();
    for (const { appVersion } of insights.values()) {
      if (appVersion !== undefined) versions.set(appVersion, (versions.get(appVersion) ?? 0) + 1);
    }
    const newestAt = [...members.values()].reduce((most, { at }) => Math.max(most, at), 0);
    // Shares are of all that tell something, as pages say: some have no statement that can be grouped.
    const facts = { versions, insights: Math.min(Math.max(count, insights.size), maxInsights), newestAt, at: now() };
    const scope = { tenant, app, signal };
    const themes =
      advice === undefined
        ? found.themes
        : await titledByAdvice(advice, scope, found.themes, statements, decided.titles);
    if (signal.aborted) return;
    const docs = themes.map((theme) => documentOf(theme, app, members, facts, before.get(theme.id)?.doc, term));
    const dead = found.ended.flatMap((ended) => deadDocument(ended, before.get(ended.id)?.doc, term));
    await writeClusters(tenant, [...docs, ...dead], before);
    const themeOf = new Map(themes.flatMap((theme) => theme.members.map((member) => [member, theme.id] as const)));
    await placeInsights(tenant, insights, themeOf, term);
    const merged = advice && (await mergeByAdvice(advice, scope, store, themes, statements, now()));
    if (merged) log.info({ event: "themes_merged", tenant, app, merged }, "the language model found doubles");
  }

  const progressOf = (app: string): string => shortId("themes", app);

  /** What an app looked like when it was last grouped: unchanged, it is left alone. */
  async function isUnchanged(tenant: TenantId, app: string, state: string): Promise<boolean> {
    const stored = await store.get(tenant, "progress", progressOf(app));
    return stored?.doc.value === state;
  }

  /** While feedback pours in, its themes wait for it to settle, but not for longer than the interval. */
  function isDue(key: string, state: string, isResting: boolean): boolean {
    const before = looks.get(key);
    const isSettled = before?.state === state;
    const isLate = now() - (before?.grouped ?? now()) >= intervalSeconds;
    const isDue = intervalSeconds === 0 || (!isResting && (isSettled || isLate));
    looks.set(key, { state, grouped: isDue || before === undefined ? now() : before.grouped });
    return isDue;
  }

  const forget = async (tenant: TenantId, app: string): Promise<void> =>
    mustWin(await store.write(tenant, "progress", [{ op: "delete", id: progressOf(app) }]));

  /** Unless nothing changed since it was grouped. `count`: its insights that tell something. */
  async function clusterChanged(tenant: TenantId, app: string, count: number, term: number, signal: AbortSignal) {
    const where = { app_name: app, kind: clusteredKinds } as const;
    const items = await store.first(tenant, "insights", {
      where,
      sort: [{ by: "ingested_at", order: "desc" }],
      limit: 1,
    });
    const last = items[0]?.doc;
    const { model_version, app_model_version } = last ?? {};
    // Those that were understood like the last one: it grows while what is stored is read again.
    const alike = await store.count(tenant, "insights", { where: { ...where, model_version, app_model_version } });
    const decided = await decisionState(store, tenant, app);
    const state = [count, last?.ingested_at, last?.id, model_version, app_model_version, alike, ...decided].join(" ");
    const key = `${tenant}/${app}`;
    const rest = resting.get(key);
    const isResting = rest !== undefined && performance.now() < rest.until && rest.decided === decided.join(" ");
    if (!isDue(key, state, isResting) || (await isUnchanged(tenant, app, state))) return;
    const began = performance.now();
    await clusterApp(tenant, app, count, term, signal).catch(async (error: unknown) => {
      // What was written before the race was lost may stand beside the winner's work: its next round looks again.
      if (error instanceof LostRace) await forget(tenant, app);
      throw error;
    });
    if (signal.aborted) return;
    mustWin(await store.write(tenant, "progress", [{ op: "put", id: progressOf(app), doc: { value: state } }]));
    const took = performance.now() - began;
    if (took < QUICK_MS) return;
    const restMs = Math.min(LONGEST_REST_MS, took / SHARE_OF_TIME);
    resting.set(key, { until: performance.now() + restMs, decided: decided.join(" ") });
  }

  return async function clusterTenant(tenant, term, signal, each) {
    await store.refresh(["insights", "clusters", "theme_decisions"]);
    const [telling, grouped] = await Promise.all([
      store.values(tenant, "insights", "app_name", { where: { kind: clusteredKinds } }),
      store.values(tenant, "clusters", "app", { where: { alive: true } }),
    ]);
    const named = new Set(telling.map(({ value }) => value));
    // Themes of an app end with the last that anybody told.
    const emptied = grouped.flatMap(({ value }) => (named.has(value) ? [] : [{ value, count: 0 }]));
    const counts = [...telling, ...emptied];
    // Nothing is kept of what was erased.
    const there = new Set(counts.map(({ value }) => `${tenant}/${value}`));
    for (const key of held.keys()) if (key.startsWith(`${tenant}/`) && !there.has(key)) held.delete(key);
    await each(
      "app",
      busiestFirst(counts).map(({ value, count }) => ({ id: value, count })),
      ({ id: app, count }) => clusterChanged(tenant, app, count, term, signal),
    );
    await store.refresh(["insights", "clusters"]);
  };
}
