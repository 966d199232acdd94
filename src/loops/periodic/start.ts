/**
 * Starts a periodic loop: of N runners one goes round at a time, the one that holds the lease. What it writes carries the
 * lease's term, so that a runner that stalled and came back overwrites nothing that a later one wrote.
 */
import { backoff, sleep, withDeadline } from "../../lifecycle.ts";
import type { Lease, Leases } from "../../store/lease.ts";
import { isOutage } from "../frame/patience.ts";
import type { PeriodicLoop } from "./periodic-loop.ts";
import type { Pulse } from "./pulse.ts";
import { createRound, type RoundDeps } from "./round.ts";

/** A holder that has not renewed for this long is taken to be gone. */
const LEASE_TTL_MS = 15_000;
/** How often a lease is renewed. */
export const RENEW_MS = LEASE_TTL_MS / 3;

export interface RunningPeriodic {
  /** Waits for the round under way, at most until the deadline. */
  stop(deadlineMs: number): Promise<void>;
}

export interface PeriodicDeps extends RoundDeps {
  readonly leases: Leases;
  /** Beats each RENEW_MS, for all loops of the runner. */
  readonly pulse: Pulse;
}

export function startPeriodic(loop: PeriodicLoop, deps: PeriodicDeps): RunningPeriodic {
  const stopping = new AbortController();
  const log = deps.log.child({ loop: loop.name });
  const round = createRound(loop, { ...deps, log });

  /** Renews until told to stop; tells when the lease is lost. */
  async function keep(lease: Lease, lost: AbortController): Promise<void> {
    while (!lost.signal.aborted) {
      await deps.pulse(lost.signal);
      if (lost.signal.aborted) return;
      const renewed = await lease.renew().catch((error: unknown) => {
        // While the store is down nobody else can take the lease either; whatever this round writes is checked by its term.
        return isOutage(error);
      });
      if (!renewed) {
        log.warn({ event: "lease_lost" }, "another runner took over");
        lost.abort();
      }
    }
  }

  async function rounds(lease: Lease, signal: AbortSignal): Promise<void> {
    let outages = 0;
    while (!signal.aborted) {
      const started = performance.now();
      outages = (await round(lease.term, signal)) === "outage" ? outages + 1 : 0;
      const rest = Math.max(0, loop.intervalMs - (performance.now() - started));
      // After an outage no whole interval is lost.
      await sleep(outages === 0 ? rest : Math.min(rest, backoff(outages - 1)), signal);
    }
  }

  async function holdLease(): Promise<void> {
    const lease = await deps.leases.acquire(loop.name, LEASE_TTL_MS, stopping.signal);
    if (lease === undefined) return;
    const lost = new AbortController();
    const stop = () => lost.abort();
    stopping.signal.addEventListener("abort", stop, { once: true });
    // Told to stop while the lease was being acquired.
    if (stopping.signal.aborted) stop();
    try {
      await Promise.all([keep(lease, lost), rounds(lease, lost.signal)]);
    } finally {
      stopping.signal.removeEventListener("abort", stop);
      loop.leave?.();
      await lease.release().catch(() => undefined);
    }
  }

  async function main(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        await holdLease();
        failures = 0;
      } catch (error) {
        // Said once, not with every try of a long outage.
        if (failures++ === 0) log.warn({ event: "lease_failed", error: (error as Error).message }, "no lease");
      }
      await sleep(backoff(Math.max(0, failures - 1)), stopping.signal);
    }
  }

  const running = main();
  return {
    async stop(deadlineMs) {
      stopping.abort();
      await withDeadline(
        deadlineMs,
        () => running,
        () => undefined,
      );
    },
  };
}
