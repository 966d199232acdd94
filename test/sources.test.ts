/** A daemon that pulls a source over HTTP and is killed in the middle: every item becomes one insight, and the books balance. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openProvider } from "../src/sources/rig.testing.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { isFull } from "./full.ts";
import { eventually } from "./testbed.ts";

const ITEMS = 300;
const PAGE = 20;

/** A wall of distinct, informative reviews, newest first, page by page, each page a little slow. */
const page = (from: number) => {
  const rows = Array.from({ length: Math.min(PAGE, ITEMS - from) }, (_, at) => {
    const number = ITEMS - from - at;
    const text = `The application crashes every time I open the report number ${number} and I lose all of my work.`;
    return [`review-${number}`, ["A user"], 1, null, text, [1_790_000_000 + number, 0], 0, null, null, null, "5.2"];
  });
  const token = from + PAGE < ITEMS ? String(from + PAGE) : null;
  return `)]}'\n\n${JSON.stringify([["wrb.fr", "UsvDTd", JSON.stringify([rows, [null, token]])]])}`;
};

interface Run {
  readonly id: string;
  readonly state: string;
  readonly progress: { readonly done: number };
}
interface Ledger {
  readonly received: number;
  readonly stored: number;
  readonly balanced: boolean;
  readonly in_flight: number;
}

async function ask<T>(daemon: Daemon, path: string, json?: unknown): Promise<T> {
  const body = json === undefined ? {} : { method: "POST", body: JSON.stringify(json) };
  const reply = await fetch(daemon.url + path, { ...body, headers: { "content-type": "application/json" } });
  assert.ok(reply.ok, `${path}: ${reply.status}`);
  return (await reply.json()) as T;
}

// Quickly, killed.test.ts kills pulls of every provider.
const skip = isFull ? false : "TESTS=full";
test("a pull survives kill -9: each item is one insight, the cursor is right, the books balance", {
  skip,
}, async () => {
  await using provider = await openProvider(async ({ body }) => {
    const call = JSON.parse(new URLSearchParams(body).get("f.req")!) as string[][][];
    const token = (JSON.parse(call[0]![0]![1]!) as unknown[][][])[2]![2]![2];
    await new Promise((resolve) => setTimeout(resolve, 25));
    return { text: page(Number(token ?? 0)) };
  });
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-pull-"));
  const environment = { DATA_DIR: dataDir, SOURCES_ALLOW_PRIVATE: "on", LLM: "none" };
  let daemon = await startDaemon(environment);
  const settings = { package_name: "com.example.notes", base_url: provider.url };
  const source = { id: "play", type: "playstore", app: "notes", settings, schedule: "0 0 1 1 *" };
  await ask(daemon, "/api/v1/sources", source);
  const { run } = await ask<{ run: Run }>(daemon, "/api/v1/sources/play/pull", {});
  const current = () => ask<Run>(daemon, `/api/v1/sources/play/runs/${run.id}`);
  for (const done of [60, 160]) {
    await eventually("some pages", async () => (await current()).progress.done >= done, 30_000);
    await daemon.kill("SIGKILL");
    daemon = await startDaemon(environment);
  }
  const ended = await eventually(
    "the end",
    async () => {
      const found = await current();
      return found.state !== "running" && found;
    },
    60_000,
  );
  assert.equal(ended.state, "succeeded");
  const ledger = await eventually(
    "the books",
    async () => {
      const found = await ask<Ledger>(daemon, "/api/v1/ledger");
      return found.in_flight === 0 && found.stored > 0 && found;
    },
    60_000,
  );
  assert.equal(ledger.balanced, true, JSON.stringify(ledger));
  const { total } = await ask<{ total: number }>(daemon, "/api/v1/insights?source=playstore");
  assert.deepEqual([total, ledger.stored], [ITEMS, ITEMS]);
  const { cursor } = await ask<{ cursor: { until: number } }>(daemon, "/api/v1/sources/play");
  assert.equal(cursor.until <= 1_790_000_000 + ITEMS, true);
  await daemon.close();
  await rm(dataDir, { recursive: true });
});
