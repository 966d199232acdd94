/**
 * `npm run bench -- --budgets`: what each step of understanding a record costs, in round trips of the record through JSON,
 * against `budgets.json`. Processor time of one thread and the least of some rounds, so that a busy machine changes little;
 * the bundled sample, so that every machine measures the same.
 */
import { readFileSync } from "node:fs";
import { openEnrichment } from "../src/enrichment/enrichment.ts";
import { enrichInputOf } from "../src/enrichment/insight.ts";
import { readRecord } from "../src/model/read-record.ts";
import { starsOf } from "../src/model/stars.ts";
import { DEFAULT_TENANT } from "../src/model/tenant.ts";
import { titleOf } from "../src/model/title.ts";
import { line } from "./lines.ts";
import { type Corpus, recordAt } from "./records.ts";

/** The first rounds compile and fill caches of words. */
const WARM_UP = 3;
const ROUNDS = 8;
/** The clock of processor time ticks coarsely: what is short is done again and again. */
const AGAIN = { unit: 40, read: 10 };

const steps = ["read", "denoise", "enrich"] as const;
type Step = (typeof steps)[number];

/** Microseconds of processor time, of this thread and of what the machine does for it. */
function spent(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}

/** Round trips through JSON that each step may cost. */
const readBudgets = (): Readonly<Record<Step, number>> =>
  JSON.parse(readFileSync(new URL("budgets.json", import.meta.url), "utf8")) as Record<Step, number>;

/** Microseconds a record: of a round trip through JSON, and of each step. */
async function measure(corpus: Corpus): Promise<Readonly<Record<Step | "unit", number>>> {
  const enrichment = await openEnrichment();
  const denoise = enrichment.denoiser({
    mode: "smart",
    limits: { MIN_WORDS: 3, MAX_MISSPELT: 0.3, MAX_NON_ENGLISH: 0.4 },
  });
  const router = enrichment.router(undefined);
  const context = {
    tenant: DEFAULT_TENANT,
    defaultApp: "default",
    receivedAt: 1_700_000_000,
    appOfPackage: () => undefined,
  };
  const least = { unit: Number.POSITIVE_INFINITY, read: Number.POSITIVE_INFINITY } as Record<Step | "unit", number>;
  for (const step of steps) least[step] = Number.POSITIVE_INFINITY;

  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const count = corpus.records.length;
    // Other texts in each round: what was read before is remembered.
    const raw = Array.from({ length: count }, (_, at) => {
      const record = recordAt(corpus, round * count + at);
      return { ...record, text: `${record.text} (${round})` };
    });
    const lines = raw.map((record) => JSON.stringify(record));
    const cost = { unit: 0, read: 0, denoise: 0, enrich: 0 };
    cost.unit =
      spent(() => {
        for (let again = 0; again < AGAIN.unit; again++) {
          for (const text of lines) JSON.stringify(JSON.parse(text));
        }
      }) / AGAIN.unit;
    let read: ReturnType<typeof readRecord>[] = [];
    cost.read =
      spent(() => {
        for (let again = 0; again < AGAIN.read; again++) read = raw.map((record) => readRecord(record, context));
      }) / AGAIN.read;
    const records = read.flatMap((one) => ("record" in one ? [one.record] : []));
    const cleaned: (ReturnType<typeof denoise> & (typeof records)[number])[] = [];
    cost.denoise = spent(() => {
      for (const record of records) {
        const score = starsOf(record.metadata);
        cleaned.push({ ...record, ...denoise({ text: record.text, title: titleOf(record), score }) });
      }
    });
    const kept = cleaned.filter(({ drop }) => drop === undefined);
    cost.enrich = spent(() => kept.forEach((record) => void enrichment.enrich(enrichInputOf(record), router)));
    if (round < WARM_UP) continue;
    for (const name of ["unit", ...steps] as const) least[name] = Math.min(least[name], cost[name] / count);
  }
  return least;
}

/** Answers whether every step keeps its budget. */
export async function checkBudgets(corpus: Corpus): Promise<boolean> {
  const least = await measure(corpus);
  line(`  a round trip through JSON    ${least.unit.toFixed(2).padStart(8)} us a record`);
  const budgets = readBudgets();
  let kept = true;
  for (const step of steps) {
    const ratio = least[step] / least.unit;
    const isKept = ratio <= budgets[step];
    kept &&= isKept;
    line(
      `  ${step.padEnd(28)} ${least[step].toFixed(2).padStart(8)} us = ${ratio.toFixed(1).padStart(6)} x, budget ${budgets[step]}${isKept ? "" : "  OVER"}`,
    );
  }
  return kept;
}
