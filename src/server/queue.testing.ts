/** A real queue for tests of the server: the embedded one, and the product's own writer onto it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { createAppLookup } from "../enrichment/app-lookup.ts";
import type { IngestionWriter } from "../ingestion/ingestion.ts";
import { createSqsWriter } from "../ingestion/sqs-writer.ts";
import { startEmbeddedQueue } from "../queue/embedded.ts";
import type { Queue } from "../queue/queue.ts";
import { createSqsQueue } from "../queue/sqs.ts";
import type { Store } from "../store/store.ts";

export interface TestQueue extends AsyncDisposable {
  readonly queue: Queue;
}

/** The embedded queue server, its queues made. */
export async function startTestQueue(): Promise<TestQueue> {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-server-queue-"));
  const server = await startEmbeddedQueue({ dataDir, port: 0 });
  const queue = createSqsQueue({
    prefix: "test-",
    region: "us-east-1",
    endpoint: server.endpoint,
    credentials: server.credentials,
    waitSeconds: 1,
  });
  await queue.ensure();
  return {
    queue,
    async [Symbol.asyncDispose]() {
      await queue.close();
      await server.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** The product's own writer. */
export const createTestWriter = (queue: Queue, store: Store): IngestionWriter =>
  createSqsWriter({
    queue,
    store,
    apps: createAppLookup(store),
    defaultApp: "default",
    log: pino({ level: "silent" }),
    now: () => Math.floor(Date.now() / 1000),
  });
