/**
 * The ticket generator's round: clusters with enough urgent insights get a ticket, tickets whose evidence grew get a
 * revision, and what is not published yet is published. The outbox is a field of the ticket itself.
 */
import type { Logger } from "pino";
import { batchAttributes } from "../../model/batch.ts";
import type { ClusterDocument } from "../../model/cluster.ts";
import { shortId, ticketId } from "../../model/identity.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { TicketDocument, TicketItem } from "../../model/ticket.ts";
import { growsTicket } from "../../model/ticket-growth.ts";
import type { Queue } from "../../queue/queue.ts";
import { newest } from "../../store/newest.ts";
import type { Store, Stored, Write } from "../../store/store.ts";
import { LostRace, mustWin } from "../../store/written.ts";
import type { Each, TenantRound } from "../periodic/periodic-loop.ts";
import { type Composed, composeTicket, isUrgentIn, mergedDescription, workName } from "./compose.ts";
import { createLooks } from "./looks.ts";
import { isRegression, withLate } from "./since-closing.ts";
import { type Overtaken, overtakenTickets, takenAway } from "./taken-away.ts";

const DAY = 86_400;
/** An unclaimed revision is published again after this many days: SQS forgets a message after 14. */
const REPUBLISH_AFTER = 10 * DAY;
/** Insights that one ticket shows. */
const MAX_INSIGHTS = 1_000;
/** Urgent insights of a cluster that are looked through for them, the newest. */
const MAX_EVIDENCE = 10_000;
/** Themes that evidence may have gone to, the likeliest, whose tickets are looked at. */
const MOST_HEIRS = 20;
/** Clusters read at a time. */
const CLUSTERS_AT_ONCE = 200;
export interface TicketSettings {
  readonly windowDays: number;
  readonly minReviews: number;
  readonly publicUrl: string;
}

/** Whose feedback is looked at, in unix seconds. */
interface Window {
  readonly from: number;
  readonly newestAt: number;
}

export interface TicketPassDeps {
  readonly store: Store;
  readonly queue: Queue;
  readonly log: Logger;
  readonly settings: TicketSettings;
  /** Unix seconds. */
  readonly now: () => number;
  /** Urgent insights of a cluster that are looked through. Default 10,000. */
  readonly maxEvidence?: number;
  /** Themes that stayed as they were are looked at this often; the others at once. Default 0: always. */
  readonly intervalSeconds?: number;
}

/** How often somebody has to look whether the themes of an app have changed. */
export const LOOK_FOR_THEMES_MS = 10_000;

const reviewIds = (item: TicketItem): readonly string[] => item.metadata["source review ids"];

/** Whether there is enough that the last revision did not know. */
export function hasGrown(before: TicketItem, now: Composed["item"]): boolean {
  if (now.priority > before.priority) return true;
  const known = new Set(reviewIds(before));
  const fresh = now.metadata["source review ids"].filter((id) => !known.has(id)).length;
  return growsTicket(known.size, fresh);
}

