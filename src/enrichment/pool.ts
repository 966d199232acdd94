/** The text threads: what reads texts beside the main thread, so that this stays free for requests. */
import type { Logger } from "pino";
import type { NoiseSettings } from "../text/noise/judge.ts";
import { startPool } from "../threads/pool.ts";
import type { Denoised, DenoiseInput } from "./denoise.ts";
import type { EnrichInput } from "./enriched.ts";
import type { EmbeddedBatch, EnrichedBatch, RouterSource, TextJobs, WishBatch, WishInput } from "./jobs.ts";

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

/** Left alone, each thread lets its nursery grow past 100 MB. */
const YOUNG_MB = 12;

export async function startTextPool(options: {
  readonly threads: number;
  readonly settings: NoiseSettings;
  readonly log: Logger;
}): Promise<TextPool> {
  const pool = await startPool<TextJobs>(options.threads, {
    name: "the text thread",
    file: new URL("./worker.ts", import.meta.url),
    worker: { workerData: options.settings, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } },
    onDeath: "restart",
    onRestart: (err, pauseMs) =>
      options.log.error(
        { event: "text_thread_died", err, pause_ms: Math.round(pauseMs) },
        "a text thread died or could not start: another is started",
      ),
  });
  const versions = await pool.run("versions", undefined);
  return {
    ...versions,
    denoise: (inputs) => pool.run("denoise", inputs),
    async enrich(inputs, router) {
      const thread = pool.leastBusy();
      const enriched = await thread.run("enrich", { inputs, router: router.key });
      return enriched ?? thread.run("enrichWith", { inputs, router });
    },
    wishes: (inputs) => pool.run("wishes", inputs),
    embed: (texts) => pool.run("embed", texts),
    close: pool.end,
  };
}
