/** Starts the loops that a runner does: those chosen with LOOPS, and those of every runner. */

import { listTenants } from "../auth/tenant-list.ts";
import { createLedger } from "../ledger/ledger.ts";
import { sharedFor, sleep } from "../lifecycle.ts";
import { consumingLoops, periodicLoops, queueOf, runsHere } from "../model/loops.ts";
import { createLeases } from "../store/lease.ts";
import type { Tracing } from "../tracing.ts";
import { startDeadLetterCollector } from "./frame/collector.ts";
import type { ConsumingLoop } from "./frame/consuming-loop.ts";
import { type RunningLoop, startLoop } from "./frame/start.ts";
import { startPulse } from "./periodic/pulse.ts";
import { RENEW_MS, startPeriodic } from "./periodic/start.ts";
import { consuming, type LoopParts, periodic } from "./registry.ts";

/** Milliseconds that the loops have to finish what they hold, and that a periodic round has to end. */
const CONSUMING_DEADLINE = 15_000;
const PERIODIC_DEADLINE = 10_000;

/** Milliseconds until periodic work sees a new tenant, at most: several loops ask each second. */
const TENANTS_MS = 2_000;

export interface StartParts extends LoopParts {
  readonly tracing: Tracing;
}

async function startConsuming(parts: StartParts): Promise<void> {
  const { config, scope, store } = parts;
  // All are made before any runs: what they share outlives them on the way down.
  const loops: ConsumingLoop[] = [];
  for (const name of consumingLoops) if (runsHere(name, config.LOOPS)) loops.push(await consuming[name](parts));
  const running: RunningLoop[] = [];
  // Side by side: each waits for its own poll and its own work, none for another's.
  await scope.add("loops", () => ({
    value: running,
    stop: async () => void (await Promise.all(running.map((loop) => loop.stop(CONSUMING_DEADLINE)))),
  }));
  const deps = { ...parts, ledger: createLedger(store) };
  // Later stages first.
  for (const loop of loops.reverse()) running.push(startLoop(loop, deps));
  for (const name of config.LOOPS) {
    const owned = queueOf(name);
    if (owned !== undefined) running.push(startDeadLetterCollector(owned, parts));
  }
}

async function startPeriodicLoops(parts: StartParts): Promise<void> {
  const { config, scope, store } = parts;
  const holder = `${process.pid}-${crypto.randomUUID()}`;
  const leases = createLeases(store, { holder, now: () => performance.now(), sleep });
  const pulse = await scope.add("pulse", () => {
    const value = startPulse(RENEW_MS);
    return { value, stop: async () => value.stop() };
  });
  const deps = { ...parts, leases, pulse: pulse.next, tenants: sharedFor(TENANTS_MS, () => listTenants(store)) };
  for (const name of periodicLoops) {
    const loop = runsHere(name, config.LOOPS) ? await periodic[name](parts) : undefined;
    if (loop === undefined) continue;
    await scope.add(name, () => {
      const value = startPeriodic(loop, deps);
      return { value, stop: () => value.stop(PERIODIC_DEADLINE) };
    });
  }
}

export async function startLoops(parts: StartParts): Promise<void> {
  await startConsuming(parts);
  await startPeriodicLoops(parts);
}
