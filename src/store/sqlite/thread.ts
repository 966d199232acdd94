/** A worker thread as a function that answers: requests are numbered, and an end of the thread fails all that wait. */
import { Worker } from "node:worker_threads";
import { StoreUnavailable } from "../store.ts";
import type { Answer, ThreadData } from "./protocol.ts";

export interface Thread<Request> {
  ask(request: Request): Promise<unknown>;
  /** Requests without an answer yet. */
  waiting(): number;
  /** Answers what was asked before, then ends. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Resolves once the thread says that it is ready; rejects with what kept it from starting. */
export async function startThread<Request>(file: URL, data: ThreadData): Promise<Thread<Request>> {
  // The thread runs a file whatever the process was started with (--eval and the like would be inherited).
  // Left alone, each thread lets its nursery grow past 100 MB.
  const worker = new Worker(file, { workerData: data, execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 16 } });
  const waiting = new Map<number, Waiting>();
  let number = 0;
  let ended: Error | undefined;
  let idle = (): void => {};

  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
    idle();
  };
  await new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("error", reject);
  });
  worker.on("message", (answer: Answer) => {
    const asked = waiting.get(answer.number);
    waiting.delete(answer.number);
    if ("value" in answer) asked?.resolve(answer.value);
    else asked?.reject(answer.unavailable ? new StoreUnavailable(answer.error) : new Error(answer.error));
    if (waiting.size === 0) {
      worker.unref();
      idle();
    }
  });
  worker.on("error", (error) => end(new StoreUnavailable(`a thread of the store failed: ${String(error)}`)));
  worker.on("exit", () => end(new StoreUnavailable("a thread of the store ended")));
  // A store that nobody waits for keeps no process alive.
  worker.unref();

  return {
    waiting: () => waiting.size,
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        number++;
        if (waiting.size === 0) worker.ref();
        waiting.set(number, { resolve, reject });
        worker.postMessage({ number, request });
      }),
    close: async () => {
      ended ??= new StoreUnavailable("the store is closed");
      if (waiting.size > 0) await new Promise<void>((resolve) => (idle = resolve));
      await worker.terminate();
    },
  };
}
