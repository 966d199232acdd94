/** Posts of a subreddit → Groundswell's raw queue, on a schedule and by command. */
import { createFunction, type Deps, type Feed, inputOf, keyringOf, ok, type Run, runSource } from "../../shared.ts";
import { createReddit, type Post, postRecord } from "./reddit.ts";

const SUBREDDIT = /^[A-Za-z0-9_]{2,50}$/;

function feedsOf(run: Run): readonly Feed<Post>[] | string {
  const subreddit = inputOf(run.event, "subreddit").replace(/^\/?r\//, "");
  if (!SUBREDDIT.test(subreddit)) return "please set the input subreddit to its name, without r/.";
  const clientId = keyringOf(run.event, "reddit_client_id");
  const clientSecret = keyringOf(run.event, "reddit_client_secret");
  if (clientId === "" || clientSecret === "")
    return "please set the keyrings reddit_client_id and reddit_client_secret.";
  const reddit = createReddit({ clientId, clientSecret }, run.send);
  const app = inputOf(run.event, "app_name");
  return [
    {
      name: `r/${subreddit}`,
      fetch: (limit) => reddit.latest(subreddit, limit),
      toRecords: async (posts) => ok(posts.map((post) => postRecord(post, app))),
    },
  ];
}

export const createRun = (deps?: Deps) => createFunction((run) => runSource(run, "post", feedsOf), deps);

export const run = createRun();
export default run;
