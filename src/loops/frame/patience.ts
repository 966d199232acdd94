/**
 * Outages: a queue or store that is down pauses a loop; it keeps what it holds and tries again, and nothing is lost or
 * dead-lettered. Wrapped around a loop and around the ports that the frame uses, so that neither knows of outages.
 */
import type { Ledger } from "../../ledger/ledger.ts";
import { backoff, sleep } from "../../lifecycle.ts";
import { type Queue, QueueUnavailable } from "../../queue/queue.ts";
import { type Store, StoreUnavailable, type WriteResult } from "../../store/store.ts";
import type { ConsumingLoop } from "./consuming-loop.ts";

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

/** The loop, each of whose steps is run again as a whole until no outage is in its way. */
export const patientLoop = <In, Out>(loop: ConsumingLoop<In, Out>, patiently: Patience): ConsumingLoop<In, Out> => ({
  ...loop,
  read: (items, batch, message, signal) => patiently(() => loop.read(items, batch, message, signal), signal),
  stage: (values, context) => patiently(() => loop.stage(values, context), context.signal),
  write: (values, context) => patiently(() => loop.write(values, context), context.signal),
  keepRejected: async (rejected, context) =>
    patiently(async () => loop.keepRejected?.(rejected, context), context.signal),
});

/** What the frame itself asks. */
export interface Ports {
  readonly queue: Pick<Queue, "send">;
  readonly store: Pick<Store, "get" | "getMany" | "write">;
  readonly ledger: Ledger;
}

interface OfferingPorts {
  readonly queue: Pick<Queue, "send">;
  readonly store: Pick<Store, "get" | "getMany" | "offer">;
  readonly ledger: Ledger;
}

/** Offers again only what was not taken: at once as long as the store takes some of it, then as after any outage. */
const patientWrite =
  (offer: Store["offer"], patiently: Patience, signal: AbortSignal): Store["write"] =>
  async (tenant, collection, writes) => {
    const answers: WriteResult[] = new Array(writes.length);
    let left = [...writes.keys()];
    await patiently(async () => {
      while (left.length > 0) {
        const offered = await offer(
          tenant,
          collection,
          left.map((at) => writes[at]!),
        );
        const refused = left.filter((at, place) => {
          const answer = offered[place]!;
          if (!answer.ok && answer.reason === "unavailable") return true;
          answers[at] = answer;
          return false;
        });
        if (refused.length === left.length)
          throw new StoreUnavailable(`the store did not take ${refused.length} of ${collection}`);
        left = refused;
      }
    }, signal);
    return answers;
  };

/** The ports, each of whose calls waits until no outage is in its way. */
export const patientPorts = (
  { queue, store, ledger }: OfferingPorts,
  patiently: Patience,
  signal: AbortSignal,
): Ports => ({
  queue: { send: (...call) => patiently(() => queue.send(...call), signal) },
  store: {
    get: (...call) => patiently(() => store.get(...call), signal),
    getMany: (...call) => patiently(() => store.getMany(...call), signal),
    write: patientWrite(store.offer, patiently, signal),
  },
  ledger: {
    find: (...call) => patiently(() => ledger.find(...call), signal),
    record: (...call) => patiently(() => ledger.record(...call), signal),
    moveDead: (...call) => patiently(() => ledger.moveDead(...call), signal),
  },
});
