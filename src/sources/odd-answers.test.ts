/** What providers send besides what they document: null for nothing, odd extras, programs' posts, errors in a 200. Words get through. */
import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { after, before, beforeEach, describe, it } from "node:test";
import { type Answerer, openProvider, openRig, type Provider, type Rig } from "./rig.testing.ts";

const START = 1_780_000_000;
const iso = new Date((START - 3_600) * 1_000).toISOString();
const label = (text: unknown) => ({ label: text });
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const account = { client_email: "a@b", private_key: privateKey.export({ type: "pkcs8", format: "pem" }) };

const registrations = {
  playstore: {
    settings: { access: "official", package_name: "com.example.notes" },
    secrets: { service_account: JSON.stringify(account) },
  },
  appstore: { settings: { access: "feed", app_id: "123", countries: ["us"] } },
  twitter: { settings: { query: "notes" }, secrets: { access_token: "t" } },
  reddit: { settings: { subreddit: "notes" }, secrets: { client_id: "id", client_secret: "secret" } },
  discourse: { settings: {} },
  intercom: { settings: {}, secrets: { access_token: "t" } },
  rss: { settings: {} },
} as const;
type Type = keyof typeof registrations;

const tokenFirst =
  (answer: Answerer): Answerer =>
  (asked) =>
    /token$/.test(asked.url.pathname) ? { json: { access_token: "x", expires_in: 60 } } : answer(asked);
const reviews = (...comments: object[]): Answerer =>
  tokenFirst(() => ({
    json: {
      reviews: comments.map((userComment, at) => ({
        ...{ reviewId: `r${at}`, authorName: null },
        comments: [
          {
            userComment: {
              ...{ text: "\tIt crashes", lastModified: { seconds: START - 3_600, nanos: null }, starRating: 1 },
              ...userComment,
            },
          },
        ],
      })),
      tokenPagination: null,
    },
  }));
const thing = (name: string, data: object) => ({
  kind: name.slice(0, 2),
  data: { name, created_utc: START - 3_600, title: "It crashes", selftext: "Always.", author: "somebody", ...data },
});
const listing = (...children: unknown[]): Answerer =>
  tokenFirst(({ url }) => ({
    json: { data: { after: null, children: url.pathname === "/api/info" ? [] : children } },
  }));
const tweet = (id: string, parts: object) => ({ id, text: "It crashes", created_at: iso, ...parts });
const posts = (...latest_posts: object[]): Answerer => {
  return ({ url }) =>
    url.pathname === "/posts.json" ? { json: { latest_posts } } : { json: { post_stream: { posts: [], stream: [] } } };
};
const post = (id: number, parts: object) => ({
  ...{ id, created_at: iso, raw: "It crashes", topic_id: 7, post_number: 1, post_type: 1, user_id: 5 },
  ...parts,
});
const conversation = (id: string, parts: readonly object[], more: object = {}) => ({
  ...{ id, created_at: START - 3_600, updated_at: null, title: null, state: null, tags: null },
  source: { subject: null, body: "It crashes", author: { type: "user", id: "1", name: null }, url: null },
  conversation_parts: { conversation_parts: parts.map((one, at) => ({ id: at, created_at: START - 900, ...one })) },
  ...more,
});
const intercom =
  (...all: { readonly id: string }[]): Answerer =>
  ({ url }) => {
    if (url.pathname === "/conversations/search") {
      return { json: { conversations: [...all.map(({ id }) => ({ id }))], pages: { next: null }, total_count: null } };
    }
    if (url.pathname === "/conversations/deleted") return { status: 403, json: {} };
    return { json: all.find(({ id }) => url.pathname === `/conversations/${id}`) };
  };

