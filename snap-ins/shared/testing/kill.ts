/**
 * A kill -9 between two steps, modelled: every call to the outside is a step, and from the fatal one on nothing the
 * process does has any effect, clean-up included.
 */
import type { Deps } from "../src/deps.ts";

export class Killed extends Error {
  override name = "Killed";
}

export interface Mortal {
  readonly deps: Deps;
  /** Steps taken so far; a step is a boundary before or after a call. */
  steps(): number;
  readonly dead: () => boolean;
}

/** `diesAt`: the number of the boundary at which the process ends; Infinity: never. Boundaries lie before and after every call. */
export function mortal(deps: Deps, diesAt: number): Mortal {
  let steps = 0;
  let dead = false;
  const boundary = (): void => {
    if (dead) throw new Killed("already dead");
    steps += 1;
    if (steps > diesAt) {
      dead = true;
      throw new Killed(`killed at boundary ${diesAt}`);
    }
  };
  async function step<T>(call: () => Promise<T>): Promise<T> {
    boundary();
    const value = await call();
    boundary();
    return value;
  }
  return {
    steps: () => steps,
    dead: () => dead,
    deps: {
      ...deps,
      fetch: (url, init) => step(() => deps.fetch(url, init)),
      clock: { ...deps.clock, sleep: (milliseconds) => step(() => deps.clock.sleep(milliseconds)) },
      openQueue: (settings) => {
        const queue = deps.openQueue(settings);
        return {
          receive: (max, hold) => step(() => queue.receive(max, hold)),
          remove: (message) => step(() => queue.remove(message)),
          hideFor: (message, seconds) => step(() => queue.hideFor(message, seconds)),
          publish: (bodies) => step(() => queue.publish(bodies)),
          close: () => queue.close(),
        };
      },
    },
  };
}
