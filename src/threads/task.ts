/** One task from being asked to being answered, failed or cut off. */

export interface TaskOptions {
  /** Cuts the task off when it aborts: it fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds from when a thread has the task on; it is cut off with a TimeoutError after them. */
  readonly deadlineMs?: number | undefined;
  /** Milliseconds of a processor that it may take, beyond the first {@link UNWATCHED_MS}: the same on a machine that is busy. */
  readonly cpuMs?: number | undefined;
}

/** So long nobody looks at what a task takes: most are over by then. */
const UNWATCHED_MS = 50;
const LOOK_EVERY_MS = 25;

type CutOff = (task: Task, reason: unknown) => void;

/** What comes first settles it: an answer, a failure, or what `cutOff` does when it is told. */
export class Task {
  readonly job: string;
  readonly input: unknown;
  readonly answered: Promise<unknown>;
  readonly #options: TaskOptions;
  readonly #cutOff: CutOff;
  readonly #resolve: (value: unknown) => void;
  readonly #reject: (error: unknown) => void;
  #deadline: NodeJS.Timeout | undefined;
  #watching: NodeJS.Timeout | undefined;
  #isSettled = false;

  constructor(job: string, input: unknown, options: TaskOptions, cutOff: CutOff) {
    this.job = job;
    this.input = input;
    this.#options = options;
    this.#cutOff = cutOff;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.answered = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    options.signal?.addEventListener("abort", this.#abort, { once: true });
  }

  /** A thread has it: its time runs. `cpuOfThread`: what the thread has taken of a processor since it began, in milliseconds. */
  begin(cpuOfThread: () => Promise<number>): void {
    const { deadlineMs, cpuMs } = this.#options;
    if (deadlineMs !== undefined) this.#deadline = setTimeout(() => this.#late(deadlineMs), deadlineMs).unref();
    if (cpuMs === undefined) return;
    const watch = () => void this.#watch(cpuMs, cpuOfThread).catch(() => undefined);
    this.#watching = setTimeout(watch, UNWATCHED_MS).unref();
  }

  /** A thread that has ended answers no more: what it had is settled by then. */
  async #watch(cpuMs: number, cpuOfThread: () => Promise<number>): Promise<void> {
    const before = await cpuOfThread();
    while (!this.#isSettled) {
      if ((await cpuOfThread()) - before > cpuMs) return this.#late(cpuMs);
      await new Promise<void>((resolve) => {
        this.#watching = setTimeout(resolve, LOOK_EVERY_MS).unref();
      });
    }
  }

  #late(milliseconds: number): void {
    if (!this.#isSettled) this.#cutOff(this, new DOMException(`no answer within ${milliseconds} ms`, "TimeoutError"));
  }

  answer(value: unknown): void {
    this.#settle();
    this.#resolve(value);
  }

  fail(error: unknown): void {
    this.#settle();
    this.#reject(error);
  }

  readonly #abort = (): void => this.#cutOff(this, this.#options.signal?.reason);

  #settle(): void {
    this.#isSettled = true;
    clearTimeout(this.#deadline);
    clearTimeout(this.#watching);
    this.#options.signal?.removeEventListener("abort", this.#abort);
  }
}
