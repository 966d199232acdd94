/** One task from being asked to being answered, failed or cut off. */

export interface TaskOptions {
  /** Cuts the task off when it aborts: it fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds from when a thread has the task on; it is cut off with a TimeoutError after them. */
  readonly deadlineMs?: number | undefined;
}

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

  /** A thread has it: its deadline runs. */
  begin(): void {
    const { deadlineMs } = this.#options;
    if (deadlineMs === undefined) return;
    const late = () => this.#cutOff(this, new DOMException(`no answer within ${deadlineMs} ms`, "TimeoutError"));
    this.#deadline = setTimeout(late, deadlineMs).unref();
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
    clearTimeout(this.#deadline);
    this.#options.signal?.removeEventListener("abort", this.#abort);
  }
}
