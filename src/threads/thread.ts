/**
 * A thread as something to ask: its death fails each task that it had exactly once, and the caller says whether
 * another takes its place. While nothing is asked of it, it keeps no process alive.
 */
import { backoff, sleep } from "../lifecycle.ts";
import { type Input, type JobName, type Jobs, type Reply, ThreadError } from "./jobs.ts";
import { type Life, type LifeOptions, startLife } from "./life.ts";
import { Task, type TaskOptions } from "./task.ts";

export interface ThreadOptions extends LifeOptions {
  /** Whether another takes the place of one that died. After a `final` death all that is asked fails. */
  readonly onDeath: "restart" | "final";
  /** Started by the first task only, and ended after so long without one, which gives its memory back. */
  readonly idleMs?: number;
  /** Gives out a task once the one before is settled, so that cutting one off hits no other. */
  readonly oneAtATime?: boolean;
  /**
   * For threads of one task at a time that ask `goOn` of serve.ts, and may be deep in code that nothing stops: a task that is
   * cut off has so many milliseconds to stop by itself, so that the thread stays with all it knows. Past them another takes
   * its place at once, and it ends when it can.
   */
  readonly stopMs?: number;
  /** Told of each death, and of each start that failed, after which another is started, whoever asks. */
  readonly onRestart?: (error: Error, pauseMs: number) => void;
  /** Milliseconds to wait after the `attempt`th death in a row (from 1) that no answer came between. The first is followed at once. */
  readonly pauseMs?: (attempt: number) => number;
}

export interface Thread<Of extends Jobs<Of>> {
  /** Cutting a task off ends the thread, since nothing else stops one that computes (but see `stopMs`); another does what comes next. */
  run<Job extends JobName<Of>>(job: Job, input: Input<Of, Job>, options?: TaskOptions): Promise<Reply<Of, Job>>;
  /** Tasks without an answer yet. */
  waiting(): number;
  /** False before it has started and while another takes its place: what is asked meanwhile waits. */
  running(): boolean;
  /** Resolves with the reason when it died by itself and nothing takes its place. */
  readonly died: Promise<Error>;
  /** Answers what was asked before, then ends. */
  close(): Promise<void>;
  /** Ends at once; what was asked fails. */
  end(): Promise<void>;
}

class LastingThread<Of extends Jobs<Of>> implements Thread<Of> {
  readonly #options: ThreadOptions;
  /** Asked, but not given to a worker yet. */
  readonly #queued: Task[] = [];
  readonly #death = Promise.withResolvers<Error>();
  readonly died = this.#death.promise;
  readonly #ending = new AbortController();
  #state: "off" | "starting" | "running" | "between" = "off";
  #life: Life | undefined;
  /** Settles once the last life is over, and the next one begun if there is to be one. */
  #between: Promise<void> | undefined;
  /** A life that was left while it was deep in something; settles once it is over. */
  #left: Promise<void> | undefined;
  #firstStart: PromiseWithResolvers<void> | undefined;
  /** In a row, with no answer in between. */
  #deaths = 0;
  #idle: NodeJS.Timeout | undefined;
  /** Why nothing more can be asked. */
  #ended: Error | undefined;
  #whenFree: (() => void) | undefined;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Rejects with what kept it from starting; it has ended then. */
  start(): Promise<void> {
    this.#firstStart = Promise.withResolvers();
    this.#launch();
    return this.#firstStart.promise;
  }

