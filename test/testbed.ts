/** A throw-away embedded queue and store for tests of what stands on both. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { createLedger } from "../src/ledger/ledger.ts";
import { sleep } from "../src/lifecycle.ts";
import type { LoopDeps } from "../src/loops/frame/start.ts";
import { createMetrics } from "../src/metrics.ts";
import { startEmbeddedQueue } from "../src/queue/embedded.ts";
import { createSqsQueue } from "../src/queue/sqs.ts";
import { createSqliteStore } from "../src/store/sqlite.ts";

export interface Testbed extends LoopDeps {
  readonly dataDir: string;
  /** Where the queue is, for who comes to it from outside. */
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  close(): Promise<void>;
}

export async function openTestbed(): Promise<Testbed> {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-test-"));
  const server = await startEmbeddedQueue({ dataDir, port: 0 });
  const queue = createSqsQueue({
    prefix: "test-",
    region: "us-east-1",
    endpoint: server.endpoint,
    credentials: server.credentials,
    waitSeconds: 1,
  });
  await queue.ensure();
  const store = await createSqliteStore({ dataDir });
  return {
    dataDir,
    endpoint: server.endpoint,
    credentials: server.credentials,
    queue,
    store,
    ledger: createLedger(store),
    metrics: createMetrics(),
    log: pino({ level: "silent" }),
    now: () => Math.floor(Date.now() / 1000),
    async close() {
      await store.close();
      await queue.close();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Between two looks, in milliseconds: looks that are work themselves are fewer. */
const restAfter = (took: number): number => Math.min(Math.max(20, 4 * took), 250);

/** Waits until `check` gives something else than undefined or false; fails with `what` after the deadline. */
export async function eventually<T>(
  what: string,
  check: () => Promise<T | undefined | false>,
  milliseconds = 15_000,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const asked = performance.now();
    const value = await check();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await sleep(restAfter(performance.now() - asked));
  }
}
