/**
 * Turns at what only so many can do at a time, such as reading from the store. The next one goes to the tenant that has
 * waited longest since its last, so whoever asks much waits for itself and not others for it.
 */
import { Problem } from "./problem.ts";

export interface FairTurnsOptions {
  /** Turns at a time. */
  readonly most: number;
  /** How many of one tenant may wait; more are told to come back. */
  readonly mostWaiting: number;
}

export interface FairTurns {
  /** Does the work when its turn comes. Rejects with the signal's reason when that aborts before. */
  run<T>(tenant: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

const RETRY_AFTER_SECONDS = 1;

export function createFairTurns({ most, mostWaiting }: FairTurnsOptions): FairTurns {
  /** In the order of their next turns. A tenant that waits for nothing is not in it. */
  const waiting = new Map<string, Set<() => void>>();
  let taken = 0;

  function giveOut(): void {
    while (taken < most) {
      const next = waiting.entries().next();
      if (next.done) return;
      const [tenant, starts] = next.value;
      const [start] = starts;
      starts.delete(start!);
      waiting.delete(tenant);
      if (starts.size > 0) waiting.set(tenant, starts);
      taken++;
      start!();
    }
  }

  function wait(tenant: string, signal: AbortSignal | undefined): Promise<void> {
    const starts = waiting.get(tenant) ?? new Set();
    if (starts.size >= mostWaiting) {
      throw new Problem(429, "too many requests of this tenant are waiting for their turn", {
        headers: { "Retry-After": String(RETRY_AFTER_SECONDS) },
      });
    }
    return new Promise((resolve, reject) => {
      const start = (): void => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        starts.delete(start);
        if (starts.size === 0 && waiting.get(tenant) === starts) waiting.delete(tenant);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", leave, { once: true });
      starts.add(start);
      waiting.set(tenant, starts);
    });
  }

  return {
    async run(tenant, work, signal) {
      signal?.throwIfAborted();
      if (taken < most) taken++;
      else await wait(tenant, signal);
      try {
        return await work();
      } finally {
        taken--;
        giveOut();
      }
    },
  };
}
