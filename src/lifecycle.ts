/**
 * Lifecycle: what was started is stopped in reverse order, within a deadline, and a start that fails half-way takes
 * down what it had already started.
 */

export type Stop = () => Promise<void> | void;

export interface Scope {
  /** Runs `start`; remembers how to stop what it made. */
  add<T>(
    name: string,
    start: () => Promise<{ readonly value: T; readonly stop: Stop }> | { readonly value: T; readonly stop: Stop },
  ): Promise<T>;
  /** Last in, first out. Each stop gets what is left of `deadlineMs`; one that fails or runs out of time does not keep the others from stopping. Resolves with what went wrong. Idempotent. */
  stop(deadlineMs?: number): Promise<readonly StopFailure[]>;
}

export interface StopFailure {
  readonly name: string;
  readonly error: Error;
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

export function createScope(): Scope {
  const running: { readonly name: string; readonly stop: Stop }[] = [];
  let stopping: Promise<readonly StopFailure[]> | undefined;

  async function stopAll(deadlineMs: number): Promise<readonly StopFailure[]> {
    const end = performance.now() + deadlineMs;
    const failures: StopFailure[] = [];
    for (let part = running.pop(); part !== undefined; part = running.pop()) {
      try {
        const left = Math.max(0, end - performance.now());
        await withDeadline(
          left,
          async () => part.stop(),
          () => {
            throw new Error(`still running after ${Math.round(left)} ms`);
          },
        );
      } catch (thrown) {
        failures.push({ name: part.name, error: asError(thrown) });
      }
    }
    return failures;
  }

  const stop = (deadlineMs = 25_000): Promise<readonly StopFailure[]> => {
    stopping ??= stopAll(deadlineMs);
    return stopping;
  };

  return {
    async add(name, start) {
      if (stopping !== undefined) throw new Error(`${name} was to start in a scope that is stopping`);
      try {
        const started = await start();
        running.push({ name, stop: started.stop });
        return started.value;
      } catch (thrown) {
        await stop();
        throw thrown;
      }
    },
    stop,
  };
}

/**
 * What the work comes to, or what `late` answers or throws once so many milliseconds have passed. Late work goes on
 * unless it heeds the signal, which aborts then.
 */
export async function withDeadline<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
  late: () => T,
): Promise<T> {
  const tooLate = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  }).then(() => {
    tooLate.abort();
    return late();
  });
  try {
    return await Promise.race([work(tooLate.signal), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves after `milliseconds`, or as soon as the signal aborts: never throws, so that loops read plainly. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener("abort", done, { once: true });
  });
}

/**
 * Exponential backoff with full jitter, in milliseconds: uniform in [base, base·2^attempt], capped.
 * Source: the "full jitter" of Marc Brooker, "Exponential Backoff And Jitter", with a floor so that an outage is polled at most once per `base`.
 */
export function backoff(attempt: number, { base = 1_000, cap = 30_000, random = Math.random } = {}): number {
  const ceiling = Math.min(cap, base * 2 ** Math.min(attempt, 30));
  return base + random() * Math.max(0, ceiling - base);
}

/** Asks once for all who want to know within `ms` milliseconds. What failed is asked again. */
export function sharedFor<T>(
  ms: number,
  ask: () => Promise<T>,
  now: () => number = () => performance.now(),
): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let until = 0;
  return () => {
    if (answer !== undefined && now() < until) return answer;
    until = now() + ms;
    const asked = ask();
    answer = asked;
    asked.catch(() => {
      if (answer === asked) answer = undefined;
    });
    return asked;
  };
}

/** As `items.map`, but after each `aTurn` items whatever else waits has its turn. For much work that nobody waits for. */
export async function mapInTurns<T, R>(
  items: readonly T[],
  aTurn: number,
  map: (item: T, index: number) => R,
): Promise<R[]> {
  const mapped: R[] = [];
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % aTurn === 0) await new Promise((resolve) => setImmediate(resolve));
    mapped.push(map(item, index));
  }
  return mapped;
}
