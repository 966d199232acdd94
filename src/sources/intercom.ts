/**
 * Intercom: what customers write in conversations, each message a record and the first of them the others' parent. A search
 * lists conversations by their last change; what was said in them has to be asked for one by one.
 */
import { z } from "zod";
import {
  asConnector,
  type Fetched,
  type Item,
  type PushAnswer,
  type SourceContext,
  SourceFault,
} from "../ingestion/connector.ts";
import { readRetryAfter } from "../retry-after.ts";
import { untilReset } from "./http.ts";
import { conversationItems } from "./intercom-conversation.ts";
import { extra, idText, numeric, parseSent, readJson } from "./reading.ts";
import { baseUrl, under } from "./settings.ts";
import { isSigned, maybeLate } from "./signatures.ts";

const HOSTS = {
  us: "https://api.intercom.io",
  eu: "https://api.eu.intercom.io",
  au: "https://api.au.intercom.io",
} as const;
/** Answers differ by version: it is fixed. */
const VERSION = "2.16";
const PAGE = 50;
const DELETED_PAGE = 60;
/** Of what was deleted, in one pull: far more than anybody deletes between two. */
const MOST_DELETED_PAGES = 200;

const Settings = z.strictObject({ region: z.enum(["us", "eu", "au"]).default("us"), base_url: baseUrl });
type Settings = z.output<typeof Settings>;

const Named = z.object({ id: idText });
const Listed = z.object({
  conversations: z.array(z.unknown()).default([]),
  total_count: extra(numeric),
  pages: z
    .object({ next: z.union([z.object({ starting_after: idText.optional() }), z.string()]).optional() })
    .optional(),
});
const Deleted = z.object({ data: z.array(Named).optional(), conversations: z.array(Named).optional() });

type Ask = (path: string, body?: unknown, statuses?: readonly number[]) => Promise<Fetched>;

function createAsk(
  { fetch, now }: Pick<SourceContext<Settings>, "fetch" | "now">,
  { region, base_url = HOSTS[region] }: Settings,
  token: string | undefined,
): Ask {
  if (token === undefined) throw new SourceFault("unauthorized", "the access token is missing");
  const headers = {
    authorization: `Bearer ${token}`,
    accept: "application/json",
    "content-type": "application/json",
    "intercom-version": VERSION,
  };
  return async (path, body, statuses = []) => {
    const sent = body === undefined ? {} : { method: "POST" as const, body: JSON.stringify(body) };
    const answer = await fetch(under(base_url, path), { headers, ...sent, statuses: [...statuses, 429] });
    if (answer.status !== 429) return answer;
    const after = readRetryAfter(answer.headers.get("retry-after"), now() * 1_000);
    const reset = untilReset(answer.headers.get("x-ratelimit-reset"), now() * 1_000);
    throw new SourceFault("rate_limited", "Intercom asks to wait", after ?? reset);
  };
}

const Notice = z.object({ topic: z.string().optional(), data: z.object({ item: z.unknown() }).optional() });

interface State {
  /** The conversation that was deleted last, as far as is known. */
  readonly deleted?: string | undefined;
}

interface Resume {
  readonly starting_after?: string | undefined;
  /** Conversations of the page at hand that are read. */
  readonly done?: readonly string[];
  /** All conversations are read; what is left is to ask which were deleted. */
  readonly listed?: boolean;
}

/** Looked at by the second, though some versions of the search know days only: what is older is met again and known. */
const searchFor = (since: number, starting_after: string | undefined) => ({
  query: { operator: "AND", value: [{ field: "updated_at", operator: ">", value: Math.max(0, since - 1) }] },
  pagination: { per_page: PAGE, starting_after },
  sort: { field: "updated_at", order: "ascending" },
});

/** Older versions name the next page by its address. */
function placeOf(next: NonNullable<z.output<typeof Listed>["pages"]>["next"]): string | undefined {
  if (typeof next !== "string") return next?.starting_after;
  return (URL.canParse(next) && new URL(next).searchParams.get("starting_after")) || undefined;
}

/** What is refused of one conversation for good is lost with it alone. */
const REFUSED = [400, 406, 410, 413, 422];
/** What may get better is tried so often. */
const FAILED = [500, 502, 503, 504];
const PATIENCE = 3;

async function readConversation(ask: Ask, listed: unknown, given: readonly number[]): Promise<Item[]> {
  const { data: named } = Named.safeParse(listed);
  if (named === undefined) return [{ malformed: listed, why: "a conversation without id" }];
  const { id } = named;
  const path = `/conversations/${encodeURIComponent(id)}?display_as=plaintext`;
  const answer = await ask(path, undefined, [404, ...given]);
  if (answer.status === 404) return [{ retract: id, withReplies: true }];
  if (given.includes(answer.status)) {
    const why = `Intercom answered ${answer.status} for this conversation: ${answer.text.slice(0, 200)}`;
    return [{ malformed: listed, why }];
  }
  return conversationItems(readJson(answer, "Intercom"));
}

