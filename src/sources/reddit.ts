/**
 * Reddit: new posts and comments of a subreddit, or what a search finds in it. Of a listing about the newest thousand can be
 * reached. What its author or a moderator deleted has to go here too: what was read is asked for again.
 */
// cspell:ignore automoderator remindmebot sneakpeekbot savevideo modteam
import { z } from "zod";
import { asConnector, type Fetch, type Item, type Page, type PullWindow, SourceFault } from "../ingestion/connector.ts";
import { extra, numeric, readJson } from "./reading.ts";
import { baseUrl, under } from "./settings.ts";
import { withToken } from "./tokens.ts";

const WEB = "https://www.reddit.com";
const API = "https://oauth.reddit.com";
const PAGE = 100;
/** What is reachable of a listing: Reddit says about a thousand. */
const LISTING = 950;
/** How many of the latest items are asked for again with each pull, how many of the older ones in turn, and how many a request. */
const ASKED_AGAIN = 500;
const OLDER_ASKED_AGAIN = 300;
const NAMES = 100;
const SECONDS_A_DAY = 86_400;

const Settings = z.strictObject({
  subreddit: z
    .string()
    .regex(/^[A-Za-z0-9_+]{2,200}$/, "has to be a name without r/, such as android; several with + between")
    .meta({ description: "New apps of Reddit's need its approval since November 2025; older credentials work." }),
  query: z.string().max(500).optional().meta({ description: "only posts that this search finds" }),
  listings: z
    .array(z.enum(["posts", "comments"]))
    .min(1)
    .default(["posts"]),
  user_agent: z
    .string()
    .min(10)
    .max(200)
    .default("server:groundswell:0.1 (by /u/unknown)")
    .meta({ description: "<platform>:<app id>:<version> (by /u/<name>): others are slowed down" }),
  base_url: baseUrl,
});
type Settings = z.output<typeof Settings>;

const Token = z.object({ access_token: z.string().optional(), error: extra(z.union([z.string(), z.number()])) });
const Thing = z.object({
  kind: z.string(),
  data: z.object({
    name: z.string(),
    created_utc: numeric,
    edited: extra(z.union([z.boolean(), z.number()])),
    author: extra(z.string()),
    title: z.string().nullish(),
    selftext: z.string().nullish(),
    body: z.string().nullish(),
    parent_id: extra(z.string()),
    link_title: extra(z.string()),
    permalink: extra(z.string()),
    score: extra(z.number()),
    subreddit: extra(z.string()),
    removed_by_category: z.string().nullish(),
    distinguished: extra(z.string()),
    link_flair_text: extra(z.string()),
  }),
});
const Named = z.object({ data: z.object({ name: z.string() }) });
const Listing = z.object({ data: z.object({ after: z.string().nullish(), children: z.array(z.unknown()) }) });

/** "[deleted]", "[removed]", "[ Removed by Reddit ]". */
const GONE = /^\[\s*(?:deleted|removed)(?: by [\w /]{1,60}?)?\s*\]$/i;

/** Programs that write in many subreddits. */
const BOT = /^(?:automoderator|remindmebot|sneakpeekbot|savevideo|.*[-_]bot|.*-modteam)$/i;
/** Who speaks for the subreddit or for Reddit. */
const OFFICIAL = ["moderator", "admin"];

export function thingItem(entry: unknown): Item {
  const { data: thing } = Thing.safeParse(entry);
  if (thing === undefined) return { malformed: entry, why: "no post or comment" };
  const { data } = thing;
  const text = data.body ?? data.selftext ?? "";
  const removed = data.removed_by_category !== undefined && data.removed_by_category !== null;
  if (removed || GONE.test(text.trim() || (data.title ?? "").trim())) return { retract: data.name };
  if (BOT.test(data.author ?? "")) return { leftOut: "bot" };
  if (OFFICIAL.includes(data.distinguished ?? "")) return { leftOut: "staff" };
  const date = Math.floor(data.created_utc);
  const updated_at = typeof data.edited === "number" ? Math.floor(data.edited) : date;
  const metadata = {
    ...{ id: data.name, author: GONE.test(data.author ?? "") ? undefined : data.author, subreddit: data.subreddit },
    ...{ link_title: data.link_title, flair: data.link_flair_text },
  };
  const known = Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => value !== undefined && value !== null),
  );
  const { permalink } = data;
  const url = permalink && URL.canParse(permalink, WEB) ? new URL(permalink, WEB).href : undefined;
  return {
    record: {
      ...{ id: data.name, title: data.title ?? "", text, date, updated_at, url },
      ...{ impact: data.score, parent_id: data.parent_id, metadata: known },
    },
    at: date,
    revision: JSON.stringify([data.title, text]),
  };
}

/** A post or a comment, whatever can be read of it. */
const isThing = (child: unknown): boolean => ["t1", "t3"].includes((child as { kind?: string } | null)?.kind ?? "");

interface Resume {
  readonly listing: number;
  readonly after?: string | undefined;
  readonly seen: number;
  readonly limited: boolean;
  /** What is still to be asked for again, after the listings. */
  readonly again?: Turn;
}

