/**
 * `npm run bench`: how fast feedback becomes insights on the embedded default, what that costs beside the primitives
 * nobody can leave out (same run, same machine), and how the cost grows with what is stored. `--records N` in all.
 * `--profile FOLDER` has the daemon write CPU profiles there, one a thread.
 * `--budgets` holds the cost of each step of understanding, beside JSON's, against budgets.json.
 * `--threads` measures the text threads and the store's threads alone.
 * `forms [--rows N] [--forms 200] [--kills 5] [--away SECONDS]` stores and thanks for N responses by one file, then by one of
 * each of so many forms at once, while the daemon is killed and S3 goes away.
 * `intake [--seconds N]` sends events for so long over 32 and 256 connections (with the engines too).
 * `intake --rate N --seconds S [--events 20]` sends N a second for so long, so many a request, and tells what that takes of a core.
 * `neighbours [--seconds N]` tells what one tenant's hostile schemas and payloads cost another.
 * `pages [--insights 10000,100000,1000000] [--store elasticsearch]` tells how long each page of the dashboard waits for its data.
 * `--soak SECONDS` feeds `--rate` records a second for so long and watches the memory; with `--tabs` that of open pages too.
 * With `--store elasticsearch --queue sqs`, on the servers at ELASTICSEARCH_URL and SQS_ENDPOINT: `--records N` for
 * each of `--runners 1,2,3`, and the time that queries take with `--insights 100000,500000` stored.
 */
import { parseArgs } from "node:util";
import { startDaemon } from "../test/daemon.ts";
import { checkBudgets } from "./budgets.ts";
import { benchEngines } from "./engines.ts";
import { benchForms } from "./forms.ts";
import { benchIntake, benchSteadyIntake } from "./intake.ts";
import { line, percentile } from "./lines.ts";
import { benchNeighbours } from "./neighbours.ts";
import { benchPages } from "./pages.ts";
import { runPipeline } from "./pipeline.ts";
import { measurePrimitives } from "./primitives.ts";
import { type Corpus, readCorpus, readSample } from "./records.ts";
import { soak } from "./soak.ts";
import { openTabs } from "./tabs.ts";
import { benchThreads } from "./threads.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "10" },
    records: { type: "string" },
    store: { type: "string", default: "embedded" },
    queue: { type: "string", default: "embedded" },
    runners: { type: "string", default: "1,2,3" },
    insights: { type: "string", default: "100000" },
    profile: { type: "string" },
    threads: { type: "boolean", default: false },
    budgets: { type: "boolean", default: false },
    soak: { type: "string" },
    rate: { type: "string" },
    events: { type: "string", default: "1" },
    tabs: { type: "boolean", default: false },
    rows: { type: "string", default: "20000" },
    forms: { type: "string", default: "200" },
    kills: { type: "string", default: "5" },
    away: { type: "string", default: "5" },
  },
});
const numbers = (list: string): number[] =>
  list
    .split(",")
    .map(Number)
    .filter((number) => number > 0);

