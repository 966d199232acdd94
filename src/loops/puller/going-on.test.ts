/** Where a provider's pages lead: in circles, to places that it no longer knows, to a stop in the middle; and what is claimed then. */
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, beforeEach, describe, it } from "node:test";
import {
  type Answerer,
  openProvider,
  openRig,
  type Provider,
  type Registered,
  type Rig,
} from "../../sources/rig.testing.ts";
import { coverageOf } from "./coverage.ts";

const START = 1_780_000_000;
const DAY = 86_400;

const thing = (number: number) => ({
  kind: "t3",
  data: { name: `t3_${number}`, title: `Post ${number} fails`, created_utc: START - DAY + number, author: "somebody" },
});
const listing = (after: string | null, ...numbers: number[]) => ({
  json: { data: { after, children: numbers.map(thing) } },
});
/** Answers to who has signed in, and shows again what was read. */
const forum =
  (page: (after: string | null) => ReturnType<Answerer>): Answerer =>
  ({ url }) => {
    if (url.pathname.endsWith("/access_token")) return { json: { access_token: "x" } };
    const names = url.searchParams.get("id");
    if (names === null) return page(url.searchParams.get("after"));
    return listing(null, ...names.split(",").map((name) => Number(name.slice(3))));
  };
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const account = JSON.stringify({ client_email: "a", private_key: privateKey.export({ type: "pkcs8", format: "pem" }) });

