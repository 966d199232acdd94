/** Faults on demand: what the emulator does to a request besides answering it. All of it can be changed while it runs. */

export interface FaultSettings {
  /** An object shows in lists, and changes there, this much later. Reading it by id is always up to date. */
  readonly listLagMs: number;
  readonly latencyMs: number;
  /** Added to the latency, evenly spread from 0. */
  readonly latencyJitterMs: number;
  /** Shares of requests, 0 to 1. An error before the request is done; an error, or a broken connection, after it is done. */
  readonly errorRate: number;
  readonly errorAfterRate: number;
  readonly lostReplyRate: number;
  /** A storm of 429 of `stormMs` begins every `stormEveryMs`; 0: none. */
  readonly stormEveryMs: number;
  readonly stormMs: number;
  /** Share of single 429 outside of storms, with Retry-After: 1. */
  readonly busyRate: number;
}

export const NO_FAULTS: FaultSettings = {
  listLagMs: 0,
  latencyMs: 0,
  latencyJitterMs: 0,
  errorRate: 0,
  errorAfterRate: 0,
  lostReplyRate: 0,
  stormEveryMs: 0,
  stormMs: 0,
  busyRate: 0,
};

export type Fault =
  | { readonly kind: "none" }
  | { readonly kind: "busy"; readonly retryAfterSeconds: number }
  | { readonly kind: "error_before"; readonly status: 500 | 503 }
  | { readonly kind: "error_after" }
  | { readonly kind: "lost_reply" };

export interface Faults {
  settings: FaultSettings;
  /** Until when every request is answered 429, in the emulator's milliseconds. */
  stormUntil: number;
  next(now: number): { readonly fault: Fault; readonly latencyMs: number };
}

/** `random` in [0, 1), so that a seed makes a run repeatable. */
export function createFaults(settings: FaultSettings, random: () => number): Faults {
  const faults: Faults = {
    settings,
    stormUntil: 0,
    next(now) {
      const current = faults.settings;
      const latencyMs = current.latencyMs + random() * current.latencyJitterMs;
      return { fault: choose(current, now), latencyMs };
    },
  };

  function stormLeft(current: FaultSettings, now: number): number {
    const asked = faults.stormUntil - now;
    if (current.stormEveryMs <= 0 || current.stormMs <= 0) return asked;
    const into = now % current.stormEveryMs;
    return Math.max(asked, into < current.stormMs ? current.stormMs - into : 0);
  }

  function choose(current: FaultSettings, now: number): Fault {
    const left = stormLeft(current, now);
    if (left > 0) return { kind: "busy", retryAfterSeconds: Math.ceil(left / 1_000) };
    let draw = random();
    const falls = (share: number): boolean => {
      draw -= share;
      return draw < 0;
    };
    if (falls(current.busyRate)) return { kind: "busy", retryAfterSeconds: 1 };
    if (falls(current.errorRate)) return { kind: "error_before", status: random() < 0.5 ? 500 : 503 };
    if (falls(current.errorAfterRate)) return { kind: "error_after" };
    if (falls(current.lostReplyRate)) return { kind: "lost_reply" };
    return { kind: "none" };
  }

  return faults;
}
