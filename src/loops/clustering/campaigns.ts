/**
 * Marking campaigns: near-identical texts from many ids in a burst get `marks.campaign`. A mark, never a drop: whether a
 * text is one of many depends on what came before and after it, so no stage may decide it.
 */
import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import type { InsightDocument } from "../../model/insight-document.ts";
import type { TenantId } from "../../model/tenant.ts";
import { newest } from "../../store/newest.ts";
import type { Store, Write } from "../../store/store.ts";
import { mustBeStorable } from "../../store/written.ts";
import { findCampaigns } from "../../text/campaigns.ts";
import type { TenantRound } from "../periodic/periodic-loop.ts";

/** Texts of one app that are compared, the newest; older ones keep the marks they have. */
const MAX_TEXTS = 20_000;
const MOST_APPS = 10_000;
const WRITES_AT_ONCE = 500;
/** Of the time at most: where many texts take seconds to compare, the next look waits for a minute or two. */
const SHARE_OF_TIME = 1 / 30;
/** A look that is over so soon costs little however often it is taken. */
const QUICK_MS = 250;

interface Look {
  /** What the app had then. */
  readonly state: string;
  /** Milliseconds of the process's clock. */
  readonly nextAt: number;
}

export interface CampaignDeps {
  readonly store: Store;
  readonly log: Logger;
}

const authorOf = ({ metadata }: InsightDocument): string | undefined => {
  const author = metadata.userName ?? metadata.user;
  return typeof author === "string" ? author : undefined;
};

export function createCampaignPass({ store, log }: CampaignDeps): TenantRound {
  /** When each app's texts were compared last. */
  const looks = new LRUCache<string, Look>({ max: MOST_APPS });

  /** Undefined when nothing came since the last look, or that was a moment ago. */
  async function news(tenant: TenantId, app: string, count: number): Promise<string | undefined> {
    const before = looks.get(`${tenant}/${app}`);
    if (before !== undefined && performance.now() < before.nextAt) return undefined;
    const items = await store.first(tenant, "insights", {
      where: { app_name: app },
      sort: [{ by: "ingested_at", order: "desc" }],
      limit: 1,
    });
    const state = [count, items[0]?.doc.ingested_at, items[0]?.id].join(" ");
    return before?.state === state ? undefined : state;
  }

  async function markApp(tenant: TenantId, app: string, term: number, signal: AbortSignal): Promise<void> {
    const { items: found, isCut } = await newest(store, tenant, "insights", {
      where: { app_name: app },
      by: "date",
      most: MAX_TEXTS,
      // Whole documents would be some hundred megabytes.
      take: ({ id, version, doc }) => ({
        ...{ id, version, text: doc.original_text ?? doc.main_text, at: doc.date, author: authorOf(doc) },
        ...{ marks: doc.marks, passTerm: doc.pass_term ?? 0 },
      }),
    });
    if (isCut) log.info({ event: "campaigns_newest", tenant, app, texts: found.length }, "more than are compared");
    const campaigns = findCampaigns(found);
    const writes = found.flatMap(({ id, version, marks: before, passTerm }): Write<InsightDocument>[] => {
      const campaign = campaigns.get(id)?.campaign;
      if (before.campaign === campaign || passTerm > term) return [];
      const { campaign: _, ...others } = before;
      const marks = campaign === undefined ? others : { ...others, campaign };
      return [{ op: "update", id, version, set: { marks, pass_term: term } }];
    });
    // One that was revised meanwhile is marked in the next round.
    for (let start = 0; start < writes.length && !signal.aborted; start += WRITES_AT_ONCE) {
      mustBeStorable(await store.write(tenant, "insights", writes.slice(start, start + WRITES_AT_ONCE)));
    }
    if (writes.length > 0)
      log.info({ event: "campaigns_marked", tenant, insights: writes.length }, "near-identical texts were marked");
  }

  const markCampaigns: TenantRound = async (tenant, term, signal, each) => {
    const apps = await store.values(tenant, "insights", "app_name", {});
    await each(
      "app",
      apps.map(({ value, count }) => ({ id: value, count })),
      async ({ id: app, count }) => {
        const state = await news(tenant, app, count);
        if (state === undefined) return;
        const began = performance.now();
        await markApp(tenant, app, term, signal);
        if (signal.aborted) return;
        const took = performance.now() - began;
        const nextAt = took < QUICK_MS ? 0 : began + took / SHARE_OF_TIME;
        looks.set(`${tenant}/${app}`, { state, nextAt });
      },
    );
  };
  return markCampaigns;
}
