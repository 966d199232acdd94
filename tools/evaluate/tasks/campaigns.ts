/** Campaigns: texts planted among real reviews with words changed are found, real reviews are left alone. */
import { type CampaignItem, findCampaigns } from "../../../src/text/campaigns.ts";
import { hasData, type Row, readRows, type Task } from "../task.ts";

const REVIEWS = "app-search/reviews.jsonl";
const CAMPAIGNS = 40;
const COPIES = 12;
const LEAST_WORDS = 10;

/** The text with one word in ten replaced, others in each copy. */
const reworded = (text: string, copy: number): string =>
  text
    .split(/\s+/u)
    .map((word, at) => ((at * 7 + copy * 3) % 10 === 0 ? `swap${copy}` : word))
    .join(" ");

export const task: Task = {
  name: "campaigns",
  run: async () => {
    if (!hasData(REVIEWS)) return [];
    const texts = readRows<{ readonly text: string }>(REVIEWS).map((row) => row.text);
    const real = texts.map((text, at): CampaignItem => ({ id: `real ${at}`, text, at: at * 60 }));
    const sources = texts.filter((text) => text.split(/\s+/u).length >= LEAST_WORDS).slice(0, CAMPAIGNS);
    const planted = sources.flatMap((text, number) =>
      Array.from({ length: COPIES }, (_, copy) => ({
        id: `planted ${number} ${copy}`,
        text: reworded(text, copy),
        at: number * 3_600 + copy * 60,
      })),
    );
    const found = findCampaigns([...real, ...planted]);
    const hits = planted.filter((item) => found.has(item.id)).length / planted.length;
    const alone = findCampaigns(real).size / real.length;
    const row = { task: "campaigns", dataset: `${REVIEWS} + ${planted.length} planted` };
    return [
      { ...row, metric: "planted found", figure: hits, floor: 0.85 },
      { ...row, metric: "real left alone", figure: 1 - alone, floor: 0.995 },
    ] satisfies Row[];
  },
};
