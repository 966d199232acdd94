/** The text threads: jobs go to the least busy one; a thread that dies fails its jobs and is replaced. */
import { Worker } from "node:worker_threads";
import type { NoiseSettings } from "../text/noise/judge.ts";
import type { Denoised, DenoiseInput } from "./denoise.ts";
import type { EnrichInput } from "./enrich.ts";
import type { EmbeddedBatch, EnrichedBatch, Job, JobReply, Ready, RouterSource, WishBatch, WishInput } from "./jobs.ts";

export interface TextPool {
  readonly modelVersion: string;
  /** Of the vectors: those of two versions can't be compared. */
  readonly vectorVersion: string;
  denoise(inputs: readonly DenoiseInput[]): Promise<readonly Denoised[]>;
  enrich(inputs: readonly EnrichInput[], router: RouterSource): Promise<EnrichedBatch>;
  wishes(inputs: readonly WishInput[]): Promise<WishBatch>;
  embed(texts: readonly string[]): Promise<EmbeddedBatch>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (reply: JobReply) => void;
  readonly reject: (error: Error) => void;
}

interface TextThread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  readonly routers: Set<string>;
}

/** As many routers as a thread keeps (worker.ts): past that it may have forgotten one, so all are sent again. */
const KNOWN_ROUTERS = 64;

/** Left alone, each thread lets its nursery grow past 100 MB. */
const YOUNG_MB = 24;

async function startThread(
  settings: NoiseSettings,
  onDeath: (thread: TextThread) => void,
): Promise<{ thread: TextThread; versions: Ready["ready"] }> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: settings,
    env: {},
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const thread: TextThread = { worker, waiting: new Map(), routers: new Set() };
  const versions = await new Promise<Ready["ready"]>((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", (message: Ready) => resolve(message.ready));
  });
  const die = (error: Error) => {
    for (const one of thread.waiting.values()) one.reject(error);
    thread.waiting.clear();
    onDeath(thread);
  };
  worker.removeAllListeners("error");
  worker.once("error", (thrown) => die(thrown instanceof Error ? thrown : new Error(String(thrown))));
  worker.on("message", (reply: JobReply) => {
    const one = thread.waiting.get(reply.id);
    thread.waiting.delete(reply.id);
    if ("error" in reply) one?.reject(new Error(reply.error));
    else one?.resolve(reply);
  });
  return { thread, versions };
}

export async function startTextPool(options: {
  readonly threads: number;
  readonly settings: NoiseSettings;
}): Promise<TextPool> {
  let nextId = 0;
  let closed = false;
  const threads: TextThread[] = [];

  const replace = (dead: TextThread): void => {
    threads.splice(threads.indexOf(dead), 1);
    if (closed) return;
    void startThread(options.settings, replace).then(({ thread }) => threads.push(thread));
  };
  const started = await Promise.all(
    Array.from({ length: options.threads }, () => startThread(options.settings, replace)),
  );
  threads.push(...started.map((one) => one.thread));

  function run(makeJob: (thread: TextThread) => Job): Promise<JobReply> {
    const thread = threads.reduce<TextThread | undefined>(
      (best, one) => (best === undefined || one.waiting.size < best.waiting.size ? one : best),
      undefined,
    );
    if (thread === undefined) return Promise.reject(new Error("no text thread is running"));
    const id = nextId++;
    return new Promise((resolve, reject) => {
      thread.waiting.set(id, { resolve, reject });
      thread.worker.postMessage({ id, job: makeJob(thread) });
    });
  }

  return {
    ...started[0]!.versions,
    async denoise(inputs) {
      const reply = await run(() => ({ kind: "denoise", inputs }));
      if (!("denoised" in reply)) throw new Error("a text thread answered another question");
      return reply.denoised;
    },
    async enrich(inputs, router) {
      const reply = await run((thread) => {
        const known = thread.routers.has(router.key);
        if (thread.routers.size >= KNOWN_ROUTERS) thread.routers.clear();
        thread.routers.add(router.key);
        return { kind: "enrich", inputs, routerKey: router.key, ...(known ? {} : { router }) };
      });
      if (!("enriched" in reply)) throw new Error("a text thread answered another question");
      return reply.enriched;
    },
    async wishes(inputs) {
      const reply = await run(() => ({ kind: "wishes", inputs }));
      if (!("wished" in reply)) throw new Error("a text thread answered another question");
      return reply.wished;
    },
    async embed(texts) {
      const reply = await run(() => ({ kind: "embed", texts }));
      if (!("embedded" in reply)) throw new Error("a text thread answered another question");
      return reply.embedded;
    },
    async close() {
      closed = true;
      await Promise.all(threads.map((thread) => thread.worker.terminate()));
    },
  };
}
