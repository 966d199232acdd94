/** Answers of the sites that the source snap-ins read, in the shape those sites give them. */

export interface FakeReview {
  readonly id: string;
  readonly user: string;
  readonly score: number;
  readonly text: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly thumbsUp?: number;
  readonly version?: string;
  readonly criterias?: readonly { readonly criteria: string; readonly rating: number | null }[];
}

/** Google Play's answer to its own page: JSON in a string in JSON, after a guard. */
export function playAnswer(reviews: readonly FakeReview[], token?: string): Response {
  const entries = reviews.map((review) => {
    const seconds = Math.floor(review.at / 1_000);
    const entry: unknown[] = [review.id, [review.user], review.score, null, review.text];
    entry[5] = [seconds, (review.at % 1_000) * 1_000_000];
    entry[6] = review.thumbsUp ?? 0;
    entry[10] = review.version ?? null;
    entry[12] = [(review.criterias ?? []).map(({ criteria, rating }) => [criteria, rating === null ? null : [rating]])];
    return entry;
  });
  const inner = JSON.stringify([entries, [null, token ?? null]]);
  return new Response(`)]}'\n\n${JSON.stringify([["wrb.fr", "UsvDTd", inner, null, null, null, "generic"]])}`);
}

export const tweet = (id: string, text: string, at: number) => ({
  tweet_id: id,
  creation_date: new Date(at * 1_000).toUTCString(),
  timestamp: at,
  text,
  user: { user_id: "1", username: "someone", name: "Some One", follower_count: 5, profile_pic_url: "https://pic.test" },
  favorite_count: 3,
  retweet_count: 2,
  views: 40,
  source: "Twitter for Android",
});

export const redditPost = (name: string, title: string, selftext: string, at: number) => ({
  kind: "t3",
  data: { name, title, selftext, created_utc: at, num_comments: 4, permalink: `/r/pay/comments/${name}/` },
});
