/** A daemon at a steady rate for a long time: its memory, its books and its answers, minute by minute. */
import { sleep } from "../src/lifecycle.ts";
import type { Daemon } from "../test/daemon.ts";
import { line, percentile } from "./lines.ts";
import { ledgerOf, post } from "./pipeline.ts";
import { type Corpus, recordAt } from "./records.ts";
import type { Held, Tabs } from "./tabs.ts";

export interface SoakOptions {
  readonly seconds: number;
  /** Records a second. */
  readonly rate: number;
  /** Pages that are open meanwhile. */
  readonly tabs?: Tabs | undefined;
}

const MINUTE = 60_000;

/** MiB an hour, by least squares over what was sampled each minute. */
function slope(samples: readonly number[]): number {
  const middle = (samples.length - 1) / 2;
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  let above = 0;
  let below = 0;
  samples.forEach((value, at) => {
    above += (at - middle) * (value - mean);
    below += (at - middle) ** 2;
  });
  return below === 0 ? 0 : (above / below) * 60;
}

/** Throws when the books don't balance at a sample, or when something is left in flight a minute after the end. */
export async function soak(daemon: Daemon, corpus: Corpus, { seconds, rate, tabs }: SoakOptions): Promise<void> {
  const started = performance.now();
  const end = started + seconds * 1_000;
  let sent = 0;
  let latencies: number[] = [];
  const memory: number[] = [];
  const all: number[] = [];
  const held: Held[] = [];
  const heads = tabs === undefined ? "" : "   pages' heap MiB, nodes, listeners";
  line(`   minute     stored   in flight   RSS MiB   CPU %   GET insights p50, max ms${heads}`);
  const feed = async () => {
    for (let now = performance.now(); now < end; now = performance.now()) {
      const due = Math.floor(((now - started) / 1_000) * rate) - sent;
      if (due > 0) {
        const first = sent;
        await post(
          daemon,
          Array.from({ length: due }, (_, index) => recordAt(corpus, first + index)),
        );
        sent += due;
      }
      await sleep(1_000);
    }
  };
  const probe = async () => {
    while (performance.now() < end) {
      const asked = performance.now();
      await (await fetch(`${daemon.url}/api/v1/insights?limit=20&sort=newest`)).arrayBuffer();
      latencies.push(performance.now() - asked);
      await sleep(1_000);
    }
  };
  const watch = async () => {
    for (let minute = 1; minute * MINUTE <= seconds * 1_000; minute++) {
      const cpu = daemon.cpu();
      await sleep(Math.max(0, started + minute * MINUTE - performance.now()));
      const ledger = await ledgerOf(daemon);
      if (!ledger.balanced) throw new Error(`the books do not balance: ${JSON.stringify(ledger)}`);
      memory.push(daemon.rss());
      const sorted = latencies.sort((a, b) => a - b);
      const cells = [minute, ledger.stored, ledger.in_flight, memory.at(-1)!.toFixed(0)];
      const busy = (((daemon.cpu() - cpu) * 1_000) / MINUTE) * 100;
      const open = await tabs?.read();
      if (open !== undefined) held.push(open);
      const shown = open === undefined ? "" : `   ${open.heap.toFixed(1)}, ${open.nodes}, ${open.listeners}`;
      line(
        `${cells.map((cell, at) => String(cell).padStart([9, 11, 12, 10][at]!)).join("")}${busy.toFixed(0).padStart(8)}   ${percentile(sorted, 0.5).toFixed(1)}, ${(sorted.at(-1) ?? 0).toFixed(1)}${shown}`,
      );
      all.push(...latencies);
      latencies = [];
    }
  };
  await Promise.all([feed(), probe(), watch()]);
  await sleep(MINUTE);
  const ledger = await ledgerOf(daemon);
  const rest = memory.slice(Math.floor(memory.length / 4));
  line();
  line(
    `sent ${sent}, received ${ledger.received}, in flight ${ledger.in_flight}, balanced ${ledger.balanced}; ` +
      `memory ${Math.min(...rest).toFixed(0)} to ${Math.max(...rest).toFixed(0)} MiB after the first quarter, ${slope(rest).toFixed(1)} MiB an hour`,
  );
  all.sort((a, b) => a - b);
  line(`GET insights p50 ${percentile(all, 0.5).toFixed(1)} ms, p99 ${percentile(all, 0.99).toFixed(1)} ms`);
  const later = held.slice(Math.floor(held.length / 4)).map(({ heap }) => heap);
  if (later.length > 1)
    line(
      `pages: ${Math.min(...later).toFixed(1)} to ${Math.max(...later).toFixed(1)} MiB after the first quarter, ${slope(later).toFixed(1)} MiB an hour`,
    );
  if (ledger.in_flight > 0 || !ledger.balanced || ledger.received !== sent) throw new Error("something is missing");
}
