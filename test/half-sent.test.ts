/** A request that is more than one message to the queue, of which only some were taken: the sender is told, all of it is stored all the same, and nothing doubles when it comes again. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createAppLookup } from "../src/enrichment/app-lookup.ts";
import type { Denoised } from "../src/enrichment/denoise.ts";
import type { EnrichedBatch } from "../src/enrichment/jobs.ts";
import type { TextPool } from "../src/enrichment/pool.ts";
import { createSqsWriter } from "../src/ingestion/sqs-writer.ts";
import { createWholeSend, sendLeftUnsent } from "../src/ingestion/whole-send.ts";
import { readBalance } from "../src/ledger/balance.ts";
import { DEFAULT_TENANT } from "../src/model/tenant.ts";
import { type OutgoingMessage, QueueUnavailable } from "../src/queue/queue.ts";
import { startTestServer, type TestServer } from "../src/server/server.testing.ts";
import { openTexts, type Runner, startRunner } from "./chaos/runner.ts";
import { sized } from "./full.ts";
import { eventually, openTestbed, type Testbed } from "./testbed.ts";

const APPS = sized(500, 10_000, 10_000);
/** Of which the queue takes so many at first. */
const PART = 2;
const filler = "It happens on both of my phones since the last update, whatever I do. ".repeat(5);

/** Reads the first text and says the same of all: the way of thousands of apps is looked at, not what they are told. */
function sameOfAll(texts: TextPool): TextPool {
  let denoised: Promise<readonly Denoised[]> | undefined;
  let enriched: Promise<EnrichedBatch> | undefined;
  return {
    ...texts,
    async denoise(inputs) {
      denoised ??= texts.denoise(inputs.slice(0, 1));
      const [first] = await denoised;
      return inputs.map(({ text }) => ({ ...first!, text }));
    },
    async enrich(inputs, router) {
      enriched ??= texts.enrich(inputs.slice(0, 1), router);
      const { rows, vectors, dims } = await enriched;
      const all = new Float32Array(inputs.length * dims);
      for (const at of inputs.keys()) all.set(vectors, at * dims);
      return { rows: inputs.map(() => rows[0]!), vectors: all, dims };
    },
  };
}

describe("a request of hundreds of apps, or ten thousand at full size, of which the queue takes only a part", () => {
  let bed: Testbed;
  let texts: TextPool;
  let runner: Runner;
  let server: TestServer;
  let failing: Testbed["queue"];
  let most = Number.POSITIVE_INFINITY;
  /** Messages and records that each send put on the queue. */
  const taken: { readonly messages: number; readonly records: number }[] = [];

  before(async () => {
    [bed, texts] = await Promise.all([openTestbed(), openTexts()]);
    runner = startRunner({ queue: bed.queue, store: bed.store, text: sameOfAll(texts) });
    const { queue } = bed;
    const send = async (name: "raw", messages: readonly OutgoingMessage[]): Promise<void> => {
      const part = messages.slice(0, most);
      const records = part.reduce((sum, { body }) => sum + (JSON.parse(body) as unknown[]).length, 0);
      taken.push({ messages: part.length, records });
      await queue.send(name, part);
      if (messages.length > most) throw new QueueUnavailable("the queue took only a part");
    };
    failing = { ...queue, send } as typeof queue;
    const apps = createAppLookup(bed.store);
    const whole = { ...queue, send: createWholeSend({ ...bed, queue: failing }) } as typeof queue;
    const writer = createSqsWriter({ ...bed, queue: whole, apps, defaultApp: "Other" });
    server = await startTestServer({ store: bed.store, writer, environment: { INTAKE_MAX_BYTES: "10000000" } });
  });
  after(async () => {
    await runner.stop();
    await server[Symbol.asyncDispose]();
    await texts.close();
    await bed.close();
  });

  const settled = (received: number) =>
    eventually(
      `${received} records accounted for`,
      async () => {
        const books = await readBalance(bed.store, DEFAULT_TENANT, { pipeline: "feedback" });
        return books.received >= received && books.in_flight === 0 && books;
      },
      300_000,
    );

  it("is answered 503, is stored as a whole after the next round, and sent again stores nothing twice, in books that balance", async () => {
    const records = Array.from({ length: APPS }, (_, at) => ({
      app: `App ${at}`,
      text: `The app crashes when I open map ${at}. ${filler}`,
      ...(at % 2 === 0 ? { id: `r${at}` } : {}),
    }));
    const body = JSON.stringify(records);
    const post = () => server.ask("POST", "/api/v1/feedback", { body });
    most = PART;
    const { status, headers } = await post();
    assert.deepEqual([status, headers.get("retry-after")], [503, "5"]);
    // The part that was taken counts as what it is: received, whatever the sender was told.
    const part = taken[0]!.records;
    const first = await settled(part);
    assert.deepEqual([first.received, first.stored], [part, part]);
    assert.ok(part > 0 && part < APPS);
    assert.equal(first.balanced, true, JSON.stringify(first));

    most = Number.POSITIVE_INFINITY;
    const later = { ...bed, queue: failing, now: () => bed.now() + 61 };
    assert.equal(await sendLeftUnsent(later, DEFAULT_TENANT, new AbortController().signal), 1);
    assert.ok(taken[1]!.messages > PART, `${taken[1]!.messages} messages`);
    const whole = await settled(APPS);
    // What was taken before is known by its batches: it is neither received nor stored again.
    assert.deepEqual([whole.received, whole.stored, whole.duplicate], [APPS, APPS, 0]);
    assert.equal(whole.balanced, true, JSON.stringify(whole));

    assert.equal((await post()).status, 202);
    const again = await settled(2 * APPS);
    assert.deepEqual([again.received, again.stored, again.duplicate], [2 * APPS, APPS, APPS]);
    assert.equal(again.balanced, true, JSON.stringify(again));
    const { total } = await bed.store.search(DEFAULT_TENANT, "insights", { limit: 0 });
    assert.equal(total, APPS);
  });
});
