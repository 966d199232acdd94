/**
 * What users of other organisations wish for: posts by hashtags → feature requests → Groundswell's features queue and,
 * when asked, DevRev tickets. By command and on a schedule.
 */
import {
  createFunction,
  createTagBook,
  createTweetReader,
  type Deps,
  type Feed,
  flagOf,
  inputOf,
  keyringOf,
  ok,
  type Run,
  readHashtags,
  runSource,
  type Tweet,
} from "../../shared.ts";
import { createDetector } from "./feature-items.ts";
import { createFeatureTickets } from "./feature-tickets.ts";

function feedsOf(run: Run): readonly Feed<Tweet>[] | string {
  const hashtags = readHashtags(inputOf(run.event, "otherhashtags"));
  if (hashtags.length === 0) return "please set the input otherhashtags, as #pay,#bank.";
  const apiKey = keyringOf(run.event, "rapid_api_key");
  if (apiKey === "") return "please set the keyring rapid_api_key.";
  const reader = createTweetReader(apiKey, run.send);
  const detect = createDetector(run);
  const tickets = createFeatureTickets({
    devRev: run.devRev,
    tags: createTagBook(run.devRev, run.deps.clock),
    partId: inputOf(run.event, "default_part_id"),
    ownerId: inputOf(run.event, "default_owner_id"),
  });
  const wanted = flagOf(run.event, "create_tickets");
  return hashtags.map((hashtag) => ({
    name: hashtag,
    fetch: (limit) => reader.latest(hashtag, limit),
    async toRecords(tweets) {
      const items = await detect(tweets, hashtag);
      // Tickets first: if one fails, nothing is published or remembered, and the next run finds what was made.
      const made = wanted ? await tickets.createAll(items) : ok(0);
      return made.ok ? ok(items) : made;
    },
  }));
}

export const createRun = (deps?: Deps) => createFunction((run) => runSource(run, "feature request", feedsOf), deps);

export const run = createRun();
export default run;
