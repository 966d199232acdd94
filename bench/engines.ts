/** The benchmark on Elasticsearch and an SQS server: how fast one, two and three runners are together, and how long queries take. */
import { readFileSync } from "node:fs";
import { type Daemon, startDaemon } from "../test/daemon.ts";
import { type Engines, engineUrls, openEngines } from "../test/engines/engines.ts";
import { measureLatencies, multiply } from "./latency.ts";
import { line, percentile } from "./lines.ts";
import { runPipeline } from "./pipeline.ts";
import type { Corpus } from "./records.ts";

/** Records before the clock starts: runners boot, compile and fill their caches. */
const WARM_UP = 4_000;

export interface EngineBench {
  readonly records: number;
  readonly runners: readonly number[];
  /** How many insights to ask about; none for 0. */
  readonly insights: readonly number[];
}

/** Seconds that all cores together were busy since the machine started. */
function busySeconds(): number {
  const [user, nice, system, , , interrupt, soft] = readFileSync("/proc/stat", "utf8")
    .split("\n")[0]!
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user! + nice! + system! + interrupt! + soft!) / 100;
}

async function documentsABulk(engines: Engines, elasticsearch: string): Promise<number> {
  const reply = await fetch(new URL(`${engines.indexPrefix}insights/_stats/bulk,indexing`, elasticsearch));
  const { _all } = (await reply.json()) as {
    _all: { primaries: { bulk: { total_operations: number }; indexing: { index_total: number } } };
  };
  return _all.primaries.indexing.index_total / Math.max(1, _all.primaries.bulk.total_operations);
}

/** What they cost together; asked through the first. */
const together = (daemons: readonly Daemon[]): Daemon => ({
  ...daemons[0]!,
  rss: () => daemons.reduce((sum, daemon) => sum + daemon.rss(), 0),
  cpu: () => daemons.reduce((sum, daemon) => sum + daemon.cpu(), 0),
});

async function measureRunners(
  corpus: Corpus,
  records: number,
  runners: number,
  elasticsearch: string,
  engines: Engines,
) {
  const environment = { ...engines.environment, TEXT_WORKERS: "1" };
  const loops = "denoiser,data-model-creator";
  const daemons = [await startDaemon({ ...environment, LOOPS: loops })];
  while (daemons.length < runners) daemons.push(await startDaemon({ ...environment, LOOPS: loops, SERVER: "off" }));
  try {
    const all = together(daemons);
    await runPipeline(all, corpus, { total: WARM_UP, slice: WARM_UP }, () => {});
    const before = busySeconds();
    const range = { fed: WARM_UP, total: WARM_UP + records, slice: records };
    const { slices, latencies } = await runPipeline(all, corpus, range, () => {});
    const { seconds, cpuSeconds, rss } = slices[0]!;
    const busy = busySeconds() - before;
    const bulk = await documentsABulk(engines, elasticsearch);
    return { seconds, cpuSeconds, rss, busy, bulk, p99: percentile(latencies, 0.99) };
  } finally {
    // What they hold is thrown away with the queues.
    await Promise.all(daemons.map((daemon) => daemon.kill("SIGKILL")));
  }
}

async function measureScaling(corpus: Corpus, { records, runners }: EngineBench): Promise<void> {
  const urls = engineUrls()!;
  line("runners   records/s    ratio   CPU us/record   of it runners   cores busy   docs/bulk   RSS MiB   list p99 ms");
  let first = 0;
  for (const count of runners) {
    const engines = openEngines(urls);
    const { seconds, cpuSeconds, rss, busy, bulk, p99 } = await measureRunners(
      corpus,
      records,
      count,
      urls.elasticsearch,
      engines,
    );
    await engines.close();
    const rate = records / seconds;
    first ||= rate;
    const cells = [
      count,
      rate.toFixed(0),
      (rate / first).toFixed(2),
      ((busy * 1e6) / records).toFixed(0),
      `${((100 * cpuSeconds) / busy).toFixed(0)} %`,
      (busy / seconds).toFixed(2),
      bulk.toFixed(1),
      rss.toFixed(0),
      p99.toFixed(0),
    ];
    const widths = [7, 12, 9, 16, 16, 13, 12, 10, 14];
    line(cells.map((cell, at) => String(cell).padStart(widths[at]!)).join(""));
  }
  line();
}

async function measureQueries(corpus: Corpus, sizes: readonly number[]): Promise<void> {
  const engines = openEngines(engineUrls()!);
  const daemon = await startDaemon({ ...engines.environment, LOOPS: "denoiser,data-model-creator" });
  const store = await engines.openStore();
  try {
    await runPipeline(daemon, corpus, { total: 2_000, slice: 2_000 }, () => {});
    for (const size of sizes) {
      const started = performance.now();
      const stored = await multiply(store, size);
      line(
        `${stored} insights (filled in ${((performance.now() - started) / 1000).toFixed(0)} s)         p50 ms    p95 ms`,
      );
      for (const { query, times } of await measureLatencies(daemon.url))
        line(
          `  ${query.padEnd(40)} ${percentile(times, 0.5).toFixed(1).padStart(8)}  ${percentile(times, 0.95).toFixed(1).padStart(8)}`,
        );
      line();
    }
  } finally {
    await store.close();
    await daemon.kill("SIGKILL");
    await engines.close();
  }
}

export async function benchEngines(corpus: Corpus, options: EngineBench): Promise<void> {
  if (engineUrls() === undefined)
    throw new Error("set ELASTICSEARCH_URL and SQS_ENDPOINT to servers that the benchmark may use");
  if (options.runners.length > 0) await measureScaling(corpus, options);
  if (options.insights.length > 0) await measureQueries(corpus, options.insights);
}
