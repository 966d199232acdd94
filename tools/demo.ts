/**
 * The demo: a daemon on a throw-away data folder, fed with the bundled sample, that stays up until a signal. Every
 * variable of the environment is heeded; what isn't set is chosen for a short wait.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, readConfig } from "../src/config.ts";
import { type Daemon, startDaemon } from "../src/daemon.ts";
import { createFileIngestor } from "../src/ingestion/file.ts";
import { createHttpWriter } from "../src/ingestion/http-writer.ts";
import { sleep } from "../src/lifecycle.ts";
import { createLog } from "../src/log.ts";
import { DEFAULT_TENANT } from "../src/model/tenant.ts";

const SAMPLE = new URL("../examples/sample/feedback.jsonl", import.meta.url);
const APP_MODEL = new URL("../examples/sample/app-model.json", import.meta.url);
const DAY = 86_400;
/** How long the demo waits for the pipeline before it says how far it got. */
const PATIENCE_MS = 90_000;
/** Three rounds of each, at the intervals below. */
const QUIET_MS = 10_000;

const say = (line = ""): void => {
  process.stdout.write(`${line}\n`);
};

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

/** The sample's dates are offsets from now, the same now for all. */
function dated(app: string): (record: unknown) => unknown {
  const now = Math.floor(Date.now() / 1000);
  return (record) => {
    const { days_ago, ...rest } = record as { days_ago: number };
    return { app, ...rest, date: new Date((now - Math.round(days_ago * DAY)) * 1000).toISOString() };
  };
}

interface Balance {
  readonly received: number;
  readonly stored: number;
  readonly updated: number;
  readonly duplicate: number;
  readonly dropped: Record<string, number>;
  readonly in_flight: number;
  readonly balanced: boolean;
}

function createClient(base: string, key: string | undefined) {
  const headers = {
    "content-type": "application/json",
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(new URL(path, base), {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
}

interface Tickets {
  readonly total: number;
  readonly items: readonly { readonly id: string; readonly revision: number }[];
}

/** Until all is read and tickets have not changed for some rounds of clustering and of the ticket generator. */
async function settle(call: ReturnType<typeof createClient>, accepted: number) {
  const end = Date.now() + PATIENCE_MS;
  let known = "";
  let since = Date.now();
  for (;;) {
    const balance = await call<Balance>("GET", "/api/v1/ledger");
    const tickets = await call<Tickets>("GET", "/api/v1/tickets?limit=1000");
    const isRead = balance.received >= accepted && balance.in_flight === 0;
    const now = JSON.stringify([isRead, tickets.items.map(({ id, revision }) => [id, revision])]);
    if (now !== known) since = Date.now();
    known = now;
    const settled = isRead && tickets.total > 0 && Date.now() - since >= QUIET_MS;
    if (settled || Date.now() >= end) return { balance, tickets, settled };
    await sleep(500);
  }
}

async function feed(daemon: Daemon, key: string | undefined): Promise<void> {
  const call = createClient(daemon.url ?? "", key);
  const model = JSON.parse(await readFile(APP_MODEL, "utf8")) as { name: string };
  await call("PUT", `/api/v1/apps/${encodeURIComponent(model.name)}`, model);
  let accepted = 0;
  const sample = createFileIngestor({
    path: SAMPLE,
    tenant: DEFAULT_TENANT,
    map: dated(model.name),
    onReceipt: (receipt) => {
      accepted += receipt.accepted;
    },
  });
  await sample.listenAndServe(createHttpWriter({ url: daemon.url ?? "", key }));
  say(`Sent ${accepted} pieces of feedback on ${model.name}, an invented app. Reading them ...`);

  const { balance, tickets, settled } = await settle(call, accepted);
  const dropped = Object.values(balance.dropped).reduce((sum, count) => sum + count, 0);
  say();
  say(
    `  received ${balance.received} = ${balance.stored} stored + ${balance.updated} updated + ${balance.duplicate} duplicate + ${dropped} dropped as noise${balance.in_flight > 0 ? ` + ${balance.in_flight} in flight` : ""}${balance.balanced ? "  (the books balance)" : "  (the books do NOT balance)"}`,
  );
  say(`  tickets raised: ${tickets.total}${settled ? "" : ", and more may come"}`);
}

function sayWhatNext(url: string): void {
  say();
  say(`Open ${url}/ to look around. Things to try, in another terminal:`);
  say(`  curl '${url}/api/v1/insights?q=crash&sort=priority&limit=3'`);
  say(`  curl '${url}/api/v1/tickets'`);
  say(`  curl '${url}/api/v1/facets?by=label,sentiment,kind'`);
  say(
    `  curl -H 'content-type: application/json' -d '{"app":"Pedalwick","text":"The map is blank since the update, please fix"}' ${url}/api/v1/feedback`,
  );
  say(`  API documentation: ${url}/docs`);
  say();
  say("Ctrl-C ends the demo.");
}

async function main(): Promise<void> {
  const own = await mkdtemp(join(tmpdir(), "groundswell-demo-"));
  const chosen = {
    DATA_DIR: own,
    TICKET_INTERVAL: "3s",
    CLUSTER_INTERVAL: "3s",
    TICKET_WINDOW_DAYS: "60",
    LOG_LEVEL: "warn",
    EMBEDDED_SQS_PORT: (await isFree(4566)) ? "4566" : "0",
  };
  const set = Object.fromEntries(
    Object.entries(process.env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const config = readConfig({ ...chosen, ...set });
  const log = createLog(config.LOG_LEVEL);
  say("Starting Groundswell ...");
  const daemon = await startDaemon(config, log);
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    void daemon.stop(10_000).then(async () => {
      await rm(own, { recursive: true, force: true });
      process.exit(0);
    });
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  await feed(daemon, process.env.GROUNDSWELL_API_KEY);
  sayWhatNext(daemon.url ?? "");
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof ConfigError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
