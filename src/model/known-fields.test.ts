import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseJson } from "./json-text.ts";
import { nameFields } from "./known-fields.ts";

const TEXT = "The boarding pass screen crashes every time I open it";

test("what is ours already is left as it is, the same object", () => {
  const record = { id: "1", text: TEXT, date: "2024-01-01", metadata: { score: 1, rating: 2 } };
  assert.equal(nameFields(record), record);
});

/** As each interface gives it, and what is read of it. */
const records: readonly { readonly of: string; readonly given: Record<string, unknown>; readonly read: object }[] = [
  {
    of: "google-play-scraper for Node",
    given: {
      id: "u1",
      userName: "Ann",
      date: "2023-12-31T22:10:05.000Z",
      score: 1,
      text: TEXT,
      version: "4.2.1",
      thumbsUp: 37,
      criterias: [],
    },
    read: {
      id: "u1",
      date: "2023-12-31T22:10:05.000Z",
      text: TEXT,
      metadata: { userName: "Ann", version: "4.2.1", thumbsUp: 37, score: 1, criterias: [] },
    },
  },
  {
    of: "Amazon's data sets",
    given: {
      overall: 1.0,
      reviewTime: "05 3, 2011",
      reviewerID: "A1",
      asin: "B0",
      reviewerName: "R",
      reviewText: TEXT,
      summary: "Crash",
      unixReviewTime: 1304380800,
    },
    read: {
      date: 1304380800,
      text: TEXT,
      title: "Crash",
      metadata: { userName: "R", score: 1, reviewTime: "05 3, 2011", reviewerID: "A1", asin: "B0" },
    },
  },
  {
    of: "Yelp",
    given: {
      review_id: "y1",
      user_id: "u1",
      business_id: "b1",
      stars: 1.0,
      useful: 3,
      funny: 0,
      text: TEXT,
      date: "2018-07-07 22:09:11",
    },
    read: {
      id: "y1",
      text: TEXT,
      date: "2018-07-07 22:09:11",
      metadata: { score: 1, thumbsUp: 3, user_id: "u1", business_id: "b1", funny: 0 },
    },
  },
  {
    of: "Twitter's first interface",
    given: parseJson(
      `{"id_str":"1116190735336968192","id":1116190735336968192,"full_text":"${TEXT}","created_at":"Thu Apr 11 04:06:23 +0000 2019","favorite_count":4,"user":{"screen_name":"ann"}}`,
    ) as Record<string, unknown>,
    read: {
      id: "1116190735336968192",
      text: TEXT,
      date: "Thu Apr 11 04:06:23 +0000 2019",
      metadata: { thumbsUp: 4, userName: "ann", id_str: "1116190735336968192", user: { screen_name: "ann" } },
    },
  },
  {
    of: "Twitter's second interface, whose source is a program",
    given: {
      id: "139",
      text: TEXT,
      created_at: "2021-05-18T19:24:56.000Z",
      public_metrics: { like_count: 7 },
      source: "Twitter for Android",
    },
    read: {
      id: "139",
      text: TEXT,
      date: "2021-05-18T19:24:56.000Z",
      metadata: { thumbsUp: 7, public_metrics: { like_count: 7 }, client: "Twitter for Android" },
    },
  },
  {
    of: "Reddit, whose score counts votes",
    given: {
      kind: "t3",
      data: {
        name: "t3_x",
        id: "x",
        title: "Map",
        selftext: TEXT,
        score: 4,
        subreddit: "ferries",
        created_utc: 1709287200,
        permalink: "/r/ferries/x",
      },
    },
    read: {
      id: "t3_x",
      title: "Map",
      text: TEXT,
      date: 1709287200,
      url: "https://www.reddit.com/r/ferries/x",
      metadata: { thumbsUp: 4, id: "x", subreddit: "ferries" },
    },
  },
  {
    of: "Intercom, whose source is the conversation's beginning",
    given: {
      type: "conversation",
      id: "12",
      created_at: 1704016800,
      source: { type: "conversation", subject: "", body: TEXT, author: { name: "Ann" } },
      conversation_rating: { rating: 1 },
    },
    read: {
      id: "12",
      date: 1704016800,
      text: TEXT,
      metadata: {
        userName: "Ann",
        score: 1,
        type: "conversation",
        conversation_source: { type: "conversation", subject: "", body: TEXT, author: { name: "Ann" } },
        conversation_rating: { rating: 1 },
      },
    },
  },
  {
    of: "Google Play's own interface",
    given: {
      reviewId: "r1",
      authorName: "Ann",
      comments: [
        {
          userComment: { text: TEXT, lastModified: { seconds: "1704016800" }, starRating: 1, appVersionName: "2.1.0" },
        },
        { developerComment: { text: "Sorry" } },
      ],
    },
    read: {
      id: "r1",
      text: TEXT,
      date: "1704016800",
      updated_at: "1704016800",
      metadata: { score: 1, userName: "Ann", version: "2.1.0", developerComment: { text: "Sorry" } },
    },
  },
  {
    of: "Freshdesk, whose source is the number of a channel",
    given: {
      id: 7,
      subject: "Map",
      description: `<div>${TEXT}</div>`,
      description_text: TEXT,
      source: 2,
      requester: { name: "Ann" },
      created_at: "2024-03-01T10:00:00Z",
    },
    read: {
      id: 7,
      title: "Map",
      text: TEXT,
      date: "2024-03-01T10:00:00Z",
      metadata: { userName: "Ann", channel: 2, description: `<div>${TEXT}</div>`, requester: { name: "Ann" } },
    },
  },
  {
    of: "GitHub, whose url is its interface's",
    given: {
      url: "https://api.github.example/issues/1",
      html_url: "https://github.example/issues/1",
      node_id: "I_1",
      id: 1,
      title: "Map",
      body: TEXT,
      user: { login: "ann" },
    },
    read: {
      id: 1,
      title: "Map",
      text: TEXT,
      url: "https://github.example/issues/1",
      metadata: {
        userName: "ann",
        api_url: "https://api.github.example/issues/1",
        node_id: "I_1",
        user: { login: "ann" },
      },
    },
  },
  {
    of: "Help Scout, which shows the beginning of a conversation",
    given: { id: 1, subject: "Map", preview: TEXT, userUpdatedAt: "2024-03-02", primaryCustomer: { first: "Ann" } },
    read: {
      id: 1,
      title: "Map",
      text: TEXT,
      date: "2024-03-02",
      updated_at: "2024-03-02",
      metadata: { userName: "Ann", primaryCustomer: { first: "Ann" } },
    },
  },
  {
    of: "a tweet that JavaScript wrote, whose id lost its last digits",
    given: { id: "1739281726354410200", id_str: "1739281726354410345", full_text: TEXT },
    read: { id: "1739281726354410345", text: TEXT, metadata: { id: "1739281726354410200" } },
  },
  {
    of: "App Store Connect",
    given: {
      type: "customerReviews",
      id: "r1",
      attributes: {
        rating: 1,
        title: "Crash",
        body: TEXT,
        reviewerNickname: "ann",
        createdDate: "2021-07-26T18:26:24-07:00",
        territory: "USA",
      },
      links: { self: "https://api.example/r1" },
    },
    read: {
      id: "r1",
      title: "Crash",
      text: TEXT,
      date: "2021-07-26T18:26:24-07:00",
      metadata: { userName: "ann", score: 1, territory: "USA", links: { self: "https://api.example/r1" } },
    },
  },
];
for (const { of, given, read } of records) {
  test(`${of}: each name has its place, and what has none is metadata`, () => {
    assert.deepEqual(nameFields(given), read);
  });
}

