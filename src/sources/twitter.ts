/**
 * X's recent search: seven days, newest first, paid by the post. Each edit is a post of its own with a history, whose first id
 * is the identity. Its fields are being renamed: both names are read, and the one that it is asked by is a setting.
 */
import { z } from "zod";
import { asConnector, type Fetched, type Item, type PullWindow, SourceFault } from "../ingestion/connector.ts";
import { readDate } from "../model/read-record.ts";
import { readRetryAfter } from "../retry-after.ts";
import { untilReset } from "./http.ts";
import { extra, readJson } from "./reading.ts";
import { baseUrl, under } from "./settings.ts";

const API = "https://api.x.com";
const WINDOW_S = 7 * 86_400;
/** The end of the window moves while it is asked for; where X's clock is another, by more. */
const MARGIN_S = 60;
const SKEW_S = 3_600;
const PAGE = 100;
const FIELDS =
  "id,text,created_at,author_id,conversation_id,lang,public_metrics,referenced_tweets,edit_history_tweet_ids,note_tweet";
const POST_FIELDS =
  "id,text,created_at,author_id,conversation_id,lang,public_metrics,referenced_posts,edit_history_post_ids,note_post";

const Settings = z.strictObject({
  query: z.string().min(1).max(4_096),
  fields_parameter: z.enum(["tweet.fields", "post.fields"]).default("tweet.fields"),
  include_authors: z.boolean().default(false).meta({ description: "names of authors: each is paid for" }),
  base_url: baseUrl,
});
type Settings = z.output<typeof Settings>;

const Referenced = extra(z.array(z.object({ type: z.string(), id: z.string() })));
const Post = z.object({
  id: z.string(),
  text: z.string(),
  created_at: z.string(),
  author_id: extra(z.string()),
  conversation_id: extra(z.string()),
  lang: extra(z.string()),
  public_metrics: extra(z.record(z.string(), z.unknown())),
  edit_history_tweet_ids: z.array(z.string()).optional(),
  edit_history_post_ids: z.array(z.string()).optional(),
  referenced_tweets: Referenced,
  referenced_posts: Referenced,
  note_tweet: z.object({ text: z.string() }).optional(),
  note_post: z.object({ text: z.string() }).optional(),
});
const Answer = z.object({
  data: z.array(z.unknown()).default([]),
  includes: extra(z.object({ users: extra(z.array(extra(z.object({ id: z.string(), username: z.string() })))) })),
  meta: z.object({ newest_id: z.string().optional(), next_token: z.string().optional() }).optional(),
  errors: extra(z.array(z.object({ title: extra(z.string()), detail: extra(z.string()) }))),
});
const State = z.object({ since_id: z.string() });

interface Resume {
  readonly next_token: string;
  /** Of the first page: what the next pull asks from. */
  readonly newest_id?: string | undefined;
  readonly tooOld?: boolean;
  readonly margin?: number;
}

function readPost(entry: unknown, authors: ReadonlyMap<string, string>): Item {
  const { data } = Post.safeParse(entry);
  const date = data && readDate(data.created_at);
  if (data === undefined || date === undefined) return { malformed: entry, why: "a post without id, text or date" };
  const references = data.referenced_posts ?? data.referenced_tweets ?? [];
  const history = data.edit_history_post_ids ?? data.edit_history_tweet_ids ?? [];
  const id = history[0] ?? data.id;
  const text = (data.note_post ?? data.note_tweet)?.text ?? data.text;
  const parent_id = references.find(({ type }) => type === "replied_to")?.id;
  const userName = data.author_id === undefined ? undefined : authors.get(data.author_id);
  // Passed on: the words are another one's.
  const repost_of = references.find(({ type }) => type === "retweeted")?.id;
  const { like_count } = data.public_metrics ?? {};
  const likes = typeof like_count === "number" ? like_count : undefined;
  const url = `https://x.com/i/web/status/${data.id}`;
  const metadata = {
    ...{ id, userName, author_id: data.author_id, conversation_id: data.conversation_id, repost_of, url },
    ...{ likeCount: likes, revision: Math.max(0, history.indexOf(data.id)) },
  };
  return {
    record: { id, title: "", text, date, updated_at: date, lang: data.lang, parent_id, impact: likes, url, metadata },
    at: date,
    revision: `${data.id} ${text}`,
  };
}

const isoOf = (seconds: number): string => new Date(seconds * 1_000).toISOString().replace(/\.\d+Z$/, "Z");

