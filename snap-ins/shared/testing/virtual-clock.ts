/** A clock whose hours pass in milliseconds: time moves on when everybody sleeps. Only for code without real input or output. */
import type { Clock } from "../src/clock.ts";

export interface VirtualClock extends Clock {
  /** Runs the work to its end, moving time on whenever all of it sleeps. */
  run<T>(work: Promise<T>): Promise<T>;
  advance(milliseconds: number): void;
}

interface Sleeper {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Lets everything that can go on without time go on: promise jobs run before the next immediate. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

export function createVirtualClock(start = Date.UTC(2026, 0, 5)): VirtualClock {
  let now = start;
  let order = 0;
  const sleepers: Sleeper[] = [];

  function earliest(): number {
    let best = -1;
    for (let index = 0; index < sleepers.length; index += 1) {
      const one = sleepers[index]!;
      const other = sleepers[best];
      if (other === undefined || one.at < other.at || (one.at === other.at && one.order < other.order)) best = index;
    }
    return best;
  }

  return {
    now: () => now,
    elapsed: () => now - start,
    sleep: (milliseconds) =>
      new Promise((resolve) => sleepers.push({ at: now + Math.max(0, milliseconds), order: order++, wake: resolve })),
    advance(milliseconds) {
      now += milliseconds;
    },
    async run(work) {
      let ended = false;
      const end = () => {
        ended = true;
      };
      work.then(end, end);
      for (await settled(); !ended; await settled()) {
        const index = earliest();
        if (index === -1) throw new Error("the work waits for something that time alone does not bring");
        const [sleeper] = sleepers.splice(index, 1);
        now = Math.max(now, sleeper!.at);
        sleeper!.wake();
      }
      return work;
    },
  };
}
