/** The puller itself: schedules that keep their beat, one poller of a source, failures that slow it down and never stop it. */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import fc from "fast-check";
import { nextRun, scheduleFault } from "../../model/schedule.ts";
import { openProvider, openRig, type Provider, type Rig } from "../../sources/rig.testing.ts";
import { coverageOf, cursorAfter, gapsAfter, isSuspicious, toldSinceAfter } from "./coverage.ts";
import { isUsedUp, spend } from "./spending.ts";

const item = (id: string) => `<item><title>${id} fails</title><guid>${id}</guid></item>`;
const feed = (...ids: string[]) => ({
  text: `<rss version="2.0"><channel><title>t</title><link>http://t</link>${ids.map(item).join("")}</channel></rss>`,
});

describe("the puller", () => {
  let rig: Rig;
  let provider: Provider;
  before(async () => {
    provider = await openProvider(() => feed("one"));
  });
  after(() => provider[Symbol.asyncDispose]());
  beforeEach(async () => {
    rig = await openRig();
    provider.asked.length = 0;
    provider.answer = () => feed("one");
  });
  afterEach(() => rig[Symbol.asyncDispose]());
  const register = (more: object = {}) =>
    rig.register({ type: "rss", settings: { url: `${provider.url}/feed` }, schedule: "every 10m", ...more });
  /** The run that has come due begins in one round and is done in the next. */
  const pass = async (seconds: number) => {
    rig.clock.now += seconds;
    await rig.round();
    await rig.round();
  };

  it("pulls when a source has come due, not before, and keeps its beat however late it was", async () => {
    const { id, next_run_at } = await register();
    assert.equal(next_run_at, rig.clock.now + 600);
    await pass(599);
    assert.equal(provider.asked.length, 0);
    await pass(1);
    assert.equal(provider.asked.length, 1);
    // Late by more than a whole turn: one pull, and on with the beat.
    await pass(1_500);
    assert.equal(provider.asked.length, 2);
    assert.equal((await rig.source(id)).next_run_at! - next_run_at!, 2_400 - 600 + 0);
  });

  it("pulls no source that was switched off, and one again that is switched on", async () => {
    const { id } = await register();
    await rig.server.ask("PATCH", `/api/v1/sources/${id}`, { json: { enabled: false } });
    await pass(3_600);
    assert.equal(provider.asked.length, 0);
    await rig.server.ask("PATCH", `/api/v1/sources/${id}`, { json: { enabled: true } });
    await pass(600);
    assert.equal(provider.asked.length, 1);
  });

  it("slows down after ten failures in a row, stops never, and says once that a source fails", async () => {
    const { id } = await register();
    provider.answer = () => ({ status: 404 });
    for (let at = 0; at < 9; at++) await rig.pull(id);
    const before = (await rig.source(id)).next_run_at! - rig.clock.now;
    assert.ok(before <= 600);
    for (let at = 0; at < 3; at++) await rig.pull(id);
    const slowed = (await rig.source(id)).next_run_at! - rig.clock.now;
    assert.ok(slowed >= 3_000 && slowed <= 86_400, String(slowed));
    assert.equal(rig.events.filter((event) => event === "source.failed").length, 1);
    provider.answer = () => feed("one");
    await pass(slowed);
    assert.equal((await rig.source(id)).failing_since, undefined);
    assert.equal(rig.events.filter((event) => event === "source.recovered").length, 1);
  });

  it("waits without holding anything: others are pulled meanwhile", async () => {
    const slow = await register();
    provider.answer = () => ({ status: 429, headers: { "retry-after": "300" } });
    const run = await rig.ask(slow.id);
    await rig.round();
    assert.equal((await rig.read(slow.id, run.id)).error?.retry_at, rig.clock.now + 300);
    provider.answer = () => feed("two");
    const quick = await register();
    assert.equal((await rig.pull(quick.id)).state, "succeeded");
    const asked = provider.asked.length;
    await pass(100);
    assert.equal(provider.asked.length, asked);
    await pass(200);
    assert.equal((await rig.read(slow.id, run.id)).state, "succeeded");
  });

  it("is done by one runner at a time: one that was overtaken writes nothing", async () => {
    const { id } = await register();
    const { id: run } = await rig.ask(id);
    provider.answer = async () => {
      // Meanwhile another runner takes the run up, and ends it.
      provider.answer = () => feed("one", "two");
      rig.takeOver("stalled");
      await rig.finish(id, run);
      return feed("one");
    };
    await rig.round();
    const ended = await rig.read(id, run);
    assert.deepEqual([ended.state, ended.fetched], ["succeeded", 2]);
    assert.deepEqual([...new Set(rig.ids())].sort(), ["one", "two"]);
  });

  it("keeps the times of five hundred sources on one runner", async (t) => {
    for (let at = 0; at < 500; at++) await register({ id: `source-${at}`, settings: { url: `${provider.url}/${at}` } });
    rig.clock.now += 600;
    const started = performance.now();
    for (let rounds = 0; provider.asked.length < 500 && rounds < 60; rounds++) await rig.round();
    const seconds = (performance.now() - started) / 1_000;
    assert.equal(provider.asked.length, 500);
    t.diagnostic(`500 pulls in ${seconds.toFixed(1)} s`);
    assert.ok(seconds < 60, `${seconds} s for a turn of ten minutes`);
  });
});

