/** The public feed of reviews: ten pages of fifty for each country, newest first. It is known to be empty now and then for no reason. */
import { z } from "zod";
import type { Item, Page, PullWindow, SourceContext } from "../ingestion/connector.ts";
import { readDate } from "../model/read-record.ts";
import type { AppStoreSettings } from "./appstore-settings.ts";
import { extra, readJson } from "./reading.ts";
import { under } from "./settings.ts";

const STORE = "https://itunes.apple.com";
const PAGES = 10;
const PAGE = 50;

const label = z.object({ label: z.union([z.string(), z.number()]).transform(String) });
const Entry = z.object({
  id: label,
  author: extra(z.object({ name: label })),
  "im:version": extra(label),
  "im:rating": label,
  title: label.optional(),
  content: label.optional(),
  updated: extra(label),
});
const Feed = z.object({ feed: z.object({ entry: z.unknown().optional() }) });

/** Entries may be absent, one object or a list; the first of older feeds is the app itself. */
function entriesOf(answer: unknown): unknown[] {
  const { entry } = Feed.parse(answer).feed;
  return entry === undefined ? [] : Array.isArray(entry) ? entry : [entry];
}

const isReview = (entry: unknown): boolean => typeof entry === "object" && entry !== null && "im:rating" in entry;

export function feedItem(entry: unknown, country: string): Item {
  const { data } = Entry.safeParse(entry);
  const score = Number(data?.["im:rating"]?.label);
  if (data === undefined || !(score >= 1 && score <= 5))
    return { malformed: entry, why: "a review without id or stars" };
  const date = data.updated === undefined ? undefined : readDate(data.updated.label);
  const metadata = {
    score,
    country,
    userName: data.author?.name.label,
    version: data["im:version"]?.label,
    ...(date === undefined ? { date_is: "when it was first seen" } : {}),
  };
  const record = {
    ...{ id: data.id.label, title: data.title?.label ?? "", text: data.content?.label ?? "", date, updated_at: date },
    ...{ impact: score, metadata },
  };
  return { record, at: date };
}

interface Resume {
  readonly country: number;
  readonly page: number;
  /** Whether some country showed no more although there may be. */
  readonly limited: boolean;
}

/** Apple answers the page after the last with an error. */
const NO_SUCH_PAGE = [400, 403, 404];

export async function* pullFeed(
  { settings, fetch }: SourceContext<AppStoreSettings>,
  { since, resume }: PullWindow,
): AsyncGenerator<Page> {
  const { app_id, countries, base_url = STORE } = settings;
  let { country, page, limited } = (resume as Resume | undefined) ?? { country: 0, page: 1, limited: false };
  let before = "";
  for (;;) {
    const name = countries[country]!;
    const path = `/${name}/rss/customerreviews/page=${page}/id=${app_id}/sortby=mostrecent/json`;
    const answer = await fetch(under(base_url, path), { statuses: page > 1 ? NO_SUCH_PAGE : [] });
    const entries = answer.status < 300 ? entriesOf(readJson(answer, "the App Store's feed")).filter(isReview) : [];
    // The feed of an app is known to show one page under every number.
    const same = page > 1 && JSON.stringify(entries) === before;
    before = JSON.stringify(entries);
    const items = same ? [] : entries.map((entry) => feedItem(entry, name));
    const dates = items.flatMap((item) => ("record" in item && item.at !== undefined ? [item.at] : []));
    const reached = dates.length > 0 && dates.every((date) => date < since);
    const over = items.length === 0 || reached || (page === 1 && items.length < PAGE);
    if (!over && page < PAGES) page++;
    else {
      limited ||= same || (page === PAGES && !reached && items.length > 0);
      country++;
      page = 1;
    }
    if (country >= countries.length) {
      yield { items, end: limited ? { limit: "feed_500" } : "complete", newestFirst: false };
      return;
    }
    yield { items, resume: { country, page, limited }, newestFirst: false };
  }
}
