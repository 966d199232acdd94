/**
 * A runner in a process of its own, to be killed: by the test at any moment, or by itself right after a write that the
 * test names, before anything that would have followed it. Says "ready" to its parent.
 */
import type { Queue } from "../../src/queue/queue.ts";
import type { CollectionName } from "../../src/store/collections.ts";
import type { Store } from "../../src/store/store.ts";
import { withOffer } from "../../src/store/testsuite/refusing.ts";
import { openQueueAt, openStoreAt, type Places } from "./rig.ts";
import { openTexts, startRunner } from "./runner.ts";

/** After the nth write to this collection, or the nth send to the filtered queue. */
export interface KillPoint {
  readonly after: CollectionName | "filtered";
  readonly times: number;
}

const die = (): Promise<never> => {
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => {});
};

function killing(point: KillPoint | undefined, queue: Queue, store: Store): { queue: Queue; store: Store } {
  let left = point?.times ?? Number.POSITIVE_INFINITY;
  const passed = async (what: string): Promise<void> => {
    if (what === point?.after && --left <= 0) await die();
  };
  return {
    queue: {
      ...queue,
      async send(name, ...rest) {
        await queue.send(name, ...rest);
        await passed(name);
      },
    },
    store: withOffer(store, async (tenant, collection, writes) => {
      const results = await store.offer(tenant, collection, writes);
      await passed(collection);
      return results;
    }),
  };
}

if (process.send !== undefined) {
  const places = JSON.parse(process.env.PLACES ?? "{}") as Places;
  const point = JSON.parse(process.env.KILL_POINT ?? "null") as KillPoint | null;
  const [text, store] = await Promise.all([openTexts(), openStoreAt(places.store)]);
  startRunner({ text, ...killing(point ?? undefined, openQueueAt(places.queue), store) });
  process.send("ready");
}
