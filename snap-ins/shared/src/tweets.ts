/** Tweets by hashtag, from the service on RapidAPI that the original snap-ins used (twitter154). */
import type { FeedItem } from "./cursors.ts";
import type { SendRequest } from "./http.ts";
import { plainText } from "./plain-text.ts";
import { ok, type Result, unreadable } from "./result.ts";

const HOST = "twitter154.p.rapidapi.com";
/** What the service gives at once. */
const PAGE = 20;

export interface Tweet extends FeedItem {
  readonly text: string;
  readonly author: string;
  readonly username: string;
  readonly likes: number;
  readonly retweets: number;
  readonly views: number;
  readonly client: string;
  readonly user: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;

const numberOf = (...values: readonly unknown[]): number => {
  const found = values.find((value) => typeof value === "number" && Number.isFinite(value));
  return typeof found === "number" ? found : 0;
};
const textOf = (...values: readonly unknown[]): string => {
  const found = values.find((value) => (typeof value === "string" && value !== "") || typeof value === "number");
  return found === undefined ? "" : String(found);
};
const fieldsOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});

/** Who wrote it, without pictures and profile texts. */
function userOf(user: Fields): Record<string, unknown> {
  const kept = ["user_id", "username", "name", "follower_count", "is_verified"];
  return Object.fromEntries(kept.filter((name) => user[name] !== undefined).map((name) => [name, user[name]]));
}

function readTweet(value: unknown): Tweet | undefined {
  const tweet = fieldsOf(value);
  const user = fieldsOf(tweet.user);
  const id = textOf(tweet.tweet_id, tweet.id);
  const created = Date.parse(textOf(tweet.creation_date)) / 1_000;
  const at = numberOf(tweet.timestamp, created);
  const text = plainText(textOf(tweet.text));
  if (id === "" || text === "" || at === 0) return undefined;
  return {
    id,
    at,
    text,
    author: textOf(user.name, user.username),
    username: textOf(user.username),
    likes: numberOf(tweet.favorite_count, tweet.like_count),
    retweets: numberOf(tweet.retweet_count),
    views: numberOf(tweet.views),
    client: textOf(tweet.source),
    user: userOf(user),
  };
}

/** "#a, b,," → ["#a", "#b"], each once. */
export function readHashtags(list: string): string[] {
  const tags = list.split(/[,\s]+/).filter((tag) => /^#?[\p{L}\p{N}_]+$/u.test(tag));
  return [...new Set(tags.map((tag) => (tag.startsWith("#") ? tag : `#${tag}`)))];
}

export interface TweetReader {
  /** The newest of a hashtag, at most `limit`. */
  latest(hashtag: string, limit: number): Promise<Result<readonly Tweet[]>>;
}

export function createTweetReader(apiKey: string, send: SendRequest): TweetReader {
  async function page(hashtag: string, limit: number, token: string) {
    const query = new URLSearchParams({ hashtag, limit: String(Math.min(limit, PAGE)), section: "latest" });
    if (token !== "") query.set("continuation_token", token);
    const path = token === "" ? "hashtag/hashtag" : "hashtag/hashtag/continuation";
    return send({
      method: "GET",
      url: `https://${HOST}/${path}?${query}`,
      headers: { "x-rapidapi-key": apiKey, "x-rapidapi-host": HOST },
      repeatable: true,
      whom: "The Twitter API",
    });
  }

  return {
    async latest(hashtag, limit) {
      const tweets = new Map<string, Tweet>();
      let token = "";
      while (tweets.size < limit) {
        const reply = await page(hashtag, limit - tweets.size, token);
        if (!reply.ok) return reply;
        const { results, continuation_token } = fieldsOf(reply.value.json);
        // A page, or an error that calls itself a success, is not an hour without tweets.
        if (!Array.isArray(results)) return unreadable("The Twitter API");
        const before = tweets.size;
        for (const tweet of results.map(readTweet)) {
          if (tweet !== undefined) tweets.set(tweet.id, tweet);
        }
        token = textOf(continuation_token);
        if (token === "" || tweets.size === before) break;
      }
      return ok([...tweets.values()].slice(0, limit));
    },
  };
}

/** The original snap-in's record of a tweet; `tweetId` is its identity. */
export function tweetRecord(tweet: Tweet, app: string): Record<string, unknown> {
  return {
    ...(app === "" ? {} : { app }),
    text: tweet.text,
    date: tweet.at,
    source: "twitter",
    metadata: {
      tweetId: tweet.id,
      retweetCount: tweet.retweets,
      likeCount: tweet.likes,
      numViews: tweet.views,
      source: tweet.client,
      user: tweet.user,
    },
  };
}

export const tweetUrl = (tweet: Tweet): string =>
  `https://twitter.com/${tweet.username === "" ? "i/web" : encodeURIComponent(tweet.username)}/status/${encodeURIComponent(tweet.id)}`;
