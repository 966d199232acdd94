/** Several threads of one kind: each task goes to the one with the least to do. */
import type { Jobs } from "./jobs.ts";
import { startThread, type Thread, type ThreadOptions } from "./thread.ts";

export interface Pool<Of extends Jobs<Of>> extends Pick<Thread<Of>, "run" | "close" | "end"> {
  /** For tasks that build on what another one left in the thread. Of those that run, if any does. */
  leastBusy(): Thread<Of>;
  /** Always the same one: for tasks that go by what it remembers, which the others need not remember, too. */
  readonly first: Thread<Of>;
  /** Always the same one, too, and another than the first where there are several. */
  readonly last: Thread<Of>;
}

/** Resolves once all run; when one can't start, rejects with the reason and ends the others. */
export async function startPool<Of extends Jobs<Of>>(
  size: number,
  options: Omit<ThreadOptions, "idleMs">,
): Promise<Pool<Of>> {
  const started = await Promise.allSettled(Array.from({ length: size }, () => startThread<Of>(options)));
  const threads = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const all = async (act: (thread: Thread<Of>) => Promise<void>) => void (await Promise.all(threads.map(act)));
  const failed = started.find((one) => one.status === "rejected");
  if (failed !== undefined) {
    await all((thread) => thread.end());
    throw failed.reason;
  }
  const goesBefore = (one: Thread<Of>, other: Thread<Of>): boolean =>
    one.running() === other.running() ? one.waiting() < other.waiting() : one.running();
  const leastBusy = () => threads.reduce((best, one) => (goesBefore(one, best) ? one : best));
  return {
    leastBusy,
    first: threads[0]!,
    last: threads.at(-1)!,
    run: (...task) => leastBusy().run(...task),
    close: () => all((thread) => thread.close()),
    end: () => all((thread) => thread.end()),
  };
}
