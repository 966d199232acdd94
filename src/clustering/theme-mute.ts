/**
 * A muted theme keeps quiet until it is as big, or comes as often, as was said; one that mostly repeats one text in a burst
 * is a campaign's and keeps quiet too. Pure.
 */
import { isCampaign } from "../model/campaign.ts";
import type { Cluster, ClusterDocument } from "../model/cluster.ts";
import type { MuteUntil } from "../model/theme-decision.ts";

const DAY = 86_400;
const WEEK = 7 * DAY;
/** What nobody set: twice as many a week as now, and so many at least. */
const TIMES = 2;
const LEAST_PER_WEEK = 5;

/** Insights of the seven days that end with the day of `day`. */
const weekTo = (day: number, trend: Cluster["trend"]): number =>
  trend.reduce((sum, { at, count }) => (at <= day && at > day - WEEK ? sum + count : sum), 0);

export const untilByDefault = ({ trend }: Pick<Cluster, "trend">, newestAt: number): MuteUntil => ({
  per_week: Math.max(LEAST_PER_WEEK, TIMES * weekTo(newestAt, trend)),
});

/** `from`: only weeks that end later count. */
function isReached({ size, trend }: Pick<Cluster, "size" | "trend">, until: MuteUntil, from: number): boolean {
  if (until.size !== undefined && size >= until.size) return true;
  const { per_week } = until;
  return per_week !== undefined && trend.some(({ at }) => at + DAY > from && weekTo(at, trend) >= per_week);
}

/** The theme as it is to be stored: quiet or not; what escalates says so once. `at`: unix seconds. */
export function listening({ quiet: _, ...doc }: ClusterDocument, at: number): ClusterDocument {
  const { people } = doc;
  if (isCampaign(doc)) return { ...doc, quiet: true };
  const muted = people?.muted;
  if (muted === undefined || muted.escalated_at !== undefined) return doc;
  if (!isReached(doc, muted.until, muted.from)) return { ...doc, quiet: true };
  return {
    ...doc,
    people: { ...people, muted: { ...muted, escalated_at: at } },
    lineage: [...doc.lineage, { at, what: "escalated" }],
  };
}
