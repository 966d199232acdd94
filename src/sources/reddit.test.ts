/** Reddit: listings of posts and comments, what can't be reached, edits, and what was deleted there. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { knownItems } from "../operations/source-delivery.ts";
import { thingItem } from "./reddit.ts";
import { openProvider, openRig, type Provider, type ProviderAsked, type Registered, type Rig } from "./rig.testing.ts";

const START = 1_780_000_000;
const PAGE = 100;

interface Thing {
  readonly name: string;
  readonly at: number;
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>>;
}
const post = (number: number, parts: Partial<Thing> = {}): Thing => ({
  ...{ name: `t3_${number}`, at: START - 50_000 + number, text: `Post ${number} doesn't sync.` },
  ...parts,
});
const shown = ({ name, at, text, data }: Thing) => ({
  kind: name.slice(0, 2),
  data: {
    ...{
      name,
      id: name.slice(3),
      created_utc: at + 0.5,
      edited: false,
      author: "somebody",
      subreddit: "notes",
      score: 12,
    },
    ...(name.startsWith("t1_") ? { body: text, parent_id: "t3_1" } : { selftext: text, title: `About ${name}` }),
    ...{ permalink: `/r/notes/comments/${name}/`, ...data },
  },
});

describe("the connector of Reddit", () => {
  let rig: Rig;
  let provider: Provider;
  let source: Registered;
  let listings: Record<string, Thing[]>;
  const page = ({ url }: ProviderAsked, all: readonly Thing[]) => {
    const after = url.searchParams.get("after");
    const from = after === null ? 0 : all.findIndex(({ name }) => name === after) + 1;
    const children = all.slice(from, from + PAGE);
    const more = from + PAGE < all.length;
    return {
      json: { kind: "Listing", data: { after: more ? children.at(-1)!.name : null, children: children.map(shown) } },
    };
  };
  before(async () => {
    provider = await openProvider(() => ({ status: 404 }));
  });
  after(() => provider[Symbol.asyncDispose]());
  beforeEach(async () => {
    rig = await openRig({ start: START });
    provider.asked.length = 0;
    listings = { "/r/notes/new": Array.from({ length: 130 }, (_, at) => post(130 - at)) };
    provider.answer = (asked) => {
      if (asked.url.pathname === "/api/v1/access_token") return { json: { access_token: "t", token_type: "bearer" } };
      if (asked.headers.authorization !== "bearer t") return { status: 401 };
      if (asked.url.pathname === "/api/info") {
        const names = asked.url.searchParams.get("id")!.split(",");
        const all = Object.values(listings).flat();
        return page(
          asked,
          names.map((name) => all.find((one) => one.name === name) ?? post(0, { name, text: "[deleted]" })),
        );
      }
      return page(asked, listings[asked.url.pathname] ?? []);
    };
    const secrets = { client_id: "id", client_secret: "secret" };
    source = await rig.register({ type: "reddit", settings: { subreddit: "notes", base_url: provider.url }, secrets });
  });
  afterEach(() => rig[Symbol.asyncDispose]());

  it("signs in, names itself, and reads a listing to its end", async () => {
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.accepted, run.gap], ["succeeded", 130, undefined]);
    assert.match(String(provider.asked[1]?.headers["user-agent"]), /by \/u\//);
    const { id, title, text, impact, url } = rig.sent[0]!;
    assert.deepEqual([id, title, text, impact], ["t3_130", "About t3_130", "Post 130 doesn't sync.", 12]);
    assert.equal(url, "https://www.reddit.com/r/notes/comments/t3_130/");
  });

  it("reads comments beside posts, each with what it answers", async () => {
    listings["/r/notes/comments"] = [post(1, { name: "t1_9", text: "Same here." })];
    await rig.server.ask("PATCH", `/api/v1/sources/${source.id}`, {
      json: { settings: { listings: ["posts", "comments"] } },
    });
    const run = await rig.pull(source.id);
    assert.equal(run.accepted, 131);
    assert.equal(rig.sent.find(({ id }) => id === "t1_9")?.parent_id, "t3_1");
  });

  it("says that a listing shows a thousand and no more", async () => {
    await rig.pull(source.id);
    rig.clock.now += 90 * 86_400;
    const late = (number: number) => post(number, { name: `t3_l${number}`, at: rig.clock.now - 5_000 + number });
    listings["/r/notes/new"] = Array.from({ length: 1_000 }, (_, at) => late(1_000 - at));
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.gap?.why, run.accepted], ["partial", "listing_1000", 1_000]);
  });

  it("takes here away what was deleted there, seen in the listing or asked for again", async () => {
    await rig.pull(source.id);
    listings["/r/notes/new"] = [
      post(130, { text: "[removed]", data: { removed_by_category: "moderator" } }),
      ...listings["/r/notes/new"]!.slice(2),
    ];
    const run = await rig.pull(source.id);
    // Nothing had been stored yet, so nothing was erased; but neither is known any more.
    assert.deepEqual([run.state, run.retracted], ["succeeded", 0]);
    const again = await rig.pull(source.id);
    assert.equal(again.fetched < run.fetched + 1, true);
    assert.equal(await rig.store.count("default" as never, "source_items", { where: { source: source.id } }), 130);
  });

  it("asks for older items in turn, and takes what is not shown any more for deleted", async () => {
    const all = Array.from({ length: 900 }, (_, at) => post(900 - at));
    listings["/r/notes/new"] = all;
    await rig.pull(source.id);
    const hidden = new Set(["t3_1", "t3_350", "t3_750"]);
    listings["/r/notes/new"] = all.slice(0, 100);
    const before = provider.answer;
    provider.answer = (asked) => {
      if (asked.url.pathname !== "/api/info") return before(asked);
      const names = asked.url.searchParams.get("id")!.split(",");
      const left = all.filter(({ name }) => names.includes(name) && !hidden.has(name));
      return { json: { kind: "Listing", data: { after: null, children: left.map(shown) } } };
    };
    const gone = async () => {
      const known = await knownItems(rig.store, DEFAULT_TENANT, source.id, { limit: 1_000 });
      return [...hidden].filter((name) => !known.some(({ id }) => id === name)).sort();
    };
    await rig.pull(source.id);
    // The first pull had asked for all down to the 101st.
    assert.deepEqual(await gone(), ["t3_1", "t3_750"]);
    await rig.pull(source.id);
    assert.deepEqual(await gone(), ["t3_1", "t3_350", "t3_750"]);
    hidden.add("t3_351");
    for (let pulls = 0; pulls < 2; pulls++) await rig.pull(source.id);
    assert.equal((await gone()).length, 4, "after the oldest the turn begins anew");
    provider.answer = (asked) =>
      asked.url.pathname === "/api/info" ? { json: { kind: "Listing", data: { children: [] } } } : before(asked);
    const run = await rig.pull(source.id);
    assert.equal(run.fetched, 100, "an answer without any of them deletes nothing");
  });

  it("knows what moderators and Reddit itself removed", () => {
    for (const text of ["[deleted]", "[removed]", "[ Removed by Reddit ]", "[removed by moderator]"])
      assert.deepEqual(thingItem(shown(post(1, { text }))), { retract: "t3_1" }, text);
    const untold = post(1, { text: "", data: { title: "[deleted by user]" } });
    assert.deepEqual(thingItem(shown(untold)), { retract: "t3_1" });
    assert.ok("record" in thingItem(shown(post(1, { text: "My post was [deleted] by the app." }))));
  });

  it("lets nothing go that is shown in a way that can't be read", async () => {
    await rig.pull(source.id);
    const before = provider.answer;
    provider.answer = (asked) => {
      if (asked.url.pathname !== "/api/info") return before(asked);
      const names = asked.url.searchParams.get("id")!.split(",");
      const odd = shown(post(0, { name: names[0]!, data: { created_utc: "soon" } }));
      const rest = names.slice(1).map((name) => shown(post(1, { name })));
      return { json: { kind: "Listing", data: { children: [odd, ...rest] } } };
    };
    await rig.pull(source.id);
    assert.equal((await knownItems(rig.store, DEFAULT_TENANT, source.id, { limit: 1_000 })).length, 130);
  });

  it("knows an edit, and takes new votes for none", async () => {
    await rig.pull(source.id);
    const [first, second, ...rest] = listings["/r/notes/new"]!;
    listings["/r/notes/new"] = [
      { ...first!, text: "Solved.", data: { edited: START } },
      { ...second!, data: { score: 900 } },
      ...rest,
    ];
    const run = await rig.pull(source.id);
    assert.deepEqual([run.updated, run.accepted, run.duplicate], [1, 0, 129]);
  });

  it("fails on refused credentials with what to do", async () => {
    provider.answer = () => ({ status: 401, json: { error: 401 } });
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.error?.code], ["failed", "unauthorized"]);
  });
});
