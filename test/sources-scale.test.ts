/** Tens of thousands of items pulled page by page: each once, in flat memory. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { pino } from "pino";
import { strictly } from "../src/loops/periodic/strict.testing.ts";
import { createPuller } from "../src/loops/puller/loop.ts";
import { DEFAULT_TENANT } from "../src/model/tenant.ts";
import { createDelivery } from "../src/operations/source-delivery.ts";
import { startTestServer } from "../src/server/server.testing.ts";
import { createOpenClient } from "../src/sources/http.ts";
import { connectors } from "../src/sources/registry.ts";
import { openProvider } from "../src/sources/rig.testing.ts";
import { openTestStore } from "../src/store/sqlite.testing.ts";
import { isFull } from "./full.ts";

const ITEMS = isFull ? 100_000 : 45_000;
const PAGE = 150;
const START = 1_780_000_000;
/** Bytes that the heap may grow by after the first tenth: an item has over 500, and all are three times as much. */
const GROWTH = ITEMS * 150;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const page = (from: number) => {
  const rows = Array.from({ length: Math.min(PAGE, ITEMS - from) }, (_, at) => {
    const number = ITEMS - from - at;
    const text = `Review ${number}: ${"the export takes far too long and then it fails. ".repeat(8)}`;
    return [`review-${number}`, ["A user"], 2, null, text, [START - ITEMS + number, 0], 0, null, null, null, "5.2"];
  });
  const token = from + PAGE < ITEMS ? String(from + PAGE) : null;
  return `)]}'\n\n${JSON.stringify([["wrb.fr", "UsvDTd", JSON.stringify([rows, [null, token]])]])}`;
};

test("tens of thousands of items come each once, in flat memory", async (t) => {
  const began = performance.now();
  const now = () => START + 10;
  const seen = new Uint8Array(ITEMS + 1);
  let [base, most, count] = [0, 0, 0];
  await using provider = await openProvider(({ body }) => {
    const call = JSON.parse(new URLSearchParams(body).get("f.req")!) as string[][][];
    const from = Number((JSON.parse(call[0]![0]![1]!) as unknown[][][])[2]![2]![2] ?? 0);
    if (from > ITEMS / 10 && from % (PAGE * 50) === 0) {
      // What is garbage is no growth.
      collectGarbage();
      const { heapUsed } = process.memoryUsage();
      base ||= heapUsed;
      most = Math.max(most, heapUsed);
    }
    return { text: page(from) };
  });
  const { store, close } = await openTestStore();
  const openClient = createOpenClient({ allowPrivate: true });
  const parts = { connectors, secretBox: undefined, openClient, allowPrivate: true, now };
  const server = await startTestServer({ store, now, sources: { ...parts, erase: async () => 0 } });
  const writer = {
    async write({ records }: { readonly records: readonly unknown[] }) {
      for (const record of records as { readonly id: string }[]) {
        const number = Number(record.id.slice("review-".length));
        seen[number] = seen[number]! + 1;
        count++;
      }
      return { batch_ids: ["b"], accepted: records.length, rejected: [] };
    },
  };
  const deliver = createDelivery({ store, writer, erase: async () => 0, now });
  const puller = createPuller({ ...parts, store, deliver, log: pino({ level: "silent" }), notify: () => undefined });
  const settings = { package_name: "com.example.notes", base_url: provider.url };
  await server.ask("POST", "/api/v1/sources", { json: { id: "play", type: "playstore", app: "notes", settings } });
  const asked = await server.ask<{ run: { id: string } }>("POST", "/api/v1/sources/play/pull", { json: {} });
  await strictly(puller.run)(DEFAULT_TENANT, 1, new AbortController().signal);
  await puller.settled();
  const path = `/api/v1/sources/play/runs/${asked.body.run.id}`;
  const run = (await server.ask<{ state: string; accepted: number }>("GET", path)).body;
  assert.deepEqual([run.state, run.accepted, count], ["succeeded", ITEMS, ITEMS]);
  assert.ok(seen.subarray(1).every((times) => times === 1));
  assert.ok(base > 0);
  const took = (performance.now() - began) / 1_000;
  const mib = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  t.diagnostic(`${ITEMS} items, ${took.toFixed(0)} s; the heap from ${mib(base)} to ${mib(most)} MiB at most`);
  assert.ok(most - base < GROWTH, `the heap grew by ${most - base} bytes`);
  await server[Symbol.asyncDispose]();
  await close();
  await openClient.close();
});
