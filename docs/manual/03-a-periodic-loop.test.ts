/**
 * Chapter 3: a loop that goes round every so often. It says what to do for one tenant; the frame does the rest: one runner
 * at a time holds the lease, what fails is counted and skipped, and a write of an earlier term loses its race.
 */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { listTenants } from "../../src/auth/tenant-list.ts";
import type { PeriodicLoop } from "../../src/loops/periodic/periodic-loop.ts";
import { createRound } from "../../src/loops/periodic/round.ts";
import { DEFAULT_TENANT } from "../../src/model/tenant.ts";
import { openTestbed, type Testbed } from "../../test/testbed.ts";

let bed: Testbed;
before(async () => {
  bed = await openTestbed();
});
after(() => bed.close());

it("a round visits every app of every tenant, and one that fails takes no other along", async () => {
  const { store, log, metrics, now } = bed;
  const visited: string[] = [];
  const loop: PeriodicLoop = {
    // One of those in src/model/loops.ts: a new loop is a line there and an entry in src/loops/registry.ts.
    name: "housekeeping",
    intervalMs: 60_000,
    async run(tenant, _term, _signal, each) {
      await each("app", ["Pedalwick", "Broken", "Wallet"], async (app) => {
        if (app === "Broken") throw new Error("this app can't be read");
        visited.push(`${tenant}/${app}`);
      });
    },
  };
  const round = createRound(loop, { log, metrics, now, tenants: () => listTenants(store) });
  await round(1, new AbortController().signal);
  assert.deepEqual(visited, [`${DEFAULT_TENANT}/Pedalwick`, `${DEFAULT_TENANT}/Wallet`]);
  const printed = await metrics.registry.metrics();
  assert.match(printed, /groundswell_round_failures_total\{loop="housekeeping",what="app"\} 1/);
});
