import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { Worker } from "node:worker_threads";
import { startEmbeddedQueue } from "./queue/embedded.ts";
import { openConnection } from "./store/sqlite/connection.ts";

const HELD_MS = 300;

/** As another start is for a moment, that opened the same new file: it writes the first page, and no log is there yet. */
const WRITER = `
  const { DatabaseSync } = require("node:sqlite");
  const { parentPort, workerData } = require("node:worker_threads");
  const db = new DatabaseSync(workerData);
  db.exec("BEGIN IMMEDIATE; CREATE TABLE other (a)");
  parentPort.postMessage("held");
  setTimeout(() => { db.exec("COMMIT"); db.close(); }, ${HELD_MS});
`;

async function heldFile(t: TestContext, ...names: readonly string[]): Promise<{ folder: string; path: string }> {
  const folder = mkdtempSync(join(tmpdir(), "groundswell-wal-"));
  const path = join(folder, ...names);
  mkdirSync(dirname(path), { recursive: true });
  const worker = new Worker(WRITER, { eval: true, workerData: path });
  t.after(async () => {
    await worker.terminate();
    rmSync(folder, { recursive: true, force: true });
  });
  await new Promise((resolve) => worker.once("message", resolve));
  return { folder, path };
}

const modeOf = (db: DatabaseSync) => (db.prepare("PRAGMA journal_mode").get() as { journal_mode: string }).journal_mode;

test("a store's file that another one is just beginning is waited for", async (t) => {
  const { path } = await heldFile(t, "store.sqlite");
  const db = openConnection(path, 1);
  assert.equal(modeOf(db), "wal");
  db.close();
});

test("and so is the queue's", async (t) => {
  const { folder, path } = await heldFile(t, "queue", "fauxqs.db");
  const server = await startEmbeddedQueue({ dataDir: folder, port: 0 });
  await server.stop();
  const db = new DatabaseSync(path);
  assert.equal(modeOf(db), "wal");
  db.close();
});
