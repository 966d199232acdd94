/** The source snap-ins: what they read reaches the queue in the original's shape, with stable ids, and only once. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { createRun as createOtherFeatures } from "./other_features/code/src/functions/other_features/index.ts";
import { createRun as createPlaystore } from "./playstore/code/src/functions/playstore_review_finder/index.ts";
import { createRun as createReddit } from "./reddit/code/src/functions/reddit_post_finder/index.ts";
import { readPost } from "./reddit/code/src/functions/reddit_post_finder/reddit.ts";
import type { Deps } from "./shared/src/deps.ts";
import type { SnapInFunction } from "./shared/src/event.ts";
import { type FakeReview, playAnswer, redditPost, tweet } from "./shared/testing/sources-fake.ts";
import { createWorld, type EventChanges, SNAP_IN, type World, type WorldOptions } from "./shared/testing/world.ts";
import { createRun as createTwitter } from "./twitter/code/src/functions/tweet_finder/index.ts";

type Site = (url: URL, body: string) => Response | undefined;

/** A world in which `site` answers for the hosts it knows. */
function worldWith(site: Site, options: WorldOptions = {}) {
  const world = createWorld(options);
  const asked: string[] = [];
  const deps: Deps = {
    ...world.deps,
    fetch: async (url, init) => {
      const answer = site(new URL(url), init.body ?? "");
      if (answer === undefined) return world.deps.fetch(url, init);
      asked.push(url);
      return answer;
    },
  };
  return { world, deps, asked };
}

async function run(world: World, create: (deps: Deps) => SnapInFunction, deps: Deps, changes: EventChanges) {
  await world.clock.run(create(deps)([world.event(changes)]));
}

const published = (world: World): Record<string, unknown>[] =>
  world.queue.bodies().flatMap((body) => JSON.parse(body) as Record<string, unknown>[]);
const said = (world: World): string[] =>
  world.emulator.organisation.entries
    .listedAt(Number.POSITIVE_INFINITY)
    .filter((entry) => entry.object === SNAP_IN && entry.visibility === "internal")
    .map((entry) => entry.body ?? "");

const PLAY = { parameters: "", inputs: { app_id: "com.example.app", app_name: "Pay" } };
const AT = Date.UTC(2026, 0, 4);
const review = (id: string, text: string, minutes = 0): FakeReview => ({
  id,
  user: "A",
  score: 2,
  text,
  at: AT + minutes * 60_000,
});
const onPlay =
  (reviews: () => readonly FakeReview[]): Site =>
  (url) =>
    url.host === "play.google.com" ? playAnswer(reviews()) : undefined;

test("reviews reach the raw queue once, over any number of runs", async () => {
  let reviews = [review("r2", "Crashes", 1), review("r1", "Good")];
  const { world, deps } = worldWith(onPlay(() => reviews));
  await run(world, createPlaystore, deps, PLAY);
  reviews = [review("r3", "Slow", 2), ...reviews];
  await run(world, createPlaystore, deps, PLAY);
  await run(world, createPlaystore, deps, PLAY);
  const ids = published(world).map((record) => (record.metadata as { id: string }).id);
  assert.deepEqual(ids, ["r1", "r2", "r3"]);
  assert.equal(published(world)[0]?.app, "Pay");
  assert.deepEqual(said(world), [
    "Groundswell: 2 new reviews sent on.",
    "Groundswell: 1 new review sent on.",
    "Groundswell: 0 new reviews sent on.",
  ]);
});

test("stars without words are left out, and a timer's tick with nothing new is silent", async () => {
  const { world, deps } = worldWith(onPlay(() => [review("r1", " ")]));
  await run(world, createPlaystore, deps, { inputs: PLAY.inputs });
  assert.deepEqual(published(world), []);
  assert.deepEqual(said(world), []);
});

test("pages are followed up to the count asked for", async () => {
  const { world, deps, asked } = worldWith((url, body) => {
    if (url.host !== "play.google.com") return undefined;
    const first = !decodeURIComponent(body).includes("next-page");
    const offset = first ? 0 : 50;
    const page = Array.from({ length: 50 }, (_, index) => review(`r${offset + index}`, "Words", -offset - index));
    return playAnswer(page, "next-page");
  });
  await run(world, createPlaystore, deps, { ...PLAY, parameters: "80" });
  assert.equal(published(world).length, 80);
  assert.equal(asked.length, 2);
});

