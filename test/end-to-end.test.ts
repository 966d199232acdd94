/** The whole daemon as users run it: real feedback through every stage, again, and through kills. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { sleep } from "../src/lifecycle.ts";
import { type Daemon, freePort, startDaemon } from "./daemon.ts";
import { type FeedbackRecord, readBooks, readFeedback, readInsights, sendFeedback, settled } from "./feedback.ts";
import { isFull } from "./full.ts";

const feedback = readFeedback().slice(0, isFull ? undefined : 300);
const REQUEST = isFull ? 100 : 60;
const requests: FeedbackRecord[][] = [];
for (let start = 0; start < feedback.length; start += REQUEST) requests.push(feedback.slice(start, start + REQUEST));
const sum = (reasons: Readonly<Record<string, number>>): number =>
  Object.values(reasons).reduce((total, count) => total + count, 0);

describe("the daemon", () => {
  let undisturbed: Map<string, string>;
  let daemon: Daemon;
  before(async () => {
    daemon = await startDaemon();
  });
  after(() => daemon.close());

  it("accounts for every record, and takes the same feedback again as duplicates", async () => {
    for (const request of requests) await sendFeedback(daemon.url, request);
    const first = await settled(daemon.url, feedback.length);
    assert.equal(first.balanced, true);
    assert.equal(first.received, feedback.length);
    assert.ok(first.stored > feedback.length / 2, "most real feedback says something");
    undisturbed = await readInsights(daemon.url);
    assert.equal(undisturbed.size, first.stored);

    for (const request of requests) await sendFeedback(daemon.url, request);
    const second = await settled(daemon.url, 2 * feedback.length);
    assert.equal(second.balanced, true);
    assert.equal(second.stored, first.stored);
    assert.equal(sum(second.dropped), 2 * sum(first.dropped));
    assert.equal(second.duplicate - first.duplicate, first.stored + first.duplicate + first.updated);
    assert.deepEqual(await readInsights(daemon.url), undisturbed);
  });

  it("ends with the same insights when it is killed at random moments", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "groundswell-kill-"));
    const environment = {
      DATA_DIR: dataDir,
      PORT: String(await freePort()),
      EMBEDDED_SQS_PORT: String(await freePort()),
    };
    let victim = await startDaemon(environment);
    const { url } = victim;
    // Kills come by a fixed schedule of odd waits, so that a failure can be run again.
    const waits = isFull ? [140, 410, 90, 530, 260] : [140, 410, 90];
    const sending = (async () => {
      for (const request of requests) await sendFeedback(url, request, { patient: true });
    })();
    for (const wait of waits) {
      await sleep(wait);
      await victim.kill("SIGKILL");
      victim = await startDaemon(environment);
    }
    await sending;
    const books = await settled(url, feedback.length, 90_000);
    assert.equal(books.balanced, true);
    assert.equal(books.dead, 0);
    assert.deepEqual(await readInsights(url), undisturbed);
    await victim.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it("finishes what it holds on SIGTERM and loses nothing", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "groundswell-term-"));
    const environment = {
      DATA_DIR: dataDir,
      PORT: String(await freePort()),
      EMBEDDED_SQS_PORT: String(await freePort()),
    };
    let runner = await startDaemon(environment);
    for (const request of requests.slice(0, 3)) await sendFeedback(runner.url, request);
    const started = Date.now();
    await runner.kill("SIGTERM");
    assert.equal(runner.process.exitCode, 0);
    assert.ok(Date.now() - started < 20_000);
    runner = await startDaemon(environment);
    const sent = requests.slice(0, 3).flat().length;
    assert.equal((await settled(runner.url, sent)).balanced, true);
    assert.equal((await readBooks(runner.url)).received, sent);
    await runner.close();
    await rm(dataDir, { recursive: true, force: true });
  });
});
