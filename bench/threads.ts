/** How fast the text threads and the store's threads answer, each alone: what a change to `src/threads` may not slow down. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { readConfig } from "../src/config.ts";
import { startTextPool } from "../src/enrichment/pool.ts";
import { DEFAULT_TENANT } from "../src/model/tenant.ts";
import { createSqliteStore } from "../src/store/sqlite.ts";
import { noiseSettings } from "../src/text/noise/judge.ts";
import { line } from "./lines.ts";
import type { Corpus } from "./records.ts";

/** As many tasks at a time as a busy runner has. */
const SIDE_BY_SIDE = 8;
const BATCH = 50;

/** `work` for each of `count` numbers, some side by side; prints how many of `each` that makes a second, and what one costs. */
async function measure(name: string, count: number, each: number, work: (at: number) => Promise<unknown>) {
  let next = 0;
  const started = performance.now();
  const before = process.cpuUsage();
  const lane = async (): Promise<void> => {
    for (let at = next++; at < count; at = next++) await work(at);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(before);
  const done = count * each;
  line(
    `  ${name.padEnd(34)} ${(done / seconds).toFixed(0).padStart(8)} a second ${((user + system) / done).toFixed(1).padStart(8)} us CPU each`,
  );
}

async function benchText(corpus: Corpus): Promise<void> {
  const pool = await startTextPool({
    threads: 1,
    settings: noiseSettings(readConfig({})),
    log: pino({ level: "silent" }),
  });
  const inputsOf = (batch: number) =>
    Array.from({ length: BATCH }, (_, at) => {
      const { text } = corpus.records[(batch * BATCH + at) % corpus.records.length]!;
      return { text, title: "", untranslated: false };
    });
  const router = { key: "bench", model: undefined, corrections: [] };
  await measure("(warming up)", 40, BATCH, (at) => pool.enrich(inputsOf(at), router));
  await measure("texts enriched, 50 a task", 400, BATCH, (at) => pool.enrich(inputsOf(at), router));
  await measure("texts embedded, 1 a task", 40_000, 1, () => pool.embed(["short"]));
  await pool.close();
}

async function benchStore(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-bench-"));
  const store = await createSqliteStore({ dataDir });
  const write = (ids: readonly string[]) =>
    store.write(
      DEFAULT_TENANT,
      "progress",
      ids.map((id) => ({ op: "create", id, doc: { value: 1 } })),
    );
  const batch = (at: number) => Array.from({ length: BATCH }, (_, index) => `b-${at}-${index}`);
  await measure("documents written, 1 a call", 8_000, 1, (at) => write([`a-${at}`]));
  await measure("documents written, 50 a call", 1_000, BATCH, (at) => write(batch(at)));
  await measure("documents read, 1 a call", 40_000, 1, (at) =>
    store.get(DEFAULT_TENANT, "progress", `a-${at % 8_000}`),
  );
  await store.close();
  await rm(dataDir, { recursive: true });
}

export async function benchThreads(corpus: Corpus): Promise<void> {
  await benchText(corpus);
  await benchStore();
}
