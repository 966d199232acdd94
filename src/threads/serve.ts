/** The thread's side: says that it is ready, answers each task under its number, and turns what is thrown into an answer too. */
import { parentPort, receiveMessageOnPort, type Transferable, workerData } from "node:worker_threads";
import {
  type Answer,
  type Failure,
  type Input,
  type JobName,
  type Jobs,
  KEPT,
  READY,
  type Reply,
  SHARED,
  STOP,
  type TaskMessage,
} from "./jobs.ts";

type Handlers<Of extends Jobs<Of>> = {
  readonly [Job in JobName<Of>]: (input: Input<Of, Job>) => Reply<Of, Job> | Promise<Reply<Of, Job>>;
};

interface Failing {
  /** Says for the caller what kind of error this is; unless told, the error's own code. */
  readonly codeOf?: (error: unknown) => string | undefined;
}

export interface ServeOptions<Of extends Jobs<Of>> extends Failing {
  /** The buffers of a reply that move to the caller rather than being copied. */
  readonly moves?: (reply: Reply<Of, JobName<Of>>) => readonly Transferable[];
}

export interface ServeTogetherOptions<Task> extends Failing {
  readonly sizeOf: (input: Task) => number;
  /** Tasks are taken together until their sizes sum up to this. */
  readonly most: number;
  /** Tasks up to this size go before bigger ones, of which one is taken each time in any case. */
  readonly small: number;
}

/** Null in the main thread: a thread's file starts only as a worker. */
const port = parentPort!;

const shared = (workerData as { readonly [SHARED]?: Int32Array } | null)?.[SHARED];

/** Throws once nobody waits any more for what the thread does: to be asked now and then where that may take long. */
export function goOn(): void {
  if (shared !== undefined && Atomics.load(shared, STOP) === 1) throw new Error("nobody waits for it any more");
}

/** Does what whoever comes next would have to do again: the thread is not ended meanwhile, even if nobody waits. */
export function kept<T>(work: () => T): T {
  if (shared === undefined) return work();
  Atomics.store(shared, KEPT, 1);
  try {
    return work();
  } finally {
    Atomics.store(shared, KEPT, 0);
  }
}

const ownCode = (error: unknown): string | undefined => {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
};

function toFailure(error: unknown, codeOf: Failing["codeOf"] = ownCode): Failure {
  const code = codeOf(error);
  return error instanceof Error
    ? { message: error.message, stack: error.stack, code }
    : { message: String(error), stack: undefined, code };
}

const say = (answer: Answer, moved?: readonly Transferable[]): void => port.postMessage(answer, moved);

/** Answers one task after the other, in the order in which they came; those whose handler is asynchronous, side by side. */
export function serve<Of extends Jobs<Of>>(handlers: Handlers<Of>, { moves, codeOf }: ServeOptions<Of> = {}): void {
  const fail = (number: number, error: unknown) => say({ number, failure: toFailure(error, codeOf) });
  const answer = (number: number, value: Reply<Of, JobName<Of>>) => say({ number, value }, moves?.(value));
  port.on("message", ({ number, job, input }: TaskMessage) => {
    try {
      const value = handlers[job as JobName<Of>](input as never);
      if (value instanceof Promise)
        value.then((settled) => answer(number, settled)).catch((error: unknown) => fail(number, error));
      else answer(number, value);
    } catch (error) {
      fail(number, error);
    }
  });
  port.postMessage(READY);
}

/** A thread with one job, that takes what waits when it is free together: one answer for each, or one failure for all. */
export function serveTogether<Task, Result>(
  answerAll: (inputs: readonly Task[]) => readonly Result[],
  { sizeOf, most, small, codeOf }: ServeTogetherOptions<Task>,
): void {
  let waiting: TaskMessage[] = [];
  const receive = (): void => {
    for (;;) {
      const next = receiveMessageOnPort(port) as { readonly message: TaskMessage } | undefined;
      if (next === undefined) return;
      waiting.push(next.message);
    }
  };
  const sizeOfTask = ({ input }: TaskMessage): number => sizeOf(input as Task);

  /** The small ones, and of the others as many as fit, at least the first. */
  function take(): TaskMessage[] {
    const isSmall = (task: TaskMessage): boolean => sizeOfTask(task) <= small;
    const ordered = [...waiting.filter(isSmall), ...waiting.filter((task) => !isSmall(task))];
    const firstBig = ordered.findIndex((task) => !isSmall(task));
    let size = 0;
    const taken = new Set(
      ordered.filter((task, at) => {
        const fits = size < most || at === firstBig;
        size += sizeOfTask(task);
        return fits;
      }),
    );
    waiting = waiting.filter((task) => !taken.has(task));
    return [...taken];
  }

  function answer(tasks: readonly TaskMessage[]): void {
    let answers: Answer[];
    try {
      const values = answerAll(tasks.map(({ input }) => input as Task));
      answers = tasks.map(({ number }, at) => ({ number, value: values[at] }));
    } catch (error) {
      const failure = toFailure(error, codeOf);
      answers = tasks.map(({ number }) => ({ number, failure }));
    }
    for (const one of answers) say(one);
  }

  port.on("message", (first: TaskMessage) => {
    waiting.push(first);
    for (receive(); waiting.length > 0; receive()) answer(take());
  });
  port.postMessage(READY);
}
