/** X: what is new since the last post, both namings of fields, edits, limits, caps, and a stop of more than seven days. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { openProvider, openRig, type Provider, type ProviderAnswer, type Registered, type Rig } from "./rig.testing.ts";

const START = 1_780_000_000;
const DAY = 86_400;

interface Post {
  readonly id: number;
  readonly at: number;
  readonly text: string;
  readonly more?: Readonly<Record<string, unknown>>;
}
const post = (id: number, parts: Partial<Post> = {}): Post => ({
  id,
  at: START - 3_600 + id,
  text: `Post ${id} #notes`,
  ...parts,
});
const shown = ({ id, at, text, more }: Post) => ({
  ...{
    id: String(id),
    text,
    created_at: new Date(at * 1_000).toISOString(),
    lang: "en",
    public_metrics: { like_count: 4 },
  },
  ...{ edit_history_tweet_ids: [String(id)], ...more },
});

describe("the connector of X", () => {
  let rig: Rig;
  let provider: Provider;
  let source: Registered;
  let posts: Post[];
  const SIZE = 10;
  const search = (parameters: URLSearchParams): ProviderAnswer => {
    const since = Number(parameters.get("since_id") ?? 0);
    const start = Date.parse(parameters.get("start_time") ?? "1970-01-01T00:00:00Z") / 1_000;
    if (start > 0 && start < rig.clock.now - 7 * DAY)
      return { status: 400, json: { errors: [{ message: "start_time" }] } };
    const end = Date.parse(parameters.get("end_time") ?? "2999-01-01T00:00:00Z") / 1_000;
    const found = posts.filter(({ id, at }) => id > since && at >= start && at < end).sort((a, b) => b.id - a.id);
    const from = Number(parameters.get("next_token") ?? 0);
    const page = found.slice(from, from + SIZE);
    const meta = {
      ...{ result_count: page.length, newest_id: page[0] && String(page[0].id) },
      next_token: from + SIZE < found.length ? String(from + SIZE) : undefined,
    };
    return { json: page.length > 0 ? { data: page.map(shown), meta } : { meta } };
  };
  before(async () => {
    provider = await openProvider(() => ({ status: 404 }));
  });
  after(() => provider[Symbol.asyncDispose]());
  beforeEach(async () => {
    rig = await openRig({ start: START });
    posts = Array.from({ length: 25 }, (_, at) => post(at + 1));
    provider.asked.length = 0;
    provider.answer = ({ url }) => search(url.searchParams);
    const settings = { query: "#notes", base_url: provider.url };
    source = await rig.register({ type: "twitter", settings, secrets: { access_token: "token" } });
  });
  afterEach(() => rig[Symbol.asyncDispose]());

  it("reads page by page, and then only what came after the newest of the first page", async () => {
    const first = await rig.pull(source.id);
    assert.deepEqual(
      [first.state, first.accepted, first.pages, first.spent],
      ["succeeded", 25, 3, { unit: "posts", amount: 25 }],
    );
    assert.equal(provider.asked[0]?.headers.authorization, "Bearer token");
    posts.push(post(26));
    const second = await rig.pull(source.id);
    assert.deepEqual([second.accepted, second.duplicate], [1, 0]);
    assert.equal(provider.asked.at(-1)?.url.searchParams.get("since_id"), "25");
    const third = await rig.pull(source.id);
    assert.deepEqual([third.state, third.fetched], ["succeeded", 0]);
    assert.equal(new Set(rig.ids()).size, 26);
  });

  it("reads the new names of fields as the old ones, and asks by the other when one is refused", async () => {
    const renamed = { edit_history_post_ids: ["7", "8"], referenced_posts: [{ type: "replied_to", id: "3" }] };
    posts = [post(8, { text: "short", more: { ...renamed, note_post: { text: "The whole long post." } } })];
    provider.answer = ({ url }) =>
      url.searchParams.has("tweet.fields")
        ? { status: 400, json: { errors: [{ message: "The query parameter [tweet.fields] is not one of" }] } }
        : search(url.searchParams);
    const run = await rig.pull(source.id);
    assert.equal(run.state, "succeeded");
    const [sent] = rig.sent;
    assert.deepEqual([sent?.id, sent?.text, sent?.parent_id], ["7", "The whole long post.", "3"]);
  });

  it("knows an edit as the same post", async () => {
    posts = [post(7)];
    await rig.pull(source.id);
    posts.push(post(8, { text: "Edited", more: { edit_history_tweet_ids: ["7", "8"] } }));
    const run = await rig.pull(source.id);
    assert.deepEqual([run.updated, rig.ids()], [1, ["7", "7"]]);
  });

  it("goes on with the right since_id after a crash in the middle", async () => {
    await rig.pull(source.id);
    posts.push(...Array.from({ length: 25 }, (_, at) => post(at + 26)));
    const { id } = await rig.ask(source.id);
    provider.answer = ({ url }) => {
      if (url.searchParams.get("next_token") === "10") rig.takeOver();
      return search(url.searchParams);
    };
    await rig.round();
    // More comes while nobody pulls: it is for the next pull.
    posts.push(post(60));
    provider.answer = ({ url }) => search(url.searchParams);
    await rig.finish(source.id, id);
    await rig.pull(source.id);
    assert.equal(new Set(rig.ids()).size, 51);
  });

  it("waits until the limit is over, but not for a cap of the month", async () => {
    let refused = 0;
    provider.answer = ({ url }) =>
      refused++ === 0
        ? { status: 429, headers: { "x-rate-limit-reset": String(START + 900) }, json: { title: "Too Many Requests" } }
        : search(url.searchParams);
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.waited_s], ["succeeded", 900]);
    provider.answer = () => ({
      status: 429,
      json: { title: "UsageCapExceeded", type: "https://api.twitter.com/2/problems/usage-capped" },
    });
    const capped = await rig.pull(source.id);
    assert.equal(capped.state, "failed");
    assert.equal(new Date(capped.error!.retry_at! * 1_000).getUTCDate(), 1);
    assert.ok((await rig.source(source.id)).next_run_at! >= capped.error!.retry_at!);
  });

  it("says what a stop of more than seven days has lost, and goes on", async () => {
    await rig.pull(source.id);
    rig.clock.now += 20 * DAY;
    posts = [post(900, { at: rig.clock.now - DAY })];
    provider.answer = ({ url }) =>
      url.searchParams.has("since_id")
        ? { status: 400, json: { errors: [{ message: "'since_id' must be a tweet id created after" }] } }
        : search(url.searchParams);
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.accepted, run.gap?.why], ["partial", 1, "cursor_too_old"]);
    assert.deepEqual([run.gap?.from, run.gap?.to], [run.asked.from, rig.clock.now - DAY]);
  });

  it("stops where its budget ends, says so, and reads the rest when there is money again", async () => {
    await rig.server.ask("PATCH", `/api/v1/sources/${source.id}`, { json: { budget: { unit: "posts", per_day: 12 } } });
    const first = await rig.pull(source.id);
    assert.deepEqual([first.state, first.accepted, first.gap?.why], ["partial", 20, "budget"]);
    const blocked = await rig.pull(source.id);
    assert.deepEqual([blocked.fetched, blocked.gap?.why], [0, "budget"]);
    rig.clock.now += DAY;
    posts.push(post(70, { at: rig.clock.now - 60 }));
    const rest = await rig.pull(source.id);
    assert.deepEqual([rest.state, rest.gap], ["succeeded", undefined]);
    assert.equal(rest.covered?.to, first.asked.to, "what was written since is not read yet");
    rig.clock.now += DAY;
    await rig.pull(source.id);
    assert.equal(new Set(rig.ids()).size, 26);
    assert.deepEqual((await rig.source(source.id)).gaps, []);
  });

  it("keeps a back-fill within its window, and the cursor as it is", async () => {
    await rig.pull(source.id);
    const { cursor } = await rig.source(source.id);
    const run = await rig.pull(source.id, { from: post(5).at, to: post(9).at });
    assert.deepEqual([run.fetched, run.duplicate], [4, 4]);
    assert.deepEqual((await rig.source(source.id)).cursor, cursor);
  });
});
