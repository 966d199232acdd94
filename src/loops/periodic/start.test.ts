/** Periodic loops: one runner at a time, handed over, and stopped at once. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { pino } from "pino";
import { eventually, openTestbed, type Testbed } from "../../../test/testbed.ts";
import { sleep } from "../../lifecycle.ts";
import { createMetrics } from "../../metrics.ts";
import type { PeriodicLoopName } from "../../model/loops.ts";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { createLeases } from "../../store/lease.ts";
import { StoreUnavailable } from "../../store/store.ts";
import type { PeriodicLoop } from "./periodic-loop.ts";
import { RENEW_MS, startPeriodic } from "./start.ts";

const never = new AbortController().signal;

describe("periodic loops", () => {
  let bed: Testbed;
  before(async () => {
    bed = await openTestbed();
  });
  after(() => bed.close());
  const leasesOf = (holder: string) => createLeases(bed.store, { holder, now: () => performance.now(), sleep });
  const deps = (holder: string) => ({
    leases: leasesOf(holder),
    pulse: (signal: AbortSignal) => sleep(RENEW_MS, signal),
    log: bed.log,
    metrics: createMetrics(),
    tenants: async () => [DEFAULT_TENANT],
    now: bed.now,
  });
  /** A lease of its own for each name. */
  const start = (
    name: PeriodicLoopName,
    holder: string,
    run: (term: number, signal: AbortSignal) => Promise<void>,
    more: Partial<PeriodicLoop> = {},
  ) => startPeriodic({ name, intervalMs: 20, run: (_, term, signal) => run(term, signal), ...more }, deps(holder));

  it("is done by one of two runners, and by the other once the first has stopped", async () => {
    const rounds: string[] = [];
    const first = start("clustering", "a", async (term) => void rounds.push(`a${term}`));
    await eventually("a round", async () => rounds.length > 2);
    const second = start("clustering", "b", async (term) => void rounds.push(`b${term}`));
    const before = rounds.length;
    await eventually("more rounds", async () => rounds.length > before + 5);
    assert.deepEqual([...new Set(rounds)], ["a1"]);
    await first.stop(1_000);
    await eventually("a round of the other", async () => rounds.includes("b2"), 20_000);
    await second.stop(1_000);
  });

  it("goes on after a round that failed", async () => {
    let rounds = 0;
    const job = start("ticket-generator", "a", async () => {
      rounds++;
      throw new Error("this round fails");
    });
    await eventually("more rounds", async () => rounds > 2);
    await job.stop(1_000);
  });

  it("goes on soon after an outage, however long its interval", async () => {
    let rounds = 0;
    const job = start(
      "ticket-generator",
      "a",
      async () => {
        if (++rounds === 1) throw new StoreUnavailable("down");
      },
      { intervalMs: 3_600_000 },
    );
    await eventually("the round after", async () => rounds === 2);
    await sleep(100);
    assert.equal(rounds, 2);
    await job.stop(1_000);
  });

  it("tells a loop when its term is over", async () => {
    let [rounds, left] = [0, 0];
    const job = start("ticket-generator", "a", async () => void rounds++, { leave: () => left++ });
    await eventually("a round", async () => rounds > 0);
    assert.equal(left, 0);
    await job.stop(1_000);
    assert.equal(left, 1);
  });

  it("waits for its lease when the store is away, and says so once", async () => {
    const said: unknown[] = [];
    const log = pino({ level: "warn" }, { write: (line) => void said.push(JSON.parse(line).event) });
    let asked = 0;
    const acquire = () =>
      ++asked < 3 ? Promise.reject(new StoreUnavailable("down")) : leasesOf("a").acquire("housekeeping", 1_000, never);
    let rounds = 0;
    const job = startPeriodic(
      { name: "housekeeping", intervalMs: 20, run: async () => void rounds++ },
      { ...deps("a"), leases: { acquire }, log },
    );
    await eventually("a round", async () => rounds > 0);
    await job.stop(1_000);
    assert.deepEqual(said, ["lease_failed"]);
  });

  it("stops at once, also while it is only just starting", async () => {
    for (const wait of [0, 0, 1, 5, 30]) {
      const job = start("re-embedding", "a", (_, signal) => sleep(60_000, signal));
      await sleep(wait);
      const started = performance.now();
      await job.stop(10_000);
      assert.ok(performance.now() - started < 3_000, `took ${performance.now() - started} ms after ${wait} ms`);
    }
  });
});
