/** The App Store: the public feed of each country, and App Store Connect. */
import { generateKeyPairSync } from "node:crypto";
import type { ProviderAnswer } from "../../../src/sources/rig.testing.ts";
import { type Fake, type FakeItem, isoOf, newestFirst, pageFrom, tokenPart } from "./fake.ts";

const FEED_SIZE = 50;
const FEED_PAGES = 10;

const label = (text: string | number) => ({ label: String(text) });
const entry = ({ number, at, text, editedAt = at, broken }: FakeItem): unknown => ({
  ...{ author: { uri: label("https://itunes.apple.com/us/reviews/id1"), name: label("A user"), label: "" } },
  ...{ updated: label(isoOf(editedAt, "+00:00")), "im:rating": label(broken ? "none" : 2), "im:version": label("5.2") },
  ...{ id: label(7_000 + number), title: label(`Title ${number}`) },
  content: { label: text, attributes: { type: "text" } },
  link: { attributes: { rel: "related", href: "https://itunes.apple.com/us/review?id=1" } },
  ...{ "im:voteSum": label(0), "im:voteCount": label(0) },
});
const appItself = {
  "im:name": label("Notes"),
  id: label("https://apps.apple.com/us/app/notes/id12345"),
  title: label("Notes"),
};

/** Absent, one object or a list. */
const entries = (all: readonly unknown[]) => (all.length === 0 ? {} : { entry: all.length === 1 ? all[0] : all });

export const appStoreFeed: Fake = {
  name: "the App Store's feed",
  size: FEED_SIZE,
  repeats: true,
  registration: (url) => ({ type: "appstore", settings: { app_id: 12345, base_url: url } }),
  idOf: (number) => String(7_000 + number),
  isPage: () => true,
  answer({ url }, { items }) {
    const asked = /^\/us\/rss\/customerreviews\/page=(\d+)\/id=12345\/sortby=mostrecent\/json$/.exec(url.pathname);
    const page = Number(asked?.[1]);
    if (!(page <= FEED_PAGES)) return { status: 400, text: "CustomerReviews RSS page depth is limited to 10" };
    const all = newestFirst(items)
      .slice((page - 1) * FEED_SIZE, page * FEED_SIZE)
      .map(entry);
    const link = [{ attributes: { rel: "self", href: url.href } }];
    const first = page === 1 && all.length > 0 ? [appItself] : [];
    return {
      headers: { "content-type": "text/javascript; charset=utf-8" },
      text: JSON.stringify({ feed: { author: { name: label("iTunes Store") }, ...entries([...first, ...all]), link } }),
    };
  },
  // It knows no 429: what is too much for it is a bad gateway.
  limited: () => ({ status: 502, text: "<html><body><h1>502 Bad Gateway</h1></body></html>" }),
};

const SIZE = 10;
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const TWENTY_MINUTES = 1_200;

const connectError = (status: number, code: string, title: string): ProviderAnswer => ({
  status,
  json: { errors: [{ id: "e1", status: String(status), code, title, detail: title }] },
});
const unauthorized = connectError(401, "NOT_AUTHORIZED", "Authentication credentials are missing or invalid.");

const review = ({ number, at, text, broken }: FakeItem): unknown => ({
  ...{ type: "customerReviews", id: `00000${number}` },
  attributes: broken
    ? { rating: null }
    : {
        ...{ rating: 2, title: `Title ${number}`, body: text, reviewerNickname: "A user" },
        ...{ createdDate: isoOf(at, "+00:00"), territory: "USA" },
      },
  relationships: { response: { links: { self: "https://api.appstoreconnect.apple.com/v1/x" } } },
});

export const appStoreConnect: Fake = {
  name: "App Store Connect",
  size: SIZE,
  repeats: true,
  expire: (_, clock) => {
    clock.now += TWENTY_MINUTES;
  },
  registration: (url) => ({
    ...{ type: "appstore", secrets: { api_key: String(privateKey.export({ type: "pkcs8", format: "pem" })) } },
    settings: { access: "official", app_id: "12345", key_id: "KEY1", issuer_id: "iss", base_url: url },
  }),
  idOf: (number) => `00000${number}`,
  isPage: () => true,
  answer({ url, headers }, { items, now, isRevoked }) {
    const token = String(headers.authorization).replace("Bearer ", "");
    const { alg, kid, typ } = tokenPart<Record<string, string>>(token, 0);
    const {
      iss,
      aud,
      iat = 0,
      exp = 0,
    } = tokenPart<{ iss?: string; aud?: string; iat?: number; exp?: number }>(token, 1);
    const isGood = `${alg} ${kid} ${typ} ${iss} ${aud}` === "ES256 KEY1 JWT iss appstoreconnect-v1";
    // Raw r and s, not the DER that OpenSSL makes.
    const isRaw = Buffer.from(token.split(".")[2] ?? "", "base64url").length === 64;
    if (isRevoked || !isGood || !isRaw || exp - iat > TWENTY_MINUTES || exp <= now) return unauthorized;
    const all = newestFirst(items.map(({ editedAt: _, ...item }) => item));
    const { page, next } = pageFrom(all, Number(url.searchParams.get("cursor") ?? 0), SIZE);
    const self = "https://api.appstoreconnect.apple.com/v1/apps/12345/customerReviews?limit=200&sort=-createdDate";
    return {
      headers: { "x-rate-limit": "user-hour-lim:3500;user-hour-rem:3000;" },
      json: {
        data: page.map(review),
        links: { self, ...(next === undefined ? {} : { next: `${self}&cursor=${next}` }) },
        meta: { paging: { total: all.length, limit: 200 } },
      },
    };
  },
  limited: () => ({
    ...connectError(429, "RATE_LIMIT_EXCEEDED", "The request rate limit has been reached."),
    headers: { "x-rate-limit": "user-hour-lim:3500;user-hour-rem:0;" },
  }),
  refused: () => unauthorized,
};
