/** A thread that does what the tests of threads ask of it. */
import { workerData } from "node:worker_threads";
import { goOn, kept, serve, serveTogether } from "./serve.ts";

export interface TestJobs {
  echo(value: unknown): unknown;
  /** Computes for so many milliseconds; answers how often this was asked of any thread. */
  compute(milliseconds: number): number;
  /** As `compute`, but stops when nobody waits any more. */
  stoppable(milliseconds: number): number;
  /** As `compute`, and the thread may not be ended meanwhile. */
  needed(milliseconds: number): number;
  /** How often a thread was started before this one. */
  generation(): number;
  fail(error: { readonly message: string; readonly code?: string }): never;
  /** Dies instead of answering. */
  die(): never;
  /** Answers, and throws where nothing catches it. */
  throwLater(): true;
  /** Answers with a function, which no message can carry. */
  callback(): unknown;
  vector(): Float32Array;
  /** Whether the last vector has left the thread. */
  gone(): boolean;
}

export interface TestData {
  /** How often a thread was started, and how often `compute` was asked. */
  readonly counts: Int32Array;
  /** Of the starts, those that fail. */
  readonly failing?: readonly number[];
  /** Answers all that waits at once, each with the number of tasks that were taken together. */
  readonly together?: boolean;
}

const { counts, failing = [], together = false } = workerData as TestData;
const start = Atomics.add(counts, 0, 1) + 1;
if (failing.includes(start)) throw new Error(`start ${start} fails`);

function computeFor(milliseconds: number, look = () => {}): number {
  const count = Atomics.add(counts, 1, 1) + 1;
  const end = performance.now() + milliseconds;
  while (performance.now() < end) look();
  return count;
}

let last = new Float32Array(4);
if (together)
  serveTogether((inputs: readonly number[]) => inputs.map((input) => computeFor(input) && inputs.length), {
    sizeOf: (milliseconds) => (milliseconds < 10 ? 1 : 3),
    most: 3,
    small: 1,
  });
else
  serve<TestJobs>(
    {
      echo: (value) => value,
      compute: (milliseconds) => computeFor(milliseconds),
      stoppable: (milliseconds) => computeFor(milliseconds, goOn),
      needed: (milliseconds) => kept(() => computeFor(milliseconds)),
      generation: () => start,
      fail: ({ message, code }) => {
        throw Object.assign(new Error(message), { code });
      },
      die: () => process.exit(3),
      throwLater: () => {
        setImmediate(() => {
          throw new Error("thrown as asked");
        });
        return true;
      },
      callback: () => () => 1,
      vector: () => {
        last = new Float32Array([1, 2, 3, 4]);
        return last;
      },
      gone: () => last.byteLength === 0,
    },
    { moves: (reply) => (reply instanceof Float32Array ? [reply.buffer as ArrayBuffer] : []) },
  );
