/** Google's own API of reviews: with text, of the last seven days, newest change first. What is older only its reports hold. */
import { z } from "zod";
import {
  type Fetch,
  type Item,
  type Page,
  type PullWindow,
  type SourceContext,
  SourceFault,
} from "../ingestion/connector.ts";
import { signToken } from "./jwt.ts";
import { reviewItem } from "./playstore-review.ts";
import type { PlayStoreSettings } from "./playstore-settings.ts";
import { extra, numeric, readJson } from "./reading.ts";
import { under } from "./settings.ts";
import { withToken } from "./tokens.ts";

const API = "https://androidpublisher.googleapis.com";
const TOKENS = "https://oauth2.googleapis.com/token";
const SCOPE = "https://www.googleapis.com/auth/androidpublisher";
const WINDOW_S = 7 * 86_400;

const Account = z.object({ client_email: z.string(), private_key: z.string(), token_uri: z.url().optional() });

const Stamp = z.object({ seconds: numeric });
const Comment = z.object({
  text: z.string().default(""),
  lastModified: Stamp,
  starRating: numeric,
  reviewerLanguage: extra(z.string()),
  device: extra(z.string()),
  appVersionName: extra(z.string()),
  thumbsUpCount: extra(numeric),
  originalText: z.string().optional(),
});
const Review = z.object({
  reviewId: z.string(),
  authorName: extra(z.string()),
  comments: z.array(
    z.object({
      userComment: Comment.optional(),
      developerComment: extra(z.object({ text: z.string(), lastModified: extra(Stamp) })),
    }),
  ),
});
const Answer = z.object({
  reviews: z.array(z.unknown()).default([]),
  tokenPagination: z.object({ nextPageToken: z.string().optional() }).optional(),
});
const Token = z.object({ access_token: z.string() });

function readAccount(secret: string | undefined) {
  if (secret === undefined) throw new SourceFault("unauthorized", "the service account (JSON) is missing");
  try {
    return Account.parse(JSON.parse(secret));
  } catch {
    throw new SourceFault("unauthorized", "the secret service_account is no service account's JSON");
  }
}

async function accessToken(
  fetch: Fetch,
  secret: string | undefined,
  base: string | undefined,
  now: number,
): Promise<string> {
  const { client_email, private_key, token_uri = TOKENS } = readAccount(secret);
  const tokens = base === undefined ? token_uri : under(base, "/token");
  const claims = { issuer: client_email, audience: token_uri, lifetime: 3_600, claims: { scope: SCOPE } };
  const assertion = await signToken("RS256", private_key, {}, claims, now);
  const grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  const body = new URLSearchParams({ grant_type, assertion }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const answer = await fetch(tokens, { method: "POST", headers, body, statuses: [400] });
  // A wrong or revoked key is a 400 here.
  if (answer.status === 400)
    throw new SourceFault("unauthorized", `Google refused the service account: ${answer.text}`);
  return Token.parse(readJson(answer, "Google's tokens")).access_token;
}

/** An old review with a title has it before a tab. */
function splitTitle(text: string): { readonly title?: string; readonly text: string } {
  const tab = text.indexOf("\t");
  return tab < 0 ? { text } : { title: text.slice(0, tab).trim(), text: text.slice(tab + 1) };
}

function readReview(entry: unknown, packageName: string): Item {
  const read = Review.safeParse(entry);
  const user = read.data?.comments.find(({ userComment }) => userComment !== undefined)?.userComment;
  if (!read.success || user === undefined) return { malformed: entry, why: "a review without id, date or stars" };
  const reply = read.data.comments.find(({ developerComment }) => developerComment !== undefined)?.developerComment;
  return reviewItem(packageName, {
    ...{ id: read.data.reviewId, at: user.lastModified.seconds, score: user.starRating },
    ...splitTitle(user.originalText ?? user.text),
    userName: read.data.authorName,
    version: user.appVersionName,
    lang: user.reviewerLanguage,
    thumbsUp: user.thumbsUpCount,
    device: user.device,
    replyText: reply?.text,
    replyAt: reply?.lastModified?.seconds,
  });
}

export async function* pullOfficial(
  { settings, secrets, fetch, now }: SourceContext<PlayStoreSettings>,
  { since, resume }: PullWindow,
): AsyncGenerator<Page> {
  const { package_name, base_url } = settings;
  const ask = withToken(fetch, () => accessToken(fetch, secrets.service_account, base_url, now()), "Bearer");
  const path = `/androidpublisher/v3/applications/${package_name}/reviews`;
  let next = resume as string | undefined;
  for (;;) {
    const url = new URL(under(base_url ?? API, path));
    if (next !== undefined) url.searchParams.set("token", next);
    const answer = await ask(url);
    const page = Answer.parse(readJson(answer, "Google Play"));
    const items = page.reviews.map((entry) => readReview(entry, package_name));
    next = page.tokenPagination?.nextPageToken;
    if (next === undefined) {
      yield { items, end: since >= now() - WINDOW_S ? "complete" : { limit: "window_7_days" } };
      return;
    }
    yield { items, resume: next };
  }
}