async function benchEmbedded(corpus: Corpus, total: number): Promise<void> {
  const primitives = await measurePrimitives(corpus);
  const floor = primitives.reduce((sum, primitive) => sum + primitive.cost, 0);
  for (const { name, cost } of primitives) line(`  ${name.padEnd(44)} ${cost.toFixed(1).padStart(8)} us a record`);
  line(`  ${"together".padEnd(44)} ${floor.toFixed(1).padStart(8)} us a record`);
  line();

  const profile = values.profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${values.profile}`];
  const daemon = await startDaemon({}, profile);
  try {
    line(`      stored   records/s   CPU us/record   RSS MiB`);
    const run = await runPipeline(
      daemon,
      corpus,
      { total, slice: Math.max(1, Math.round(total / 20)) },
      ({ stored, records, seconds, cpuSeconds, rss }) =>
        line(
          `${String(stored).padStart(12)} ${(records / seconds).toFixed(0).padStart(11)} ${((cpuSeconds * 1e6) / records).toFixed(0).padStart(15)} ${rss.toFixed(0).padStart(9)}`,
        ),
    );
    const { slices, latencies, steps } = run;
    const seconds = slices.reduce((sum, one) => sum + one.seconds, 0);
    const cpu = slices.reduce((sum, one) => sum + one.cpuSeconds, 0);
    const costs = slices.map((one) => one.cpuSeconds / one.records);
    // The first slice compiles and fills caches: growth is counted from the second.
    const early = costs[1] ?? costs[0] ?? 1;
    line();
    line(
      `end to end: ${(total / seconds).toFixed(0)} records/s; ${((cpu * 1e6) / total).toFixed(0)} us CPU a record = ${((cpu * 1e6) / total / floor).toFixed(1)} x the primitives`,
    );
    line(`cost a record, last slice to second: ${((costs.at(-1) ?? early) / early).toFixed(2)} x`);
    line(
      `GET /api/v1/insights meanwhile: p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(1)} ms (${latencies.length} requests)`,
    );
    const stepTotal = [...steps.values()].reduce((sum, value) => sum + value, 0);
    line("time inside each step (waiting included, side by side, so shares of the sum):");
    for (const [name, value] of [...steps].sort((a, b) => b[1] - a[1]))
      line(`  ${name.padEnd(34)} ${((100 * value) / stepTotal).toFixed(1).padStart(5)} %`);
  } finally {
    await daemon.close();
  }
}

async function soakEmbedded(corpus: Corpus, seconds: number, rate: number): Promise<void> {
  const daemon = await startDaemon();
  const tabs = values.tabs ? await openTabs(daemon.url) : undefined;
  try {
    await soak(daemon, corpus, { seconds, rate, tabs });
  } finally {
    await tabs?.close();
    await daemon.close();
  }
}

/** As the daemon is set up for the engines that are asked for. */
const engines = (): Record<string, string> => ({
  QUEUE: values.queue,
  STORE: values.store,
  ...(values.store === "embedded" ? {} : { ELASTICSEARCH_URL: process.env.ELASTICSEARCH_URL ?? "" }),
  ...(values.queue === "embedded"
    ? {}
    : {
        AWS_ENDPOINT_URL_SQS: process.env.SQS_ENDPOINT ?? "",
        AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID ?? "none",
        AWS_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY ?? "none",
      }),
});

const corpus = values.budgets ? readSample() : readCorpus();
line(`records: ${corpus.name}; ${process.version}, ${process.arch}`);
if (positionals[0] === "intake") {
  const seconds = Number(values.seconds);
  if (values.rate === undefined) await benchIntake(engines(), seconds);
  else {
    const load = { rate: Number(values.rate), events: Number(values.events), seconds };
    await benchSteadyIntake(engines(), load);
  }
} else if (positionals[0] === "pages") {
  const store = values.store === "elasticsearch" ? "elasticsearch" : "embedded";
  await benchPages(corpus, { store, sizes: numbers(values.insights) });
} else if (positionals[0] === "neighbours") {
  if (!(await benchNeighbours(engines(), Number(values.seconds)))) process.exitCode = 1;
} else if (positionals[0] === "forms") {
  const { rows, forms, kills, away } = values;
  const load = { rows: Number(rows), forms: Number(forms), kills: Number(kills), awaySeconds: Number(away) };
  if (!(await benchForms(load))) process.exitCode = 1;
} else if (values.budgets) {
  if (!(await checkBudgets(corpus))) process.exitCode = 1;
} else if (values.threads) {
  await benchThreads(corpus);
} else if (values.soak !== undefined) {
  await soakEmbedded(corpus, Number(values.soak), Number(values.rate ?? 50));
} else if (values.store === "elasticsearch" && values.queue === "sqs") {
  const { runners, insights, records = "30000" } = values;
  await benchEngines(corpus, { records: Number(records), runners: numbers(runners), insights: numbers(insights) });
} else if (values.store === "embedded" && values.queue === "embedded") {
  await benchEmbedded(corpus, Number(values.records ?? 200_000));
} else {
  process.stderr.write("bench: --store embedded --queue embedded, or --store elasticsearch --queue sqs\n");
  process.exitCode = 2;
}
