/** The embedded queue server: the SQS protocol on loopback, persistent in a folder, in a thread of its own. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

export interface EmbeddedQueueServer {
  readonly endpoint: string;
  /** Resolves with the error when the thread dies by itself. */
  readonly died: Promise<Error>;
  stop(): Promise<void>;
}

type Reply = { readonly port?: number; readonly error?: string; readonly stopped?: boolean };

/** `port` 0 takes any free one. Messages live in `dataDir`/queue and survive a kill: a send is answered once it is on disk. */
export async function startEmbeddedQueue(options: {
  readonly dataDir: string;
  readonly port: number;
}): Promise<EmbeddedQueueServer> {
  const folder = join(options.dataDir, "queue");
  await mkdir(folder, { recursive: true });
  const worker = new Worker(new URL("./embedded-worker.ts", import.meta.url), {
    workerData: { port: options.port, dataDir: folder },
    env: {},
  });
  const died = new Promise<Error>((resolve) => {
    worker.once("error", (thrown) => resolve(thrown instanceof Error ? thrown : new Error(String(thrown))));
    worker.once("exit", (code) => resolve(new Error(`the embedded queue's thread ended with ${code}`)));
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
      const stopped = reply();
      worker.postMessage("stop");
      await Promise.race([stopped, died, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
      await worker.terminate();
    },
  };
}