async function signIn(
  fetch: Fetch,
  { client_id, client_secret }: { readonly client_id?: string; readonly client_secret?: string },
  settings: Settings,
): Promise<string> {
  if (client_id === undefined || client_secret === undefined) {
    throw new SourceFault("unauthorized", "the client id and the client secret are needed");
  }
  const answer = await fetch(under(settings.base_url ?? WEB, "/api/v1/access_token"), {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
      "user-agent": settings.user_agent,
    },
    body: "grant_type=client_credentials",
  });
  const { access_token, error } = Token.parse(readJson(answer, "Reddit's tokens"));
  // What is wrong with the secrets may be said in a 200.
  if (access_token === undefined) throw new SourceFault("unauthorized", `Reddit gave no token: ${error ?? "unsaid"}`);
  return access_token;
}

function pathOf({ subreddit, query }: Settings, listing: "posts" | "comments", after: string | undefined): string {
  const parameters = new URLSearchParams({ limit: String(PAGE), raw_json: "1", show: "all" });
  if (after !== undefined) parameters.set("after", after);
  if (listing === "comments") return `/r/${subreddit}/comments?${parameters}`;
  if (query === undefined) return `/r/${subreddit}/new?${parameters}`;
  for (const [name, value] of Object.entries({ q: query, restrict_sr: "1", sort: "new", t: "all" })) {
    parameters.set(name, value);
  }
  return `/r/${subreddit}/search?${parameters}`;
}

export const reddit = asConnector<Settings>({
  type: "reddit",
  title: "Reddit",
  modes: ["pull"],
  settings: Settings,
  secrets: ["client_id", "client_secret"],
  lookback: SECONDS_A_DAY,
  repeats: true,
  async *pull({ settings, secrets, fetch }, { since, resume, backfill, known, state }) {
    const base = settings.base_url ?? API;
    const headers = { "user-agent": settings.user_agent };
    const ask = withToken(fetch, () => signIn(fetch, secrets, settings), "bearer");
    const begun = (resume as Resume | undefined) ?? { listing: 0, seen: 0, limited: false };
    let { listing, after, seen, limited } = begun;
    while (listing < settings.listings.length) {
      const answer = await ask(under(base, pathOf(settings, settings.listings[listing]!, after)), { headers });
      const { data } = Listing.parse(readJson(answer, "Reddit"));
      const items = data.children.map(thingItem);
      // Who asks for a subreddit that isn't there is sent to a list of others.
      if (items.length > 0 && !data.children.some(isThing))
        throw new SourceFault(
          "misconfigured",
          `Reddit shows no posts for ${settings.subreddit}: is there such a subreddit?`,
        );
      const dates = items.flatMap((item) => ("record" in item && item.at !== undefined ? [item.at] : []));
      const reached = dates.length > 0 && dates.every((date) => date < since);
      seen += items.length;
      if (reached || !data.after) {
        limited ||= !reached && seen >= LISTING;
        listing++;
        [after, seen] = [undefined, 0];
      } else after = data.after;
      yield { items, resume: { listing, after, seen, limited }, place: [listing, after], newestFirst: false };
    }
    const end: Page["end"] = limited ? { limit: "listing_1000" } : "complete";
    if (backfill) return void (yield { items: [], end, newestFirst: false });
    let { names, older } =
      begun.again ?? (await itemsInTurn(known, (state as State | undefined)?.older ?? FROM_THE_START));
    for (;;) {
      const items = await askAgain(ask, base, headers, names.slice(0, NAMES));
      names = names.slice(NAMES);
      if (names.length === 0) return void (yield { items, end, newestFirst: false, state: { older } });
      yield { items, resume: { listing, seen, limited, again: { names, older } }, newestFirst: false };
    }
  },
});

/** Where the turn of the older items has come to: each of them is asked for some time. */
interface State {
  readonly older: number;
}
const FROM_THE_START = 0;

interface Turn {
  readonly names: readonly string[];
  readonly older: number;
}

async function itemsInTurn(known: PullWindow["known"], older: number): Promise<Turn> {
  const latest = await known(ASKED_AGAIN);
  const oldest = latest.at(-1)?.at;
  const from = older === FROM_THE_START || (oldest !== undefined && older > oldest) ? oldest : older;
  const next = latest.length < ASKED_AGAIN || from === undefined ? [] : await known(OLDER_ASKED_AGAIN, from);
  const names = [...new Set([...latest, ...next].map(({ id }) => id))];
  // After the oldest of all the turn begins anew.
  return { names, older: next.length < OLDER_ASKED_AGAIN ? FROM_THE_START : next.at(-1)!.at };
}

/** What of these was read and is deleted now, or not there any more. */
async function askAgain(
  fetch: Fetch,
  base: string,
  headers: Readonly<Record<string, string>>,
  names: readonly string[],
): Promise<Item[]> {
  if (names.length === 0) return [];
  const answer = await fetch(under(base, `/api/info?id=${names.join(",")}&raw_json=1`), { headers });
  const { data } = Listing.parse(readJson(answer, "Reddit"));
  // What is shown is there, though it can't be read.
  const shown = new Set(data.children.map((child) => Named.safeParse(child).data?.data.name));
  const items = data.children.map(thingItem).filter((item) => "retract" in item);
  // An answer without any of them says more about the answer than about them.
  if (!names.some((name) => shown.has(name))) return items;
  return [...items, ...names.filter((name) => !shown.has(name)).map((name) => ({ retract: name }))];
}
