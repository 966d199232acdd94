/** A feed of RSS 2.0, which shows its newest items and knows of versions. */
import { hexDigest } from "../../../src/model/identity.ts";
import { type Fake, type FakeItem, newestFirst } from "./fake.ts";

const SHOWN = 200;
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const item = ({ number, at, text, broken }: FakeItem): string =>
  broken
    ? `<item><title></title><guid isPermaLink="false">post-${number}</guid><description></description></item>`
    : `<item><title>Post ${number}</title><guid isPermaLink="false">post-${number}</guid>` +
      `<link>https://notes.example/${number}</link><pubDate>${new Date(at * 1_000).toUTCString()}</pubDate>` +
      `<description>${escaped(`<p>${text}</p>`)}</description></item>`;

export const rss: Fake = {
  name: "a feed",
  size: 10,
  repeats: true,
  isSinglePage: true,
  sendsBroken: true,
  saysHowLong: true,
  registration: (url) => ({ type: "rss", settings: { url: `${url}/feed.xml` } }),
  idOf: (number) => `post-${number}`,
  isPage: () => true,
  answer({ headers }, { items }) {
    const shown = newestFirst(items).slice(0, SHOWN);
    const etag = `"${hexDigest(shown)}"`;
    if (headers["if-none-match"] === etag) return { status: 304 };
    return {
      headers: { "content-type": "application/rss+xml; charset=utf-8", etag },
      text: `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Notes</title><link>https://notes.example</link><description>Notes</description>${shown.map(item).join("")}</channel></rss>`,
    };
  },
  limited: (seconds) => ({ status: 429, headers: { "retry-after": String(seconds) }, text: "Too many requests" }),
};
