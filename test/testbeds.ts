/** For tests of what stands on queue and store: the same tests on the embedded pair and, where there are servers, on SQS and Elasticsearch. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "node:test";
import { pino } from "pino";
import { createLedger } from "../src/ledger/ledger.ts";
import { createMetrics } from "../src/metrics.ts";
import { describeOnEngines, type EngineUrls, openEngines } from "./engines/engines.ts";
import { openTestbed, type Testbed } from "./testbed.ts";

async function openEngineBed(urls: EngineUrls): Promise<Testbed> {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-test-"));
  const engines = openEngines(urls);
  const queue = engines.openQueue();
  await queue.ensure();
  const store = await engines.openStore();
  return {
    dataDir,
    endpoint: urls.sqs,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    queue,
    store,
    ledger: createLedger(store),
    metrics: createMetrics(),
    log: pino({ level: "silent" }),
    now: () => Math.floor(Date.now() / 1000),
    async close() {
      await store.close();
      await queue.close();
      await engines.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** `open` gives a bed of its own each time; who opens one closes it. */
export function describeOnBothBeds(title: string, tests: (open: () => Promise<Testbed>) => void): void {
  describe(`${title}, embedded`, () => tests(openTestbed));
  describeOnEngines(`${title}, SQS and Elasticsearch`, (urls) => tests(() => openEngineBed(urls)));
}
