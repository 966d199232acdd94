/** Outages: a queue or store that is down pauses a loop; it keeps what it holds and tries again, and nothing is lost or dead-lettered. */
import { backoff, sleep } from "../lifecycle.ts";
import { QueueUnavailable } from "../queue/queue.ts";
import { StoreUnavailable } from "../store/store.ts";

export const isOutage = (error: unknown): boolean =>
  error instanceof StoreUnavailable || error instanceof QueueUnavailable;

/** The runner is in a hurry to stop: what was under way is given back to the queue. */
export class Interrupted extends Error {
  override name = "Interrupted";
}

/** Runs `work` until it succeeds or fails for another reason than an outage. Throws {@link Interrupted} when the signal aborts meanwhile. */
export type Patience = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

export interface PatienceDeps {
  /** Called when the first of possibly many concurrent calls starts to wait, and when the last one goes on. */
  readonly onPause: (error: Error) => void;
  readonly onResume: () => void;
}

export function createPatience(deps: PatienceDeps): Patience {
  let waiting = 0;
  /** Marks one call as waiting; the answer ends it. */
  const pause = (error: Error): (() => void) => {
    waiting++;
    if (waiting === 1) deps.onPause(error);
    return () => {
      waiting--;
      if (waiting === 0) deps.onResume();
    };
  };
  return async (work, signal) => {
    let resume: (() => void) | undefined;
    try {
      for (let attempt = 0; ; attempt++) {
        try {
          return await work();
        } catch (error) {
          if (!isOutage(error)) throw error;
          resume ??= pause(error as Error);
        }
        await sleep(backoff(attempt), signal);
        if (signal.aborted) throw new Interrupted("stopping during an outage");
      }
    } finally {
      resume?.();
    }
  };
}