  run<Job extends JobName<Of>>(job: Job, input: Input<Of, Job>, options: TaskOptions = {}): Promise<Reply<Of, Job>> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    if (options.signal?.aborted) return Promise.reject(options.signal.reason);
    const task = new Task(job, input, options, this.#cutOff);
    if (this.waiting() === 0) this.#life?.hold(true);
    clearTimeout(this.#idle);
    this.#queued.push(task);
    if (this.#state === "off") this.#launch();
    this.#giveOut();
    return task.answered as Promise<Reply<Of, Job>>;
  }

  waiting(): number {
    return this.#queued.length + (this.#life?.size() ?? 0);
  }

  running(): boolean {
    return this.#state === "running";
  }

  async close(): Promise<void> {
    this.#ended ??= this.#error("is closed", "closed");
    const answering = this.#state === "running" || this.#state === "starting";
    if (answering && this.waiting() > 0) await new Promise<void>((resolve) => (this.#whenFree = resolve));
    await this.end();
  }

  async end(): Promise<void> {
    this.#ended ??= this.#error("is closed", "closed");
    this.#ending.abort();
    clearTimeout(this.#idle);
    this.#failQueued(this.#ended);
    if (this.#state !== "between") this.#leave(this.#ended);
    await this.#between;
    await this.#left;
  }

  #error(what: string, code: string, cause?: Error): Error {
    const { name, toError = (error) => error } = this.#options;
    return toError(new ThreadError(`${name} ${what}`, code, cause));
  }

  #launch(): void {
    this.#state = "starting";
    this.#life = startLife(this.#options, { onReady: this.#onReady, onAnswer: this.#onAnswer, onDeath: this.#onDeath });
    this.#life.hold(this.#firstStart !== undefined || this.waiting() > 0);
  }

  readonly #onReady = (): void => {
    this.#state = "running";
    this.#firstStart?.resolve();
    this.#firstStart = undefined;
    this.#giveOut();
  };

  readonly #onAnswer = (): void => {
    this.#deaths = 0;
    this.#giveOut();
  };

  readonly #onDeath = (error: Error): void => {
    const { onDeath, idleMs, onRestart, pauseMs: pauseAfter = backoff } = this.#options;
    const death = this.#error(`died: ${error.message}`, "died", error);
    const started = this.#state === "running";
    if (this.#firstStart !== undefined || onDeath === "final") {
      if (this.#firstStart === undefined && this.#ended === undefined) this.#death.resolve(error);
      this.#firstStart?.reject(error);
      this.#ended ??= death;
    }
    const lasting = this.#ended === undefined && idleMs === undefined;
    // Whoever asks a thread that starts when asked is told why it can't; a lasting one is waited for until it can.
    if (this.#ended !== undefined || (!lasting && !started)) this.#failQueued(death);
    const pauseMs = this.#deaths === 0 || !lasting ? 0 : pauseAfter(this.#deaths);
    this.#deaths++;
    if (lasting) onRestart?.(error, pauseMs);
    this.#leave(death, pauseMs);
  };

  readonly #cutOff = (task: Task, reason: unknown): void => {
    task.fail(reason);
    const at = this.#queued.indexOf(task);
    if (at >= 0) this.#queued.splice(at, 1);
    else if (this.#life?.has(task)) this.#stop(this.#life, task);
    this.#rest();
  };

  #stop(life: Life, task: Task): void {
    const { stopMs } = this.#options;
    const look = (): void => {
      if (this.#life !== life || !life.has(task)) return;
      if (stopMs !== undefined && life.isKept()) setTimeout(look, stopMs).unref();
      else this.#leave(this.#error("was ended to cut off a task", "died"));
    };
    life.stop();
    if (stopMs === undefined) look();
    else setTimeout(look, stopMs).unref();
  }

  #giveOut(): void {
    const most = this.#options.oneAtATime ? 1 : Number.POSITIVE_INFINITY;
    while (this.#state === "running" && this.#queued.length > 0 && this.#life!.size() < most)
      this.#life!.give(this.#queued.shift()!);
    this.#rest();
  }

  /** When nothing is asked, it holds no process and soon no memory. */
  #rest(): void {
    if (this.waiting() > 0) return;
    const { idleMs } = this.#options;
    this.#whenFree?.();
    this.#life?.hold(false);
    if (idleMs === undefined || this.#state !== "running") return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#leave(this.#error("was idle", "died")), idleMs).unref();
  }

  #failQueued(error: Error): void {
    for (const task of this.#queued.splice(0)) task.fail(error);
  }

  #leave(error: Error, pauseMs = 0): void {
    const life = this.#life;
    this.#life = undefined;
    this.#state = "between";
    const over = life?.end(error);
    // One that is left behind at a time: what can't be stopped must not pile up.
    const awaited = this.#options.stopMs === undefined ? over : this.#left;
    this.#left = Promise.all([this.#left, over]).then(() => undefined);
    this.#between = (async () => {
      await awaited;
      if (pauseMs > 0) await sleep(pauseMs, this.#ending.signal);
      this.#state = "off";
      const wanted = this.#queued.length > 0 || this.#options.idleMs === undefined;
      if (this.#ended === undefined && wanted) this.#launch();
    })();
    this.#rest();
  }
}

/** A thread that starts when it is asked something. */
export function createThread<Of extends Jobs<Of>>(options: ThreadOptions & { readonly idleMs: number }): Thread<Of> {
  return new LastingThread<Of>(options);
}

/** Resolves once the thread runs; rejects with what kept it from starting. */
export async function startThread<Of extends Jobs<Of>>(options: Omit<ThreadOptions, "idleMs">): Promise<Thread<Of>> {
  const thread = new LastingThread<Of>(options);
  await thread.start();
  return thread;
}
