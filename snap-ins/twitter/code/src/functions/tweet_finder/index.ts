/** Tweets about a product by hashtags → Groundswell's raw queue, on a schedule and by command. */
import {
  createFunction,
  createTweetReader,
  type Deps,
  type Feed,
  inputOf,
  keyringOf,
  ok,
  type Run,
  readHashtags,
  runSource,
  type Tweet,
  tweetRecord,
} from "../../shared.ts";

function feedsOf(run: Run): readonly Feed<Tweet>[] | string {
  const hashtags = readHashtags(inputOf(run.event, "myhashtags"));
  if (hashtags.length === 0) return "please set the input myhashtags, as #pay,#payments.";
  const apiKey = keyringOf(run.event, "rapid_api_key");
  if (apiKey === "") return "please set the keyring rapid_api_key.";
  const reader = createTweetReader(apiKey, run.send);
  const app = inputOf(run.event, "app_name");
  return hashtags.map((hashtag) => ({
    name: hashtag,
    fetch: (limit) => reader.latest(hashtag, limit),
    toRecords: async (tweets) => ok(tweets.map((tweet) => tweetRecord(tweet, app))),
  }));
}

export const createRun = (deps?: Deps) => createFunction((run) => runSource(run, "tweet", feedsOf), deps);

export const run = createRun();
export default run;
