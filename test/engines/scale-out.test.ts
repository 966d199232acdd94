/**
 * Three runners on one Elasticsearch and one SQS, one of them killed twice: the books balance, the insights are those
 * of a single process, and each ticket revision was published, always with the same bytes. `SCALE_RECORDS` in all.
 */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { readCorpus, recordAt } from "../../bench/records.ts";
import { sleep } from "../../src/lifecycle.ts";
import type { TicketItem } from "../../src/model/ticket.ts";
import { type Daemon, startDaemon } from "../daemon.ts";
import { getJson, readInsights, sendFeedback, settled } from "../feedback.ts";
import { eventually } from "../testbed.ts";
import { describeOnEngines, type Engines, openEngines } from "./engines.ts";

const RECORDS = Number(process.env.SCALE_RECORDS ?? 2_000);
const REQUEST = 250;
/** A killed runner's messages come back after their visibility timeout of 30 s. */
const PATIENCE_MS = 120_000 + RECORDS * 10;

const corpus = readCorpus();
const requests = Array.from({ length: Math.ceil(RECORDS / REQUEST) }, (_, at) =>
  Array.from({ length: Math.min(REQUEST, RECORDS - at * REQUEST) }, (__, index) =>
    recordAt(corpus, at * REQUEST + index),
  ),
);
const worker = { LOOPS: "denoiser,data-model-creator", SERVER: "off", TEXT_WORKERS: "1" };
const everythingElse = {
  LOOPS: "feature-requests,clustering,ticket-generator",
  TEXT_WORKERS: "1",
  CLUSTER_INTERVAL: "3s",
  TICKET_INTERVAL: "2s",
  // The records' dates are fixed and lie some years back.
  TICKET_WINDOW_DAYS: "3650",
};

interface TicketList {
  readonly items: readonly { readonly id: string; readonly revision: number }[];
}

describeOnEngines("three runners on Elasticsearch and SQS", (urls) => {
  let engines: Engines;
  let alone: Map<string, string>;
  before(async () => {
    engines = openEngines(urls);
    const single = await startDaemon({ LOOPS: worker.LOOPS });
    for (const request of requests) await sendFeedback(single.url, request);
    await settled(single.url, RECORDS, PATIENCE_MS);
    alone = await readInsights(single.url);
    await single.close();
  });
  after(() => engines.close());

  it(`lose nothing of ${RECORDS} records although one is killed twice`, async (t) => {
    const start = (environment: Record<string, string>): Promise<Daemon> =>
      startDaemon({ ...engines.environment, ...environment });
    const server = await start(everythingElse);
    const steady = await start(worker);
    let victim = await start(worker);
    const bodies = new Map<string, Set<string>>();
    const queue = engines.openQueue();
    const tickets = queue.consume("tickets", async (messages) => {
      for (const { body } of messages) {
        for (const item of JSON.parse(body) as TicketItem[]) {
          const key = `${item.metadata.ticket_id} ${item.metadata.revision}`;
          bodies.set(key, (bodies.get(key) ?? new Set()).add(body));
        }
      }
      return messages;
    });

    const started = performance.now();
    const kills = [1 / 3, 2 / 3].map((share) => Math.floor(share * requests.length));
    for (const [at, request] of requests.entries()) {
      await sendFeedback(server.url, request, { patient: true });
      if (!kills.includes(at)) continue;
      // Into the midst of its work: a runner needs a second or two to boot.
      await sleep(2_500);
      await victim.kill("SIGKILL");
      victim = await start(worker);
    }
    const books = await settled(server.url, RECORDS, PATIENCE_MS);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    t.diagnostic(`${RECORDS} records accounted for ${seconds} s after the first was sent, two kills included`);
    assert.equal(books.balanced, true);
    assert.deepEqual([books.received, books.dead], [RECORDS, 0]);
    assert.deepEqual(await readInsights(server.url), alone);

    const listed = await eventually(
      "every ticket published",
      async () => {
        const { items } = await getJson<TicketList>(server.url, "/api/v1/tickets?limit=1000");
        const all = items.flatMap(({ id, revision }) =>
          Array.from({ length: revision }, (_, before) => `${id} ${before + 1}`),
        );
        return items.length > 0 && all.every((key) => bodies.has(key)) && all;
      },
      30_000,
    );
    t.diagnostic(`${listed.length} ticket revisions, ${[...bodies.values()].length} published`);
    for (const [key, published] of bodies) assert.equal(published.size, 1, `${key} has one set of bytes`);

    await Promise.all([tickets.stop(1_000), server.close(), steady.close(), victim.close()]);
    await queue.close();
  });
});
