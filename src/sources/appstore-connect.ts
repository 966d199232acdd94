/** Apple's own API of reviews, newest first; its token lives for less than twenty minutes, so a long pull signs several. */
import { z } from "zod";
import { type Item, type Page, type PullWindow, type SourceContext, SourceFault } from "../ingestion/connector.ts";
import { readDate } from "../model/read-record.ts";
import type { AppStoreSettings } from "./appstore-settings.ts";
import { signToken } from "./jwt.ts";
import { extra, numeric, readJson } from "./reading.ts";
import { under } from "./settings.ts";
import { withToken } from "./tokens.ts";

const API = "https://api.appstoreconnect.apple.com";
const LIFETIME_S = 15 * 60;
const PAGE = 200;

const Review = z.object({
  id: z.string(),
  attributes: z.object({
    rating: numeric,
    title: z.string().nullish(),
    body: z.string().nullish(),
    reviewerNickname: extra(z.string()),
    createdDate: z.string(),
    territory: extra(z.string()),
  }),
});
const Answer = z.object({
  data: z.array(z.unknown()),
  links: z.object({ next: z.string().optional() }).optional(),
  meta: extra(z.object({ paging: extra(z.object({ total: extra(z.number()) })) })),
});

function readReview(entry: unknown): Item {
  const { data } = Review.safeParse(entry);
  const date = data && readDate(data.attributes.createdDate);
  if (data === undefined || date === undefined) return { malformed: entry, why: "a review without id, date or stars" };
  const { rating: score, title, body, reviewerNickname: userName, territory: country } = data.attributes;
  const metadata = { score, userName, country };
  const record = { id: data.id, title: title ?? "", text: body ?? "", date, updated_at: date, impact: score, metadata };
  return { record, at: date };
}

export async function* pullConnect(
  { settings, secrets, fetch, now }: SourceContext<AppStoreSettings>,
  { resume }: PullWindow,
): AsyncGenerator<Page> {
  const { app_id, key_id, issuer_id = "", base_url = API } = settings;
  const key = secrets.api_key;
  if (key === undefined) throw new SourceFault("unauthorized", "the private key (.p8) is missing");
  const claims = { issuer: issuer_id, audience: "appstoreconnect-v1", lifetime: LIFETIME_S };
  const ask = withToken(fetch, () => signToken("ES256", key, { kid: key_id }, claims, now()), "Bearer");
  const first = `/v1/apps/${app_id}/customerReviews?limit=${PAGE}&sort=-createdDate`;
  let next = (resume as string | undefined) ?? first;
  for (;;) {
    const answer = await ask(under(base_url, next));
    const { data, links, meta } = Answer.parse(readJson(answer, "App Store Connect"));
    const page = { items: data.map(readReview), total: meta?.paging?.total };
    if (links?.next === undefined) {
      yield { ...page, end: "complete" };
      return;
    }
    // Only its path: a token is for the place that it was made for.
    const { pathname, search } = new URL(links.next, API);
    next = pathname + search;
    yield { ...page, resume: next };
  }
}
