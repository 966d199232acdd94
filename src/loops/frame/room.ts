/** Waits until the next queue is short enough: a file is read faster than its rows are stored, and what waits in a queue is held by somebody. */
import { sleep } from "../../lifecycle.ts";
import type { Queue, QueueName } from "../../queue/queue.ts";

/** Messages of at most 64 KB each. */
const MOST_WAITING = 100;
const FRESH_MS = 200;

/** How many messages wait; one question for all who want to know at a time. */
function createWaiting(queue: Pick<Queue, "depth">, name: QueueName): () => Promise<number> {
  let asked: { readonly at: number; readonly visible: Promise<number> } | undefined;
  return () => {
    if (asked === undefined || performance.now() - asked.at > FRESH_MS)
      asked = { at: performance.now(), visible: queue.depth(name).then((depth) => depth.visible) };
    return asked.visible;
  };
}

/** Whether anything waits in the queue that nobody has taken yet. */
export function createOthersWait(queue: Pick<Queue, "depth">, name: QueueName): () => Promise<boolean> {
  const visible = createWaiting(queue, name);
  return async () => (await visible()) > 0;
}

/** `patienceMs`: after so long it goes on all the same, for loops that nothing further on may hold up. */
export function createRoom(
  queue: Pick<Queue, "depth">,
  name: QueueName,
  { most = MOST_WAITING, patienceMs = Number.POSITIVE_INFINITY } = {},
) {
  const visible = createWaiting(queue, name);

  return async (signal: AbortSignal): Promise<void> => {
    const end = performance.now() + patienceMs;
    while (!signal.aborted && performance.now() < end && (await visible()) > most) await sleep(FRESH_MS, signal);
  };
}
