/** Answers that providers really gave, where the development data lies beside the project: every item of them is read. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { conversationItems } from "./intercom-conversation.ts";
import { thingItem } from "./reddit.ts";
import { openProvider, openRig, type Provider, type Rig } from "./rig.testing.ts";

const folder = fileURLToPath(new URL("../../../shared/data/fixtures/", import.meta.url));
const skip = existsSync(folder) ? false : "the development data is not beside the project";
const read = (name: string): unknown => JSON.parse(readFileSync(`${folder}${name}.json`, "utf8"));

describe("answers that providers really gave", { skip }, () => {
  let rig: Rig;
  let provider: Provider;
  before(async () => {
    rig = await openRig();
    provider = await openProvider(() => ({ status: 404 }));
  });
  after(async () => {
    await rig[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  it("of Discourse are read, post by post", async () => {
    const { latest_posts } = read("discourse-posts-latest") as { latest_posts: { id: number; raw: string }[] };
    const topic = read("discourse-topic");
    provider.answer = ({ url }) => {
      if (url.pathname.startsWith("/t/")) return { json: topic };
      return { json: { latest_posts: url.searchParams.has("before") ? [] : latest_posts } };
    };
    const { id } = await rig.register({ type: "discourse", settings: { base_url: provider.url } });
    const run = await rig.pull(id);
    assert.deepEqual([run.state, run.rejected], ["succeeded", 0]);
    assert.deepEqual(new Set(rig.ids()), new Set(latest_posts.map((post) => String(post.id))));
    assert.ok(rig.sent.every(({ text }) => typeof text === "string" && text !== ""));
  });

  it("of X are read under the names of their time, edits too", async () => {
    rig.sent.length = 0;
    for (const name of ["twitter-v2-two-tweets", "twitter-v2-edited", "twitter-v2-media-tweet"]) {
      const answer = read(name) as { data: unknown };
      const data = Array.isArray(answer.data) ? answer.data : [answer.data];
      provider.answer = () => ({ json: { ...answer, data, meta: { result_count: data.length } } });
      const settings = { query: "notes", base_url: provider.url };
      const { id } = await rig.register({ type: "twitter", settings, secrets: { access_token: "t" } });
      const run = await rig.pull(id);
      assert.deepEqual([name, run.rejected, run.accepted > 0], [name, 0, true]);
    }
    const edited = read("twitter-v2-edited") as { data: { edit_history_tweet_ids: string[] }[] };
    assert.ok(rig.ids().includes(edited.data[0]!.edit_history_tweet_ids[0]!));
  });

  it("of Reddit are read: posts and comments", () => {
    interface Listing {
      readonly data: { readonly children: readonly { readonly data: { readonly replies?: Listing } }[] };
    }
    const all = ["reddit-search", "reddit-comments"].flatMap((name) => {
      const value = read(name) as Listing | Listing[];
      return (Array.isArray(value) ? value : [value]).flatMap(({ data }) => data.children);
    });
    const things = all.filter((one) => (one as unknown as { kind: string }).kind !== "more");
    assert.ok(things.length > 3);
    for (const thing of things) assert.ok(!("malformed" in thingItem(thing)), JSON.stringify(thing).slice(0, 200));
  });

  it("of Intercom are read: what agents began holds nothing of a customer's", () => {
    const items = conversationItems(read("intercom-conversation"));
    assert.ok(items.every((item) => !("malformed" in item)));
  });
});
