/** The store's threads: one that writes and some that read. When one dies, the store is unavailable to whoever asks it. */
import type { ThreadError } from "../../threads/jobs.ts";
import { type Pool, startPool } from "../../threads/pool.ts";
import { startThread, type Thread } from "../../threads/thread.ts";
import { StoreUnavailable } from "../store.ts";
import { type ReaderJobs, type ThreadData, UNAVAILABLE, type WriterJobs } from "./protocol.ts";

export interface StoreThreads {
  readonly writer: Thread<WriterJobs>;
  readonly readers: Pool<ReaderJobs>;
  /** Answers what was asked before. */
  close(): Promise<void>;
}

/** No thread to ask is an outage as well. */
const outages: ReadonlySet<string | undefined> = new Set([UNAVAILABLE, "died", "closed"]);

export const toError = (error: ThreadError): Error =>
  outages.has(error.code) ? new StoreUnavailable(error.message, { cause: error }) : error;

/** A read that nobody waits for asks whether it should go on before each statement, and for each row that needs a function of ours. */
const reading = { oneAtATime: true, stopMs: 3_000 };

const optionsFor = (file: string, data: ThreadData) => ({
  name: "a thread of the store",
  file: new URL(file, import.meta.url),
  // The thread runs a file whatever the process was started with (--eval and the like would be inherited).
  // Left alone, each thread lets its nursery grow past 100 MB.
  worker: { workerData: data, execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 8 } },
  onDeath: "final" as const,
  toError,
});

/** Resolves once all are ready; rejects with what kept one from starting. */
export async function startStoreThreads(data: ThreadData, readers: number): Promise<StoreThreads> {
  // First, since it brings the file's layout up to date.
  const writer = await startThread<WriterJobs>(optionsFor("./writer-thread.ts", data));
  try {
    const pool = await startPool<ReaderJobs>(readers, { ...optionsFor("./reader-thread.ts", data), ...reading });
    return {
      writer,
      readers: pool,
      close: async () => void (await Promise.all([writer.close(), pool.close()])),
    };
  } catch (error) {
    await writer.end();
    throw error;
  }
}
