/** The feedback loops of a runner, composed as src/daemon.ts does, on a queue and a store that a test chose. */
import { pino } from "pino";
import { readConfig } from "../../src/config.ts";
import { createAppLookup } from "../../src/enrichment/app-lookup.ts";
import type { TextPool } from "../../src/enrichment/pool.ts";
import { startTextPool } from "../../src/enrichment/pool.ts";
import { createLedger } from "../../src/ledger/ledger.ts";
import { createDataModelCreatorLoop } from "../../src/loops/data-model-creator/loop.ts";
import { createDenoiserLoop } from "../../src/loops/denoiser/loop.ts";
import { startDeadLetterCollector } from "../../src/loops/frame/collector.ts";
import { startLoop } from "../../src/loops/frame/start.ts";
import { createMetrics } from "../../src/metrics.ts";
import type { Queue } from "../../src/queue/queue.ts";
import type { Store } from "../../src/store/store.ts";
import { noiseSettings } from "../../src/text/noise/judge.ts";

export const quiet = pino({ level: "silent" });
/** Receive loops of one runner: a denoiser, two creators, a collector for the dead letters of each. */
export const CONSUMERS = 5;

export const openTexts = (): Promise<TextPool> =>
  startTextPool({ threads: 1, settings: noiseSettings(readConfig({})), log: quiet });

export interface RunnerParts {
  readonly queue: Queue;
  readonly store: Store;
  readonly text: TextPool;
  /** Unix seconds. */
  readonly now?: () => number;
}

export interface Runner {
  stop(deadlineMs?: number): Promise<void>;
}

export function startRunner({ queue, store, text, now = () => Math.floor(Date.now() / 1000) }: RunnerParts): Runner {
  const deps = { queue, store, ledger: createLedger(store), metrics: createMetrics(), log: quiet, now };
  const apps = createAppLookup(store);
  const running = [
    startLoop(createDataModelCreatorLoop({ text, apps, store, queue, now: deps.now }), deps),
    startLoop(createDenoiserLoop({ text, queue, defaultApp: "default", appsByPackage: apps.packages }), deps),
    startDeadLetterCollector("raw", deps),
    startDeadLetterCollector("filtered", deps),
  ];
  return {
    stop: async (deadlineMs = 10_000) => void (await Promise.all(running.map((loop) => loop.stop(deadlineMs)))),
  };
}
