/** Waits until the next queue is short enough: a file is read faster than its rows are stored, and what waits in a queue is held by somebody. */
import { sleep } from "../../lifecycle.ts";
import type { Queue, QueueName } from "../../queue/queue.ts";

/** Messages of at most 64 KB each. */
const MOST_WAITING = 100;
const FRESH_MS = 200;

/** `patienceMs`: after so long it goes on all the same, for loops that nothing further on may hold up. */
export function createRoom(
  queue: Pick<Queue, "depth">,
  name: QueueName,
  { most = MOST_WAITING, patienceMs = Number.POSITIVE_INFINITY } = {},
) {
  let asked: { readonly at: number; readonly visible: Promise<number> } | undefined;

  /** One question for all who want to know at a time. */
  function visible(): Promise<number> {
    if (asked === undefined || performance.now() - asked.at > FRESH_MS)
      asked = { at: performance.now(), visible: queue.depth(name).then((depth) => depth.visible) };
    return asked.visible;
  }

  return async (signal: AbortSignal): Promise<void> => {
    const end = performance.now() + patienceMs;
    while (!signal.aborted && performance.now() < end && (await visible()) > most) await sleep(FRESH_MS, signal);
  };
}
