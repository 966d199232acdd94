/**
 * The clustering round: problems, questions and requests of each app and first-order label that say the same become
 * clusters with lasting ids. Writes cluster documents and, on insights, only `cluster_id`; all of it under the lease's term.
 */
import type { Logger } from "pino";
import type { Evolution, EvolvedCluster } from "../../clustering/evolve.ts";
import type { EndedCluster } from "../../clustering/identity.ts";
import { representativePhrase } from "../../clustering/representative.ts";
import type { ClusterTask } from "../../clustering/task.ts";
import { type ClusterDocument, clusteredKinds } from "../../model/cluster.ts";
import { shortId } from "../../model/identity.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import type { TenantId } from "../../model/tenant.ts";
import { newest } from "../../store/newest.ts";
import type { Bucket, Store, Stored, Version, Write } from "../../store/store.ts";
import { LostRace, mustBeStorable, mustWin } from "../../store/written.ts";
import type { TenantRound } from "../periodic/periodic-loop.ts";

/** Insights of one label that are clustered, the newest: what they cost grows faster than their number. */
const MAX_INSIGHTS = 12_000;
const WRITES_AT_ONCE = 500;
const TREND_DAYS = 60;
const DAY = 86_400;

/** Finds the clusters among the items, keeping the ids of known ones. Deterministic. */
export type FindClusters = (task: ClusterTask, signal: AbortSignal) => Promise<Evolution>;

export interface ClusteringDeps {
  readonly store: Store;
  readonly find: FindClusters;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
  /** Of one label. Default 12,000. */
  readonly maxInsights?: number;
}

/** What a round needs to know of an insight: a label holds thousands, and whole documents would fill the memory. */
interface Member {
  readonly id: string;
  readonly version: Version;
  readonly vector: Float32Array;
  readonly vectorVersion: string | undefined;
  readonly text: string;
  readonly date: number;
  readonly keywords: readonly string[];
  readonly sentiment: string;
  readonly cluster: string | undefined;
  readonly term: number;
}

interface Place {
  readonly tenant: TenantId;
  readonly app: string;
  readonly label: string;
}

function memberOf({ id, version, doc }: Stored<InsightDocument>, vector: Float32Array): Member {
  const { keywords, sentiment } = doc.attributes;
  return {
    id,
    version,
    vector,
    vectorVersion: doc.vector_version,
    text: clusterText(doc),
    date: doc.date,
    keywords,
    sentiment,
    cluster: doc.cluster_id,
    term: doc.pass_term ?? 0,
  };
}

/** The words of an insight that say what is wrong; without any, its beginning. */
function clusterText({ attributes, main_text }: InsightDocument): string {
  return attributes.keywords.length > 0 ? attributes.keywords.join(". ") : main_text.slice(0, 500);
}

/** People look there first. */
const busiestFirst = (buckets: readonly Bucket[]): Bucket[] => buckets.toSorted((a, b) => b.count - a.count);

/** Whether all vectors are of one model version, and it is known which. */
function areComparable(insights: ReadonlyMap<string, Member>): boolean {
  const versions = new Set([...insights.values()].map(({ vectorVersion }) => vectorVersion));
  return versions.size <= 1 && !versions.has(undefined);
}

