/**
 * What each loop on a queue does with an error that nobody foresaw, as many as there are: before its stage and after it the message
 * is given back for longer each time, and the stage's own errors end in a dead letter with the reason. Never as endless tries at once.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { eventually, openTestbed, type Testbed } from "../../test/testbed.ts";
import { readConfig } from "../config.ts";
import { createAppLookup } from "../enrichment/app-lookup.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { batchAttributes } from "../model/batch.ts";
import { type ConsumingLoopName, consumingLoops, loops } from "../model/loops.ts";
import { ok } from "../model/outcome.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import type { Queue } from "../queue/queue.ts";
import type { Store } from "../store/store.ts";
import { startDeadLetterCollector } from "./frame/collector.ts";
import type { ConsumingLoop } from "./frame/consuming-loop.ts";
import { type RunningLoop, startLoop } from "./frame/start.ts";
import { consuming, type LoopParts } from "./registry.ts";

/** Batches are named after the place where they fail. */
const GIVEN_BACK = ["read", "find", "rejections", "record"] as const;
const DEAD = ["stage", "write"] as const;
type Place = (typeof GIVEN_BACK)[number] | (typeof DEAD)[number];

const fail = (batch: string, ...places: readonly Place[]): void => {
  if ((places as readonly string[]).includes(batch)) throw new TypeError(`nobody foresaw this (${batch})`);
};

function failingLedger(ledger: Ledger): Ledger {
  return {
    ...ledger,
    async find(tenant, keys) {
      for (const { batch } of keys) fail(batch, "find");
      return ledger.find(tenant, keys);
    },
    async record(tenant, entry) {
      fail(entry.batch, "record");
      return ledger.record(tenant, entry);
    },
  };
}

const failingStore = (store: Store): Store => ({
  ...store,
  async offer(tenant, collection, writes) {
    for (const write of writes)
      if (collection === "rejections" && "doc" in write)
        fail(String((write.doc as { batch?: unknown }).batch), "rejections");
    return store.offer(tenant, collection, writes);
  },
});

/** The loop as it is made, but for where a batch has to fail; its stage is reached by a value of its own. */
function failingLoop(loop: ConsumingLoop): ConsumingLoop {
  const isOurs = (batch: string): boolean => (DEAD as readonly string[]).includes(batch);
  return {
    ...loop,
    async read(items, batch, message, signal) {
      fail(batch.batch, "read");
      if (!isOurs(batch.batch)) return loop.read(items, batch, message, signal);
      return [{ batch, app: "a", source: "s", items: items.map((raw) => ({ value: raw, raw })) }];
    },
    async stage(values, context) {
      fail(context.batch.batch, "stage");
      return isOurs(context.batch.batch) ? values.map(ok) : loop.stage(values, context);
    },
    async write(values, context) {
      fail(context.batch.batch, "write");
      return loop.write(values, context);
    },
  };
}

describe("an error that nobody foresaw", () => {
  let bed: Testbed;
  const running: RunningLoop[] = [];
  /** When each message was received, by queue and batch. */
  const received = new Map<string, number[]>();
  const keyOf = (name: ConsumingLoopName, place: Place): string => `${loops[name].queue} ${place}`;

  before(async () => {
    bed = await openTestbed();
    const consume: Queue["consume"] = (name, handler, options) =>
      bed.queue.consume(
        name,
        (messages, signal) => {
          for (const { attributes } of messages) {
            const key = `${name} ${attributes.batch}`;
            received.set(key, [...(received.get(key) ?? []), performance.now()]);
          }
          return handler(messages, signal);
        },
        options,
      );
    const store = failingStore(bed.store);
    const deps = { ...bed, store, queue: { ...bed.queue, consume }, ledger: failingLedger(bed.ledger) };
    const text = { open: async () => ({ denoise: async () => [] }) };
    const parts = {
      ...deps,
      config: readConfig({}),
      apps: createAppLookup(store),
      text,
      openTranslator: async () => undefined,
    };
    for (const name of consumingLoops) {
      const { queue } = loops[name];
      const messages = [...GIVEN_BACK, ...DEAD].map((place) => ({
        body: "[7]",
        attributes: batchAttributes({ tenant: DEFAULT_TENANT, batch: place, part: "0", refused: {} }),
      }));
      await bed.queue.send(queue, messages);
      running.push(startLoop(failingLoop(await consuming[name](parts as unknown as LoopParts)), deps));
      running.push(startDeadLetterCollector(queue, bed));
    }
  });
  after(async () => {
    await Promise.all(running.map((loop) => loop.stop(1_000)));
    await bed.close();
  });

  for (const name of consumingLoops) {
    it(`before the stage of ${name} and after it gives the message back, for longer each time`, async () => {
      for (const place of GIVEN_BACK) {
        const key = keyOf(name, place);
        const [first, second, third] = await eventually(`three receives of ${key}`, async () => {
          const times = received.get(key) ?? [];
          return times.length >= 3 && times;
        });
        const pauses = [second! - first!, third! - second!];
        assert.ok(pauses[0]! >= 900 && pauses[1]! >= 1_900, `${key}: ${pauses.join(", then ")} ms`);
      }
    });

    it(`in the stage of ${name} or in what it writes makes a dead letter with the reason`, async () => {
      for (const place of DEAD) {
        const letter = await eventually(`the letter of ${keyOf(name, place)}`, async () => {
          const where = { queue: loops[name].queue };
          const { items } = await bed.store.search(DEFAULT_TENANT, "dead_letters", { where });
          return items.find(({ doc }) => doc.attributes.batch === place);
        });
        assert.equal(letter.doc.reason, `nobody foresaw this (${place})`);
        assert.equal(letter.doc.body, "[7]");
        assert.equal(received.get(keyOf(name, place))?.length, 1, "tried where it lay");
      }
    });
  }
});
