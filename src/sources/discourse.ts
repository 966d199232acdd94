/** Discourse: a forum's posts, newest first, and its webhooks, which alone tell of edits and deletions of older posts. */
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import {
  asConnector,
  type Delivery,
  type Page,
  type PushAnswer,
  type SourceContext,
  SourceFault,
} from "../ingestion/connector.ts";
import { createParents, isPost, type Post, postItem } from "./discourse-post.ts";
import { parseSent, readJson } from "./reading.ts";
import { under } from "./settings.ts";
import { isSigned, maybeLate } from "./signatures.ts";

const SECONDS_A_DAY = 86_400;
/** Older versions show a window of so many ids, of which all may be hidden. */
const WINDOW = 50;

const Settings = z.strictObject({
  base_url: z.url({ protocol: /^https?$/ }).meta({ description: "the forum's address" }),
  categories: z.array(z.number().int()).optional().meta({ description: "only posts of these categories, by id" }),
});
type Settings = z.output<typeof Settings>;

const Latest = z.object({ latest_posts: z.array(z.unknown()) });

function idOf(entry: unknown): number | undefined {
  const { id } = (entry ?? {}) as { readonly id?: unknown };
  return Number.isSafeInteger(id) ? (id as number) : undefined;
}

const isWanted = (post: Post, { categories }: Settings): boolean =>
  categories === undefined || (post.category_id !== undefined && categories.includes(post.category_id));

interface Resume {
  readonly before: number;
}

/** The JSON of a delivery: as the body, or in the field `payload` of a form. */
function payloadOf({ headers, body }: Delivery): unknown {
  const text = body.toString("utf8");
  const isForm = (headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  return parseSent(isForm ? (new URLSearchParams(text).get("payload") ?? "") : text);
}

function headersOf({ api_key, api_user = "system" }: SourceContext["secrets"]): Record<string, string> {
  const accept = "application/json";
  return api_key === undefined ? { accept } : { accept, "api-key": api_key, "api-username": api_user };
}

/** Who pushes is answered within a second; what a post answers can be asked later too. */
const LONGEST_ASKED_MS = 500;

export const discourse = asConnector<Settings>({
  type: "discourse",
  title: "Discourse forum",
  modes: ["pull", "push"],
  settings: Settings,
  secrets: ["api_key", "api_user", "webhook_secret"],
  lookback: SECONDS_A_DAY,
  repeats: true,

  async *pull({ settings, secrets, fetch }, { resume, tries = 0 }) {
    const headers = headersOf(secrets);
    const parents = createParents(fetch, settings.base_url, headers, tries);
    let before = (resume as Resume | undefined)?.before;
    for (;;) {
      const path = before === undefined ? "/posts.json" : `/posts.json?before=${before}`;
      const answer = await fetch(under(settings.base_url, path), { headers });
      const { latest_posts } = Latest.parse(readJson(answer, "Discourse"));
      const ids = latest_posts.map(idOf).filter((id) => id !== undefined);
      const wanted = latest_posts.filter((entry) => !isPost(entry) || isWanted(entry, settings));
      const items = await parents.itemsOf(wanted);
      // A page may be short or empty without being the last: only the ids run out.
      const smallest = ids.length > 0 ? Math.min(...ids) : undefined;
      const next: number | undefined =
        smallest === undefined ? before && before - WINDOW : Math.min(smallest, (before ?? smallest + 1) - 1);
      const page: Page = { items };
      if (next === undefined || next <= 1) {
        yield { ...page, end: "complete" };
        return;
      }
      before = next;
      yield { ...page, resume: { before } };
    }
  },

  async push({ settings, secrets, fetch }, delivery): Promise<PushAnswer> {
    const { headers, body } = delivery;
    const secret = secrets.webhook_secret;
    if (secret === undefined || !isSigned("sha256", headers["x-discourse-event-signature"], secret, body)) {
      return { kind: "refused", why: "x-discourse-event-signature is wrong or missing" };
    }
    let payload: unknown;
    try {
      payload = payloadOf(delivery);
    } catch {
      return { kind: "unreadable", why: "the delivery is no JSON" };
    }
    const event = headers["x-discourse-event"] ?? "";
    if (headers["x-discourse-event-type"] === "ping" || event === "ping") return { kind: "ping" };
    const { post } = (payload ?? {}) as { readonly post?: unknown };
    if (post === undefined) return { kind: "items", items: [] };
    const id = idOf(post);
    if (event === "post_destroyed" && id !== undefined) return { kind: "items", items: [{ retract: String(id) }] };
    if (isPost(post) && !isWanted(post, settings)) return { kind: "items", items: [] };
    const parents = createParents(fetch, settings.base_url, headersOf(secrets), Number.POSITIVE_INFINITY);
    const asked = parents.itemsOf([post]).catch(() => undefined);
    const late = setTimeout(LONGEST_ASKED_MS, undefined, { ref: false });
    const items = (await Promise.race([asked, late])) ?? [postItem(post, undefined, settings.base_url)];
    return { kind: "items", items: event === "post_recovered" ? items : items.map(maybeLate) };
  },

  async check({ settings, secrets, fetch }) {
    if (secrets.api_key === undefined) return;
    const answer = await fetch(under(settings.base_url, "/posts.json"), { headers: headersOf(secrets) });
    if (!Latest.safeParse(readJson(answer, "Discourse")).success) {
      throw new SourceFault("misconfigured", "there is no Discourse forum at base_url");
    }
  },
});