test("a published record has exactly the fields of the original's", async (t) => {
  const file = new URL("../../shared/data/fixtures/playstore-raw-messages.json", import.meta.url);
  if (!existsSync(file)) return t.skip("../shared/data is absent");
  const originals = JSON.parse(readFileSync(file, "utf8")) as {
    title: string;
    text: string;
    date: string;
    source: string;
    metadata: Record<string, unknown>;
  }[];
  const { world, deps } = worldWith(
    onPlay(() =>
      originals.map(({ text, date, metadata }) => ({
        id: String(metadata.id),
        user: String(metadata.userName),
        score: Number(metadata.score),
        text,
        at: Date.parse(date),
        thumbsUp: Number(metadata.thumbsUp),
        criterias: metadata.criterias as NonNullable<FakeReview["criterias"]>,
        ...(typeof metadata.version === "string" ? { version: metadata.version } : {}),
      })),
    ),
  );
  const appId = new URL(String(originals[0]!.metadata.url)).searchParams.get("id") ?? "";
  await run(world, createPlaystore, deps, { parameters: "100", inputs: { app_id: appId, app_name: "" } });
  const byId = (records: readonly { metadata?: unknown }[]) =>
    new Map(records.map((record) => [(record.metadata as { id: string }).id, record]));
  const ours = byId(published(world));
  for (const [id, original] of byId(originals)) assert.deepEqual(ours.get(id), original);
});

