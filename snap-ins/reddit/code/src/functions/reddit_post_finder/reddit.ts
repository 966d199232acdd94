/** Posts of a subreddit through Reddit's OAuth API. */
import { type FeedItem, fail, ok, plainText, type Result, type SendRequest, unreadable } from "../../shared.ts";

const LOGIN = "https://www.reddit.com/api/v1/access_token";
const API = "https://oauth.reddit.com";
/** Reddit asks every client to name itself. */
const USER_AGENT = "groundswell-snap-in/0.1 (feedback for product teams)";

export interface Post extends FeedItem {
  readonly title: string;
  readonly text: string;
  readonly comments: number;
  readonly url: string;
}

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? value : 0);

/** What Reddit shows in place of what its author or a moderator took away. */
const GONE = /^\[(removed|deleted)\]$/;

/** `name` is Reddit's full name of a post ("t3_…") and its identity here. */
export function readPost(child: unknown): Post | undefined {
  const post = fields(fields(child).data);
  const id = text(post.name);
  const title = text(post.title).trim();
  const at = number(post.created_utc);
  if (id === "" || title === "" || at === 0) return undefined;
  const permalink = text(post.permalink).split("?")[0] ?? "";
  return {
    id,
    at,
    title,
    text: plainText(text(post.selftext)).replace(GONE, "") || title,
    comments: number(post.num_comments),
    url: permalink === "" ? "" : `https://www.reddit.com${permalink}`,
  };
}

export interface Reddit {
  /** The newest posts, at most `limit` (100). */
  latest(subreddit: string, limit: number): Promise<Result<readonly Post[]>>;
}

export function createReddit({ clientId, clientSecret }: Credentials, send: SendRequest): Reddit {
  async function login(): Promise<Result<string>> {
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    const reply = await send({
      method: "POST",
      url: LOGIN,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: `Basic ${basic}`,
        "user-agent": USER_AGENT,
      },
      body: "grant_type=client_credentials",
      repeatable: true,
      whom: "Reddit",
    });
    if (!reply.ok) return reply;
    const token = text(fields(reply.value.json).access_token);
    return token === ""
      ? fail({ kind: "refused", message: "Reddit did not accept the client id and secret" })
      : ok(token);
  }

  return {
    async latest(subreddit, limit) {
      const token = await login();
      if (!token.ok) return token;
      const reply = await send({
        method: "GET",
        url: `${API}/r/${encodeURIComponent(subreddit)}/new?limit=${Math.min(100, limit)}&raw_json=1`,
        headers: { authorization: `Bearer ${token.value}`, "user-agent": USER_AGENT },
        repeatable: true,
        whom: "Reddit",
      });
      if (!reply.ok) return reply;
      const { children } = fields(fields(reply.value.json).data);
      if (!Array.isArray(children)) return unreadable("Reddit");
      const posts = children.map(readPost);
      return ok(posts.filter((post) => post !== undefined).slice(0, limit));
    },
  };
}

/** The original snap-in's record and, unlike there, an id. */
export function postRecord(post: Post, app: string): Record<string, unknown> {
  return {
    ...(app === "" ? {} : { app }),
    id: post.id,
    title: post.title,
    text: post.text,
    date: new Date(post.at * 1_000).toISOString(),
    source: "reddit",
    ...(post.url === "" ? {} : { url: post.url }),
    metadata: { numComments: post.comments },
  };
}
