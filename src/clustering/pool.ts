/** Runs clustering off the main thread: one thread, tasks one after the other, each with a deadline and an abort signal. */
import { Worker } from "node:worker_threads";
import type { Evolution } from "./evolve.ts";
import type { ClusterTask, ThreadReply, ThreadRequest } from "./task.ts";

export interface ClusteringThread {
  /** Rejects with the signal's reason when aborted, and with a TimeoutError after the deadline; either ends the thread at once. */
  find(task: ClusterTask, signal?: AbortSignal): Promise<Evolution>;
  /** Ends the thread; what runs is rejected. */
  close(): Promise<void>;
}

export interface ClusteringThreadOptions {
  /** 120,000 unless told: 12,000 texts take about half a minute */
  readonly deadlineMs?: number;
  /** How long the thread may have nothing to do before it ends and gives its memory back; 5,000 unless told. */
  readonly idleMs?: number;
}

/** The thread starts with the first task, and again after it was idle or cut off. */
export function createClusteringThread({
  deadlineMs = 120_000,
  idleMs = 5_000,
}: ClusteringThreadOptions = {}): ClusteringThread {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let nextId = 1;
  const closing = new AbortController();

  async function end(): Promise<void> {
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  }

  async function run(task: ClusterTask, signal: AbortSignal): Promise<Evolution> {
    signal.throwIfAborted();
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
    worker ??= startWorker();
    try {
      return await ask(worker, { id: nextId++, task }, deadline);
    } catch (error) {
      await end();
      throw error;
    }
  }

  return {
    find(task, signal) {
      const either = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      clearTimeout(idle);
      const found = last.then(() => run(task, either));
      const done = found
        .catch(() => undefined)
        .then(() => {
          if (last === done) idle = setTimeout(() => void end(), idleMs).unref();
        });
      last = done;
      return found;
    },
    async close() {
      clearTimeout(idle);
      closing.abort(new Error("clustering is closed"));
      await last;
      await end();
    },
  };
}

function startWorker(): Worker {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { env: {} });
  worker.unref();
  return worker;
}

function ask(worker: Worker, request: ThreadRequest, signal: AbortSignal): Promise<Evolution> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
      signal.removeEventListener("abort", onAbort);
      worker.unref();
      finish();
    };
    const onMessage = (reply: ThreadReply) => {
      if (reply.id !== request.id) return;
      settle(() => ("error" in reply ? reject(new Error(reply.error)) : resolve(reply.evolution)));
    };
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = () => settle(() => reject(new Error("the clustering thread ended")));
    const onAbort = () => settle(() => reject(signal.reason));
    worker.on("message", onMessage);
    worker.once("error", onError);
    worker.once("exit", onExit);
    signal.addEventListener("abort", onAbort, { once: true });
    worker.ref();
    worker.postMessage(request);
  });
}