describe("the pages of a pull", () => {
  let rig: Rig;
  let provider: Provider;
  let source: Registered;
  before(async () => {
    rig = await openRig({ start: START });
    provider = await openProvider(() => ({ status: 404 }));
  });
  after(async () => {
    await rig[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });
  const register = (type: string, settings: object, secrets: object = {}) =>
    rig.register({ type, settings: { ...settings, base_url: provider.url }, secrets, schedule: "0 0 1 1 *" });
  beforeEach(async () => {
    rig.clock.now = START;
    rig.sent.length = 0;
    provider.asked.length = 0;
    source = await register("reddit", { subreddit: "notes" }, { client_id: "a", client_secret: "b" });
  });

  it("that lead in circles end the run, whatever else changes from page to page", async () => {
    provider.answer = forum((after) =>
      after === "a" ? listing("b", 2) : after === "b" ? listing("a", 1) : listing("a", 3),
    );
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.gap?.why, run.accepted], ["partial", "page_limit", 3]);
    assert.ok(run.pages <= 4, `${run.pages} pages`);
    const play = await register("playstore", { package_name: "com.example.notes" });
    let asked = 0;
    provider.answer = () => {
      asked++;
      const row = [`r${asked % 2}`, ["A"], 2, null, "It fails", [START - DAY, 0]];
      const inner = JSON.stringify([[row], [null, asked % 2 === 0 ? "even" : "odd"]]);
      return {
        text: `)]}'\n\n${JSON.stringify([["wrb.fr", "UsvDTd", inner]])}`,
        headers: { "set-cookie": `n=${asked}` },
      };
    };
    const looped = await rig.pull(play.id);
    assert.deepEqual([looped.state, looped.gap?.why, asked <= 4], ["partial", "page_limit", true]);
  });

  it("that come again and again under new names end it too", async () => {
    let place = 0;
    provider.answer = forum(() => listing(`place-${++place}`, 1, 2));
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.gap?.why, run.pages], ["partial", "page_limit", 3]);
  });

  it("prove nothing by what the same run has read before", async () => {
    provider.answer = forum((after) =>
      after === "a" ? listing("b", 3, 2) : after === null ? listing("a", 4, 3) : listing("a", 1),
    );
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.gap?.to], ["partial", START - DAY + 1]);
  });

  it("that stop in the middle leave the cursor once, and are a gap to go on from the second time", async () => {
    provider.answer = forum(() => listing("a", 2, 1));
    await rig.pull(source.id);
    assert.equal((await rig.source(source.id)).cursor, null);
    await rig.pull(source.id);
    const { cursor, gaps } = await rig.source(source.id);
    assert.equal(cursor?.until, START - DAY + 2);
    assert.deepEqual(
      gaps.map(({ why }) => why),
      ["page_limit"],
    );
  });

  for (const status of [400, 404, 410, 422])
    it(`begin anew when the place of the next is refused with ${status}, and nothing is missing or double`, async () => {
      let refusals = 1;
      provider.answer = forum((after) =>
        after === null ? listing("a", 3, 2) : refusals-- > 0 ? { status, text: "expired" } : listing(null, 1),
      );
      const run = await rig.pull(source.id);
      assert.deepEqual([run.state, run.accepted, run.error], ["succeeded", 3, undefined]);
      assert.equal(rig.sent.length, 3);
    });

  it("end the run with a word when that place is always refused, and the next run begins where this one did", async () => {
    provider.answer = forum((after) => (after === null ? listing("a", 3, 2) : { status: 400, text: "expired" }));
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.error?.code, run.pages], ["failed", "stale", 3]);
    assert.match(run.error!.message, /expired.*begins anew/);
    assert.equal((await rig.source(source.id)).cursor, null);
    const posts = await register("twitter", { query: "notes" }, { access_token: "t" });
    provider.answer = ({ url }) => {
      if (url.searchParams.has("next_token")) return { status: 400, json: { errors: [{ message: "'next_token'" }] } };
      const created_at = new Date((START - 60) * 1_000).toISOString();
      return { json: { data: [{ id: "1", text: "It fails", created_at }], meta: { newest_id: "1", next_token: "z" } } };
    };
    const paid = await rig.pull(posts.id);
    assert.deepEqual([paid.error?.code, paid.spent], ["stale", { unit: "posts", amount: 3 }]);
  });

  it("of a source that shows seven days and is quiet: nothing is suspicious, and no gap is told twice", async () => {
    const settings = { access: "official", package_name: "com.example.notes" };
    const play = await register("playstore", settings, { service_account: account });
    const lastModified = { seconds: String(START - DAY) };
    const review = { reviewId: "1", comments: [{ userComment: { text: "It fails", starRating: 1, lastModified } }] };
    const show = (...reviews: object[]) => {
      provider.answer = ({ url }) => ({ json: url.pathname === "/token" ? { access_token: "x" } : { reviews } });
    };
    show(review);
    assert.equal((await rig.pull(play.id)).state, "succeeded");
    show();
    for (let day = 0; day < 12; day++) {
      rig.clock.now += DAY;
      // As long as it must be shown, its absence can't be true.
      if (rig.clock.now - (START - DAY) <= 7 * DAY) continue;
      const run = await rig.pull(play.id);
      const shown = { from: rig.clock.now - 7 * DAY, to: rig.clock.now };
      assert.deepEqual([run.suspicious, run.covered], [undefined, shown], `day ${day}`);
      assert.deepEqual([run.state, run.gap], ["succeeded", undefined], `day ${day}`);
    }
    rig.clock.now += 30 * DAY;
    const { gap } = await rig.pull(play.id);
    assert.deepEqual(gap, { from: rig.clock.now - 30 * DAY, to: rig.clock.now - 7 * DAY, why: "window_7_days" });
  });

  it("are not asked for while the provider says that its limit is used up", async () => {
    const used = { "x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "40" };
    const at: number[] = [];
    provider.answer = forum((after) => {
      at.push(rig.clock.now);
      return after === null ? { ...listing("a", 2), headers: used } : listing(null, 1);
    });
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.accepted, at.length], ["succeeded", 2, 2]);
    assert.ok(at[1]! - at[0]! >= 39, `${at[1]! - at[0]!} s`);
  });

  it("of a forum whose limit is below what a page takes go through without the names of parents", async () => {
    const discourse = await register("discourse", {});
    const created_at = new Date((START - DAY) * 1_000).toISOString();
    const posts = Array.from({ length: 30 }, (_, at) => {
      return { id: at + 1, raw: `Post ${at} fails`, created_at, topic_id: at, post_number: 2, post_type: 1 };
    });
    let left = 0;
    let minute = 0;
    provider.answer = ({ url }) => {
      if (rig.clock.now >= minute) [left, minute] = [20, rig.clock.now + 60];
      if (left-- <= 0) return { status: 429, headers: { "retry-after": "60" }, text: "slow down" };
      return {
        json: url.pathname === "/posts.json" ? { latest_posts: posts } : { post_stream: { posts: [], stream: [9] } },
      };
    };
    const run = await rig.pull(discourse.id);
    assert.deepEqual([run.state, run.accepted], ["succeeded", 30]);
  });

  it("of many requests go through where every few are refused", async () => {
    const often =
      (served: Answerer): Answerer =>
      (asked) =>
        provider.asked.length % 4 === 0 ? { status: 429, headers: { "retry-after": "1" } } : served(asked);
    const chats = await register("intercom", {}, { access_token: "t" });
    const user = { type: "user", id: "1" };
    provider.answer = often(({ url }) => {
      if (url.pathname === "/conversations/deleted") return { json: { data: [] } };
      if (url.pathname.endsWith("/search"))
        return { json: { conversations: Array.from({ length: 20 }, (_, id) => ({ id })) } };
      const id = url.pathname.split("/").at(-1);
      return { json: { id, created_at: START - DAY, source: { body: `Chat ${id} fails`, author: user } } };
    });
    const read = await rig.pull(chats.id);
    assert.deepEqual([read.state, read.accepted, rig.sent.length], ["succeeded", 20, 20]);
    const all = Array.from({ length: 450 }, (_, at) => at + 1);
    provider.answer = often(forum(() => listing(null, ...all)));
    const posts = await rig.pull(source.id);
    assert.deepEqual([posts.state, posts.accepted], ["succeeded", 450]);
    const again = provider.asked.filter(({ url }) => url.pathname === "/api/info").length;
    assert.ok(again >= 5 && again <= 8, `${again} requests for what was read`);
  });

  it("and the trial of a source say what to do", async () => {
    provider.answer = () => ({ status: 403, json: { message: "Forbidden" } });
    const { body } = await rig.server.ask("POST", `/api/v1/sources/${source.id}/test`, { json: {} });
    assert.match(JSON.stringify(body), /answered 403.*renew its secrets/);
  });

  it("that come oldest first leave unread what is newest", () => {
    const asked = { from: 100, to: 200 };
    const read = { asked, oldest: 90, newest: 150, met_known: true };
    assert.deepEqual(coverageOf(read, { limit: "page_limit" }, { oldestFirst: true }), {
      covered: { from: 100, to: 150 },
      gap: { from: 150, to: 200, why: "page_limit" },
    });
    assert.deepEqual(coverageOf(read, "complete", { oldestFirst: true }), { covered: asked });
  });
});
