/** A conversation of Intercom as records: what the customer wrote, message by message. */
import { z } from "zod";
import type { Item } from "../ingestion/connector.ts";
import { plainText } from "./html.ts";

const Author = z.object({
  type: z.string(),
  id: z.union([z.string(), z.number()]).nullish(),
  name: z.string().nullish(),
});
const Part = z.object({
  id: z.union([z.string(), z.number()]),
  part_type: z.string().optional(),
  body: z.string().nullish(),
  created_at: z.number(),
  updated_at: z.number().nullish(),
  author: Author.optional(),
  redacted: z.boolean().nullish(),
});
const Conversation = z.object({
  id: z.union([z.string(), z.number()]),
  title: z.string().nullish(),
  created_at: z.number(),
  updated_at: z.number().nullish(),
  state: z.string().optional(),
  source: z
    .object({
      subject: z.string().nullish(),
      body: z.string().nullish(),
      author: Author.optional(),
      url: z.string().nullish(),
      redacted: z.boolean().nullish(),
    })
    .nullish(),
  conversation_parts: z.object({ conversation_parts: z.array(z.unknown()).default([]) }).nullish(),
  tags: z.object({ tags: z.array(z.object({ name: z.string() })).default([]) }).nullish(),
  conversation_rating: z.object({ rating: z.number().nullish(), remark: z.string().nullish() }).nullish(),
});
type Conversation = z.infer<typeof Conversation>;

/** Who feedback comes from; agents and bots are not asked. */
const CUSTOMERS = ["user", "lead", "contact"];

const isCustomer = (author: z.infer<typeof Author> | undefined): boolean =>
  author !== undefined && CUSTOMERS.includes(author.type);

const seconds = (time: number): number => (time > 99_999_999_999 ? Math.floor(time / 1_000) : time);

function partItem(entry: unknown, conversation: Conversation): Item | undefined {
  const { data: part } = Part.safeParse(entry);
  if (part === undefined) return { malformed: entry, why: "a part of a conversation without id or date" };
  const id = `${conversation.id}:${part.id}`;
  if (part.redacted) return { retract: id };
  const text = plainText(part.body ?? "");
  if ((part.part_type ?? "comment") !== "comment" || !isCustomer(part.author) || text === "") return undefined;
  return messageItem(conversation, {
    id,
    text,
    date: seconds(part.created_at),
    updated_at: seconds(part.updated_at ?? part.created_at),
    author: part.author,
    parent_id: String(conversation.id),
  });
}

interface Message {
  readonly id: string;
  readonly text: string;
  readonly date: number;
  readonly updated_at: number;
  readonly author: z.infer<typeof Author> | undefined;
  readonly parent_id?: string;
  readonly url?: string | undefined;
}

function messageItem(conversation: Conversation, { author, ...message }: Message): Item {
  const tags = conversation.tags?.tags.map(({ name }) => name) ?? [];
  const { rating, remark } = conversation.conversation_rating ?? {};
  const metadata = {
    ...{ conversation_id: String(conversation.id), userName: author?.name, state: conversation.state },
    ...{ tags: tags.length > 0 ? tags : undefined, remark, score: rating },
  };
  const known = Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => value !== undefined && value !== null),
  );
  const title = conversation.title ?? plainText(conversation.source?.subject ?? "");
  return {
    record: { ...message, title, impact: rating ?? undefined, metadata: known },
    // The search is ordered by when the conversation last changed.
    at: seconds(conversation.updated_at ?? conversation.created_at),
    revision: JSON.stringify([message.text, rating ?? ""]),
  };
}

/** A conversation as the API or a webhook gives it. */
export function conversationItems(entry: unknown): Item[] {
  const { data: conversation } = Conversation.safeParse(entry);
  if (conversation === undefined) return [{ malformed: entry, why: "no conversation that can be read" }];
  const { id, source, created_at } = conversation;
  const items: Item[] = [];
  const text = plainText(source?.body ?? "");
  if (source?.redacted) items.push({ retract: String(id) });
  else if (isCustomer(source?.author) && text !== "") {
    const date = seconds(created_at);
    const url = source?.url ?? undefined;
    items.push(
      messageItem(conversation, { id: String(id), text, date, updated_at: date, author: source?.author, url }),
    );
  }
  for (const part of conversation.conversation_parts?.conversation_parts ?? []) {
    const item = partItem(part, conversation);
    if (item !== undefined) items.push(item);
  }
  return items;
}