/** What was deleted since the last pull, which saw `before` as the latest; the latest first. */
async function readDeleted(ask: Ask, before: string | undefined): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1; page <= MOST_DELETED_PAGES; page++) {
    const path = `/conversations/deleted?page=${page}&per_page=${DELETED_PAGE}&order=desc`;
    // Where there is no such list, or the token may not read it, what was deleted is not known.
    const answer = await ask(path, undefined, [403, 404]);
    if (answer.status !== 200) break;
    const { data, conversations = data ?? [] } = Deleted.parse(readJson(answer, "Intercom"));
    ids.push(...conversations.map(({ id }) => id));
    if (conversations.length < DELETED_PAGE || conversations.some(({ id }) => id === before)) break;
  }
  return ids;
}

/** A message that was blanked out, as notified: by itself, or within its conversation. */
function redactedItems(item: Readonly<Record<string, unknown>>): Item[] {
  const conversation = item.conversation_id ?? (item.conversation as { readonly id?: unknown } | undefined)?.id;
  if (conversation === undefined) return conversationItems(item);
  return [{ retract: `${String(conversation)}:${String(item.id)}` }];
}

export const intercom = asConnector<Settings>({
  type: "intercom",
  title: "Intercom conversations",
  modes: ["pull", "push"],
  settings: Settings,
  // Its webhooks are signed with the app's client secret.
  secrets: ["access_token", "client_secret"],
  lookback: 3_600,
  repeats: true,
  oldestFirst: true,

  async *pull({ settings, secrets, ...context }, { since, resume, backfill, state, tries = 0 }) {
    const ask = createAsk(context, settings, secrets.access_token);
    const given = [...REFUSED, ...(tries >= PATIENCE ? FAILED : [])];
    let { starting_after, listed = false, done = [] } = (resume as Resume | undefined) ?? {};
    while (!listed) {
      const answer = await ask("/conversations/search", searchFor(since, starting_after));
      const { conversations, pages, total_count: total } = Listed.parse(readJson(answer, "Intercom"));
      const items: Item[] = [];
      let isNew = false;
      for (const one of conversations) {
        const name = JSON.stringify((one as { readonly id?: unknown } | null)?.id ?? one);
        if (done.includes(name)) continue;
        try {
          items.push(...(await readConversation(ask, one, given)));
        } catch (error) {
          // A limit that is below what a page takes must not have it begun again for ever.
          if (isNew) yield { items, total, resume: { starting_after, done }, newestFirst: false };
          throw error;
        }
        [done, isNew] = [[...done, name], true];
      }
      [starting_after, done] = [placeOf(pages?.next), []];
      listed = starting_after === undefined;
      yield { items, total, resume: { starting_after, listed }, newestFirst: false };
    }
    if (backfill) return void (yield { items: [], end: "complete", newestFirst: false });
    const before = (state as State | undefined)?.deleted;
    const deleted = await readDeleted(ask, before);
    const items = deleted.map((id): Item => ({ retract: id, withReplies: true }));
    yield { items, end: "complete", newestFirst: false, state: { deleted: deleted[0] ?? before } };
  },

  async push({ secrets }, { headers, body }): Promise<PushAnswer> {
    const secret = secrets.client_secret;
    if (secret === undefined || !isSigned("sha1", headers["x-hub-signature"], secret, body)) {
      return { kind: "refused", why: "x-hub-signature is wrong or missing" };
    }
    let notice: z.output<typeof Notice>;
    try {
      notice = Notice.parse(parseSent(body.toString("utf8")));
    } catch {
      return { kind: "unreadable", why: "the delivery is no notification" };
    }
    const item = notice.data?.item as { readonly id?: unknown; readonly type?: unknown } | undefined;
    if (notice.topic === "ping") return { kind: "ping" };
    if (notice.topic === "conversation.deleted" && item?.id !== undefined) {
      return { kind: "items", items: [{ retract: String(item.id), withReplies: true }] };
    }
    if (notice.topic === "conversation_part.redacted" && item !== undefined) {
      return { kind: "items", items: redactedItems(item as Readonly<Record<string, unknown>>) };
    }
    const isConversation = notice.topic?.startsWith("conversation.") === true && item !== undefined;
    return { kind: "items", items: isConversation ? conversationItems(item).map(maybeLate) : [] };
  },
});
