/** One worker from its start to its end, and the tasks that it has: each is answered or failed, exactly once. */
import { Worker, type WorkerOptions } from "node:worker_threads";
import { compiledFolder } from "../compile-cache.ts";
import { type Answer, KEPT, READY, SHARED, STOP, type TaskMessage, ThreadError } from "./jobs.ts";
import type { Task } from "./task.ts";

export interface LifeOptions {
  /** How errors call it: "the text thread". */
  readonly name: string;
  readonly file: URL;
  readonly worker?: Pick<WorkerOptions, "workerData" | "execArgv" | "resourceLimits">;
  /** Keeps the process alive even while nothing is asked. */
  readonly holdsProcess?: boolean;
  /** What the caller throws in place of a ThreadError. */
  readonly toError?: (error: ThreadError) => Error;
}

/** Nothing is told once `end` was called. */
export interface LifeEvents {
  readonly onReady: () => void;
  /** A task was answered or failed by the thread. */
  readonly onAnswer: () => void;
  /** It died by itself, or could not start; what it had has failed. */
  readonly onDeath: (error: Error) => void;
}

export interface Life {
  give(task: Task): void;
  has(task: Task): boolean;
  /** Tells the thread that nobody waits for what it does now. */
  stop(): void;
  /** Whether the thread does what whoever comes next would have to do again. */
  isKept(): boolean;
  /** Tasks without an answer yet. */
  size(): number;
  /** Whether the process waits for it. */
  hold(held: boolean): void;
  /** Fails what it has with the error; resolves once it is gone. */
  end(error: Error): Promise<void>;
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

export function startLife(options: LifeOptions, events: LifeEvents): Life {
  const { name, file, holdsProcess = false, toError = (error) => error } = options;
  const tasks = new Map<number, Task>();
  const shared = new Int32Array(new SharedArrayBuffer(8));
  let number = 0;
  let over = false;

  const failAll = (error: Error): void => {
    over = true;
    for (const task of tasks.values()) task.fail(error);
    tasks.clear();
  };
  const die = (error: Error): void => {
    if (over) return;
    failAll(toError(new ThreadError(`${name} died: ${error.message}`, "died", error)));
    events.onDeath(error);
  };
  const receive = (message: typeof READY | Answer): void => {
    if (over) return;
    if (message === READY) {
      events.onReady();
      return;
    }
    const task = tasks.get(message.number);
    tasks.delete(message.number);
    if ("value" in message) task?.answer(message.value);
    else task?.fail(toError(ThreadError.from(message.failure)));
    events.onAnswer();
  };

  let worker: Worker | undefined;
  try {
    // What else the thread may know of the environment is in its data: only src/config.ts reads it.
    const workerData: unknown = { ...options.worker?.workerData, [SHARED]: shared };
    worker = new Worker(file, { ...options.worker, workerData, env: compiledFolder() });
    worker.on("message", receive);
    let thrown: Error | undefined;
    worker.on("error", (error) => {
      thrown ??= asError(error);
    });
    // An answer that can't be read is nobody's: the others could not be trusted to be complete.
    worker.on("messageerror", (error) => {
      thrown ??= error;
      void worker?.terminate();
    });
    // Told after all that it had answered before.
    worker.on("exit", (code) => die(thrown ?? new Error(`it ended with code ${code}`)));
  } catch (error) {
    // The system may refuse another thread.
    queueMicrotask(() => die(asError(error)));
  }

  const cpuMs = async (): Promise<number> => {
    const { user = 0, system = 0 } = (await worker?.cpuUsage()) ?? {};
    return (user + system) / 1_000;
  };

  return {
    give(task) {
      number++;
      const message: TaskMessage = { number, job: task.job, input: task.input };
      Atomics.store(shared, STOP, 0);
      try {
        worker?.postMessage(message);
        tasks.set(number, task);
        task.begin(cpuMs);
      } catch (error) {
        // What can't be copied to a thread is this task's own fault.
        task.fail(error);
      }
    },
    has: (task) => [...tasks.values()].includes(task),
    stop: () => void Atomics.store(shared, STOP, 1),
    isKept: () => Atomics.load(shared, KEPT) === 1,
    size: () => tasks.size,
    hold(held) {
      if (held || holdsProcess) worker?.ref();
      else worker?.unref();
    },
    async end(error) {
      failAll(error);
      await worker?.terminate();
    },
  };
}
