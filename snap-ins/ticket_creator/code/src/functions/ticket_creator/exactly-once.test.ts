/**
 * Exactly one work item a ticket, whatever happens on the way. Time is virtual: hours of storms, lag and stale claims
 * pass in seconds.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { mortal } from "../../../../../shared/testing/kill.ts";
import { createWorld, type World } from "../../../../../shared/testing/world.ts";
import { entriesOf, ticketMessage, worksByTicket } from "../../testing/tickets.ts";
import { createRun } from "./index.ts";
import { readMark } from "./work-content.ts";

/** Between two runs of one worker, as a schedule would have it. */
const PAUSE_MS = 60_000;

interface Outcome {
  readonly runs: number;
  readonly kills: number;
}

/** Runs fresh processes, each dying where `lifetime` says, until the queue is empty. */
async function drain(world: World, lifetime: (run: number) => number, limit = 20_000): Promise<Outcome> {
  let kills = 0;
  let runs = 0;
  while (world.queue.size() > 0) {
    assert.ok(runs < limit, `not drained after ${runs} runs: ${world.queue.size()} messages left`);
    const process = mortal(world.deps, lifetime(runs));
    runs += 1;
    await createRun(process.deps)([world.event()]).catch(() => undefined);
    if (process.dead()) kills += 1;
    const next = world.queue.nextVisibleAt() ?? 0;
    await world.clock.sleep(Math.max(PAUSE_MS * world.random(), next - world.clock.now()));
  }
  return { runs, kills };
}

function count(world: World, ids: readonly string[]) {
  const works = worksByTicket(world.emulator);
  return {
    items: [...works.values()].reduce((sum, group) => sum + group.length, 0),
    doubled: ids.filter((id) => (works.get(id)?.length ?? 0) > 1).length,
    lost: ids.filter((id) => works.get(id) === undefined).length,
  };
}

const revisionOf = (world: World, id: string): number | undefined =>
  readMark(worksByTicket(world.emulator).get(id)?.[0]?.body)?.revision;

for (const withGroundswell of [true, false]) {
  const how = withGroundswell ? "with claims" : "by marker alone";

  test(`a kill at any boundary leaves one work item at its newest revision, ${how}`, async () => {
    let boundaries = 0;
    for (let fatal = 0; fatal <= boundaries; fatal += 1) {
      const world = createWorld({ withGroundswell, faults: { listLagMs: 300_000 } });
      world.groundswell.addTicket("t1");
      await world.queue.publish([ticketMessage("t1", 1)]);
      // The first process dies at the boundary; the second gets the next revision before the first is cleared up.
      const first = mortal(world.deps, fatal);
      await world.clock.run(createRun(first.deps)([world.event()]).catch(() => undefined));
      boundaries = Math.max(boundaries, first.steps());
      // Without claims, two revisions within DevRev's lag are beyond what the marker can tell apart.
      if (!withGroundswell) await world.clock.run(drain(world, () => Number.POSITIVE_INFINITY));
      if (!withGroundswell) world.clock.advance(400_000);
      await world.queue.publish([ticketMessage("t1", 2)]);
      await world.clock.run(drain(world, () => Number.POSITIVE_INFINITY));
      assert.deepEqual(count(world, ["t1"]), { items: 1, doubled: 0, lost: 0 }, `killed at boundary ${fatal}`);
      assert.equal(revisionOf(world, "t1"), 2, `killed at boundary ${fatal}`);
      const [work] = worksByTicket(world.emulator).get("t1")!;
      const entries = entriesOf(world.emulator, work!.id);
      assert.equal(new Set(entries).size, entries.length, `a timeline entry is doubled, killed at boundary ${fatal}`);
      if (withGroundswell) assert.deepEqual(world.groundswell.claimOf("t1")?.state, "done");
    }
    assert.ok(boundaries >= (withGroundswell ? 20 : 16), `only ${boundaries} boundaries`);
  });
}

/** 1,000 at full size, as in `npm run ci`. */
const TICKETS = process.env.TESTS === "full" ? 1_000 : 300;
const BAD_DAY = {
  listLagMs: 8 * 60_000,
  latencyMs: 50,
  latencyJitterMs: 200,
  errorRate: 0.01,
  errorAfterRate: 0.005,
  lostReplyRate: 0.01,
  busyRate: 0.02,
  stormEveryMs: 30 * 60_000,
  stormMs: 5 * 60_000,
};

/** Every ticket once, one in five with a second revision, one in twenty merged away; two workers; everything at once. */
async function badDay(withGroundswell: boolean) {
  const world = createWorld({
    seed: 7,
    withGroundswell,
    faults: BAD_DAY,
    duplicateRate: 0.05,
    shuffled: true,
    groundswell: { lostReplyRate: 0.01, errorRate: 0.01, latencyMs: 100 },
  });
  const ids = Array.from({ length: TICKETS }, (_, index) => `t${index}`);
  const newest = new Map<string, number>();
  for (const [index, id] of ids.entries()) {
    world.groundswell.addTicket(id);
    const revisions = [ticketMessage(id, 1, { tags: [`area ${index % 7}`] })];
    if (index % 5 === 0) revisions.push(ticketMessage(id, 2, { tags: [`area ${index % 7}`, "grown"] }));
    if (index % 20 === 0) revisions.push(ticketMessage(id, 3, { merged_into: `t${index + 1}` }));
    newest.set(id, revisions.length);
    await world.queue.publish(revisions);
  }
  // Lives end after 6, 8, 10 … boundaries, over and over, so a kill falls between every two steps many times.
  const lifetimes = (worker: number) => (run: number) => 6 + ((run * 2 + worker) % 60);
  const workers = [0, 1].map((worker) => drain(world, lifetimes(worker)));
  const outcomes = await world.clock.run(Promise.all(workers));
  return { world, ids, newest, outcomes };
}

test("many tickets through kills, storms, lost replies, list lag, duplicates and disorder: one work item each", async (t) => {
  const { world, ids, newest, outcomes } = await badDay(true);
  const kills = outcomes.reduce((sum, outcome) => sum + outcome.kills, 0);
  const figures = count(world, ids);
  t.diagnostic(
    `with claims: ${JSON.stringify(figures)}, ${kills} kills, ${world.groundswell.takeovers()} takeovers, a message was received at most ${world.queue.maxReceives()} times`,
  );
  assert.deepEqual(figures, { items: TICKETS, doubled: 0, lost: 0 });
  assert.ok(kills > TICKETS * 0.3, `only ${kills} kills`);
  assert.ok(world.groundswell.takeovers() > TICKETS * 0.1, "hardly any claim was taken over");
  for (const id of ids) assert.equal(revisionOf(world, id), newest.get(id), `${id} is not at its newest revision`);
  assert.ok(world.queue.maxReceives() <= 20, "the queue would have dead-lettered a good message");
});

test("the same without Groundswell: nothing is lost, and the figure of doubled ones is what the marker can do", async (t) => {
  const { world, ids, outcomes } = await badDay(false);
  const kills = outcomes.reduce((sum, outcome) => sum + outcome.kills, 0);
  const figures = count(world, ids);
  t.diagnostic(
    `by marker alone: ${JSON.stringify(figures)}, ${kills} kills, at most ${world.queue.maxReceives()} receives`,
  );
  assert.equal(figures.lost, 0);
  assert.ok(figures.doubled <= TICKETS * 0.1, `${figures.doubled} doubled`);
});
