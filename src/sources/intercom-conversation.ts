/** A conversation of Intercom as records: what the customer wrote, message by message. */
import { z } from "zod";
import type { Item } from "../ingestion/connector.ts";
import { plainText } from "./html.ts";
import { extra, numeric } from "./reading.ts";

const Author = z.object({
  type: z.string(),
  name: extra(z.string()),
});
const Part = z.object({
  id: z.union([z.string(), z.number()]),
  part_type: z.string().nullish(),
  body: z.string().nullish(),
  created_at: numeric,
  updated_at: extra(numeric),
  author: Author.nullish(),
  redacted: z.boolean().nullish(),
});
const Conversation = z.object({
  id: z.union([z.string(), z.number()]),
  title: extra(z.string()),
  created_at: numeric,
  updated_at: extra(numeric),
  state: extra(z.string()),
  source: z
    .object({
      subject: extra(z.string()),
      body: z.string().nullish(),
      author: Author.nullish(),
      url: extra(z.string()),
      redacted: z.boolean().nullish(),
    })
    .nullish(),
  conversation_parts: z.object({ conversation_parts: z.array(z.unknown()).nullish() }).nullish(),
  tags: extra(z.object({ tags: z.array(z.object({ name: z.string() })) })),
  conversation_rating: extra(
    z.object({ rating: extra(z.number()), score: extra(z.number()), remark: extra(z.string()) }),
  ),
});
type Conversation = z.infer<typeof Conversation>;

/** Parts that hold what somebody said: an answer that opens a closed conversation again is no comment. */
const SAID = ["comment", "open"];
const BOTS = ["bot", "operator"];
/** Who feedback comes from; agents and bots are not asked. */
const CUSTOMERS = ["user", "lead", "contact"];

const isCustomer = (author: z.infer<typeof Author> | null | undefined): boolean =>
  author !== undefined && author !== null && CUSTOMERS.includes(author.type);

/** What an agent or a program wrote. */
const notCustomers = (author: z.infer<typeof Author> | null | undefined): Item => ({
  leftOut: author && BOTS.includes(author.type) ? "bot" : "staff",
});

const seconds = (time: number): number => (time > 99_999_999_999 ? Math.floor(time / 1_000) : time);

function partItem(entry: unknown, conversation: Conversation): Item | undefined {
  const { data: part } = Part.safeParse(entry);
  if (part === undefined) return { malformed: entry, why: "a part of a conversation without id or date" };
  const id = `${conversation.id}:${part.id}`;
  if (part.redacted) return { retract: id };
  const text = plainText(part.body ?? "");
  if (text === "") return undefined;
  if (!isCustomer(part.author)) return notCustomers(part.author);
  if (!SAID.includes(part.part_type ?? "comment")) return undefined;
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
  readonly author: z.infer<typeof Author> | null | undefined;
  readonly parent_id?: string;
  readonly url?: string | undefined;
}

function messageItem(conversation: Conversation, { author, ...message }: Message): Item {
  const tags = conversation.tags?.tags.map(({ name }) => name) ?? [];
  const { score, rating = score, remark } = conversation.conversation_rating ?? {};
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
    // Pulled as plain text and notified as HTML: where the lines break is not what was said.
    revision: JSON.stringify([message.text.replaceAll(/\s+/g, " "), rating ?? ""]),
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
  else if (text !== "" && !isCustomer(source?.author)) items.push(notCustomers(source?.author));
  else if (text !== "") {
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
