/** Reviews of one app on Google Play → Groundswell's raw queue, on a schedule and by command. */
import { createFunction, type Deps, type Feed, inputOf, ok, type Run, runSource } from "../../shared.ts";
import { createPlayStore, type Review, reviewRecord } from "./play-store.ts";

/** As Android names packages. */
const APP_ID = /^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/;

function feedsOf(run: Run): readonly Feed<Review>[] | string {
  const appId = inputOf(run.event, "app_id");
  if (!APP_ID.test(appId)) return "please set the input app_id to the app's package name, as com.example.app.";
  const store = createPlayStore(run.send);
  const app = inputOf(run.event, "app_name");
  return [
    {
      name: `playstore:${appId}`,
      fetch: (limit) => store.latest(appId, limit),
      // Stars without a word say nothing that could be understood.
      toRecords: async (reviews) =>
        ok(reviews.filter((review) => review.text.trim() !== "").map((review) => reviewRecord(review, appId, app))),
    },
  ];
}

export const createRun = (deps?: Deps) => createFunction((run) => runSource(run, "review", feedsOf), deps);

export const run = createRun();
export default run;