/** Milliseconds until the first of next month, UTC: when a monthly cap begins anew. */
function untilNextMonth(now: number): number {
  const date = new Date(now * 1_000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - date.getTime();
}

const isUsageCap = ({ text }: Fetched): boolean => /usage-capped|UsageCapExceeded/.test(text);

type Begin = { readonly since_id: string } | { readonly start_time: string; readonly end_time?: string };

/** What X has said of the times that it was asked for. */
interface Clock {
  readonly tooOld: boolean;
  /** Seconds to keep from both ends of its window. */
  readonly margin: number;
}

/** From the last post that was read, else as far back as is wanted and shown. */
function beginOf({ state, since, to, backfill }: PullWindow, now: number, { tooOld, margin }: Clock): Begin {
  const known = backfill || tooOld ? undefined : State.safeParse(state).data;
  if (known !== undefined) return known;
  const start_time = isoOf(Math.max(since, now - WINDOW_S + margin));
  return to === undefined || to >= now - margin ? { start_time } : { start_time, end_time: isoOf(to) };
}

export const twitter = asConnector<Settings>({
  type: "twitter",
  title: "X (Twitter) recent search",
  modes: ["pull"],
  settings: Settings,
  secrets: ["access_token"],
  lookback: 0,
  // What has been read is never asked for again: an edit is a post of its own.
  repeats: false,
  async *pull({ settings, secrets, fetch, now }, window) {
    if (secrets.access_token === undefined) throw new SourceFault("unauthorized", "the access token is missing");
    const authorization = `Bearer ${secrets.access_token}`;
    let parameter: string = settings.fields_parameter;
    let next = window.resume as Resume | undefined;
    let clock: Clock = { tooOld: next?.tooOld ?? false, margin: next?.margin ?? MARGIN_S };

    async function ask(): Promise<Fetched> {
      const url = new URL(under(settings.base_url ?? API, "/2/tweets/search/recent"));
      const begin = beginOf(window, now(), clock);
      const asked = { query: settings.query, max_results: String(PAGE), sort_order: "recency", ...begin };
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, String(value));
      url.searchParams.set(parameter, parameter === "post.fields" ? POST_FIELDS : FIELDS);
      if (settings.include_authors) url.searchParams.set("expansions", "author_id");
      if (next !== undefined) url.searchParams.set("next_token", next.next_token);
      return fetch(url, { headers: { authorization }, statuses: [400, 429] });
    }

    /** A 400 may be about the name of the fields, the age of what we ask from, or the token of a page. */
    async function answered(): Promise<Fetched> {
      let answer = await ask();
      if (answer.status === 400 && answer.text.includes(parameter)) {
        parameter = parameter === "post.fields" ? "tweet.fields" : "post.fields";
        answer = await ask();
      }
      if (answer.status === 400 && /since_id/.test(answer.text) && !clock.tooOld) {
        clock = { ...clock, tooOld: true };
        next = undefined;
        answer = await ask();
      }
      if (answer.status === 400 && /start_time|end_time/.test(answer.text) && clock.margin < SKEW_S) {
        clock = { ...clock, margin: SKEW_S };
        next = undefined;
        answer = await ask();
      }
      if (answer.status === 400) {
        throw new SourceFault(
          next === undefined ? "misconfigured" : "stale",
          `X refused: ${answer.text.slice(0, 300)}`,
        );
      }
      if (answer.status === 429) {
        const asked = readRetryAfter(answer.headers.get("retry-after"), now() * 1_000);
        const reset = untilReset(answer.headers.get("x-rate-limit-reset"), now() * 1_000);
        if (!isUsageCap(answer)) throw new SourceFault("rate_limited", "X asks to wait", asked ?? reset);
        const why = "the posts that X sells a month are used up: wait for the next, or buy more";
        throw new SourceFault("rate_limited", why, untilNextMonth(now()));
      }
      return answer;
    }

    for (;;) {
      const { data, includes, meta, errors } = Answer.parse(readJson(await answered(), "X"));
      // A 200 may hold nothing but what went wrong; beside posts, errors are of single ones.
      const [wrong] = errors ?? [];
      if (wrong !== undefined && meta === undefined && data.length === 0)
        throw new SourceFault("unavailable", `X had an error: ${wrong.detail ?? wrong.title ?? "unsaid"}`);
      const authors = new Map(
        (includes?.users ?? []).flatMap((user) => (user === undefined ? [] : [[user.id, user.username] as const])),
      );
      const items = data.map((entry) => readPost(entry, authors));
      const newest_id = next?.newest_id ?? meta?.newest_id;
      const state = newest_id === undefined ? undefined : { since_id: newest_id };
      const page = { items, newestFirst: false, spent: { unit: "posts", amount: data.length } };
      if (meta?.next_token === undefined) {
        const { tooOld } = clock;
        const reaches = !tooOld && ("since_id" in beginOf(window, now(), clock) || window.since >= now() - WINDOW_S);
        const end = reaches ? "complete" : ({ limit: tooOld ? "cursor_too_old" : "window_7_days" } as const);
        yield { ...page, end, state };
        return;
      }
      next = { next_token: meta.next_token, newest_id, ...clock };
      yield { ...page, resume: next, state };
    }
  },
});
