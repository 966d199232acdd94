/** The App Store both ways: odd entries, the end of the feed, several countries, edits without a mark, and Apple's tokens. */
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { openProvider, openRig, type Provider, type Rig } from "./rig.testing.ts";

const START = 1_780_000_000;
const iso = (at: number): string => new Date(at * 1_000).toISOString().replace("Z", "+00:00");

const label = (text: string | number) => ({ label: String(text) });
const entry = (number: number, parts: Record<string, unknown> = {}) => ({
  ...{ id: label(number), author: { name: label("A user") }, title: label(`Title ${number}`) },
  ...{ content: label(`It crashes, number ${number}.`), "im:rating": label(2), "im:version": label("5.2") },
  updated: label(iso(START - 86_400 + number)),
  ...parts,
});
const appItself = { id: label("app"), title: label("Notes"), "im:name": label("Notes") };

describe("the connector of the App Store's feed", () => {
  let rig: Rig;
  let provider: Provider;
  before(async () => {
    rig = await openRig({ start: START });
    provider = await openProvider(() => ({ status: 404 }));
  });
  after(async () => {
    await rig[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });
  const register = (settings: object = {}) =>
    rig.register({ type: "appstore", settings: { app_id: 12345, base_url: provider.url, ...settings } });
  /** Pages of a country, newest first; past them Apple answers with an error. */
  const serve = (pages: Readonly<Record<string, readonly unknown[]>>) => {
    provider.answer = ({ url }) => {
      const [, country, page] = /^\/(\w\w)\/rss\/customerreviews\/page=(\d+)\/id=12345\/sortby=mostrecent\/json$/.exec(
        url.pathname,
      )!;
      const found = pages[country!]?.[Number(page) - 1];
      if (found === undefined) return { status: 400, text: "CustomerReviews RSS page depth is limited to 10" };
      return { text: JSON.stringify({ feed: { entry: found } }), headers: { "content-type": "text/javascript" } };
    };
  };
  const fifty = (from: number) => Array.from({ length: 50 }, (_, at) => entry(from - at));

  it("reads each country to its end, whatever an answer's entries look like", async () => {
    const source = await register({ countries: ["us", "de", "fr"] });
    serve({ us: [[appItself, ...fifty(200)], [entry(150)]], de: [entry(9_001)], fr: [[]] });
    rig.sent.length = 0;
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.accepted, run.gap], ["succeeded", 52, undefined]);
    const { title, text, impact, metadata } = rig.sent.find(({ id }) => id === "150")!;
    assert.deepEqual([title, text, impact], ["Title 150", "It crashes, number 150.", 2]);
    assert.deepEqual((metadata as { country: string }).country, "us");
  });

  it("takes a review without a date, and knows an edit by its content", async () => {
    const source = await register();
    serve({ us: [[entry(1, { updated: undefined }), entry(2)]] });
    rig.sent.length = 0;
    await rig.pull(source.id);
    serve({ us: [[entry(1, { updated: undefined }), entry(2, { content: label("It is better now.") })]] });
    const run = await rig.pull(source.id);
    assert.deepEqual([run.accepted, run.updated, run.duplicate], [0, 1, 1]);
  });

  it("says that more was written than the newest five hundred show", async () => {
    const source = await register();
    serve({ us: [[entry(1)]] });
    await rig.pull(source.id);
    rig.clock.now += 30 * 86_400;
    const since = rig.clock.now - START;
    const pages = Array.from({ length: 10 }, (_, page) =>
      fifty(90_000 - page * 50).map((one, at) => ({ ...one, updated: label(iso(START + since - page * 50 - at)) })),
    );
    serve({ us: pages });
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.pages, run.gap?.why], ["partial", 10, "feed_500"]);
  });

  it("takes a feed that is suddenly empty for suspicious", async () => {
    const source = await register();
    serve({ us: [[entry(1)]] });
    await rig.pull(source.id);
    serve({ us: [undefined, undefined] });
    provider.answer = () => ({ text: JSON.stringify({ feed: {} }) });
    assert.equal((await rig.pull(source.id)).suspicious, true);
  });
});

describe("the connector of App Store Connect", () => {
  it("signs in with its key, follows the pages, and asks nowhere else", async () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const api_key = String(privateKey.export({ type: "pkcs8", format: "pem" }));
    await using provider = await openProvider(({ url, headers }) => {
      const [header, claims] = (headers.authorization ?? "")
        .replace("Bearer ", "")
        .split(".")
        .map((part) =>
          JSON.parse(
            Buffer.from(part, "base64url")
              .toString("latin1")
              .replace(/^[^{].*$/s, "{}"),
          ),
        );
      const lives = (claims as { exp: number; iat: number }).exp - (claims as { iat: number }).iat;
      if ((header as { kid: string }).kid !== "KEY1" || lives > 1_200) return { status: 401 };
      const review = (id: string) => ({
        ...{ type: "customerReviews", id },
        attributes: { rating: 1, title: "T", body: `Body ${id}`, createdDate: iso(START - 60), territory: "USA" },
      });
      if (url.searchParams.get("cursor") === "2") return { json: { data: [review("b"), { id: "bad" }], links: {} } };
      const next = "https://elsewhere.example.com/v1/apps/12345/customerReviews?cursor=2&limit=200";
      return { json: { data: [review("a")], links: { next }, meta: { paging: { total: 2 } } } };
    });
    const rig = await openRig({ start: START });
    const settings = { access: "official", app_id: "12345", key_id: "KEY1", issuer_id: "iss", base_url: provider.url };
    const { id } = await rig.register({ type: "appstore", settings, secrets: { api_key } });
    const run = await rig.pull(id);
    assert.deepEqual([run.state, run.accepted, run.rejected, run.progress.total], ["succeeded", 2, 1, 2]);
    assert.equal(rig.sent[1]?.text, "Body b");
    await rig[Symbol.asyncDispose]();
  });
});
