/** Campaigns: near-identical texts from many ids in a burst, as bought or copied reviews come. */
import { createHash } from "node:crypto";
import { searchWords } from "./words.ts";

export interface CampaignItem {
  readonly id: string;
  readonly author?: string;
  readonly text: string;
  /** unix seconds */
  readonly at: number;
}

/** Shorter texts ("good app") are alike by chance. */
const LEAST_WORDS = 6;
const LEAST_SIZE = 5;
const BURST_SECONDS = 3 * 86_400;

/** The campaign of each id that is in one; ids of ordinary texts are absent. Independent of the items' order. */
export function findCampaigns(items: readonly CampaignItem[]): Map<string, { campaign: string; size: number }> {
  const alike = new Map<string, CampaignItem[]>();
  for (const item of items) {
    const words = searchWords(item.text);
    if (words.length < LEAST_WORDS) continue;
    const key = words.join(" ");
    const group = alike.get(key);
    if (group) group.push(item);
    else alike.set(key, [item]);
  }
  const found = new Map<string, { campaign: string; size: number }>();
  for (const [key, group] of alike) {
    group.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const campaign = createHash("sha256").update(key).digest("hex").slice(0, 16);
    for (const burst of bursts(group)) {
      if (burst.length < LEAST_SIZE) continue;
      for (const item of burst) found.set(item.id, { campaign, size: burst.length });
    }
  }
  return found;
}

/** Cuts items in order of time wherever more than the burst's length lies between neighbours. */
function bursts(items: readonly CampaignItem[]): CampaignItem[][] {
  const cut: CampaignItem[][] = [];
  let current: CampaignItem[] = [];
  for (const item of items) {
    const last = current.at(-1);
    if (last && item.at - last.at > BURST_SECONDS) {
      cut.push(current);
      current = [];
    }
    current.push(item);
  }
  cut.push(current);
  return cut;
}
