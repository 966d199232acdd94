/** Posts of Discourse as records: their text, what they answer, and whether they still are to be read by anybody. */
// cspell:ignore discobot
import { z } from "zod";
import { type Fetch, type Item, SourceFault } from "../ingestion/connector.ts";
import { readDate } from "../model/read-record.ts";
import { plainText } from "./html.ts";
import { extra, readJson } from "./reading.ts";
import { under } from "./settings.ts";

const Post = z.object({
  id: z.number().int(),
  user_id: extra(z.number()),
  username: extra(z.string()),
  staff: extra(z.boolean()),
  created_at: z.string(),
  updated_at: z.string().nullish(),
  cooked: z.string().nullish(),
  raw: z.string().nullish(),
  post_number: z.number().int().nullish(),
  post_type: z.number().int().nullish(),
  reply_to_post_number: z.number().int().nullish(),
  topic_id: z.number().int(),
  topic_slug: extra(z.string()),
  topic_title: z.string().nullish(),
  category_id: extra(z.number().int()),
  version: extra(z.number().int()),
  score: extra(z.number()),
  deleted_at: z.string().nullish(),
  user_deleted: z.boolean().nullish(),
  hidden: z.boolean().nullish(),
});
export type Post = z.infer<typeof Post>;

export const isPost = (entry: unknown): entry is Post => Post.safeParse(entry).success;

/** What a moderator did shows as a post too. */
const REGULAR = 1;
/** Users of Discourse's own, "system" and "discobot" among them, have ids below. */
const FIRST_PERSON = 1;

/** `parent`: the id of the post that it answers; `base`: the forum's address. */
export function postItem(entry: unknown, parent: number | undefined, base: string): Item {
  const read = Post.safeParse(entry);
  const date = read.success ? readDate(read.data.created_at) : undefined;
  if (!read.success || date === undefined) return { malformed: entry, why: "a post without id, topic or date" };
  const post = read.data;
  if ((post.post_type ?? REGULAR) !== REGULAR) return { leftOut: "moderation" };
  const id = String(post.id);
  if (post.deleted_at || post.user_deleted || post.hidden) return { retract: id };
  const updated_at = readDate(post.updated_at ?? "") ?? date;
  const { topic_id, post_number, version, category_id, username, topic_slug, topic_title } = post;
  const isOrphan = parent === undefined && (post_number ?? 1) > 1;
  const bot = (post.user_id ?? FIRST_PERSON) < FIRST_PERSON || undefined;
  const metadata = {
    id,
    username,
    staff: post.staff || undefined,
    bot,
    topic_id,
    post_number,
    revision: version,
    category_id,
  };
  const known = Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => value !== undefined && value !== null),
  );
  return {
    record: {
      ...{ id, title: topic_title ?? "", date, updated_at, metadata: known, impact: post.score ?? undefined },
      // Markdown is what was written; of HTML only the words are read.
      text: post.raw?.trim() ? post.raw : plainText(post.cooked ?? ""),
      parent_id: parent === undefined ? undefined : String(parent),
      url: under(base, `/t/${topic_slug || "-"}/${topic_id}/${post_number ?? 1}`),
    },
    at: date,
    // Read later with what it answers, it has changed.
    revision: JSON.stringify([version ?? "", updated_at, ...(isOrphan ? ["orphan"] : [])]),
  };
}

const Topic = z.object({
  post_stream: z.object({
    posts: z.array(z.object({ id: z.number(), post_number: z.number() })).default([]),
    stream: z.array(z.number()).default([]),
  }),
});
type Topic = z.output<typeof Topic>;

/** Topics that are asked for the ids of their posts in one pull; what is past this names no parent. */
const MAX_TOPICS = 50;

/** After so many tries a topic that always fails costs the names of parents, and holds up nothing. */
const PATIENCE = 3;

/** Which post is answered: Discourse says only its number within the topic. `tries`: how often this failed already. */
export function createParents(fetch: Fetch, base: string, headers: Readonly<Record<string, string>>, tries: number) {
  const numbers = new Map<string, number>();
  const firsts = new Map<number, number>();
  const asked = new Set<number>();
  let isLimited = false;
  const key = (topic: number, number: number): string => `${topic}/${number}`;

  async function read(topic: number): Promise<Topic["post_stream"]> {
    const nothing = { posts: [], stream: [] };
    try {
      const answer = await fetch(under(base, `/t/${topic}.json`), { headers, statuses: [403, 404, 410] });
      const shown = answer.status === 200 ? Topic.safeParse(readJson(answer, "Discourse")).data : undefined;
      return shown?.post_stream ?? nothing;
    } catch (error) {
      const passes = error instanceof SourceFault && ["unavailable", "rate_limited"].includes(error.kind);
      if (tries < PATIENCE || !passes) throw error;
      // Nor is anything else asked of a forum whose limit is below what one page takes.
      if (error.kind === "rate_limited") isLimited = true;
      return nothing;
    }
  }

  async function ask(topic: number): Promise<void> {
    if (asked.has(topic) || asked.size >= MAX_TOPICS || isLimited) return;
    asked.add(topic);
    const { posts, stream } = await read(topic);
    for (const { id, post_number } of posts) numbers.set(key(topic, post_number), id);
    const first = stream[0];
    if (first !== undefined) firsts.set(topic, first);
  }

  async function parentOf({ topic_id, post_number, reply_to_post_number }: Post): Promise<number | undefined> {
    if ((post_number ?? 1) === 1) return undefined;
    const wanted = key(topic_id, reply_to_post_number ?? 1);
    if (!numbers.has(wanted)) await ask(topic_id);
    return numbers.get(wanted) ?? firsts.get(topic_id);
  }

  return {
    async itemsOf(entries: readonly unknown[]): Promise<Item[]> {
      for (const entry of entries)
        if (isPost(entry) && typeof entry.post_number === "number")
          numbers.set(key(entry.topic_id, entry.post_number), entry.id);
      const items: Item[] = [];
      for (const entry of entries) items.push(postItem(entry, isPost(entry) ? await parentOf(entry) : undefined, base));
      return items;
    },
  };
}