describe("answers that are odd", () => {
  let rig: Rig;
  let provider: Provider;
  before(async () => {
    rig = await openRig({ start: START });
    provider = await openProvider(() => ({ status: 404 }));
  });
  after(async () => {
    await rig[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    rig.sent.length = 0;
  });
  async function pull(type: Type, answer: Answerer) {
    provider.answer = answer;
    const { settings, ...more } = { secrets: {}, ...registrations[type] };
    const { id } = await rig.register({ type, settings: { ...settings, base_url: provider.url }, ...more });
    return rig.pull(id);
  }

  const nulls: Readonly<Record<Type, { readonly answer: Answerer; readonly count: number }>> = {
    playstore: {
      answer: reviews(
        { appVersionName: null, device: null, reviewerLanguage: null, thumbsUpCount: {} },
        { starRating: "4" },
      ),
      count: 2,
    },
    appstore: {
      answer: () => ({
        json: {
          feed: {
            entry: {
              ...{ id: label(1), "im:rating": label(2), title: null, content: label("It crashes"), updated: null },
              ...{ "im:version": null, author: { name: null } },
            },
          },
        },
      }),
      count: 1,
    },
    twitter: {
      answer: () => ({
        json: {
          data: [
            tweet("1", { lang: null, note_tweet: null, referenced_tweets: null, edit_history_tweet_ids: null }),
            tweet("2", { public_metrics: { like_count: null, view_count: "many" }, author_id: 7 }),
          ],
          includes: null,
          meta: { newest_id: "1", next_token: null },
        },
      }),
      count: 2,
    },
    reddit: {
      answer: listing(
        thing("t3_1", { selftext: null, score: null, permalink: null, edited: null }),
        thing("t3_2", { title: null, edited: "yes", author: null }),
      ),
      count: 2,
    },
    discourse: {
      answer: posts(
        post(1, { post_number: null, category_id: null, version: null, topic_title: null }),
        post(2, { post_type: null, username: null, score: "high", raw: " ", cooked: "<p>It crashes</p>" }),
      ),
      count: 2,
    },
    intercom: {
      answer: intercom(
        conversation("1", [{ part_type: null, author: null, body: "Hi" }], { tags: { tags: [{ name: null }] } }),
        conversation("2", [], { updated_at: String(START - 60), conversation_rating: { rating: null } }),
        conversation("3", [], { source: null, conversation_parts: { conversation_parts: null } }),
      ),
      count: 2,
    },
    rss: {
      answer: () => ({
        json: {
          version: "https://jsonfeed.org/version/1.1",
          title: null,
          items: [{ id: 1, title: null, content_text: "It crashes", date_published: null }],
        },
      }),
      count: 1,
    },
  };
  for (const [type, { answer, count }] of Object.entries(nulls))
    it(`of ${type} lose no words to a null, nor to an odd value beside them`, async () => {
      const run = await pull(type as Type, answer);
      assert.deepEqual([run.state, run.accepted, run.rejected], ["succeeded", count, 0], JSON.stringify(run));
      for (const { title, text } of rig.sent) assert.match(`${title} ${text}`, /It crashes|Always/);
    });

  it("are no end: errors in a 200, a page instead of an answer, a quota that is no matter of rights", async () => {
    const failed = await pull("twitter", () => ({ json: { errors: [{ title: "Service Unavailable" }] } }));
    assert.deepEqual([failed.state, failed.error?.code], ["failed", "unavailable"]);
    const login = { text: "<!DOCTYPE html><html><title>Log in</title></html>" };
    assert.match((await pull("discourse", () => login)).error!.message, /web page, "Log in"; is the address right/);
    const noToken = await pull("reddit", () => ({ json: { error: "invalid_grant" } }));
    assert.deepEqual([noToken.error?.code], ["unauthorized"]);
    assert.match(noToken.error!.message, /invalid_grant: renew its secrets/);
    const quota = { error: { code: 403, errors: [{ domain: "usageLimits", reason: "rateLimitExceeded" }] } };
    const answers = [
      { status: 403, json: quota },
      { status: 403, headers: { "retry-after": "9" } },
    ];
    const served = reviews({});
    const waited = await pull("playstore", (asked) =>
      asked.url.pathname.endsWith("/reviews") ? (answers.shift() ?? served(asked)) : served(asked),
    );
    assert.deepEqual([waited.state, waited.accepted, waited.waited_s >= 9], ["succeeded", 1, true]);
  });

  it("of Reddit that show other things than posts are a wrong setting", async () => {
    const others = { kind: "t5", data: { name: "t5_1", display_name: "other" } };
    const run = await pull("reddit", listing(others));
    assert.deepEqual([run.state, run.error?.code], ["failed", "misconfigured"]);
    assert.match(run.error!.message, /is there such a subreddit/);
  });

  it("of programs and moderators are left out and counted, or marked", async () => {
    const reddit = await pull(
      "reddit",
      listing(
        thing("t3_1", {}),
        thing("t3_2", { author: "AutoModerator" }),
        thing("t3_3", { distinguished: "moderator" }),
        thing("t3_4", { author: "[deleted]" }),
      ),
    );
    assert.deepEqual([reddit.fetched, reddit.accepted, reddit.left_out], [2, 2, { bot: 1, staff: 1 }]);
    assert.deepEqual(
      rig.sent.map(({ metadata }) => (metadata as { author?: string }).author),
      ["somebody", undefined],
    );
    rig.sent.length = 0;
    const discourse = await pull(
      "discourse",
      posts(post(1, { user_id: -1 }), post(2, { staff: true }), post(3, { post_type: 3 })),
    );
    assert.deepEqual([discourse.accepted, discourse.left_out], [2, { moderation: 1 }]);
    const marks = rig.sent.map(({ metadata }) => metadata as { bot?: boolean; staff?: boolean });
    assert.deepEqual([marks[0]?.bot, marks[1]?.staff], [true, true]);
    rig.sent.length = 0;
    const tweets = { data: [tweet("1", { text: "RT @a: It", referenced_tweets: [{ type: "retweeted", id: "9" }] })] };
    await pull("twitter", () => ({ json: { ...tweets, meta: {} } }));
    assert.equal((rig.sent[0]!.metadata as { repost_of?: string }).repost_of, "9");
  });

  it("of Intercom: an answer that opens a conversation again is read, and what agents and bots say is counted", async () => {
    const user = { type: "user", id: "1" };
    const said = conversation("1", [
      { part_type: "open", body: "Still broken", author: user },
      { part_type: "comment", body: "We look", author: { type: "admin" } },
      { part_type: "comment", body: "Hi", author: { type: "bot" } },
      { part_type: "assignment", body: null, author: { type: "admin" } },
    ]);
    const run = await pull("intercom", intercom(said));
    assert.deepEqual([run.accepted, run.left_out], [2, { staff: 1, bot: 1 }]);
    assert.deepEqual(rig.sent.at(-1)?.text, "Still broken");
  });

  it("of one conversation or topic cost only that one", async () => {
    const all = [conversation("1", []), conversation("2", []), conversation("3", [])];
    const served = intercom(...all);
    for (const status of [400, 500]) {
      const run = await pull("intercom", (asked) =>
        asked.url.pathname === "/conversations/2" ? { status, json: {} } : served(asked),
      );
      assert.deepEqual([status, run.state, run.accepted, run.rejected], [status, "succeeded", 2, 1]);
    }
    const list = intercom(...all, { id: null as never });
    const run = await pull("intercom", list);
    assert.deepEqual([run.state, run.accepted, run.rejected], ["succeeded", 3, 1]);
    const forum = posts(post(2, { post_number: 2 }));
    const topic = await pull("discourse", (asked) =>
      asked.url.pathname.startsWith("/t/") ? { status: 500, text: "<html>" } : forum(asked),
    );
    assert.deepEqual([topic.state, topic.accepted], ["succeeded", 1]);
  });

  it("that are pushed lose nothing to a null or a mark either, and what is no notification is refused", async () => {
    const push = async (type: "discourse" | "intercom" | "webhook", body: string) => {
      const secrets = { [type === "intercom" ? "client_secret" : "webhook_secret"]: "s" };
      const settings = { discourse: { base_url: provider.url }, intercom: {}, webhook: { signature: "github" } }[type];
      const source = await rig.register({ type, mode: "push", settings, secrets });
      const algorithm = type === "intercom" ? "sha1" : "sha256";
      const signature = `${algorithm}=${createHmac(algorithm, "s").update(body).digest("hex")}`;
      const names = {
        discourse: "x-discourse-event-signature",
        intercom: "x-hub-signature",
        webhook: "x-hub-signature-256",
      };
      const headers = { "content-type": "application/json", [names[type]]: signature };
      const { status, body: told } = await rig.server.ask("POST", new URL(source.push_url!).pathname, {
        body,
        headers,
      });
      return [status, told.accepted];
    };
    assert.deepEqual(
      await push("discourse", JSON.stringify({ post: post(9, { version: null, category_id: null }) })),
      [202, 1],
    );
    const item = conversation("7", [], {
      source: { body: "It crashes", subject: null, author: { type: "user", name: null } },
    });
    const notice = { topic: "conversation.user.created", data: { item } };
    assert.deepEqual(await push("intercom", JSON.stringify(notice)), [202, 1]);
    assert.equal((await push("intercom", "null"))[0], 400);
    assert.deepEqual(
      await push("intercom", JSON.stringify({ topic: "conversation.user.created", data: null })),
      [202, 0],
    );
    assert.deepEqual(await push("webhook", '\uFEFF{"id":"1","text":"It crashes"}'), [202, 1]);
  });
});
