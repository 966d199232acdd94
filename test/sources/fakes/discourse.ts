/** A forum of Discourse: as it shows its posts today, and as older versions do, by windows of ids of which some may not be seen. */
import type { ProviderAnswer } from "../../../src/sources/rig.testing.ts";
import { type Fake, type FakeItem, isoOf } from "./fake.ts";

const WINDOW = 50;
/** Ids have holes, so that windows are short or empty. */
const STEP = 7;
const postId = (number: number): number => number * STEP;

const shown = ({ number, at, text, editedAt = at, broken }: FakeItem): unknown => ({
  ...{ id: postId(number), name: "A user", username: "somebody", user_id: 9, avatar_template: "/a/{size}.png" },
  ...{ created_at: isoOf(at), updated_at: isoOf(editedAt), cooked: `<p>${text}</p>`, raw: text, excerpt: text },
  ...{ truncated: false, post_number: broken ? "first" : 1, post_type: 1, reply_count: 0, reply_to_post_number: null },
  ...{ quote_count: 0, reads: 3, score: 0.6, topic_id: number, topic_slug: `topic-${number}` },
  ...{ topic_title: `Topic ${number}`, topic_html_title: `Topic ${number}`, category_id: 3 },
  ...{ version: editedAt === at ? 1 : 2, deleted_at: null, user_deleted: false, hidden: false, wiki: false },
  ...{ edit_reason: null, trust_level: 1, moderator: false, admin: false, staff: false, post_url: `/t/${number}/1` },
});

/** Of the posts that may be seen, newest first: those of a page before an id, which may be included. */
type PageOf = (visible: readonly FakeItem[], before: number) => readonly FakeItem[];

const forum = (name: string, size: number, pageOf: PageOf): Fake => ({
  ...{ name, size },
  repeats: true,
  saysHowLong: true,
  registration: (url) => ({
    ...{ type: "discourse", settings: { base_url: url }, secrets: { api_key: "key", api_user: "system" } },
  }),
  idOf: (number) => String(postId(number)),
  isPage: ({ url }) => url.pathname === "/posts.json",
  answer({ url, headers }, { items, isRevoked }) {
    if (isRevoked || headers["api-key"] !== "key" || headers["api-username"] !== "system") return forbidden;
    const visible = items.filter(({ gone }) => !gone).sort((a, b) => b.number - a.number);
    const newest = Math.max(0, ...items.map(({ number }) => postId(number)));
    const before = Number(url.searchParams.get("before") ?? newest + 1);
    return { json: { latest_posts: pageOf(visible, before).map(shown) } };
  },
  limited: (seconds) => ({
    status: 429,
    headers: {
      "content-type": "text/plain",
      "retry-after": String(seconds),
      "discourse-rate-limit-error-code": "admin_api_key_rate_limit",
    },
    text: `Slow down, you're making too many requests.\nPlease retry again in ${seconds} seconds.`,
  }),
  refused: () => forbidden,
});

export const discourse = forum("Discourse", WINDOW, (visible, before) =>
  visible.filter(({ number }) => postId(number) < before).slice(0, WINDOW),
);

export const olderDiscourse = forum("an older Discourse", Math.floor(WINDOW / STEP), (visible, before) =>
  visible.filter(({ number }) => postId(number) <= before && postId(number) > before - WINDOW),
);

const forbidden: ProviderAnswer = {
  status: 403,
  json: { errors: ["You are not permitted to view the requested resource."], error_type: "invalid_access" },
};