function trendOf(members: readonly Member[], now: number): ClusterDocument["trend"] {
  const from = now - TREND_DAYS * DAY;
  const counts = new Map<number, number>();
  for (const { date } of members) {
    if (date >= from) counts.set(date - (date % DAY), (counts.get(date - (date % DAY)) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([at, count]) => ({ at, count }));
}

function sentimentOf(members: readonly Member[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { sentiment } of members) counts[sentiment] = (counts[sentiment] ?? 0) + 1;
  return counts;
}

function deadDocument(ended: EndedCluster, before: ClusterDocument | undefined, term: number): ClusterDocument[] {
  if (before === undefined) return [];
  const heir = ended.merged_into === undefined ? {} : { merged_into: ended.merged_into };
  return [{ ...before, alive: false, term, lineage: [...before.lineage, ...ended.events], ...heir }];
}

export function createClusteringPass(deps: ClusteringDeps): TenantRound {
  const { store, find, log, now, maxInsights = MAX_INSIGHTS } = deps;

  function documentOf(
    found: EvolvedCluster,
    place: { app: string; label: string },
    insights: ReadonlyMap<string, Member>,
    before: ClusterDocument | undefined,
    term: number,
  ): ClusterDocument {
    const members = found.members.flatMap((id) => insights.get(id) ?? []);
    const at = now();
    const dates = members.map((member) => member.date);
    return {
      id: found.id,
      ...place,
      name: representativePhrase(members.map((member) => member.keywords)) ?? found.name,
      size: members.length,
      first_seen: dates.reduce((least, date) => Math.min(least, date), dates[0] ?? at),
      last_seen: dates.reduce((most, date) => Math.max(most, date), 0),
      trend: trendOf(members, at),
      sentiment: sentimentOf(members),
      lineage: [...(before?.lineage ?? []), ...found.events],
      term,
      alive: true,
      centroid: [...found.centroid],
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

  /** Marks each insight with its cluster; one that was revised meanwhile is marked in the next round. */
  async function markInsights(
    tenant: TenantId,
    insights: ReadonlyMap<string, Member>,
    clusterOf: ReadonlyMap<string, string>,
    term: number,
  ): Promise<void> {
    const writes: Write<InsightDocument>[] = [];
    for (const [id, { version, cluster: before, term: markedIn }] of insights) {
      const cluster = clusterOf.get(id);
      if (before === cluster) continue;
      if (markedIn > term) throw new LostRace("a later term marked the insight");
      const set: Partial<InsightDocument> = { pass_term: term };
      // An absent cluster has to be said: what is not named stays.
      Object.assign(set, { cluster_id: cluster });
      writes.push({ op: "update", id, version, set });
    }
    for (let start = 0; start < writes.length; start += WRITES_AT_ONCE) {
      mustBeStorable(await store.write(tenant, "insights", writes.slice(start, start + WRITES_AT_ONCE)));
    }
  }

  async function readInsights(tenant: TenantId, app: string, label: string): Promise<Map<string, Member>> {
    const { items, isCut } = await newest(store, tenant, "insights", {
      where: { app_name: app, "attributes.first_order_labels": label, kind: clusteredKinds },
      by: "date",
      most: maxInsights,
      vectors: true,
      // An insight under several labels belongs to the first.
      take: (stored) =>
        stored.vector === undefined || stored.doc.attributes.first_order_labels[0] !== label
          ? undefined
          : memberOf(stored, stored.vector),
    });
    if (isCut) log.info({ event: "clustering_newest", tenant, app, insights: items.length }, "more than are clustered");
    return new Map(items.map((member) => [member.id, member]));
  }

  /** False when the label has to wait: while a re-embedding is at it, its vectors can't all be compared with each other. */
  async function clusterLabel(
    tenant: TenantId,
    app: string,
    label: string,
    term: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const insights = await readInsights(tenant, app, label);
    if (!areComparable(insights)) {
      log.debug(
        { event: "clustering_waits", tenant, app },
        "vectors of two model versions: clustered once they are one's",
      );
      return false;
    }
    const before = new Map<string, Stored<ClusterDocument>>();
    for await (const stored of store.scan(tenant, "clusters", { where: { app, label } })) before.set(stored.id, stored);
    const alive = [...before.values()].filter(({ doc }) => doc.alive);
    const members = Map.groupBy(insights.values(), ({ cluster }) => cluster ?? "");
    const earliestFirst = (a: Member, b: Member): number => a.date - b.date || (a.id < b.id ? -1 : 1);
    const known = alive.map(({ doc }) => ({
      id: doc.id,
      born: doc.lineage[0]?.at ?? 0,
      members: (members.get(doc.id) ?? []).sort(earliestFirst).map(({ id }) => id),
    }));
    const items = [...insights.values()].map(({ id, text, vector, date }) => ({ id, text, vector, at: date }));
    const used = [...before.values()].filter(({ doc }) => !doc.alive).map(({ id }) => id);
    const found = await find({ tenant, app, label, items, known, used, at: now() }, signal);
    if (signal.aborted) return false;

    const docs = found.clusters.map((cluster) =>
      documentOf(cluster, { app, label }, insights, before.get(cluster.id)?.doc, term),
    );
    const dead = found.ended.flatMap((ended) => deadDocument(ended, before.get(ended.id)?.doc, term));
    await writeClusters(tenant, [...docs, ...dead], before);
    const clusterOf = new Map(
      found.clusters.flatMap((cluster) => cluster.members.map((id) => [id, cluster.id] as const)),
    );
    await markInsights(tenant, insights, clusterOf, term);
    return true;
  }

  /** What a label looked like when it was last clustered: unchanged, it is left alone. */
  async function isUnchanged(tenant: TenantId, app: string, label: string, state: string): Promise<boolean> {
    const stored = await store.get(tenant, "progress", shortId("clustering", app, label));
    return stored?.doc.value === state;
  }

  const forget = async (tenant: TenantId, app: string, label: string): Promise<void> =>
    mustWin(await store.write(tenant, "progress", [{ op: "delete", id: shortId("clustering", app, label) }]));

  /** Unless nothing changed since it was clustered. `count`: insights under the label. */
  async function clusterChanged(place: Place, count: number, term: number, signal: AbortSignal): Promise<void> {
    const { tenant, app, label } = place;
    const { items } = await store.search(tenant, "insights", {
      where: { app_name: app, kind: clusteredKinds, "attributes.first_order_labels": label },
      sort: [{ by: "ingested_at", order: "desc" }],
      limit: 1,
    });
    const last = items[0]?.doc;
    const state = `${count} ${last?.ingested_at ?? 0} ${last?.id ?? ""} ${last?.vector_version ?? ""}`;
    if (await isUnchanged(tenant, app, label, state)) return;
    const done = await clusterLabel(tenant, app, label, term, signal).catch(async (error: unknown) => {
      // What was written before the race was lost may stand beside the winner's work: its next round looks again.
      if (error instanceof LostRace) await forget(tenant, app, label);
      throw error;
    });
    if (!done || signal.aborted) return;
    const write = { op: "put", id: shortId("clustering", app, label), doc: { value: state } } as const;
    mustWin(await store.write(tenant, "progress", [write]));
  }

  return async function clusterTenant(tenant, term, signal, each) {
    await store.refresh(["insights", "clusters"]);
    const apps = await store.values(tenant, "insights", "app_name", {});
    await each(
      "app",
      busiestFirst(apps).map(({ value }) => value),
      async (app) => {
        const where = { app_name: app, kind: clusteredKinds } as const;
        const labels = await store.values(tenant, "insights", "attributes.first_order_labels", { where });
        await each(
          "item",
          busiestFirst(labels).map(({ value, count }) => ({ id: value, count })),
          ({ id: label, count }) => clusterChanged({ tenant, app, label }, count, term, signal),
        );
      },
    );
    await store.refresh(["insights", "clusters"]);
  };
}
