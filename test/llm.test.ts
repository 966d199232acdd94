/** The whole daemon with a language model: alive, remembered over a restart, and dead. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { deadAddress, openModelServer, rowFor } from "../src/llm/server.testing.ts";
import type { Insight } from "../src/model/insight.ts";
import { type Daemon, freePort, startDaemon } from "./daemon.ts";
import { type FeedbackRecord, getJson, readFeedback, readInsights, sendFeedback, settled } from "./feedback.ts";

const feedback = readFeedback().slice(0, 60);
const BY_MODEL = "language model (small)";

const asked = (url: string): Record<string, string> => ({
  LLM: "openai",
  LLM_BASE_URL: url,
  LLM_MODEL: "small",
  LLM_TIMEOUT_MS: "5000",
});

async function readAll(url: string): Promise<Insight[]> {
  return (await getJson<{ items: Insight[] }>(url, "/api/v1/insights?limit=1000")).items;
}

const metric = async (url: string, name: string): Promise<number> => {
  const printed = await (await fetch(new URL("/metrics", url))).text();
  const rows = printed.split("\n").filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name},`));
  return rows.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
};

async function feed(daemon: Daemon, records: readonly FeedbackRecord[], received: number) {
  await sendFeedback(daemon.url, records);
  const books = await settled(daemon.url, received);
  assert.equal(books.balanced, true);
  assert.equal(books.dead, 0);
  return books;
}

describe("the daemon with a language model", () => {
  it("understands with it, and after a restart asks about no text twice", async () => {
    await using server = await openModelServer(({ records }) => ({
      content: { records: records.map((record) => rowFor(record, { priority: "Moderate" })) },
    }));
    const dataDir = await mkdtemp(join(tmpdir(), "groundswell-llm-"));
    const environment = {
      DATA_DIR: dataDir,
      PORT: String(await freePort()),
      EMBEDDED_SQS_PORT: String(await freePort()),
      ...asked(server.url),
    };
    let daemon = await startDaemon(environment);
    const books = await feed(daemon, feedback, feedback.length);
    const insights = await readAll(daemon.url);
    assert.equal(insights.length, books.stored);
    const read = insights.filter(({ reasons }) => reasons.some(({ why }) => why === BY_MODEL));
    assert.ok(read.length > insights.length / 2);
    for (const { main_text, phrases, attributes } of read) {
      assert.equal(attributes.priority, "Moderate");
      for (const { text, start, end } of phrases) assert.equal(main_text.slice(start, end), text);
    }
    assert.equal(await metric(daemon.url, 'groundswell_llm_records_total{path="model",reason=""}'), read.length);
    // Questions about themes are no questions about records.
    const aboutRecords = (): number => server.requests.filter(({ records }) => records.length > 0).length;
    const requests = aboutRecords();
    assert.ok(requests > 0 && requests <= read.length);

    await daemon.close();
    daemon = await startDaemon(environment);
    const again = feedback.map((record, index) => ({ ...record, id: `again-${index}` }));
    await feed(daemon, again, 2 * feedback.length);
    assert.equal(aboutRecords(), requests);
    assert.equal(await metric(daemon.url, 'groundswell_llm_records_total{path="cached",reason=""}'), read.length);
    await daemon.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it("loses nothing and understands as without one when its server is dead", async () => {
    const understand = async (environment: Record<string, string>) => {
      const daemon = await startDaemon(environment);
      try {
        await feed(daemon, feedback, feedback.length);
        return await readInsights(daemon.url);
      } finally {
        await daemon.close();
      }
    };
    const dead = await understand({ ...asked(await deadAddress()), LOG_LEVEL: "silent" });
    assert.ok(dead.size > feedback.length / 2);
    assert.deepEqual(dead, await understand({}));
  });
});
