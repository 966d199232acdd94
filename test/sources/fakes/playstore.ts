/** Google Play: the call of its public pages, and its own API of reviews. */
// cspell:ignore httprm
import { generateKeyPairSync } from "node:crypto";
import type { ProviderAnswer, ProviderAsked } from "../../../src/sources/rig.testing.ts";
import { type Fake, type FakeItem, newestFirst, pageFrom, tokenPart } from "./fake.ts";

const SIZE = 10;
const PACKAGE = "com.example.notes";
const WEEK = 7 * 86_400;
const idOf = (number: number): string => `review-${number}`;

/** The envelope of calls as it comes without `rt`: a guard, then one array in which our call's answer is JSON in a string. */
const envelope = (inner: unknown): ProviderAnswer => ({
  headers: { "content-type": "application/json; charset=utf-8", "set-cookie": ["NID=511=abc; path=/; HttpOnly"] },
  text: `)]}'\n\n${JSON.stringify([
    ["wrb.fr", "UsvDTd", inner === null ? null : JSON.stringify(inner), null, null, null, "generic"],
    ["di", 41],
    ["af.httprm", 41, "1234567890123456789", 9],
  ])}`,
});

const row = ({ number, at, text, editedAt = at, broken }: FakeItem): unknown =>
  broken
    ? [null, null, 1]
    : [
        ...[idOf(number), ["A user", [null, 2, null, [null, null, "https://play-lh.googleusercontent.com/a"]]], 2],
        ...[null, text, [editedAt, 5_000_000], 3, null, null, null, "5.2", null, [["vaf_games", 2]]],
      ];

const tokenOf = ({ body }: ProviderAsked): string | null => {
  const [[[name, inner]]] = JSON.parse(new URLSearchParams(body).get("f.req") ?? "") as [[[string, string]]];
  const asked = JSON.parse(inner) as [null, null, [number, number, [number, null, string | null]], [string, number]];
  const [, , [, order, [count, , token]], [app]] = asked;
  if (name !== "UsvDTd" || order !== 2 || count > 150 || app !== PACKAGE) throw new Error("no such call");
  return token;
};

export const playPublic: Fake = {
  name: "Google Play's public pages",
  size: SIZE,
  repeats: true,
  registration: (url) => ({ type: "playstore", settings: { package_name: PACKAGE, base_url: url } }),
  idOf,
  isPage: ({ url }) => url.pathname.endsWith("/batchexecute"),
  answer(asked, { items }) {
    const token = tokenOf(asked);
    // A token is for who was given it.
    if (token !== null && !String(asked.headers.cookie).includes("NID=511")) return envelope(null);
    const { page, next } = pageFrom(newestFirst(items), Number(token ?? 0), SIZE);
    return envelope([page.map(row), [null, next === undefined ? null : String(next)]]);
  },
  // Status 200, and an error where the answer should be.
  limited: () => ({
    text: `)]}'\n\n[["wrb.fr",null,null,null,null,[7,null,[["type.googleapis.com/com.google.play.gateway.proto.PlayGatewayError",[]]]],"generic"]]`,
  }),
};

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const account = JSON.stringify({
  type: "service_account",
  client_email: "reader@example.iam.gserviceaccount.com",
  private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
});

const apiError = (code: number, status: string, message: string): ProviderAnswer => ({
  status: code,
  json: { error: { code, message, status, errors: [{ message, domain: "global", reason: status.toLowerCase() }] } },
});

const apiReview = ({ number, at, text, editedAt = at, broken }: FakeItem): unknown => ({
  reviewId: broken ? undefined : idOf(number),
  authorName: "A user",
  comments: [
    {
      userComment: {
        ...{ text, lastModified: { seconds: String(editedAt), nanos: 5_000_000 }, starRating: 2 },
        ...{ reviewerLanguage: "en", device: "oriole", androidOsVersion: 34, appVersionCode: 520 },
        ...{ appVersionName: "5.2", thumbsUpCount: 3, thumbsDownCount: 0 },
        deviceMetadata: { productName: "oriole", manufacturer: "Google", deviceClass: "FORM_FACTOR_PHONE" },
      },
    },
    { developerComment: { text: "Thank you", lastModified: { seconds: String(editedAt + 9) } } },
  ],
});

export const playOfficial: Fake = {
  name: "Google Play's API",
  size: SIZE,
  repeats: true,
  expire: (state) => {
    state.tokens++;
  },
  gapAfterMonth: "window_7_days",
  registration: (url) => ({
    ...{ type: "playstore", secrets: { service_account: account } },
    settings: { access: "official", package_name: PACKAGE, base_url: url },
  }),
  idOf,
  isPage: ({ url }) => url.pathname.endsWith("/reviews"),
  answer({ url, headers, body }, state) {
    if (url.pathname === "/token") {
      const asked = new URLSearchParams(body);
      const { scope } = tokenPart<{ scope?: string }>(asked.get("assertion") ?? "", 1);
      if (state.isRevoked || !scope?.endsWith("/androidpublisher"))
        return { status: 400, json: { error: "invalid_grant", error_description: "Invalid JWT Signature." } };
      return { json: { access_token: `ya29.${++state.tokens}`, expires_in: 3_599, token_type: "Bearer" } };
    }
    if (headers.authorization !== `Bearer ya29.${state.tokens}`)
      return apiError(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
    // What was written or changed in the last week.
    const shown = newestFirst(state.items).filter(({ at, editedAt = at }) => editedAt > state.now - WEEK);
    const { page, next } = pageFrom(shown, Number(url.searchParams.get("token") ?? 0), SIZE);
    // Nothing to show is an object without reviews.
    const reviews = page.length === 0 ? {} : { reviews: page.map(apiReview) };
    return {
      json: { ...reviews, ...(next === undefined ? {} : { tokenPagination: { nextPageToken: String(next) } }) },
    };
  },
  limited: () => apiError(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Reviews retrieval requests'"),
  refused: ({ url }) =>
    url.pathname === "/token"
      ? { status: 400, json: { error: "invalid_grant", error_description: "Invalid JWT Signature." } }
      : apiError(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
};
