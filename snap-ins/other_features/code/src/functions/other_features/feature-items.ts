/** Posts to feature requests: what is wished for, by whom it was said, under an id that stays the same. */
import { type FoundRequest, findFeatureRequests, type Run, type Tweet, tweetUrl } from "../../shared.ts";

/** As Groundswell's features queue takes it: `[{title, text, date}]` and a few optional fields. */
export interface FeatureItem {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** ISO 8601. */
  readonly date: string;
  readonly org: string;
  readonly hashtag: string;
  readonly url: string;
  readonly source: "twitter";
}

function itemsOf(tweet: Tweet, hashtag: string, requests: readonly FoundRequest[]): FeatureItem[] {
  return requests.map((request, index) => ({
    id: index === 0 ? tweet.id : `${tweet.id}-${index + 1}`,
    title: request.wish,
    text: tweet.text,
    date: new Date(tweet.at * 1_000).toISOString(),
    org: hashtag.replace(/^#/, "").toLowerCase(),
    hashtag,
    url: tweetUrl(tweet),
    source: "twitter" as const,
  }));
}

/** By Groundswell's own detector where its address is given, else (or when it does not answer) by the small set of rules. */
export function createDetector(run: Run) {
  return async function detect(tweets: readonly Tweet[], hashtag: string): Promise<FeatureItem[]> {
    const texts = tweets.map((tweet) => tweet.text);
    const asked = await run.groundswell?.detectFeatureRequests(texts);
    if (asked !== undefined && !asked.ok) run.deps.log({ event: "detector_not_used", reason: asked.failure.message });
    const found = asked?.ok === true ? asked.value : texts.map(findFeatureRequests);
    return tweets.flatMap((tweet, index) => itemsOf(tweet, hashtag, found[index] ?? []));
  };
}