export function createTicketPass(deps: TicketPassDeps): TenantRound {
  const { store, queue, settings, maxEvidence = MAX_EVIDENCE, intervalSeconds = 0 } = deps;
  const looks = createLooks({ now: deps.now, intervalSeconds });

  const writeTicket = async (tenant: TenantId, write: Write<TicketDocument>): Promise<void> =>
    mustWin(await store.write(tenant, "tickets", [write]));

  /** Sends one revision, byte for byte as stored, and marks it sent; a crash between the two sends it twice. */
  async function publish(tenant: TenantId, stored: Stored<TicketDocument>): Promise<void> {
    const { doc } = stored;
    const attributes = batchAttributes({ tenant, batch: stored.id, part: String(doc.revision), refused: {} });
    await queue.send("tickets", [{ body: JSON.stringify([doc.item]), attributes, group: tenant }]);
    const set = { published_revision: doc.revision, unpublished: false, published_at: deps.now() };
    await writeTicket(tenant, { op: "update", id: stored.id, version: stored.version, set });
    deps.log.info(
      { event: "ticket_published", tenant, ticket: stored.id, revision: doc.revision },
      "a ticket was published",
    );
  }

  function documentOf(
    composed: Composed,
    cluster: ClusterDocument,
    before: TicketDocument | undefined,
    term: number,
    extra: Partial<TicketItem["metadata"]>,
  ): TicketDocument {
    const now = deps.now();
    const revision = (before?.revision ?? 0) + 1;
    return {
      app: cluster.app,
      cluster_id: cluster.id,
      revision,
      priority: composed.item.priority,
      reports: composed.item.metadata["source review ids"].length,
      item: {
        ...composed.item,
        // What people know a ticket by stays.
        title: before?.item.title ?? composed.item.title,
        date: new Date(now * 1000).toISOString(),
        metadata: { ...composed.item.metadata, revision, ...extra },
      },
      evidence: composed.evidence,
      created_at: before?.created_at ?? now,
      updated_at: now,
      published_revision: before?.published_revision ?? 0,
      unpublished: true,
      published_at: before?.published_at ?? 0,
      term,
    };
  }

  /** The most urgent first, then the latest; the id decides ties, so that every runner says the same. */
  async function evidenceOf(tenant: TenantId, { id: cluster, app }: ClusterDocument, from: number) {
    const where = { app_name: app, themes: cluster, priority_rank: { gte: 2 } } as const;
    const { items, isCut } = await newest(store, tenant, "insights", {
      where,
      by: "date",
      from,
      most: maxEvidence,
      take: ({ doc }): InsightDocument | undefined => (isUrgentIn(doc, cluster) ? doc : undefined),
    });
    const insights = items.toSorted(
      (a, b) => b.priority_rank - a.priority_rank || b.date - a.date || (a.id < b.id ? -1 : 1),
    );
    const count = (least: number) =>
      isCut
        ? store.count(tenant, "insights", { where: { ...where, priority_rank: { gte: least }, date: { gte: from } } })
        : items.filter(({ priority_rank }) => priority_rank >= least).length;
    return { insights, total: await count(2), critical: await count(3) };
  }

  const compose = (
    cluster: ClusterDocument,
    insights: readonly InsightDocument[],
    counts: { readonly total: number; readonly critical: number },
    { newestAt }: Window,
  ): Composed =>
    composeTicket(cluster, insights.slice(0, MAX_INSIGHTS), { publicUrl: settings.publicUrl, newestAt, ...counts });

  /** Whether nothing is left to do until its evidence changes. */
  async function raise(tenant: TenantId, cluster: ClusterDocument, window: Window, term: number): Promise<boolean> {
    const { insights, ...counts } = await evidenceOf(tenant, cluster, window.from);
    if (insights.length < settings.minReviews) return true;
    const composed = compose(cluster, insights, counts, window);
    const id = ticketId(cluster.id);
    const stored = await store.get(tenant, "tickets", id);
    if (stored === undefined) {
      await writeTicket(tenant, { op: "create", id, doc: documentOf(composed, cluster, undefined, term, {}) });
      return true;
    }
    if (stored.doc.term > term) throw new LostRace("a later term wrote the ticket");
    // A revision that could not be published yet has to be, before another is written over it.
    if (stored.doc.unpublished) return false;
    // One whose theme came back out of another, since people took a merge back, says so.
    const isBack = stored.doc.item.metadata.merged_into !== undefined;
    if (!isBack && !hasGrown(stored.doc.item, composed.item)) return true;
    const state = (await store.get(tenant, "ticket_states", id))?.doc;
    const isOpenAgain = state !== undefined && isRegression(stored.doc, state, insights);
    const told = state === undefined || isOpenAgain ? composed : withLate(composed, state, insights);
    await revise(tenant, stored, documentOf(told, cluster, stored.doc, term, isOpenAgain ? { regression: true } : {}));
    return true;
  }

  const revise = (tenant: TenantId, { id, version }: Stored<TicketDocument>, doc: TicketDocument): Promise<void> =>
    writeTicket(tenant, { op: "replace", id, version, doc });

  /** A cluster that was merged into another: its ticket says so once, in a last revision. */
  async function retire(tenant: TenantId, cluster: ClusterDocument, term: number): Promise<void> {
    const stored = await store.get(tenant, "tickets", ticketId(cluster.id));
    if (stored === undefined || cluster.merged_into === undefined || stored.doc.unpublished) return;
    await hand(tenant, stored, cluster, ticketId(cluster.merged_into), term);
  }

  /** What a ticket reports is reported by another one from now on. */
  async function hand(
    tenant: TenantId,
    stored: Stored<TicketDocument>,
    cluster: ClusterDocument,
    mergedInto: string,
    term: number,
  ): Promise<void> {
    if (stored.doc.item.metadata.merged_into === mergedInto) return;
    if (stored.doc.term > term) throw new LostRace("a later term wrote the ticket");
    const { date: _, metadata, ...item } = stored.doc.item;
    const { revision: __, ...rest } = metadata;
    const elder = await store.get(tenant, "work_claims", mergedInto);
    const url = `${settings.publicUrl}/tickets/${mergedInto}`;
    const name = elder?.doc.work_id === undefined ? `ticket ${mergedInto}` : workName(elder.doc.work_id);
    const description = mergedDescription(item.description, name, url);
    const composed: Composed = { item: { ...item, description, metadata: rest }, evidence: stored.doc.evidence };
    await revise(tenant, stored, documentOf(composed, cluster, stored.doc, term, { merged_into: mergedInto }));
  }

  /** An open ticket of one of these themes. */
  async function heirOf(tenant: TenantId, themes: readonly string[]): Promise<string | undefined> {
    const ids = themes.slice(0, MOST_HEIRS).map(ticketId);
    const tickets = await store.getMany(tenant, "tickets", ids);
    return ids.find((_, at) => tickets[at] !== undefined && tickets[at].doc.item.metadata.merged_into === undefined);
  }

  /**
   * A ticket that lost evidence since people moved it says what is left; where that would raise no ticket, the one that
   * tells of the rest stands in its place.
   */
  async function followMoves(tenant: TenantId, moved: Overtaken, window: Window, term: number): Promise<void> {
    const cluster = (await store.get(tenant, "clusters", moved.theme))?.doc;
    if (!cluster?.alive || cluster.quiet) return;
    const { count, to } = await takenAway(store, tenant, moved);
    if (count === 0) return;
    const { insights, ...counts } = await evidenceOf(tenant, cluster, window.from);
    const heir = insights.length < settings.minReviews ? await heirOf(tenant, to) : undefined;
    const { ticket } = moved;
    if (heir !== undefined) return hand(tenant, ticket, cluster, heir, term);
    if (insights.length === 0) return;
    const composed = compose(cluster, insights, counts, window);
    if (ticket.doc.term > term) throw new LostRace("a later term wrote the ticket");
    await revise(tenant, ticket, documentOf(composed, cluster, ticket.doc, term, {}));
  }

  const publishNew = (tenant: TenantId, each: Each): Promise<void> =>
    each("item", store.scan(tenant, "tickets", { where: { unpublished: true } }), (stored) => publish(tenant, stored));

  function publishUnclaimed(tenant: TenantId, each: Each): Promise<void> {
    const where = { unpublished: false, published_at: { lt: deps.now() - REPUBLISH_AFTER } };
    return each("item", store.scan(tenant, "tickets", { where }), async (stored) => {
      const claim = await store.get(tenant, "work_claims", stored.id);
      if ((claim?.doc.revision ?? 0) < stored.doc.revision) await publish(tenant, stored);
    });
  }

  /** The window ends with the newest insight: feedback of last year has its tickets too. */
  async function windowOf(tenant: TenantId, app: string): Promise<Window> {
    const items = await store.first(tenant, "insights", {
      where: { app_name: app },
      sort: [{ by: "date", order: "desc" }],
      limit: 1,
    });
    const newestAt = Math.min(items[0]?.doc.date ?? deps.now(), deps.now());
    return { from: newestAt - settings.windowDays * DAY, newestAt };
  }

  async function* ripeClusters(tenant: TenantId, app: string, from: number) {
    const where = { app_name: app, priority_rank: { gte: 2 }, date: { gte: from } } as const;
    const counts = await store.values(tenant, "insights", "themes", { where });
    const ripe = counts.filter(({ count }) => count >= settings.minReviews).sort((a, b) => b.count - a.count);
    for (let start = 0; start < ripe.length; start += CLUSTERS_AT_ONCE) {
      const some = ripe.slice(start, start + CLUSTERS_AT_ONCE);
      const ids = some.map(({ value }) => value);
      for (const [at, stored] of (await store.getMany(tenant, "clusters", ids)).entries())
        if (stored?.doc.alive && !stored.doc.quiet)
          yield { id: stored.id, cluster: stored.doc, urgent: some[at]!.count };
    }
  }

  async function lookAtApp(tenant: TenantId, app: string, term: number, each: Each): Promise<void> {
    const state = (await store.get(tenant, "progress", shortId("themes", app)))?.doc.value;
    const due = looks.dueOf(tenant, app, state);
    if (due === undefined) return;
    const window = await windowOf(tenant, app);
    await each("item", ripeClusters(tenant, app, window.from), async ({ cluster, urgent }) => {
      if (!due.isWhole && looks.isKnown(tenant, cluster, urgent)) return;
      if (await raise(tenant, cluster, window, term)) looks.looked(tenant, cluster, urgent);
    });
    await each("item", await overtakenTickets(store, tenant, app), (moved) => followMoves(tenant, moved, window, term));
    due.done();
  }

  return async function generateTickets(tenant, term, _signal, each) {
    await store.refresh(["insights", "clusters", "tickets"]);
    // What an earlier round was killed over goes first: a further revision would write over it, and nobody would get it.
    await publishNew(tenant, each);
    const apps = await store.values(tenant, "insights", "app_name", {});
    await each(
      "app",
      apps.map(({ value }) => value),
      (app) => lookAtApp(tenant, app, term, each),
    );
    const dead = store.scan(tenant, "clusters", { where: { alive: false } });
    await each("item", dead, ({ doc }) => retire(tenant, doc, term));
    await store.refresh(["tickets"]);
    await publishNew(tenant, each);
    await publishUnclaimed(tenant, each);
  };
}
