/** Time as the snap-ins see it, injected so that tests can run hours in milliseconds. */
export interface Clock {
  /** Unix milliseconds, for stamps that leave the process; never compared with another machine's. */
  now(): number;
  /** Milliseconds since some fixed moment, never going backwards: durations are measured with this. */
  elapsed(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** How long a run may still take. DevRev ends a function that takes too long, so a run plans to end before. */
export interface Budget {
  /** Milliseconds, 0 when used up. */
  left(): number;
}

export function createBudget(clock: Clock, milliseconds: number): Budget {
  const end = clock.elapsed() + milliseconds;
  return { left: () => Math.max(0, end - clock.elapsed()) };
}