test("what has no place is kept, whatever it is called", () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant([1, "two"]));
  const name = fc.oneof(fc.stringMatching(/^[a-zA-Z_]{1,12}$/), fc.constantFrom("toString", "valueOf", "constructor"));
  const record = fc.dictionary(name, value, { maxKeys: 8 });
  fc.assert(
    fc.property(record, (given) => {
      const named = nameFields({ text: TEXT, ...given }) as { metadata?: Record<string, unknown> };
      const kept = JSON.stringify(named);
      for (const [key, one] of Object.entries(given)) {
        // No sender's field: it would change what an object is.
        if (key === "__proto__") continue;
        if (typeof one === "string" && (one.trim() === "" || /^(?:nan|nat|none|null)$/i.test(one.trim()))) continue;
        assert.ok(kept.includes(JSON.stringify(one)), `${key}: ${JSON.stringify(one)}`);
      }
    }),
  );
});

test("reading its own answer again changes nothing", () => {
  for (const { given } of records) {
    const once = nameFields(given);
    assert.deepEqual(nameFields(once as Record<string, unknown>), once);
  }
});

test("scores on other scales stand beside the stars, with the scale", () => {
  assert.deepEqual(nameFields({ text: TEXT, nps: 4 }).metadata, { points: 4, scale: "0-10" });
  assert.deepEqual(nameFields({ text: TEXT, rating: "8/10" }).metadata, { points: 8, scale: "0-10" });
  assert.deepEqual(nameFields({ text: TEXT, score: 4 }, () => "0-10").metadata, { points: 4, scale: "0-10" });
  assert.deepEqual(nameFields({ text: TEXT, upvotes: 4 }).metadata, { thumbsUp: 4 });
});

test("what the best rating is, said beside it or within it, is its scale", () => {
  const beside = (best: Record<string, unknown>) => nameFields({ text: TEXT, rating: 5, ...best }).metadata;
  for (const best of [{ rating_max: 10 }, { bestRating: "10" }, { outOf: 10 }])
    assert.deepEqual(beside(best), { points: 5, scale: "0-10", ...best });
  assert.deepEqual(beside({ max_rating: 5 }), { score: 5, max_rating: 5 });
  const within = (bestRating: number) => {
    const reviewRating = { "@type": "Rating", ratingValue: "4", bestRating };
    const { metadata } = nameFields({ reviewBody: TEXT, reviewRating });
    return { ...(metadata as Record<string, unknown>), reviewRating: undefined };
  };
  assert.deepEqual(within(10), { points: 4, scale: "0-10", reviewRating: undefined });
  assert.deepEqual(within(5), { score: 4, reviewRating: undefined });
});

test("a count or a flag under a name that is often a date's is none", () => {
  for (const name of ["opened", "time", "response_time", "edited"]) {
    assert.deepEqual(nameFields({ id: "1", text: TEXT, [name]: 3 }), { id: "1", text: TEXT, metadata: { [name]: 3 } });
  }
  assert.equal(nameFields({ id: "1", text: TEXT, time: 1_704_016_800 }).date, 1_704_016_800);
});
