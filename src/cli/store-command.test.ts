import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { lockDataDir } from "../store/data-dir-lock.ts";
import { runCommand } from "./shell.testing.ts";

test("an embedded store needs no migration, and it is said so", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "store-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const done = await runCommand(["store", "migrate"], { environment: { DATA_DIR: folder } });
  assert.deepEqual([done.code, done.rows()], [0, [{ migrated: [] }]]);
  assert.match(done.stderr, /whenever it is opened/);
});

test("a copy needs two stores, and to know where Elasticsearch is", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "store-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const environment = { DATA_DIR: folder };
  const copy = (...argv: string[]) => runCommand(["store", "copy", ...argv], { environment });
  assert.equal((await copy("--from", "embedded")).code, 2);
  assert.equal((await copy("--from", "embedded", "--to", "embedded")).code, 2);
  const lost = await copy("--from", "embedded", "--to", "elasticsearch");
  assert.equal(lost.code, 1);
  assert.match(lost.stderr, /ELASTICSEARCH_URL says where/);
});

test("a backup is made while a runner holds the data folder, and read back", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "store-"));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const environment = { DATA_DIR: join(folder, "data"), PORT: "9" };
  await runCommand(["keys", "create"], { environment });
  const lock = await lockDataDir(environment.DATA_DIR);
  context.after(() => lock.release());
  const done = await runCommand(["store", "backup", "saved"], { environment, folder });
  assert.equal(done.code, 0, done.stderr);
  assert.deepEqual(
    done.rows().map(({ file }) => file),
    [join(folder, "saved", "store.sqlite")],
  );
  const restored = { ...environment, DATA_DIR: join(folder, "saved") };
  assert.equal((await runCommand(["keys", "list"], { environment: restored })).rows().length, 1);
  const again = await runCommand(["store", "backup", "saved"], { environment, folder });
  assert.equal(again.code, 1);
  assert.match(again.stderr, /not empty/);
  const elsewhere = { ...environment, STORE: "elasticsearch", ELASTICSEARCH_URL: "http://127.0.0.1:9" };
  assert.match((await runCommand(["store", "backup", "x"], { environment: elsewhere })).stderr, /snapshots/);
});

const url = process.env.ELASTICSEARCH_URL;
const skip = url === undefined && process.env.CI_SERVICES !== "required" ? "ELASTICSEARCH_URL is not set" : false;

async function dropIndexes(prefix: string): Promise<void> {
  const listed = await fetch(`${url}/_cat/indices/${prefix}*?h=index&format=json`);
  for (const { index } of (await listed.json()) as { index: string }[]) {
    await (await fetch(`${url}/${index}`, { method: "DELETE" })).text();
  }
}

test("everything is copied to Elasticsearch and compared", { skip }, async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "store-"));
  const prefix = `cli-${process.pid}-`;
  context.after(() => Promise.all([rm(folder, { recursive: true, force: true }), dropIndexes(prefix)]));
  const environment = { DATA_DIR: folder, PORT: "9", ELASTICSEARCH_URL: url, ELASTICSEARCH_INDEX_PREFIX: prefix };
  await runCommand(["keys", "create"], { environment });
  const done = await runCommand(["store", "copy", "--from", "embedded", "--to", "elasticsearch"], { environment });
  assert.equal(done.code, 0, done.stderr);
  assert.deepEqual(done.rows(), [{ tenant: "_installation", collection: "keys", count: 1, same: true }]);
  const there = { ...environment, STORE: "elasticsearch" };
  assert.equal((await runCommand(["keys", "list"], { environment: there })).rows().length, 1);
  const migrated = await runCommand(["store", "migrate"], { environment: there });
  assert.deepEqual([migrated.code, migrated.rows()], [0, [{ migrated: [] }]]);
});
