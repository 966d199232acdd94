/**
 * RSS, Atom, RDF and JSON feeds. A feed shows its newest items and no more: what is known among them proves that none
 * was missed. Ids are the items' own, unless several share one.
 */
import { z } from "zod";
import { asConnector, type Fetched, type Item, SourceFault } from "../ingestion/connector.ts";
import { hexDigest } from "../model/identity.ts";
import { readDate } from "../model/read-record.ts";
import { plainText } from "./html.ts";
import { pageNote } from "./reading.ts";
import { baseUrl } from "./settings.ts";

const SECONDS_A_DAY = 86_400;
const NOT_MODIFIED = 304;

const Settings = z
  .strictObject({ url: z.url({ protocol: /^https?$/ }).optional(), base_url: baseUrl })
  .refine(({ url, base_url }) => url !== undefined || base_url !== undefined, {
    path: ["url"],
    message: "the feed's address is needed",
  });

const State = z.object({ etag: z.string().optional(), modified: z.string().optional() });

/** What the kinds of feed say of an item, under one set of names. */
interface Entry {
  readonly id: string | undefined;
  readonly title: string;
  readonly html: string;
  readonly link: string | undefined;
  readonly published: string | undefined;
  readonly updated: string | undefined;
  readonly author: string | undefined;
}

const ZONED = /(?:Z|[+-]\d{2}:?\d{2}|\b(?:UTC?|GMT|[ECMP][SD]T))\s*$/i;

/** RFC 3339, or RFC 822 with years of two digits and zones by name; without a zone, UTC. Unix seconds. */
export function readFeedDate(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const iso = readDate(value);
  if (iso !== undefined) return iso;
  const milliseconds = Date.parse(ZONED.test(value) ? value : `${value} GMT`);
  return Number.isNaN(milliseconds) || milliseconds < 0 ? undefined : Math.floor(milliseconds / 1_000);
}

async function entriesOf(text: string): Promise<Entry[]> {
  const { format, feed } = await readFeed(text);
  switch (format) {
    case "atom":
      return (feed.entries ?? []).map((entry) => ({
        id: entry.id,
        title: plainText(entry.title?.value ?? ""),
        html: entry.content?.value ?? entry.summary?.value ?? "",
        link: (entry.links?.find(({ rel }) => rel === undefined || rel === "alternate") ?? entry.links?.[0])?.href,
        published: entry.published ?? entry.updated,
        updated: entry.updated,
        author: entry.authors?.[0]?.name,
      }));
    case "json":
      return (feed.items ?? []).map((item) => ({
        id: item.id,
        title: item.title ?? "",
        html: item.content_html ?? item.content_text ?? item.summary ?? "",
        link: item.url,
        published: item.date_published ?? item.date_modified,
        updated: item.date_modified,
        author: item.authors?.[0]?.name,
      }));
    case "rss":
      return (feed.items ?? []).map((item) => ({
        id: item.guid?.value,
        title: plainText(item.title ?? ""),
        html: item.content?.encoded ?? item.description ?? "",
        link: item.link,
        published: item.pubDate ?? item.dc?.dates?.[0],
        updated: undefined,
        author: item.dc?.creators?.[0] ?? item.authors?.[0]?.name ?? item.authors?.[0]?.email,
      }));
    case "rdf":
      return (feed.items ?? []).map((item) => ({
        id: item.link,
        title: plainText(item.title ?? ""),
        html: item.content?.encoded ?? item.description ?? "",
        link: item.link,
        published: item.dc?.dates?.[0],
        updated: undefined,
        author: item.dc?.creators?.[0],
      }));
    default:
      return format satisfies never;
  }
}

/** Of a document that was cut off, the last item is half of one, and nothing else says so. */
function isCutOff(text: string): boolean {
  const whole = text.trim();
  if (whole.startsWith("{")) return !whole.endsWith("}");
  return whole.startsWith("<") && !/<\/(?:\w{1,20}:)?(?:rss|feed|rdf)\s*>/i.test(whole.slice(-2_000));
}

async function readFeed(text: string) {
  const page = pageNote(text);
  if (page !== undefined) throw new SourceFault("malformed", `no feed that can be read, but ${page}`);
  if (isCutOff(text)) throw new SourceFault("unavailable", "the feed ends in the middle");
  // Loaded with the first feed: it is as big as all connectors together.
  const { parseFeed } = await import("feedsmith");
  try {
    return parseFeed(text);
  } catch (error) {
    throw new SourceFault("malformed", `no feed that can be read: ${(error as Error).message}`);
  }
}

/** A guid that is missing or on several items names none of them. */
function identities(entries: readonly Entry[]): string[] {
  const seen = new Map<string, number>();
  for (const { id } of entries) if (id !== undefined) seen.set(id, (seen.get(id) ?? 0) + 1);
  return entries.map(({ id, link, published, title, html }) => {
    if (id !== undefined && seen.get(id) === 1) return id.slice(0, 1_000);
    return hexDigest(link ?? hexDigest(title, html), published ?? "");
  });
}

/** Of an item that is linked from where its feed lies. */
const addressOf = (link: string | undefined, feed: string): string | undefined =>
  link === undefined || URL.canParse(link) || !URL.canParse(link, feed) ? link : new URL(link, feed).href;

async function itemsOf(text: string, feed: string): Promise<Item[]> {
  const entries = await entriesOf(text);
  const ids = identities(entries);
  return entries.map((entry, at) => {
    const date = readFeedDate(entry.published);
    const updated_at = readFeedDate(entry.updated);
    const { title, html, link, author } = entry;
    const url = addressOf(link, feed);
    const metadata = author === undefined ? {} : { author };
    const body = plainText(html);
    return {
      record: { id: ids[at]!, title, text: body, date, updated_at, url, metadata },
      at: updated_at ?? date,
      // A feed that only dates its items anew has changed nothing.
      revision: hexDigest(title, body),
    };
  });
}

function conditions(state: unknown): Record<string, string> {
  const { etag, modified } = State.safeParse(state).data ?? {};
  return {
    accept: "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    ...(etag === undefined ? {} : { "if-none-match": etag }),
    ...(modified === undefined ? {} : { "if-modified-since": modified }),
  };
}

const stateOf = ({ headers }: Fetched) => ({
  etag: headers.get("etag") ?? undefined,
  modified: headers.get("last-modified") ?? undefined,
});

export const rss = asConnector<z.output<typeof Settings>>({
  type: "rss",
  title: "RSS or Atom feed",
  modes: ["pull"],
  settings: Settings,
  secrets: [],
  lookback: SECONDS_A_DAY,
  repeats: true,
  async *pull({ settings, fetch }, { state, backfill }) {
    const url = settings.base_url ?? settings.url!;
    const headers = conditions(backfill ? undefined : state);
    const answer = await fetch(url, { headers, statuses: [NOT_MODIFIED] });
    if (answer.status === NOT_MODIFIED) {
      yield { items: [], unchanged: true, state };
      return;
    }
    // No feed has ever been empty as a text: that is a fault of the moment.
    if (answer.text.trim() === "") throw new SourceFault("unavailable", "the answer is empty");
    yield { items: await itemsOf(answer.text, url), end: { limit: "cursor_too_old" }, state: stateOf(answer) };
  },
});
