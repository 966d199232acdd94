/** One timer for all periodic loops of a runner: what they do at each beat happens in the same moment, and can share a write. */

/** Resolves at the next beat, or as soon as the signal aborts. */
export type Pulse = (signal: AbortSignal) => Promise<void>;

/** The timer keeps no process alive. */
export function startPulse(intervalMs: number): { readonly next: Pulse; stop(): void } {
  let waiting = new Set<() => void>();
  const timer = setInterval(() => {
    const now = waiting;
    waiting = new Set();
    for (const wake of now) wake();
  }, intervalMs);
  timer.unref();
  return {
    next: (signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const wake = () => {
          signal.removeEventListener("abort", wake);
          waiting.delete(wake);
          resolve();
        };
        signal.addEventListener("abort", wake, { once: true });
        waiting.add(wake);
      }),
    stop() {
      clearInterval(timer);
      for (const wake of [...waiting]) wake();
    },
  };
}
