/** Periodic work: one runner at a time, handed over, and stopped at once. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { pino } from "pino";
import { eventually, openTestbed, type Testbed } from "../test/testbed.ts";
import { sleep } from "./lifecycle.ts";
import { startPeriodic } from "./scheduler.ts";
import { createLeases } from "./store/lease.ts";
import { StoreUnavailable } from "./store/store.ts";

const never = new AbortController().signal;

describe("periodic work", () => {
  let bed: Testbed;
  before(async () => {
    bed = await openTestbed();
  });
  after(() => bed.close());
  const leasesOf = (holder: string) => createLeases(bed.store, { holder, now: () => performance.now(), sleep });
  const start = (name: string, holder: string, run: (term: number, signal: AbortSignal) => Promise<void>) =>
    startPeriodic({ name, intervalMs: 20, run }, { leases: leasesOf(holder), log: bed.log });

  it("is done by one of two runners, and by the other once the first has stopped", async () => {
    const rounds: string[] = [];
    const first = start("job", "a", async (term) => void rounds.push(`a${term}`));
    await eventually("a round", async () => rounds.length > 2);
    const second = start("job", "b", async (term) => void rounds.push(`b${term}`));
    await sleep(200);
    assert.deepEqual([...new Set(rounds)], ["a1"]);
    await first.stop(1_000);
    await eventually("a round of the other", async () => rounds.includes("b2"), 20_000);
    await second.stop(1_000);
  });

  it("goes on after a round that failed", async () => {
    let rounds = 0;
    const job = start("failing", "a", async () => {
      rounds++;
      throw new Error("this round fails");
    });
    await eventually("more rounds", async () => rounds > 2);
    await job.stop(1_000);
  });

  it("waits for its lease when the store is away, and says so once", async () => {
    const said: unknown[] = [];
    const log = pino({ level: "warn" }, { write: (line) => void said.push(JSON.parse(line).event) });
    let asked = 0;
    const acquire = () =>
      ++asked < 3 ? Promise.reject(new StoreUnavailable("down")) : leasesOf("a").acquire("late", 1_000, never);
    let rounds = 0;
    const job = startPeriodic(
      { name: "late", intervalMs: 20, run: async () => void rounds++ },
      { leases: { acquire }, log },
    );
    await eventually("a round", async () => rounds > 0);
    await job.stop(1_000);
    assert.deepEqual(said, ["lease_failed"]);
  });

  it("stops at once, also while it is only just starting", async () => {
    for (const wait of [0, 0, 1, 5, 30]) {
      const job = start(`stopping-${Math.random()}`, "a", (_, signal) => sleep(60_000, signal));
      await sleep(wait);
      const started = performance.now();
      await job.stop(10_000);
      assert.ok(performance.now() - started < 3_000, `took ${performance.now() - started} ms after ${wait} ms`);
    }
  });
});
