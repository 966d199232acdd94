/** Tries: only the records that failed are tried again, three times in all, and a batch that throws is taken apart to find the one to blame. */
import { sleep } from "../../lifecycle.ts";
import { type Outcome, retry } from "../../model/outcome.ts";
import type { ConsumingLoop } from "./consuming-loop.ts";
import { Interrupted, isOutage } from "./patience.ts";

const MAX_TRIES = 3;
/** Milliseconds before the second and third try. */
const PAUSES = [200, 1_000];

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** One call for some of the items; what throws for a reason of its own failed for all of them. */
async function tryOnce<In, Out>(
  run: (items: readonly In[]) => Promise<readonly Outcome<Out>[]>,
  items: readonly In[],
  signal: AbortSignal,
): Promise<readonly Outcome<Out>[]> {
  try {
    const outcomes = await run(items);
    if (outcomes.length !== items.length) throw new Error(`${outcomes.length} outcomes for ${items.length} records`);
    return outcomes;
  } catch (thrown) {
    if (isOutage(thrown) || thrown instanceof Interrupted) throw thrown;
    // Threads end under a runner that is in a hurry to stop: no fault of the records.
    if (signal.aborted) throw new Interrupted("stopping during a try");
    return items.map(() => retry(asError(thrown)));
  }
}

/** One outcome per item, in order; `retry` only where the third try failed too. */
async function attempt<In, Out>(
  items: readonly In[],
  run: (items: readonly In[]) => Promise<readonly Outcome<Out>[]>,
  signal: AbortSignal,
): Promise<Outcome<Out>[]> {
  const outcomes: Outcome<Out>[] = new Array(items.length);
  let pending = items.map((_, index) => index);
  for (let tried = 0; tried < MAX_TRIES && pending.length > 0; tried++) {
    if (tried > 0) await sleep(PAUSES[tried - 1] ?? 1_000, signal);
    if (signal.aborted && tried > 0) throw new Interrupted("stopping between tries");
    const groups = tried === 0 ? [pending] : pending.map((index) => [index]);
    for (const group of groups) {
      const results = await tryOnce(
        run,
        group.map((index) => items[index]!),
        signal,
      );
      group.forEach((index, position) => {
        outcomes[index] = results[position]!;
      });
    }
    pending = pending.filter((index) => outcomes[index]!.kind === "retry");
  }
  return outcomes;
}

/** The loop, whose stage and write are tried again for the records that failed. */
export const triedLoop = <In, Out>(loop: ConsumingLoop<In, Out>): ConsumingLoop<In, Out> => ({
  ...loop,
  stage: (values, context) => attempt(values, (some) => loop.stage(some, context), context.signal),
  async write(values, context) {
    const sent = new Set<string>();
    const writeSome = async (some: readonly Out[]) => {
      const written = await loop.write(some, context);
      for (const part of written.sent) sent.add(part);
      return written.outcomes;
    };
    const outcomes = await attempt(values, writeSome, context.signal);
    return { outcomes, sent: [...sent] };
  },
});
