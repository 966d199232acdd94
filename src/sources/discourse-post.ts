/** Posts of Discourse as records: their text, what they answer, and whether they still are to be read by anybody. */
import { z } from "zod";
import type { Fetch, Item } from "../ingestion/connector.ts";
import { readDate } from "../model/read-record.ts";
import { plainText } from "./html.ts";
import { readJson } from "./http.ts";
import { under } from "./settings.ts";

const Post = z.object({
  id: z.number().int(),
  username: z.string().nullish(),
  created_at: z.string(),
  updated_at: z.string().nullish(),
  cooked: z.string().nullish(),
  raw: z.string().nullish(),
  post_number: z.number().int().optional(),
  post_type: z.number().int().optional(),
  reply_to_post_number: z.number().int().nullish(),
  topic_id: z.number().int(),
  topic_slug: z.string().nullish(),
  topic_title: z.string().nullish(),
  category_id: z.number().int().optional(),
  version: z.number().int().optional(),
  score: z.number().nullish(),
  deleted_at: z.string().nullish(),
  user_deleted: z.boolean().nullish(),
  hidden: z.boolean().nullish(),
});
export type Post = z.infer<typeof Post>;

export const isPost = (entry: unknown): entry is Post => Post.safeParse(entry).success;

/** What a moderator did shows as a post too. */
const REGULAR = 1;

/** Undefined for what nobody wrote. `parent`: the id of the post that it answers; `base`: the forum's address. */
export function postItem(entry: unknown, parent: number | undefined, base: string): Item | undefined {
  const read = Post.safeParse(entry);
  const date = read.success ? readDate(read.data.created_at) : undefined;
  if (!read.success || date === undefined) return { malformed: entry, why: "a post without id, topic or date" };
  const post = read.data;
  if ((post.post_type ?? REGULAR) !== REGULAR) return undefined;
  const id = String(post.id);
  if (post.deleted_at || post.user_deleted || post.hidden) return { retract: id };
  const updated_at = readDate(post.updated_at ?? "") ?? date;
  const { topic_id, post_number, version, category_id, username, topic_slug, topic_title } = post;
  const metadata = { id, username, topic_id, post_number, version, category_id };
  const known = Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => value !== undefined && value !== null),
  );
  return {
    record: {
      ...{ id, title: topic_title ?? "", date, updated_at, metadata: known, impact: post.score ?? undefined },
      // Markdown is what was written; of HTML only the words are read.
      text: post.raw ?? plainText(post.cooked ?? ""),
      parent_id: parent === undefined ? undefined : String(parent),
      url: under(base, `/t/${topic_slug || "-"}/${topic_id}/${post_number ?? 1}`),
    },
    at: date,
    revision: JSON.stringify([version ?? "", updated_at]),
  };
}

const Topic = z.object({
  post_stream: z.object({
    posts: z.array(z.object({ id: z.number(), post_number: z.number() })).default([]),
    stream: z.array(z.number()).default([]),
  }),
});
/** Topics that are asked for the ids of their posts in one pull; what is past this names no parent. */
const MAX_TOPICS = 50;

/** Which post is answered: Discourse says only its number within the topic. */
export function createParents(fetch: Fetch, base: string, headers: Readonly<Record<string, string>>) {
  const numbers = new Map<string, number>();
  const firsts = new Map<number, number>();
  const asked = new Set<number>();
  const key = (topic: number, number: number): string => `${topic}/${number}`;

  async function ask(topic: number): Promise<void> {
    if (asked.has(topic) || asked.size >= MAX_TOPICS) return;
    asked.add(topic);
    const answer = await fetch(under(base, `/t/${topic}.json`), { headers, statuses: [403, 404, 410] });
    if (answer.status !== 200) return;
    const { posts, stream } = Topic.safeParse(readJson(answer, "Discourse")).data?.post_stream ?? {
      posts: [],
      stream: [],
    };
    for (const { id, post_number } of posts) numbers.set(key(topic, post_number), id);
    const first = stream[0];
    if (first !== undefined) firsts.set(topic, first);
  }

  async function parentOf({ topic_id, post_number = 1, reply_to_post_number }: Post): Promise<number | undefined> {
    if (post_number === 1) return undefined;
    const wanted = key(topic_id, reply_to_post_number ?? 1);
    if (!numbers.has(wanted)) await ask(topic_id);
    return numbers.get(wanted) ?? firsts.get(topic_id);
  }

  return {
    async itemsOf(entries: readonly unknown[]): Promise<Item[]> {
      for (const entry of entries)
        if (isPost(entry) && entry.post_number !== undefined)
          numbers.set(key(entry.topic_id, entry.post_number), entry.id);
      const items: Item[] = [];
      for (const entry of entries) {
        const item = postItem(entry, isPost(entry) ? await parentOf(entry) : undefined, base);
        if (item !== undefined) items.push(item);
      }
      return items;
    },
  };
}
