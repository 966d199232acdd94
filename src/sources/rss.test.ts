/** Feeds: identities, dates, what is new, what a feed forgot, and what an answer that can't be true is taken for. */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { openProvider, openRig, type Provider, type Registered, type Rig } from "./rig.testing.ts";
import { readFeedDate } from "./rss.ts";

interface Post {
  readonly id?: string;
  readonly at: number;
  readonly title?: string;
  readonly html?: string;
}

const START = 1_780_000_000;
const post = (number: number, parts: Partial<Post> = {}): Post => ({
  ...{ id: `post-${number}`, at: START - 86_400 + number * 60, title: `Post ${number}` },
  ...{ html: `<p>The <b>export</b> of note ${number} fails.</p>` },
  ...parts,
});
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const feedOf = (posts: readonly Post[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Notes</title><link>http://notes</link>${posts
    .map(
      ({ id, at, title = "", html = "" }) =>
        `<item><title>${escaped(title)}</title>${id === undefined ? "" : `<guid isPermaLink="false">${id}</guid>`}<link>http://notes/${at}</link><pubDate>${new Date(at * 1_000).toUTCString()}</pubDate><description>${escaped(html)}</description></item>`,
    )
    .join("")}</channel></rss>`;

describe("the connector of feeds", () => {
  let rig: Rig;
  let provider: Provider;
  let source: Registered;
  const show = (...posts: Post[]) => {
    provider.answer = () => ({ text: feedOf(posts), headers: { "content-type": "application/rss+xml" } });
  };
  before(async () => {
    rig = await openRig({ start: START });
    provider = await openProvider(() => ({ status: 404 }));
  });
  after(async () => {
    await rig[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    rig.sent.length = 0;
    source = await rig.register({ type: "rss", settings: { url: `${provider.url}/feed.xml` } });
  });

  it("brings each item once, as text, and then only what is new or was changed", async () => {
    show(post(3), post(2), post(1));
    const first = await rig.pull(source.id);
    assert.deepEqual(
      [first.state, first.fetched, first.accepted, first.covered?.to],
      ["succeeded", 3, 3, first.asked.to],
    );
    assert.deepEqual(
      [rig.sent[0]?.title, rig.sent[0]?.text, rig.sent[0]?.source_id, rig.sent[0]?.source],
      ["Post 3", "The export of note 3 fails.", source.id, "rss"],
    );
    show(post(4), post(3, { html: "<p>It works again.</p>" }), post(2), post(1));
    const second = await rig.pull(source.id);
    assert.deepEqual([second.accepted, second.updated, second.duplicate], [1, 1, 2]);
    assert.deepEqual(rig.ids(), ["post-3", "post-2", "post-1", "post-4", "post-3"]);
  });

  it("names items by link and date where a guid is missing or on several of them", async () => {
    show(post(1, { id: "same" }), post(2, { id: "same" }), { at: START - 500, title: "No guid" });
    await rig.pull(source.id);
    await rig.pull(source.id);
    assert.equal(new Set(rig.ids()).size, 3);
    assert.equal(rig.sent.length, 3);
    assert.ok(!rig.ids().includes("same"));
  });

  it("says that there is a gap when nothing that it knew is in the feed any more", async () => {
    show(post(2), post(1));
    await rig.pull(source.id);
    show(post(9_002), post(9_001));
    const run = await rig.pull(source.id);
    // Nothing of what it knew came again: that the feed has moved on is the better explanation only with newer items.
    assert.equal(run.gap?.why, "cursor_too_old");
    assert.equal(run.state, "partial");
    assert.deepEqual((await rig.source(source.id)).gaps, [run.gap]);
  });

  it("takes an empty answer from a source with history for suspicious, and moves no cursor", async () => {
    show(post(2), post(1));
    await rig.pull(source.id);
    const { cursor } = await rig.source(source.id);
    show();
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.suspicious, run.covered], ["partial", true, undefined]);
    assert.deepEqual((await rig.source(source.id)).cursor, cursor);
  });

  it("asks with what the feed said of its version, and takes 304 for nothing new", async () => {
    provider.answer = () => ({ text: feedOf([post(1)]), headers: { etag: '"v1"', "last-modified": "Tue" } });
    await rig.pull(source.id);
    provider.answer = () => ({ status: 304 });
    const run = await rig.pull(source.id);
    const { headers } = provider.asked.at(-1)!;
    assert.deepEqual([headers["if-none-match"], headers["if-modified-since"]], ['"v1"', "Tue"]);
    assert.deepEqual([run.state, run.fetched, run.suspicious], ["succeeded", 0, undefined]);
  });

  it("loses only itself with a bad item, which is kept once", async () => {
    show(post(1), post(2, { title: "", html: "" }));
    const run = await rig.pull(source.id);
    assert.deepEqual([run.accepted, run.rejected], [1, 1]);
    assert.equal((await rig.pull(source.id)).rejected, 0);
  });

  it("fails with a reason on what is no feed, and when the feed is gone", async () => {
    provider.answer = () => ({ text: "<html>moved</html>" });
    assert.equal((await rig.pull(source.id)).error?.code, "malformed");
    provider.answer = () => ({ status: 410 });
    assert.equal((await rig.pull(source.id)).error?.code, "gone");
    assert.equal((await rig.source(source.id)).failing_since, rig.clock.now);
  });

  it("asks again for a feed that was cut off, and says of a page that it is one", async () => {
    const whole = feedOf([post(1), post(2)]);
    const half = whole.slice(0, whole.lastIndexOf("<item>"));
    const answers = [{ text: half }, { text: gzipSync(whole) }];
    provider.answer = () => answers.shift() ?? { status: 404 };
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.accepted, run.requests], ["succeeded", 2, 2]);
    provider.answer = () => ({ text: "<!doctype html><html><title>Just a moment...</title></html>" });
    const page = await rig.pull(source.id);
    assert.match(page.error!.message, /a web page, "Just a moment..."; is the address right/);
  });

  it("tells where an item is that is linked from where the feed lies", async () => {
    provider.answer = () => ({ text: feedOf([post(1)]).replace(/(<item>.*?<link>)[^<]*/, "$1/topics/1") });
    await rig.pull(source.id);
    assert.equal(rig.sent[0]?.url, `${provider.url}/topics/1`);
  });

  it("names who wrote an item, where it is said", async () => {
    const text = feedOf([post(1), post(2)]);
    const named = text.replace("<item>", "<item><author>ann@x.example (Ann)</author>");
    provider.answer = () => ({ text: named });
    await rig.pull(source.id);
    assert.deepEqual(
      rig.sent.map(({ metadata }) => (metadata as { author?: string }).author),
      ["Ann", undefined],
    );
  });

  it("expands no entity from outside", async () => {
    const attack = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
    provider.answer = () => ({ text: feedOf([post(1)]).replace("<rss", `${attack}<rss`) });
    assert.equal((await rig.pull(source.id)).error?.code, "malformed");
    assert.deepEqual(rig.sent, []);
  });

  it("reads Atom, and JSON feeds", async () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>u</id><updated>2026-01-02T00:00:00Z</updated>
      <entry><id>e1</id><title type="html">Slow &lt;b&gt;sync&lt;/b&gt;</title><link href="http://notes/e1"/>
      <updated>2026-01-02T00:00:00Z</updated><published>2026-01-01T00:00:00Z</published><author><name>N</name></author>
      <content type="html">&lt;p&gt;It takes ten minutes.&lt;/p&gt;</content></entry></feed>`;
    provider.answer = () => ({ text: atom });
    await rig.pull(source.id);
    const { id, title, text, date, updated_at, url } = rig.sent[0]!;
    assert.deepEqual([id, title, text, url], ["e1", "Slow sync", "It takes ten minutes.", "http://notes/e1"]);
    assert.deepEqual([date, updated_at], [1_767_225_600, 1_767_312_000]);
    const json = {
      version: "https://jsonfeed.org/version/1.1",
      title: "t",
      items: [{ id: "j1", content_text: "Plain." }],
    };
    provider.answer = () => ({ json });
    await rig.pull(source.id);
    assert.deepEqual([rig.sent[1]?.id, rig.sent[1]?.text], ["j1", "Plain."]);
  });
});

describe("dates of feeds", () => {
  it("are read with two digits of the year, zones by name, or no zone at all", () => {
    const expected = Date.UTC(2024, 1, 21, 15) / 1_000;
    assert.equal(readFeedDate("Wed, 21 Feb 24 10:00:00 EST"), expected);
    assert.equal(readFeedDate("Wed, 21 Feb 2024 15:00:00 GMT"), expected);
    assert.equal(readFeedDate("21 Feb 2024 15:00:00"), expected);
    assert.equal(readFeedDate("2024-02-21T16:00:00+01:00"), expected);
    assert.equal(readFeedDate("yesterday"), undefined);
  });
});