test("what could not be published is fetched and published by the next run", async () => {
  const { world, deps } = worldWith(onPlay(() => [review("r1", "Words")]));
  const full = { ...world.queue, publish: () => Promise.reject(new Error("no")) };
  await run(world, createPlaystore, { ...deps, openQueue: () => full }, PLAY);
  assert.match(said(world)[0] ?? "", /the queue can't be reached/);
  await run(world, createPlaystore, deps, PLAY);
  assert.equal(published(world).length, 1);
});

test("Google Play answering something else is said in words, and nothing is remembered", async () => {
  const { world, deps } = worldWith((url) => (url.host === "play.google.com" ? new Response("<html>") : undefined));
  await run(world, createPlaystore, deps, PLAY);
  assert.match(said(world)[0] ?? "", /Google Play: the answer can't be read/);
});

const TWITTER = { parameters: "", inputs: { myhashtags: "#pay,#bank" }, keyrings: { rapid_api_key: "key" } };
const onTwitter =
  (tweets: Readonly<Record<string, readonly unknown[]>>): Site =>
  (url) =>
    url.host === "twitter154.p.rapidapi.com"
      ? Response.json({ results: tweets[url.searchParams.get("hashtag") ?? ""] ?? [] })
      : undefined;

test("tweets keep the original's shape, and each hashtag has its own cursor", async () => {
  const both = tweet("11", "Pay &amp; go\n is down", 1_767_500_000);
  const { world, deps } = worldWith(
    onTwitter({ "#pay": [both], "#bank": [both, tweet("12", "Nice bank", 1_767_500_100)] }),
  );
  await run(world, createTwitter, deps, TWITTER);
  await run(world, createTwitter, deps, TWITTER);
  const records = published(world);
  assert.deepEqual(
    records.map((record) => (record.metadata as { tweetId: string }).tweetId),
    ["11", "11", "12"],
  );
  // The author's name is no title, as the original had it.
  assert.deepEqual(records[0], {
    text: "Pay & go is down",
    date: 1_767_500_000,
    source: "twitter",
    metadata: {
      tweetId: "11",
      retweetCount: 2,
      likeCount: 3,
      numViews: 40,
      source: "Twitter for Android",
      user: { user_id: "1", username: "someone", name: "Some One", follower_count: 5 },
    },
  });
});

test("one hashtag that fails does not keep the others from being read", async () => {
  const { world, deps } = worldWith((url) => {
    if (url.host !== "twitter154.p.rapidapi.com") return undefined;
    if (url.searchParams.get("hashtag") === "#pay") return Response.json({ message: "quota" }, { status: 403 });
    return Response.json({ results: [tweet("12", "Nice bank", 1_767_500_100)] });
  });
  await run(world, createTwitter, deps, TWITTER);
  assert.equal(published(world).length, 1);
  assert.match(said(world)[0] ?? "", /1 new tweet sent on\.\n- #pay: The Twitter API said 403: quota/);
});

const REDDIT = {
  parameters: "",
  inputs: { subreddit: "r/pay" },
  keyrings: { reddit_client_id: "a", reddit_client_secret: "b" },
};
const onReddit =
  (children: readonly unknown[]): Site =>
  (url) => {
    if (url.host === "www.reddit.com") return Response.json({ access_token: "token" });
    return url.host === "oauth.reddit.com" ? Response.json({ data: { children } }) : undefined;
  };

test("posts keep the original's shape and have an id, which the original's had not", async () => {
  const posts = [
    redditPost("t3_b", "No text", "", 1_767_500_100),
    redditPost("t3_a", "It fails", "Since <b>Monday</b>", 1_767_500_000),
  ];
  const { world, deps } = worldWith(onReddit(posts));
  await run(world, createReddit, deps, REDDIT);
  await run(world, createReddit, deps, REDDIT);
  assert.deepEqual(
    published(world).map(({ id, text }) => [id, text]),
    [
      ["t3_a", "Since Monday"],
      ["t3_b", "No text"],
    ],
  );
  assert.deepEqual(published(world)[0]?.metadata, { numComments: 4 });
});

test("Reddit's own answer is read", (t) => {
  const file = new URL("../../shared/data/fixtures/reddit-search.json", import.meta.url);
  if (!existsSync(file)) return t.skip("../shared/data is absent");
  const { data } = JSON.parse(readFileSync(file, "utf8")) as { data: { children: unknown[] } };
  const posts = data.children.map(readPost);
  assert.ok(posts.length > 0 && posts.every((post) => post?.id.startsWith("t3_")));
});

const FEATURES = { parameters: "", inputs: { otherhashtags: "#pay" }, keyrings: { rapid_api_key: "key" } };
const WISH = tweet("21", "Please add dark mode. You should add a widget too", 1_767_500_000);
const COMPLAINT = tweet("22", "It crashes all day", 1_767_500_100);

test("feature requests of others reach the features queue once, each under its own id", async () => {
  const { world, deps } = worldWith(onTwitter({ "#pay": [WISH, COMPLAINT] }));
  await run(world, createOtherFeatures, deps, FEATURES);
  await run(world, createOtherFeatures, deps, FEATURES);
  assert.deepEqual(
    published(world).map(({ id, title, org, hashtag, source }) => [id, title, org, hashtag, source]),
    [
      ["21", "dark mode", "pay", "#pay", "twitter"],
      ["21-2", "widget too", "pay", "#pay", "twitter"],
    ],
  );
  assert.equal(world.emulator.organisation.works.listedAt(Number.POSITIVE_INFINITY).length, 0);
});

test("Groundswell's own detector is asked where its address is given", async () => {
  const twitter = onTwitter({ "#pay": [COMPLAINT] });
  const { world, deps } = worldWith(
    (url) =>
      url.pathname === "/api/v1/feature-requests/detect"
        ? Response.json({ items: [[{ wish: "stability", quote: "crashes all day" }]] })
        : twitter(url, ""),
    { withGroundswell: true },
  );
  await run(world, createOtherFeatures, deps, FEATURES);
  assert.deepEqual(
    published(world).map(({ title }) => title),
    ["stability"],
  );
});

test("when asked, feature requests become DevRev tickets, once, also after a storm in the middle", async () => {
  const { world, deps } = worldWith(onTwitter({ "#pay": [WISH] }));
  const changes = { ...FEATURES, inputs: { ...FEATURES.inputs, create_tickets: "true" } };
  world.emulator.faults.settings = { ...world.emulator.faults.settings, busyRate: 0.3 };
  for (let runs = 0; runs < 6; runs += 1) await run(world, createOtherFeatures, deps, changes);
  const works = world.emulator.organisation.works.listedAt(Number.POSITIVE_INFINITY);
  assert.deepEqual(
    works.map(({ title }) => title),
    ["Feature request: dark mode", "Feature request: widget too"],
  );
  assert.deepEqual(
    works[0]?.tags.map(({ tag }) => tag.name),
    ["groundswell", "feature request", "pay"],
  );
  assert.equal(published(world).length, 2);
});

test("a setting that is missing is named", async () => {
  const cases: readonly (readonly [(deps: Deps) => SnapInFunction, EventChanges, RegExp])[] = [
    [createPlaystore, { parameters: "", inputs: { app_id: "x" } }, /app_id/],
    [createTwitter, { parameters: "", inputs: { myhashtags: "" } }, /myhashtags/],
    [createTwitter, { parameters: "", inputs: { myhashtags: "#a" } }, /rapid_api_key/],
    [createReddit, { parameters: "", inputs: { subreddit: "a b" } }, /subreddit/],
    [createReddit, { parameters: "", inputs: { subreddit: "pay" } }, /reddit_client_id/],
    [createOtherFeatures, { parameters: "", inputs: {} }, /otherhashtags/],
    [createPlaystore, { ...PLAY, parameters: "101" }, /1 to 100/],
  ];
  for (const [create, changes, named] of cases) {
    const world = createWorld();
    await run(world, create, world.deps, changes);
    assert.match(said(world)[0] ?? "", named);
  }
});

test("a busy hour that brings more than one run takes is read as far back as a run may, and what is beyond is told", async () => {
  const ids = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => review(`r${to - 1 - index}`, "Words", to - index));
  let reviews = ids(0, 10);
  const { world, deps } = worldWith((url, body) => {
    if (url.host !== "play.google.com") return undefined;
    const size = Number(/\[2,2,\[(\d+)/.exec(decodeURIComponent(body).replaceAll("\\", ""))?.[1]);
    return playAnswer(reviews.slice(0, size));
  });
  const tick = { inputs: PLAY.inputs };
  await run(world, createPlaystore, deps, tick);
  reviews = ids(0, 70);
  await run(world, createPlaystore, deps, tick);
  assert.equal(published(world).length, 70);
  assert.doesNotMatch(said(world).join("\n"), /was not read/);
  reviews = ids(0, 300);
  await run(world, createPlaystore, deps, tick);
  assert.equal(published(world).length, 170);
  assert.match(said(world).at(-1) ?? "", /playstore:com\.example\.app: more came since the last run than 100/);
});

test("an answer without a list is told, and is not taken for nothing new", async () => {
  const page = () => new Response("<html>Please agree</html>");
  const limited = () =>
    new Response(
      `)]}'\n\n${JSON.stringify([["wrb.fr", "UsvDTd", null, null, null, [8, null, [["x.PlayGatewayError"]]]]])}`,
    );
  const tweets = { inputs: { myhashtags: "#pay" }, keyrings: { rapid_api_key: "key" } };
  const posts = { inputs: { subreddit: "pay" }, keyrings: { reddit_client_id: "a", reddit_client_secret: "b" } };
  const token = (url: URL) => (url.pathname.endsWith("access_token") ? Response.json({ access_token: "t" }) : page());
  const cases: [(deps: Deps) => SnapInFunction, Site, EventChanges, RegExp][] = [
    [createPlaystore, limited, { inputs: PLAY.inputs }, /Google Play asked us to come later/],
    [createTwitter, page, tweets, /The Twitter API: the answer can't be read/],
    [createTwitter, () => Response.json({ detail: "error" }), tweets, /the answer can't be read/],
    [createReddit, token, posts, /Reddit: the answer can't be read/],
  ];
  for (const [create, answer, changes, expected] of cases) {
    const { world, deps } = worldWith((url, body) => (url.host === "devrev.test" ? undefined : answer(url, body)));
    await run(world, create, deps, changes);
    assert.match(said(world).join(), expected);
  }
});

test("of a post whose text was taken away the title is read", () => {
  const post = (selftext: string) => readPost(redditPost("t3_a", "Payments fail", selftext, 1))?.text;
  assert.deepEqual(
    [post("[removed]"), post("[deleted]"), post("It is [deleted] again")],
    ["Payments fail", "Payments fail", "It is [deleted] again"],
  );
});
