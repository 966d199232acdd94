/**
 * What each connector has to stand, asked of all of them alike against a fake of its provider: limits, faults, crashes at the
 * two worst moments, two runners, wrong clocks, tokens that run out, and items that were edited, deleted or can't be read.
 */
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import type { Run } from "../../src/model/source.ts";
import { DEFAULT_TENANT } from "../../src/model/tenant.ts";
import { knownItems } from "../../src/operations/source-delivery.ts";
import {
  openProvider,
  type Provider,
  type ProviderAnswer,
  type ProviderAsked,
  type Registered,
  type Rig,
} from "../../src/sources/rig.testing.ts";
import { StoreUnavailable } from "../../src/store/store.ts";
import type { Fake, FakeItem } from "./fakes/fake.ts";

const HOUR = 3_600;
const DAY = 86_400;

/** What stands in the way of a request for the nth page (from 1) of a run; undefined lets it through. */
type Obstacle = (
  page: number,
  asked: ProviderAsked,
) => ProviderAnswer | undefined | Promise<ProviderAnswer | undefined>;

const sorted = (ids: readonly string[]): string[] => [...ids].sort();

export function testConnector(fake: Fake, current: () => Rig): void {
  describe(fake.name, () => {
    const COUNT = 2 * fake.size + 3;
    let rig: Rig;
    let provider: Provider;
    let source: Registered;
    let obstacle: Obstacle;
    let pages: number;
    /** `skew`: seconds that the provider's clock is ahead. */
    let there: { items: FakeItem[]; isRevoked: boolean; tokens: number; skew: number };

    before(async () => {
      rig = current();
      provider = await openProvider(async (asked) => {
        const hindrance = fake.isPage(asked) ? await obstacle(++pages, asked) : undefined;
        if (hindrance !== undefined) return hindrance;
        const state = Object.assign(there, { now: rig.clock.now + there.skew });
        return fake.answer(asked, state);
      });
    });
    after(() => provider[Symbol.asyncDispose]());
    beforeEach(async () => {
      const start = rig.clock.now - 2 * DAY;
      const items = Array.from({ length: COUNT }, (_, at) => item(at + 1, start + at * 60));
      there = { items, isRevoked: false, tokens: 0, skew: 0 };
      [obstacle, pages] = [() => undefined, 0];
      rig.sent.length = 0;
      source = await rig.register({ modes: ["pull"], ...fake.registration(provider.url), schedule: "0 0 1 1 *" });
    });
    afterEach(() => rig.server.ask("DELETE", `/api/v1/sources/${source.id}`));

    const item = (number: number, at: number): FakeItem => ({ number, at, text: `The app closes at step ${number}.` });
    const change = (number: number, parts: Partial<FakeItem>): void => {
      there.items = there.items.map((one) => (one.number === number ? { ...one, ...parts } : one));
    };
    const write = (count: number, from: number): void => {
      const last = there.items.length;
      there.items.push(...Array.from({ length: count }, (_, at) => item(last + at + 1, from + at)));
    };
    const expected = (count = there.items.length): string[] =>
      sorted(Array.from({ length: count }, (_, at) => fake.idOf(at + 1)));
    /** Each once, however often it was sent; and always the same. */
    const arrived = (): string[] => sorted([...new Set(rig.ids())]);
    /** All that the provider shows, up to when it was asked. */
    const assertCovered = ({ asked, covered }: Run): void => {
      assert.ok(covered !== undefined && covered.from <= there.items[0]!.at, JSON.stringify(covered));
      assert.equal(covered.to, asked.to);
    };
    const pull = () => {
      pages = 0;
      return rig.pull(source.id);
    };
    const pageInTheMiddle = fake.isSinglePage ? 1 : 2;

    it("reads all of it, each item once, and later only what is new or was edited", async () => {
      const first = await pull();
      assert.deepEqual([first.state, first.accepted, first.rejected, first.gap], ["succeeded", COUNT, 0, undefined]);
      assert.deepEqual(sorted(rig.ids()), expected());
      assertCovered(first);
      rig.clock.now += 2 * HOUR;
      write(3, rig.clock.now - 100);
      change(COUNT, { text: "It closes still, and now it takes my notes along.", editedAt: rig.clock.now - 90 });
      const second = await pull();
      assert.deepEqual([second.state, second.accepted, second.updated], ["succeeded", 3, 1], JSON.stringify(second));
      assert.deepEqual(arrived(), expected());
      assert.equal(rig.sent.length, COUNT + 4);
      rig.clock.now += HOUR;
      const third = await pull();
      assert.deepEqual([third.state, third.accepted, third.updated], ["succeeded", 0, 0]);
      assert.deepEqual((await rig.source(source.id)).gaps, []);
    });

    it("reads a window of the past, and leaves the cursor where it is", async () => {
      await pull();
      const { cursor } = await rig.source(source.id);
      const window = { from: there.items[4]!.at, to: there.items[9]!.at };
      const run = await rig.pull(source.id, window);
      assert.deepEqual([run.trigger, run.fetched, run.duplicate], ["backfill", 5, 5], JSON.stringify(run));
      assert.deepEqual([run.state, run.covered], ["succeeded", window]);
      assert.deepEqual((await rig.source(source.id)).cursor, cursor);
    });

    it("waits as it is asked to, in the provider's words or by Retry-After, and gets over faults of a moment", async () => {
      const faults: ProviderAnswer[] = [
        fake.limited(90, rig.clock.now),
        { status: 429, headers: { "retry-after": "120" }, text: "slow down" },
        { status: 503, text: "<html>Service Unavailable</html>" },
        { hangUp: true },
        { text: "" },
      ];
      obstacle = (page) => (page >= pageInTheMiddle ? faults.shift() : undefined);
      const run = await pull();
      assert.deepEqual([run.state, run.accepted], ["succeeded", COUNT], JSON.stringify(run));
      assert.ok(run.waited_s >= 120 + (fake.saysHowLong ? 90 : 0), `waited ${run.waited_s} s`);
      assert.deepEqual(sorted(rig.ids()), expected());
    });

    it("is killed in the middle of a page: another runner goes on", async () => {
      const { id } = await rig.ask(source.id);
      obstacle = (page) => void (page === pageInTheMiddle && rig.takeOver());
      await rig.round();
      const run = await rig.finish(source.id, id);
      assert.equal(run.state, "succeeded");
      assertCovered(run);
      assert.deepEqual(arrived(), expected());
    });

    it("is killed between the send and the cursor: what was sent is sent again, and nothing is missing", async () => {
      const { id } = await rig.ask(source.id);
      obstacle = (page) => {
        if (page === pageInTheMiddle) rig.fail.lost = new StoreUnavailable("killed");
        return undefined;
      };
      await rig.round();
      obstacle = () => undefined;
      rig.takeOver();
      const run = await rig.finish(source.id, id);
      assert.equal(run.state, "succeeded");
      assert.deepEqual(arrived(), expected());
      const texts = new Map(rig.sent.map(({ id, text }) => [id, text]));
      assert.ok(rig.sent.every(({ id, text }) => texts.get(id) === text));
    });

    it("is pulled by two runners at once: one of them ends the run, and the other changes nothing", async () => {
      const { id } = await rig.ask(source.id);
      let isFirst = true;
      obstacle = async (page) => {
        if (page !== pageInTheMiddle || !isFirst) return undefined;
        isFirst = false;
        rig.takeOver("stalled");
        await rig.finish(source.id, id);
        return undefined;
      };
      await rig.round();
      const run = await rig.read(source.id, id);
      assert.equal(run.state, "succeeded");
      assertCovered(run);
      assert.deepEqual(arrived(), expected());
      const { cursor } = await rig.source(source.id);
      assert.equal(cursor?.until, there.items.at(-1)!.at);
    });

    it("keeps an item that nobody can read as a rejection, and all others", async () => {
      change(2, { broken: true });
      const run = await pull();
      assert.deepEqual([run.state, run.accepted, run.rejected], ["succeeded", COUNT - 1, 1], JSON.stringify(run));
      assert.deepEqual(
        arrived(),
        expected().filter((id) => id !== fake.idOf(2)),
      );
      // What a record lacks, the writer says.
      if (fake.sendsBroken) return;
      await rig.store.refresh(["rejections"]);
      const path = `/api/v1/rejections?source=${source.type}&reason=malformed&from=${rig.clock.now - 60}`;
      assert.ok((await rig.server.ask("GET", path)).body.total >= 1);
    });

    const { refused } = fake;
    if (refused !== undefined)
      it("fails when nobody lets it in, says what to do, and reads all of it afterwards", async () => {
        there.isRevoked = true;
        const failed = await pull();
        assert.deepEqual([failed.state, failed.error?.code], ["failed", "unauthorized"], JSON.stringify(failed));
        assert.match(failed.error!.message, /renew its secrets/);
        assert.ok((await rig.source(source.id)).failing_since !== undefined);
        there.isRevoked = false;
        assert.equal((await pull()).state, "succeeded");
        assert.equal((await rig.source(source.id)).failing_since, undefined);
        assert.deepEqual(sorted(rig.ids()), expected());
      });

    if (fake.expire !== undefined)
      it("makes its token anew when that runs out in the middle of a pull", async () => {
        let isFirst = true;
        obstacle = (page) => {
          if (page === pageInTheMiddle && isFirst) {
            isFirst = false;
            fake.expire!(there, rig.clock);
          }
          return undefined;
        };
        const run = await pull();
        assert.deepEqual([run.state, run.error, run.accepted], ["succeeded", undefined, COUNT]);
        assert.deepEqual(sorted(rig.ids()), expected());
      });

    for (const skew of [600, -600])
      it(`misses nothing when the provider's clock is ${Math.abs(skew)} seconds ${skew > 0 ? "fast" : "slow"}`, async () => {
        there.skew = skew;
        write(2, rig.clock.now + skew - 40);
        const first = await pull();
        assert.equal(first.state, "succeeded", JSON.stringify(first));
        assert.ok(((await rig.source(source.id)).cursor?.until ?? 0) <= rig.clock.now);
        for (let turn = 0; turn < 3; turn++) {
          rig.clock.now += 60;
          write(2, rig.clock.now + skew - 40);
          assert.equal((await pull()).state, "succeeded");
        }
        assert.deepEqual(arrived(), expected());
      });

    it("takes it for suspicious when there is suddenly nothing any more, and keeps the cursor", async () => {
      await pull();
      const { cursor } = await rig.source(source.id);
      there.items = [];
      const run = await pull();
      assert.deepEqual([run.state, run.suspicious], fake.repeats ? ["partial", true] : ["succeeded", undefined]);
      assert.deepEqual((await rig.source(source.id)).cursor, cursor);
    });

    if (fake.showsDeleted)
      it("forgets what was deleted there", async () => {
        await pull();
        change(COUNT, { gone: true });
        change(3, { gone: true });
        rig.clock.now += 60;
        const run = await pull();
        assert.equal(run.state, "succeeded");
        const known = await knownItems(rig.store, DEFAULT_TENANT, source.id, { limit: 1_000 });
        const gone = [fake.idOf(COUNT), fake.idOf(3)];
        assert.deepEqual(
          sorted(known.map(({ id }) => id)),
          expected().filter((id) => !gone.includes(id)),
        );
      });

    it("names what it could not see after a stop of a month", async () => {
      await pull();
      rig.clock.now += 30 * DAY;
      write(4, rig.clock.now - HOUR);
      const run = await pull();
      assert.equal(run.accepted, 4);
      assert.deepEqual([run.state, run.gap?.why], [fake.gapAfterMonth ? "partial" : "succeeded", fake.gapAfterMonth]);
      const { gaps } = await rig.source(source.id);
      assert.deepEqual(
        gaps.map(({ why }) => why),
        fake.gapAfterMonth ? [fake.gapAfterMonth] : [],
      );
      assert.deepEqual(arrived(), expected());
    });
  });
}
