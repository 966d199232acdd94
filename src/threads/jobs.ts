/** What a thread can be asked, as a type: an interface whose methods are the jobs; each takes one value and answers with one. */

export type Jobs<Of> = { readonly [Job in keyof Of]: (input: never) => unknown };
export type JobName<Of> = keyof Of & string;
export type Input<Of extends Jobs<Of>, Job extends JobName<Of>> = Parameters<Of[Job]>[0];
export type Reply<Of extends Jobs<Of>, Job extends JobName<Of>> = Awaited<ReturnType<Of[Job]>>;

/** A task on its way to the thread. Its answer comes back under the same number. */
export interface TaskMessage {
  readonly number: number;
  readonly job: string;
  readonly input: unknown;
}

/** What both sides of a thread see at any time, under this name in its data: see {@link STOP} and {@link KEPT}. */
export const SHARED = "shared";
/** Place of a 1 there once nobody waits for the task that is being done. */
export const STOP = 0;
/** Place of a 1 there while the thread does what whoever comes next would have to do again. */
export const KEPT = 1;

/** What the thread threw. An error object would lose its code on the way. */
export interface Failure {
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
}

export type Answer =
  | { readonly number: number; readonly value: unknown }
  | { readonly number: number; readonly failure: Failure };

/** The first thing a thread says: from here on it answers. */
export const READY = "ready";

/** `code`: that of what the thread threw, or `died` or `closed` when there is no thread that could answer. */
export class ThreadError extends Error {
  override name = "ThreadError";
  readonly code: string | undefined;
  constructor(message: string, code: string | undefined, cause?: Error) {
    super(message, cause && { cause });
    this.code = code;
  }

  static from({ message, stack, code }: Failure): ThreadError {
    const error = new ThreadError(message, code);
    // Where it happened, rather than where it was heard of.
    if (stack !== undefined) error.stack = stack;
    return error;
  }
}
