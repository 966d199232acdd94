/** The embedded queue server: the SQS protocol on loopback, persistent in a folder, in a thread of its own. */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";

export interface EmbeddedQueueServer {
  readonly endpoint: string;
  /** Resolves with the error when the thread dies by itself. */
  readonly died: Promise<Error>;
  stop(): Promise<void>;
}

type Reply = { readonly port?: number; readonly error?: string; readonly stopped?: boolean };

/**
 * What a killed runner held would stay hidden for the rest of its visibility timeout. At the start nobody else holds
 * anything: the data folder is locked. Only the tickets queue has consumers outside, whose messages stay theirs.
 */
function releaseHeld(folder: string): void {
  const file = join(folder, "fauxqs.db");
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file);
  try {
    database.exec(
      "UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE receipt_handle IS NOT NULL AND queue_name NOT LIKE '%tickets'",
    );
  } finally {
    database.close();
  }
}

/** `port` 0 takes any free one. Messages live in `dataDir`/queue and survive a kill: a send is answered once it is on disk. */
export async function startEmbeddedQueue(options: {
  readonly dataDir: string;
  readonly port: number;
}): Promise<EmbeddedQueueServer> {
  const folder = join(options.dataDir, "queue");
  await mkdir(folder, { recursive: true });
  releaseHeld(folder);
  const worker = new Worker(new URL("./embedded-worker.ts", import.meta.url), {
    workerData: { port: options.port, dataDir: folder },
    env: {},
    // Left alone, each thread lets its nursery grow past 100 MB.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
  let stopping = false;
  const died = new Promise<Error>((resolve) => {
    worker.once("error", (thrown) => resolve(thrown instanceof Error ? thrown : new Error(String(thrown))));
    worker.once("exit", (code) => {
      if (!stopping) resolve(new Error(`the embedded queue's thread ended with ${code}`));
    });
  });
  const reply = () => new Promise<Reply>((resolve) => worker.once("message", resolve));
  const started = await Promise.race([reply(), died]);
  if (started instanceof Error) throw started;
  if (started.port === undefined) {
    await worker.terminate();
    throw new Error(`the embedded queue could not start on port ${options.port}: ${started.error} (EMBEDDED_SQS_PORT)`);
  }
  return {
    endpoint: `http://127.0.0.1:${started.port}`,
    died,
    async stop() {
      stopping = true;
      const stopped = reply();
      worker.postMessage("stop");
      await Promise.race([stopped, died, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
      await worker.terminate();
    },
  };
}
