/**
 * How long the pages of the dashboard wait for their data when much is stored. A browser opens each page once, which tells
 * what it asks for; then all that a page asks is asked again and again, at once as the page does, and after each round one
 * more record comes, so that no answer is a remembered one.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { sleep } from "../src/lifecycle.ts";
import { createSqliteStore } from "../src/store/sqlite.ts";
import type { Store } from "../src/store/store.ts";
import { openBrowser } from "../test/chromium.ts";
import { type Daemon, startDaemon } from "../test/daemon.ts";
import { engineUrls, openEngines } from "../test/engines/engines.ts";
import { getJson, sendFeedback, settled } from "../test/feedback.ts";
import { eventually } from "../test/testbed.ts";
import { multiply } from "./latency.ts";
import { line, percentile } from "./lines.ts";
import { type Corpus, recordAt } from "./records.ts";

const ROUNDS = 40;
const WARM_UP = 3;
const SEED = 1_000;
/** Seconds between two records of the seed: a year of feedback. */
const SECONDS_APART = 31_536;

export interface PagesBench {
  readonly store: "embedded" | "elasticsearch";
  /** How many insights are stored, ascending. */
  readonly sizes: readonly number[];
}

interface Place {
  readonly environment: Record<string, string>;
  openStore(): Promise<Store>;
  /** Waits until the engine has put in order what it was filled with. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

async function openPlace(store: PagesBench["store"]): Promise<Place> {
  if (store === "elasticsearch") {
    const urls = engineUrls();
    if (urls === undefined)
      throw new Error("set ELASTICSEARCH_URL and SQS_ENDPOINT to servers that the benchmark may use");
    const engines = openEngines(urls);
    return { ...engines, rest: () => untilMerged(urls.elasticsearch, engines.indexPrefix) };
  }
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-pages-"));
  return {
    environment: { DATA_DIR: dataDir },
    openStore: () => createSqliteStore({ dataDir }),
    rest: async () => {},
    close: () => rm(dataDir, { recursive: true, force: true }),
  };
}

const LONGEST_REST_S = 600;
/** Seconds of rest before it counts as one: a merge of segments, or a pass, may follow at once. */
const QUIET_S = 5;

/**
 * Segments of a million documents are merged for minutes after they came, which is no load that pages are under otherwise. The
 * server looks for what to merge when something is written: it is asked to look now, not while pages are measured.
 */
async function untilMerged(elasticsearch: string, prefix: string): Promise<void> {
  const asked = new URL(`${prefix}*/_forcemerge?wait_for_completion=false`, elasticsearch);
  const begun = await fetch(asked, { method: "POST" });
  if (!begun.ok) throw new Error(`${asked}: ${begun.status} ${await begun.text()}`);
  let quiet = 0;
  for (let second = 0; second < LONGEST_REST_S && quiet < QUIET_S; second++) {
    await sleep(1_000);
    const reply = await fetch(new URL(`${prefix}*/_stats/merge`, elasticsearch));
    const { _all } = (await reply.json()) as { _all: { total: { merges: { current: number } } } };
    quiet = _all.total.merges.current === 0 ? quiet + 1 : 0;
  }
}

const LONGEST_PASSES_S = 300;
/** Seconds in a row that cost less than this share of a core: the runner does nothing but look. */
const IDLE = 0.25;

/** What came behind the runner's back is grouped once after its start, which is no load that pages are under otherwise. */
async function untilIdle(daemon: Daemon): Promise<void> {
  let quiet = 0;
  for (let second = 0; second < LONGEST_PASSES_S && quiet < QUIET_S; second++) {
    const before = daemon.cpu();
    await sleep(1_000);
    quiet = daemon.cpu() - before < IDLE ? quiet + 1 : 0;
  }
}

const spread = (corpus: Corpus, index: number): Record<string, unknown> => ({
  ...recordAt(corpus, index),
  date: 1_730_000_000 + (index % SEED) * SECONDS_APART,
});

interface Items {
  readonly items: readonly { readonly id: string }[];
}

const firstId = async (daemon: Daemon, list: string): Promise<string> =>
  (await getJson<Items>(daemon.url, `/api/v1/${list}`)).items[0]!.id;

/** The pages that show feedback, and what came of it. */
async function pathsOf(daemon: Daemon): Promise<string[]> {
  const insight = await firstId(daemon, "insights?limit=1&kind=problem");
  const theme = await firstId(daemon, "clusters?limit=1");
  const ticket = await firstId(daemon, "tickets?limit=1");
  return [
    ...["/", "/insights", "/insights?q=crash", "/insights?q=crash&by=meaning", "/insights?kind=problem&priority=High"],
    ...["/clusters", `/themes/${theme}`, `/insights/${insight}`, "/tickets", `/tickets/${ticket}`, "/requests"],
    ...["/apps/Bench", "/compare", "/quarantine", "/health"],
  ];
}

/** What a page asks the API for until it has drawn itself. */
async function requestsOf(browser: Browser, daemon: Daemon, path: string): Promise<string[]> {
  const page = await browser.newPage();
  const asked = new Set<string>();
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url());
    if (request.method() === "GET" && pathname.startsWith("/api/") && !pathname.endsWith("/live"))
      asked.add(pathname + search);
  });
  await page.goto(daemon.url + path);
  await page.waitForSelector("h1");
  await page.waitForSelector(".skeleton", { state: "detached", timeout: 120_000 });
  await page.waitForLoadState("load");
  await page.close();
  if (asked.size === 0) throw new Error(`${path} asks for nothing: is the dashboard built?`);
  return [...asked];
}

