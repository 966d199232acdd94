/** A forum: pages that are short or empty without being the last, what answers what, edits and deletions, and its webhooks. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { openProvider, openRig, type Provider, type Registered, type Rig } from "./rig.testing.ts";

const START = 1_780_000_000;

interface Post {
  readonly id: number;
  readonly number: number;
  readonly raw: string;
  readonly more?: Readonly<Record<string, unknown>>;
}
const post = (id: number, parts: Partial<Post> = {}): Post => ({
  id,
  number: 1,
  raw: `Post ${id} about exports`,
  ...parts,
});
const iso = (at: number) => new Date(at * 1_000).toISOString();
const shown = ({ id, number, raw, more }: Post) => ({
  ...{
    id,
    raw,
    cooked: `<p>${raw}</p>`,
    username: "somebody",
    topic_id: 5,
    topic_slug: "exports",
    topic_title: "Exports",
  },
  ...{
    post_number: number,
    post_type: 1,
    version: 1,
    created_at: iso(START - 100_000 + id),
    updated_at: iso(START - 100_000 + id),
  },
  ...{ reply_to_post_number: null, deleted_at: null, hidden: false, user_deleted: false, category_id: 3, ...more },
});

describe("the connector of Discourse", () => {
  let rig: Rig;
  let provider: Provider;
  let source: Registered;
  let posts: Post[];
  before(async () => {
    provider = await openProvider(() => ({ status: 404 }));
  });
  after(() => provider[Symbol.asyncDispose]());
  beforeEach(async () => {
    rig = await openRig({ start: START });
    provider.asked.length = 0;
    posts = [];
    // As older versions do it: a window of ids, of which those are shown that may be seen.
    provider.answer = ({ url }) => {
      if (url.pathname === "/t/5.json") {
        const all = posts.map(({ id, number }) => ({ id, post_number: number }));
        return { json: { post_stream: { posts: all.slice(0, 20), stream: all.map(({ id }) => id) } } };
      }
      const before = Number(url.searchParams.get("before") ?? Math.max(...posts.map(({ id }) => id), 0));
      const found = posts.filter(({ id }) => id <= before && id > before - 50).sort((a, b) => b.id - a.id);
      return { json: { latest_posts: found.map(shown) } };
    };
    source = await rig.register({
      type: "discourse",
      modes: ["pull", "push"],
      settings: { base_url: provider.url },
      secrets: { api_key: "key", api_user: "system" },
    });
  });
  afterEach(() => rig[Symbol.asyncDispose]());

  it("reads on over pages that are short or empty, down to the first post", async () => {
    posts = [post(500), post(499), post(470), post(300), post(2), post(1)];
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.accepted], ["succeeded", 6]);
    assert.deepEqual(rig.ids(), ["500", "499", "470", "300", "2", "1"]);
    assert.deepEqual(
      [provider.asked[0]?.headers["api-key"], provider.asked[0]?.headers["api-username"]],
      ["key", "system"],
    );
    assert.equal(rig.sent[0]?.url, `${provider.url}/t/exports/5/1`);
  });

  it("names what a post answers: the post of that number, else the topic's first", async () => {
    posts = [post(10), post(11, { number: 2 }), post(12, { number: 3, more: { reply_to_post_number: 2 } })];
    await rig.pull(source.id);
    assert.deepEqual(
      rig.sent.map(({ id, parent_id }) => [id, parent_id]),
      [
        ["12", "11"],
        ["11", "10"],
        ["10", undefined],
      ],
    );
  });

  it("knows an edit by its version, and leaves out what nobody wrote", async () => {
    posts = [post(20), post(21, { more: { post_type: 3 } }), post(22, { more: { hidden: true } })];
    const first = await rig.pull(source.id);
    assert.equal(first.accepted, 1);
    posts = [post(20, { raw: "Edited", more: { version: 2, updated_at: iso(START - 10) } })];
    const second = await rig.pull(source.id);
    assert.deepEqual([second.updated, rig.sent.at(-1)?.text], [1, "Edited"]);
  });

  const deliver = (event: string, body: unknown, secret: string, headers: Record<string, string> = {}) => {
    const text = JSON.stringify(body);
    const signature = `sha256=${createHmac("sha256", secret).update(text).digest("hex")}`;
    return rig.server.ask("POST", new URL(source.push_url!).pathname, {
      body: text,
      headers: {
        "content-type": "application/json",
        "x-discourse-event": event,
        "x-discourse-event-type": event.split("_")[0]!,
        "x-discourse-event-signature": signature,
        ...headers,
      },
    });
  };

  it("takes what is pushed at once; a pull afterwards knows it", async () => {
    posts = [post(30)];
    const pushed = await deliver("post_created", { post: shown(post(30)) }, source.push_secret!);
    assert.deepEqual([pushed.status, pushed.body.accepted], [202, 1]);
    const again = await deliver("post_created", { post: shown(post(30)) }, source.push_secret!);
    assert.deepEqual([again.status, again.body.accepted], [202, 0]);
    const run = await rig.pull(source.id);
    assert.deepEqual([run.accepted, run.updated, rig.sent.length], [0, 0, 1]);
    assert.ok(run.duplicate >= 1);
  });

  it("names what a pushed post answers; where the topic can't be had, the next pull does", async () => {
    const reply = post(32, { number: 2 });
    posts = [post(31), reply];
    assert.equal((await deliver("post_created", { post: shown(reply) }, source.push_secret!)).body.accepted, 1);
    assert.equal(rig.sent.at(-1)?.parent_id, "31");
    const other = post(33, { number: 3 });
    posts.push(other);
    const served = provider.answer;
    provider.answer = async () => ({ status: 500 });
    assert.equal((await deliver("post_created", { post: shown(other) }, source.push_secret!)).body.accepted, 1);
    assert.equal(rig.sent.at(-1)?.parent_id, undefined);
    provider.answer = served;
    const run = await rig.pull(source.id);
    assert.deepEqual([run.accepted, run.updated], [1, 1]);
    assert.equal(rig.sent.find(({ id, parent_id }) => id === "33" && parent_id !== undefined)?.parent_id, "31");
  });

  it("takes the revision of a post for no version of the app", async () => {
    posts = [post(34, { more: { version: 3 } })];
    await rig.pull(source.id);
    const { version, revision } = rig.sent[0]!.metadata as { version?: number; revision?: number };
    assert.deepEqual([version, revision], [undefined, 3]);
  });

  it("refuses what is signed wrong, not at all, or is no JSON, and answers a ping", async () => {
    const body = { post: shown(post(31)) };
    assert.equal((await deliver("post_created", body, "another secret")).status, 401);
    const unsigned = { "x-discourse-event-signature": "" };
    assert.equal((await deliver("post_created", body, source.push_secret!, unsigned)).status, 401);
    assert.equal((await deliver("ping", { ping: "OK" }, source.push_secret!)).status, 200);
    assert.deepEqual(rig.sent, []);
  });

  it("lets what is destroyed there go here", async () => {
    posts = [post(40)];
    await rig.pull(source.id);
    const gone = await deliver("post_destroyed", { post: shown(post(40)) }, source.push_secret!);
    assert.equal(gone.status, 202);
    posts = [];
    provider.answer = () => ({
      json: { latest_posts: [shown(post(40, { raw: "Back again", more: { version: 3 } }))] },
    });
    const run = await rig.pull(source.id);
    assert.equal(run.updated + run.accepted, 1);
  });

  it("is not led by a delivery that comes after that of the deletion, but by a post that is there again", async () => {
    const written = shown(post(41));
    await deliver("post_created", { post: written }, source.push_secret!);
    await deliver("post_destroyed", { post: written }, source.push_secret!);
    const late = await deliver("post_edited", { post: written }, source.push_secret!);
    assert.deepEqual([late.body.accepted, rig.sent.length], [0, 1]);
    const recovered = await deliver("post_recovered", { post: written }, source.push_secret!);
    assert.deepEqual([recovered.body.accepted, rig.sent.length], [1, 2]);
  });

  it("waits for the forum's own limit, said as JSON or in a header", async () => {
    posts = [post(50)];
    const served = provider.answer;
    const refusals = [
      { status: 429, headers: { "retry-after": "30" }, text: "Slow down" },
      { status: 429, json: { errors: ["wait"], error_type: "rate_limit", extras: { wait_seconds: 12 } } },
    ];
    provider.answer = (asked) => refusals.shift() ?? served(asked);
    const run = await rig.pull(source.id);
    assert.equal(run.state, "succeeded");
    assert.ok(run.waited_s >= 42, String(run.waited_s));
  });
});
