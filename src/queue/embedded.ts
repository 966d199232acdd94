/** The embedded queue server: the SQS protocol on loopback, persistent in a folder, in a thread of its own. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { makeFolder } from "../folders.ts";
import { startThread } from "../threads/thread.ts";
import { useWriteAheadLog } from "../write-ahead-log.ts";
import { createCredentials, removeCredentials, writeCredentials } from "./embedded-credentials.ts";
import type { QueueJobs } from "./embedded-worker.ts";
import { createLocalClient } from "./local-client.ts";
import type { Credentials } from "./request-signature.ts";

export interface EmbeddedQueueServer {
  readonly endpoint: string;
  /** For this process, which needs no socket. */
  readonly client: SQSClient;
  /** Of this start alone, and in a file of the data folder for programs beside this one. */
  readonly credentials: Credentials;
  /** Resolves with the error when the thread dies by itself. */
  readonly died: Promise<Error>;
  /** Answers the long polls under way, with nothing: who stops need not wait for them. */
  endPolls(): Promise<void>;
  stop(): Promise<void>;
}

/** How long a server that is told to stop may take. */
const STOP_MS = 2_000;

/** A copy or a look at the file by another program may hold it for a moment. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Brings the file to its log, and what a killed runner held back into the queues: it would stay hidden for the rest of its
 * visibility timeout. At the start nobody else holds anything: the data folder is locked. Only the tickets queue has
 * consumers outside, whose messages stay theirs.
 */
function openQueueFile(folder: string): void {
  const file = join(folder, "fauxqs.db");
  const isNew = !existsSync(file);
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    // The server waits for nobody who has the file; what is done here is nothing it has to wait for.
    useWriteAheadLog(database, BUSY_TIMEOUT_MS);
    if (isNew) return;
    // A first start that was killed, or had no room, leaves a file without tables; the server makes what is missing.
    if (database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'sqs_messages'").get() === undefined) return;
    database.exec(
      "UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE receipt_handle IS NOT NULL AND queue_name NOT LIKE '%tickets'",
    );
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  } finally {
    database.close();
  }
}

/** `port` 0 takes any free one. Messages live in `dataDir`/queue and survive a kill: a send is answered once it is on disk. */
export async function startEmbeddedQueue(options: {
  readonly dataDir: string;
  readonly port: number;
  /** What clients sign their requests for. Default us-east-1. */
  readonly region?: string;
}): Promise<EmbeddedQueueServer> {
  const { dataDir, region = "us-east-1" } = options;
  const credentials = createCredentials();
  const folder = join(dataDir, "queue");
  await makeFolder(folder, { mode: 0o700 });
  openQueueFile(folder);
  const thread = await startThread<QueueJobs>({
    name: "the embedded queue's thread",
    file: new URL("./embedded-worker.ts", import.meta.url),
    // Left alone, each thread lets its nursery grow past 100 MB.
    worker: { resourceLimits: { maxYoungGenerationSizeMb: 8 } },
    onDeath: "final",
    holdsProcess: true,
  });
  let port: number;
  try {
    port = await thread.run("listen", { port: options.port, dataDir: folder, region, credentials });
  } catch (error) {
    await thread.end();
    const { message } = error as Error;
    throw new Error(`the embedded queue could not start on port ${options.port}: ${message} (EMBEDDED_SQS_PORT)`);
  }
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    await removeCredentials(dataDir).catch(() => undefined);
    // Whatever becomes of it, the thread goes: what was answered is on disk.
    await thread.run("stop", undefined, { deadlineMs: STOP_MS }).catch(() => undefined);
    await thread.end();
  };
  try {
    await writeCredentials(dataDir, { ...credentials, endpoint, region });
  } catch (error) {
    await stop();
    throw error;
  }
  const endPolls = () => thread.run("endPolls", undefined);
  const client = createLocalClient((request) => thread.run("ask", request));
  return { endpoint, client, credentials, died: thread.died, endPolls, stop };
}
