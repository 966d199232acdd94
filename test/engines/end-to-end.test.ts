/** The whole daemon on Elasticsearch and SQS: the same feedback ends as the same insights as on the embedded pair. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { type Daemon, startDaemon } from "../daemon.ts";
import { type FeedbackRecord, readFeedback, readInsights, sendFeedback, settled } from "../feedback.ts";
import { describeOnEngines, type Engines, openEngines } from "./engines.ts";

const REQUEST = 100;
const feedback = readFeedback();

/** Everything, in requests one after the other, until the books say that nothing is under way. */
async function feed(daemon: Daemon, records: readonly FeedbackRecord[], received: number) {
  for (let start = 0; start < records.length; start += REQUEST)
    await sendFeedback(daemon.url, records.slice(start, start + REQUEST));
  return settled(daemon.url, received);
}

describeOnEngines("the daemon on Elasticsearch and SQS", (urls) => {
  let engines: Engines;
  let daemon: Daemon;
  before(async () => {
    engines = openEngines(urls);
    daemon = await startDaemon(engines.environment);
  });
  after(async () => {
    await daemon.close();
    await engines.close();
  });

  it("accounts for every record and makes the insights that the embedded pair makes", async () => {
    const embedded = await startDaemon();
    const expected = await feed(embedded, feedback, feedback.length);
    const insights = await readInsights(embedded.url);
    await embedded.close();

    const books = await feed(daemon, feedback, feedback.length);
    assert.equal(books.balanced, true);
    assert.deepEqual(books, expected);
    assert.deepEqual(await readInsights(daemon.url), insights);
  });

  it("takes the same feedback again as duplicates", async () => {
    const insights = await readInsights(daemon.url);
    const books = await feed(daemon, feedback, 2 * feedback.length);
    assert.equal(books.balanced, true);
    assert.equal(books.stored, insights.size);
    assert.deepEqual(await readInsights(daemon.url), insights);
  });
});