async function ask(daemon: Daemon, path: string): Promise<number> {
  const started = performance.now();
  const reply = await fetch(daemon.url + path);
  await reply.arrayBuffer();
  if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
  return performance.now() - started;
}

async function measure(daemon: Daemon, corpus: Corpus, pages: ReadonlyMap<string, readonly string[]>, fed: number) {
  const times = new Map([...pages.keys()].map((path): [string, number[]] => [path, []]));
  const single = new Map<string, number[]>();
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    await sendFeedback(daemon.url, [spread(corpus, fed + round + WARM_UP)]);
    for (const [path, requests] of pages) {
      const started = performance.now();
      const each = await Promise.all(requests.map((one) => ask(daemon, one)));
      if (round < 0) continue;
      times.get(path)!.push(performance.now() - started);
      for (const [at, one] of requests.entries()) single.set(one, [...(single.get(one) ?? []), each[at]!]);
    }
  }
  for (const all of [...times.values(), ...single.values()]) all.sort((a, b) => a - b);
  return { times, single };
}

async function untilReady(daemon: Daemon): Promise<void> {
  await eventually(
    "themes",
    async () => (await getJson<Items>(daemon.url, "/api/v1/clusters?limit=1")).items.length > 0,
    120_000,
  );
  await eventually(
    "tickets",
    async () => (await getJson<Items>(daemon.url, "/api/v1/tickets?limit=1")).items.length > 0,
    120_000,
  );
}

export async function benchPages(corpus: Corpus, { store: engine, sizes }: PagesBench): Promise<void> {
  const place = await openPlace(engine);
  const browser = await openBrowser();
  const quick = { CLUSTER_INTERVAL: "1s", TICKET_INTERVAL: "1s", TICKET_WINDOW_DAYS: "3650" };
  let fed = 0;
  try {
    const first = await startDaemon({ ...place.environment, ...quick });
    await sendFeedback(
      first.url,
      Array.from({ length: SEED }, (_, at) => spread(corpus, at)),
    );
    fed += SEED;
    await settled(first.url, SEED, 120_000);
    await untilReady(first);
    await first.kill("SIGTERM");
    for (const size of sizes) {
      const filling = performance.now();
      const store = await place.openStore();
      const stored = await multiply(store, size);
      await store.close();
      const filled = (performance.now() - filling) / 1_000;
      await place.rest();
      const starting = performance.now();
      const daemon = await startDaemon(place.environment);
      const ready = (performance.now() - starting) / 1_000;
      const pages = new Map<string, readonly string[]>();
      for (const path of await pathsOf(daemon)) pages.set(path, await requestsOf(browser, daemon, path));
      await untilIdle(daemon);
      const { times, single } = await measure(daemon, corpus, pages, fed);
      fed += ROUNDS + WARM_UP;
      line(
        `${stored} insights, filled in ${filled.toFixed(0)} s; ready ${ready.toFixed(1)} s after the start; ${daemon.rss().toFixed(0)} MiB`,
      );
      line(`  ${"page".padEnd(44)} requests    p50 ms    p95 ms`);
      for (const [path, all] of times) {
        const cells = [pages.get(path)!.length, percentile(all, 0.5).toFixed(0), percentile(all, 0.95).toFixed(0)];
        line(`  ${path.slice(0, 44).padEnd(44)}${cells.map((cell) => String(cell).padStart(10)).join("")}`);
      }
      line("  slowest requests, p95 ms");
      const slowest = [...single].sort(([, a], [, b]) => percentile(b, 0.95) - percentile(a, 0.95)).slice(0, 12);
      for (const [path, all] of slowest) line(`  ${percentile(all, 0.95).toFixed(0).padStart(8)}  ${path}`);
      line();
      await daemon.kill("SIGTERM");
    }
  } finally {
    await browser.close();
    await place.close();
  }
}
