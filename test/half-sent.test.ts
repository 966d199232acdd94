/** A request that is more than one message to the queue, of which only some were taken: the sender is told, sends again, and nothing doubles. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createAppLookup } from "../src/enrichment/app-lookup.ts";
import type { TextPool } from "../src/enrichment/pool.ts";
import { createSqsWriter } from "../src/ingestion/sqs-writer.ts";
import { readBalance } from "../src/ledger/balance.ts";
import { DEFAULT_TENANT } from "../src/model/tenant.ts";
import { type OutgoingMessage, QueueUnavailable } from "../src/queue/queue.ts";
import { startTestServer, type TestServer } from "../src/server/server.testing.ts";
import { openTexts, type Runner, startRunner } from "./chaos/runner.ts";
import { isFull } from "./full.ts";
import { eventually, openTestbed, type Testbed } from "./testbed.ts";

const APPS = isFull ? 1_000 : 600;
const filler = "It happens on both of my phones since the last update, whatever I do. ".repeat(5);

describe("a request of many hundred apps of which the queue takes only a part", () => {
  let bed: Testbed;
  let texts: TextPool;
  let runner: Runner;
  let server: TestServer;
  let most = Number.POSITIVE_INFINITY;
  /** Messages and records that each send put on the queue. */
  const taken: { readonly messages: number; readonly records: number }[] = [];

  before(async () => {
    [bed, texts] = await Promise.all([openTestbed(), openTexts()]);
    runner = startRunner({ queue: bed.queue, store: bed.store, text: texts });
    const { queue } = bed;
    const send = async (name: "raw", messages: readonly OutgoingMessage[]): Promise<void> => {
      const part = messages.slice(0, most);
      const records = part.reduce((sum, { body }) => sum + (JSON.parse(body) as unknown[]).length, 0);
      taken.push({ messages: part.length, records });
      await queue.send(name, part);
      if (messages.length > most) throw new QueueUnavailable("the queue took only a part");
    };
    const failing = { ...queue, send } as typeof queue;
    const apps = createAppLookup(bed.store);
    const writer = createSqsWriter({ ...bed, queue: failing, apps, defaultApp: "Other" });
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
      120_000,
    );

  it("is answered 503, and the same request again stores each record once, with and without ids, in books that balance", async () => {
    const records = Array.from({ length: APPS }, (_, at) => ({
      app: `App ${at}`,
      text: `The app crashes when I open map ${at}. ${filler}`,
      ...(at % 2 === 0 ? { id: `r${at}` } : {}),
    }));
    const body = JSON.stringify(records);
    const post = () => server.ask("POST", "/api/v1/feedback", { body });
    most = 3;
    const { status, headers } = await post();
    assert.deepEqual([status, headers.get("retry-after")], [503, "5"]);
    // The part that was taken counts as what it is: received, whatever the sender was told.
    const part = taken[0]!.records;
    const first = await settled(part);
    assert.deepEqual([first.received, first.stored], [part, part]);
    assert.ok(part > 0 && part < APPS);
    assert.equal(first.balanced, true, JSON.stringify(first));

    most = Number.POSITIVE_INFINITY;
    assert.equal((await post()).status, 202);
    assert.ok(taken[1]!.messages > 3, `${taken[1]!.messages} messages`);
    const second = await settled(first.received + APPS);
    assert.deepEqual([second.received, second.stored, second.duplicate], [first.received + APPS, APPS, first.stored]);
    assert.equal(second.balanced, true, JSON.stringify(second));
    const { total } = await bed.store.search(DEFAULT_TENANT, "insights", { limit: 0 });
    assert.equal(total, APPS);
  });
});
