/** Feedback from HTTP to stored insights, as fast as the daemon takes it, with its memory and its answers to people watched meanwhile. */
import { sleep } from "../src/lifecycle.ts";
import type { Daemon } from "../test/daemon.ts";
import { type Corpus, recordAt } from "./records.ts";

/** Records a request; the daemon cuts them into batches of at most 64 KB, about fifty reviews each. */
const REQUEST = 500;
/** The feeder stays at most this many records ahead, as a client that is told to slow down would. */
const AHEAD = 5_000;

export interface Slice {
  /** Insights stored when it ended. */
  readonly stored: number;
  readonly records: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly rss: number;
}

export interface PipelineRun {
  readonly slices: readonly Slice[];
  /** Milliseconds of `GET /api/v1/insights` under load, ascending. */
  readonly latencies: readonly number[];
  /** Seconds of each step of each loop, by the daemon's own histogram. */
  readonly steps: ReadonlyMap<string, number>;
}

interface Ledger {
  readonly received: number;
  readonly stored: number;
  readonly in_flight: number;
  readonly balanced: boolean;
}

export const ledgerOf = async (daemon: Daemon): Promise<Ledger> =>
  (await (await fetch(`${daemon.url}/api/v1/ledger`)).json()) as Ledger;

export async function post(daemon: Daemon, records: readonly unknown[]): Promise<void> {
  for (;;) {
    const reply = await fetch(`${daemon.url}/api/v1/feedback`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(records),
    });
    await reply.arrayBuffer();
    if (reply.status === 202) return;
    if (reply.status !== 503 && reply.status !== 429) throw new Error(`feedback: ${reply.status}`);
    await sleep(Number(reply.headers.get("retry-after") ?? 1) * 1_000);
  }
}

async function readSteps(daemon: Daemon): Promise<Map<string, number>> {
  const text = await (await fetch(`${daemon.url}/metrics`)).text();
  const matches = text.matchAll(/groundswell_step_seconds_sum\{loop="([^"]+)",step="([^"]+)"\} ([\d.e+-]+)/g);
  return new Map([...matches].map((match) => [`${match[1]} ${match[2]}`, Number(match[3])]));
}

/**
 * Feeds records without a pause, after those that were `fed` before, until there are `total`, and waits until all are
 * accounted for. A slice is reported each time another `slice` of them are.
 */
export async function runPipeline(
  daemon: Daemon,
  corpus: Corpus,
  { fed = 0, total, slice }: { readonly fed?: number; readonly total: number; readonly slice: number },
  report: (slice: Slice) => void,
): Promise<PipelineRun> {
  const slices: Slice[] = [];
  const latencies: number[] = [];
  let sent = fed;
  let accounted = fed;
  const feed = async () => {
    while (sent < total) {
      if (sent - accounted >= AHEAD) {
        await sleep(20);
        continue;
      }
      const count = Math.min(REQUEST, total - sent);
      const first = sent;
      await post(
        daemon,
        Array.from({ length: count }, (_, index) => recordAt(corpus, first + index)),
      );
      sent += count;
    }
  };
  const probe = async () => {
    while (accounted < total) {
      const started = performance.now();
      await (await fetch(`${daemon.url}/api/v1/insights?limit=20&sort=newest`)).arrayBuffer();
      latencies.push(performance.now() - started);
      await sleep(50);
    }
  };
  const watch = async () => {
    let before = { accounted, at: performance.now(), cpu: daemon.cpu() };
    while (accounted < total) {
      await sleep(1_000);
      const ledger = await ledgerOf(daemon);
      if (!ledger.balanced) throw new Error(`the books do not balance: ${JSON.stringify(ledger)}`);
      accounted = ledger.received - ledger.in_flight;
      const records = accounted - before.accounted;
      if (records < slice && accounted < total) continue;
      const now = { accounted, at: performance.now(), cpu: daemon.cpu() };
      slices.push({
        stored: ledger.stored,
        records,
        seconds: (now.at - before.at) / 1_000,
        cpuSeconds: now.cpu - before.cpu,
        rss: daemon.rss(),
      });
      report(slices.at(-1)!);
      before = now;
    }
  };
  await Promise.all([feed(), probe(), watch()]);
  return { slices, latencies: latencies.sort((a, b) => a - b), steps: await readSteps(daemon) };
}
