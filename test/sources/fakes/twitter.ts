/** X's recent search: seven days, newest first, each edit a post of its own. */
import type { ProviderAnswer } from "../../../src/sources/rig.testing.ts";
import { type Fake, type FakeItem, isoOf, pageFrom } from "./fake.ts";

const SIZE = 10;
const WEEK = 7 * 86_400;
const BASE = 1_900_000_000_000_000_000n;
/** An edit's id is greater than all that was written before it. */
const EDIT = 500_000n;

const idOf = (number: number): string => String(BASE + BigInt(number));
const editOf = (number: number): string => String(BASE + EDIT + BigInt(number));

interface Post {
  readonly id: string;
  readonly at: number;
  readonly json: unknown;
}

/** What is edited is there twice: the search shows each version. */
function postsOf({ number, at, text, editedAt, broken }: FakeItem): Post[] {
  const shown = (id: string, said: string, when: number, history: readonly string[]): Post => ({
    ...{ id, at: when },
    json: {
      ...{ id, text: said, created_at: broken ? undefined : isoOf(when), author_id: "7", conversation_id: id },
      ...{ lang: "en", edit_history_tweet_ids: history },
      public_metrics: { retweet_count: 0, reply_count: 1, like_count: 4, quote_count: 0 },
    },
  });
  const first = idOf(number);
  if (editedAt === undefined) return [shown(first, text, at, [first])];
  return [shown(first, `before: ${text}`, at, [first]), shown(editOf(number), text, editedAt, [first, editOf(number)])];
}

const invalid = (parameter: string, value: string, message: string): ProviderAnswer => ({
  status: 400,
  json: {
    errors: [{ parameters: { [parameter]: [value] }, message }],
    ...{ title: "Invalid Request", detail: "One or more parameters to your request was invalid." },
    type: "https://api.twitter.com/2/problems/invalid-request",
  },
});

export const twitter: Fake = {
  name: "X",
  size: SIZE,
  repeats: false,
  saysHowLong: true,
  gapAfterMonth: "cursor_too_old",
  registration: (url) => ({
    ...{ type: "twitter", settings: { query: "#notes", base_url: url }, secrets: { access_token: "token" } },
  }),
  idOf,
  isPage: () => true,
  answer({ url, headers }, { items, now, isRevoked }) {
    if (isRevoked || headers.authorization !== "Bearer token") return unauthorized;
    const asked = url.searchParams;
    const start = Date.parse(asked.get("start_time") ?? "") / 1_000 || now - WEEK;
    const end = Date.parse(asked.get("end_time") ?? "") / 1_000 || now - 30;
    if (start < now - WEEK)
      return invalid("start_time", asked.get("start_time")!, `'start_time' must be on or after ${isoOf(now - WEEK)}`);
    const all = items.filter(({ gone }) => !gone).flatMap(postsOf);
    const since = BigInt(asked.get("since_id") ?? 0);
    const oldest = all.filter(({ at }) => at > now - WEEK).map(({ id }) => BigInt(id));
    const isTooOld = since > 0n && !oldest.some((id) => id <= since) && all.some(({ at }) => at <= now - WEEK);
    if (isTooOld) return invalid("since_id", String(since), "'since_id' must be a tweet id created after [a week ago]");
    const found = all
      .filter(({ id, at }) => BigInt(id) > since && at >= start && at < end)
      .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
    const { page, next } = pageFrom(found, Number(asked.get("next_token")?.slice(2) ?? 0), SIZE);
    const meta = {
      ...{ newest_id: page[0]?.id, oldest_id: page.at(-1)?.id, result_count: page.length },
      next_token: next === undefined ? undefined : `b2${next}`,
    };
    const limits = {
      "x-rate-limit-limit": "450",
      "x-rate-limit-remaining": "440",
      "x-rate-limit-reset": `${now + 900}`,
    };
    return { headers: limits, json: { ...(page.length > 0 ? { data: page.map(({ json }) => json) } : {}), meta } };
  },
  limited: (seconds, now) => ({
    status: 429,
    headers: { "x-rate-limit-limit": "450", "x-rate-limit-remaining": "0", "x-rate-limit-reset": `${now + seconds}` },
    json: { title: "Too Many Requests", detail: "Too Many Requests", type: "about:blank", status: 429 },
  }),
  refused: () => unauthorized,
};

const unauthorized: ProviderAnswer = {
  status: 401,
  json: { title: "Unauthorized", type: "about:blank", status: 401, detail: "Unauthorized" },
};