describe("schedules", () => {
  it("are cron in UTC or every so often", () => {
    const at = Date.UTC(2026, 0, 1, 12, 34) / 1_000;
    assert.equal(nextRun("0 6 * * *", at), Date.UTC(2026, 0, 2, 6) / 1_000);
    assert.equal(nextRun("every 15m", at), at + 900);
    for (const wrong of ["", "every", "every 0m", "sometimes", "* * *", "0 0 31 2 *"])
      assert.ok(scheduleFault(wrong), wrong);
    for (const right of ["every 1s", "every 2 d", "*/5 * * * *"]) assert.equal(scheduleFault(right), undefined, right);
  });

  it("of an interval never drift, whatever was missed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_440 }), fc.nat(1_000_000), fc.nat(10_000_000), (minutes, last, late) => {
        const next = nextRun(`every ${minutes}m`, last + late, last);
        assert.equal((next - last) % (minutes * 60), 0);
        assert.ok(next > last + late && next - (last + late) <= minutes * 60);
      }),
    );
  });
});

describe("coverage", () => {
  const asked = { from: 100, to: 200 };

  it("is what was proved, and a gap says what was not", () => {
    assert.deepEqual(coverageOf({ asked, oldest: 150 }, "complete"), { covered: asked });
    assert.deepEqual(coverageOf({ asked, oldest: 150 }, { limit: "feed_500" }), {
      covered: { from: 150, to: 200 },
      gap: { from: 100, to: 150, why: "feed_500" },
    });
    assert.deepEqual(coverageOf({ asked, oldest: 90 }, { limit: "feed_500" }), { covered: asked });
    assert.deepEqual(coverageOf({ asked, oldest: 150, met_known: true }, { limit: "feed_500" }), { covered: asked });
    assert.deepEqual(coverageOf({ asked }, { limit: "budget" }), { gap: { from: 100, to: 200, why: "budget" } });
  });

  it("of a back-fill is not proved by what was known, and is missing only where no earlier pull told of it", () => {
    const read = { asked, oldest: 150, met_known: true };
    const limits = [
      [{ limit: "feed_500" }, {}],
      [{ limit: "window_7_days" }, { shownSince: 150 }],
    ] as const;
    for (const [ending, shown] of limits) {
      const of = (toldSince?: number) => coverageOf(read, ending, { ...shown, backfill: { toldSince } });
      const covered = { from: 150, to: 200 };
      assert.deepEqual(of(), { covered, gap: { from: 100, to: 150, why: ending.limit } });
      assert.deepEqual(of(130), { covered, gap: { from: 100, to: 130, why: ending.limit } });
      assert.deepEqual(of(160), { covered, gap: { from: 100, to: 150, why: ending.limit } });
      assert.deepEqual(of(90), { covered });
    }
    // What a budget left is asked for again as a whole.
    const left = { gap: { from: 100, to: 150, why: "budget" }, covered: { from: 150, to: 200 } };
    assert.deepEqual(coverageOf(read, { limit: "budget" }, { backfill: { toldSince: 90 } }), left);
  });

  it("is told of without a break since the first pull, or a back-fill that reaches as far", () => {
    assert.equal(toldSinceAfter(undefined, { covered: { from: 150, to: 200 } }, asked), 150);
    assert.equal(toldSinceAfter(undefined, {}, asked), undefined);
    const gap = { from: 20, to: 150, why: "feed_500" } as const;
    assert.equal(toldSinceAfter(120, { gap }, { from: 20, to: 200 }), 20);
    assert.equal(toldSinceAfter(120, { gap: { ...gap, to: 60 } }, { from: 20, to: 60 }), 120);
  });

  it("never moves a cursor backwards, nor past now because of an item from the future", () => {
    assert.deepEqual(cursorAfter({ until: 180 }, { asked, newest: 150 }, 200), { until: 180 });
    assert.deepEqual(cursorAfter(null, { asked, newest: 9_999 }, 200), { until: 200 });
    assert.equal(cursorAfter(null, { asked }, 200), null);
  });

  it("closes gaps that are read later, also in part", () => {
    const gap = { from: 100, to: 200, why: "feed_500" } as const;
    assert.deepEqual(gapsAfter([gap], { covered: { from: 50, to: 300 } }), []);
    assert.deepEqual(gapsAfter([gap], { covered: { from: 120, to: 150 } }), [
      { ...gap, to: 120 },
      { ...gap, from: 150 },
    ]);
  });

  it("joins gaps that touch, and leaves it to a run what is missing of what it asked for again", () => {
    const gap = (from: number, to: number, why: "budget" | "feed_500") => ({ from, to, why });
    const gaps = [gap(0, 50, "feed_500"), gap(0, 90, "budget")];
    assert.deepEqual(gapsAfter(gaps, { gap: gap(40, 70, "feed_500") }), [gap(0, 70, "feed_500"), gap(0, 90, "budget")]);
    const again = { gap: gap(20, 60, "budget") };
    assert.deepEqual(gapsAfter(gaps, again, { from: 10, to: 90 }), [
      gap(0, 50, "feed_500"),
      gap(0, 10, "budget"),
      gap(20, 60, "budget"),
    ]);
    assert.deepEqual(gapsAfter([gap(0, 90, "budget")], {}, { from: 0, to: 200 }), []);
  });

  it("takes far less than must have come for suspicious", () => {
    assert.deepEqual(
      [isSuspicious(0, 0), isSuspicious(1, 0), isSuspicious(100, 9), isSuspicious(100, 10)],
      [false, true, true, false],
    );
  });
});

describe("budgets", () => {
  it("begin anew with each day and month", () => {
    const day = 86_400;
    const first = Date.UTC(2026, 0, 31, 12) / 1_000;
    const spent = spend(spend(undefined, 5, first), 5, first);
    assert.equal(isUsedUp({ unit: "posts", per_day: 10 }, spent, first), true);
    assert.equal(isUsedUp({ unit: "posts", per_day: 10 }, spent, first + day), false);
    assert.equal(isUsedUp({ unit: "posts", per_month: 10 }, spent, first + day / 4), true);
    assert.equal(isUsedUp({ unit: "posts", per_month: 10 }, spent, first + day), false);
    assert.equal(isUsedUp(undefined, spent, first), false);
  });
});
