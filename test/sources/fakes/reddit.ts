/** Reddit: its tokens, the listing of new posts, and asking for posts by name. */
// cspell:ignore modhash
import type { ProviderAnswer } from "../../../src/sources/rig.testing.ts";
import { type Fake, type FakeItem, pageFrom } from "./fake.ts";

const SIZE = 10;
const nameOf = (number: number): string => `t3_x${number}`;

const thing = ({ number, at, text, editedAt, gone, broken }: FakeItem): unknown => ({
  kind: "t3",
  data: {
    ...{ id: `x${number}`, name: broken ? undefined : nameOf(number), title: `About ${number}` },
    ...{ selftext: gone ? "[deleted]" : text, author: gone ? "[deleted]" : "somebody", subreddit: "notes" },
    ...{ created_utc: at + 0.5, edited: editedAt ?? false, permalink: `/r/notes/comments/x${number}/about/` },
    ...{ url: "https://www.reddit.com/r/notes/", num_comments: 1, score: 12, ups: 12, upvote_ratio: 0.9 },
    ...{ over_18: false, removed_by_category: gone ? "deleted" : null, link_flair_text: null },
  },
});

const listing = (children: readonly unknown[], after: string | null): ProviderAnswer => ({
  headers: { "x-ratelimit-used": "3", "x-ratelimit-remaining": "97.0", "x-ratelimit-reset": "300" },
  json: { kind: "Listing", data: { after, before: null, dist: children.length, modhash: "", children } },
});

export const reddit: Fake = {
  name: "Reddit",
  size: SIZE,
  repeats: true,
  saysHowLong: true,
  expire: (state) => {
    state.tokens++;
  },
  showsDeleted: true,
  registration: (url) => ({
    ...{ type: "reddit", secrets: { client_id: "id", client_secret: "secret" } },
    settings: { subreddit: "notes", base_url: url, user_agent: "server:notes.example:1.0 (by /u/notes)" },
  }),
  idOf: nameOf,
  isPage: ({ url }) => url.pathname === "/r/notes/new",
  answer({ url, headers, body }, state) {
    // Who doesn't say who they are is throttled hard.
    if (!/ \(by \/u\/\w+\)$/.test(String(headers["user-agent"]))) return { status: 429, json: { error: 429 } };
    if (url.pathname === "/api/v1/access_token") {
      const isKnown = headers.authorization === `Basic ${btoa("id:secret")}` && body.includes("client_credentials");
      if (state.isRevoked || !isKnown) return { status: 401, json: { message: "Unauthorized", error: 401 } };
      return { json: { access_token: `t${++state.tokens}`, token_type: "bearer", expires_in: 86_400, scope: "*" } };
    }
    if (headers.authorization !== `bearer t${state.tokens}`)
      return { status: 401, json: { message: "Unauthorized", error: 401 } };
    const all = [...state.items].sort((a, b) => b.at - a.at);
    if (url.pathname === "/api/info") {
      const names = url.searchParams.get("id")?.split(",") ?? [];
      return listing(all.filter(({ number }) => names.includes(nameOf(number))).map(thing), null);
    }
    const after = url.searchParams.get("after");
    const shown = all.filter(({ gone }) => !gone);
    const from = after === null ? 0 : shown.findIndex(({ number }) => nameOf(number) === after) + 1;
    const { page, next } = pageFrom(shown, from, SIZE);
    return listing(page.map(thing), next === undefined ? null : nameOf(page.at(-1)!.number));
  },
  limited: (seconds) => ({
    status: 429,
    headers: { "x-ratelimit-used": "100", "x-ratelimit-remaining": "0.0", "x-ratelimit-reset": String(seconds) },
    json: { message: "Too Many Requests", error: 429 },
  }),
  refused: () => ({ status: 401, json: { message: "Unauthorized", error: 401 } }),
};
