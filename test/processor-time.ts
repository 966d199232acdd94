/** How much work something is, for tests that bound it: time by the clock also tells how busy the machine is. */

/** Milliseconds that this thread has had a processor so far. */
export function processorTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
