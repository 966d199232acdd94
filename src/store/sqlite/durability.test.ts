import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { createSqliteStore } from "../sqlite.ts";
import { createInsights, foundIds, freshTenant, insight, unitVector, writeAll } from "../testsuite/fixtures.ts";
import { openConnection } from "./connection.ts";

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "groundswell-store-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes without end, several calls in flight, and prints each id once its write was answered. */
const writerCode = (dataDir: string, round: number): string => `
  const { createSqliteStore } = await import(${JSON.stringify(new URL("../sqlite.ts", import.meta.url).href)});
  const store = await createSqliteStore({ dataDir: ${JSON.stringify(dataDir)} });
  const vector = new Float32Array(256).fill(1);
  async function write(lane) {
    for (let call = 0; ; call++) {
      const ids = [0, 1, 2, 3, 4].map((at) => \`${round}-\${lane}-\${call}-\${at}\`);
      const doc = { app_name: "notes", date: call, batch: \`${round}\` };
      const results = await store.write("default", "insights", ids.map((id) => ({ op: "create", id, doc, search: "some words", vector })));
      if (results.every(({ ok }) => ok)) process.stdout.write(ids.join("\\n") + "\\n");
    }
  }
  await Promise.all([1, 2, 3, 4].map(write));
`;

test("kill -9 loses nothing that was answered, and leaves table, words and vectors in step", async (t) => {
  const dataDir = await temporaryFolder(t);
  const answered: string[] = [];
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", writerCode(dataDir, round)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const enough = answered.length + 100 * (round + 1);
    for await (const id of createInterface(child.stdout)) {
      answered.push(id);
      if (answered.length === enough) child.kill("SIGKILL");
    }
  }
  assert.ok(answered.length >= 600);
  const store = await createSqliteStore({ dataDir });
  t.after(() => store.close());
  const found = await store.getMany(DEFAULT_TENANT, "insights", answered);
  assert.equal(found.filter((stored) => stored !== undefined).length, answered.length);
  const count = await store.count(DEFAULT_TENANT, "insights", {});
  assert.ok(count >= answered.length);
  assert.equal(await store.count(DEFAULT_TENANT, "insights", { words: ["words"] }), count);
  let vectors = 0;
  for await (const { vector } of store.scan(DEFAULT_TENANT, "insights", { vectors: true })) vectors += vector ? 1 : 0;
  assert.equal(vectors, count);
});

test("a field that joined a collection later finds the documents that were there before", async (t) => {
  const dataDir = await temporaryFolder(t);
  const tenant = freshTenant();
  const before = await createSqliteStore({ dataDir });
  await createInsights(before, tenant, { a: { cluster_id: "c1" }, b: { cluster_id: "c2" } });
  const [version] = await writeAll(before, tenant, "insights", [
    { op: "put", id: "a", doc: insight({ cluster_id: "c1" }), search: "words", vector: unitVector(1) },
  ]);
  await before.close();
  forgetField(join(dataDir, "store.sqlite"), "insights", "cluster_id");

  const store = await createSqliteStore({ dataDir });
  t.after(() => store.close());
  assert.deepEqual(await foundIds(store, tenant, "insights", { where: { cluster_id: "c2" } }), ["b"]);
  assert.equal((await store.get(tenant, "insights", "a"))?.version, version);
  assert.deepEqual(await foundIds(store, tenant, "insights", { words: ["words"] }), ["a"]);
  assert.deepEqual(
    (await store.nearest(tenant, "insights", unitVector(1), { k: 5 })).map(({ id }) => id),
    ["a"],
  );
});

/** Makes the file as if the field had not been in collections.ts when it was written. */
function forgetField(path: string, collection: string, field: string): void {
  const db = new DatabaseSync(path);
  const indexes = db.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
  );
  for (const { name } of indexes.all(collection)) db.exec(`DROP INDEX "${name}"`);
  db.exec(`ALTER TABLE "${collection}" DROP COLUMN "f.${field}"`);
  const { layout } = db.prepare("SELECT layout FROM layout WHERE collection = ?").get(collection) as { layout: string };
  const older = JSON.parse(layout) as { fields: Record<string, string> };
  delete older.fields[field];
  db.prepare("UPDATE layout SET layout = ? WHERE collection = ?").run(JSON.stringify(older), collection);
  db.close();
}

test("vectors move into partitions that a collection got later", async (t) => {
  const dataDir = await temporaryFolder(t);
  const tenant = freshTenant();
  const before = await createSqliteStore({ dataDir });
  const versions = ["old", "old", "new"];
  await writeAll(
    before,
    tenant,
    "insights",
    versions.map((vector_version, at) => ({
      op: "create",
      id: `i${at}`,
      doc: insight({ vector_version }),
      vector: unitVector(at),
    })),
  );
  await before.close();
  partitionByAppAlone(join(dataDir, "store.sqlite"));

  const store = await createSqliteStore({ dataDir });
  t.after(() => store.close());
  for (const [vector_version, ids] of Object.entries({ old: ["i0", "i1"], new: ["i2"], other: [] })) {
    const near = await store.nearest(tenant, "insights", unitVector(0), { where: { vector_version }, k: 5 });
    assert.deepEqual(near.map(({ id }) => id).sort(), ids);
  }
});

/** Makes the file as if insights' vectors had been partitioned by nothing but the app when it was written. */
function partitionByAppAlone(path: string): void {
  const db = openConnection(path, 1);
  const vectors = db.prepare('SELECT rowid AS k, tenant, p0, v FROM "insights.vectors"').all();
  db.exec('DROP TABLE "insights.vectors"');
  db.exec(
    `CREATE VIRTUAL TABLE "insights.vectors" USING vec0(tenant TEXT PARTITION KEY, p0 TEXT PARTITION KEY, v INT8[256] distance_metric=cosine)`,
  );
  const insert = db.prepare('INSERT INTO "insights.vectors" (rowid, tenant, p0, v) VALUES (?, ?, ?, vec_int8(?))');
  for (const { k, tenant, p0, v } of vectors) insert.run(BigInt(k as number), tenant!, p0!, v!);
  const { layout } = db.prepare("SELECT layout FROM layout WHERE collection = 'insights'").get() as { layout: string };
  const older = JSON.parse(layout) as { vector: { partition: string[] } };
  older.vector.partition = ["app_name"];
  db.prepare("UPDATE layout SET layout = ? WHERE collection = 'insights'").run(JSON.stringify(older));
  db.close();
}

test("a file of a newer version is refused with a reason, and left alone", async (t) => {
  const dataDir = await temporaryFolder(t);
  await (await createSqliteStore({ dataDir })).close();
  const db = new DatabaseSync(join(dataDir, "store.sqlite"));
  db.exec("PRAGMA user_version = 1000");
  db.close();
  await assert.rejects(createSqliteStore({ dataDir }), /newer version/);
});

test("two processes may write the same file: versions stay unique", async (t) => {
  const dataDir = await temporaryFolder(t);
  const tenant = freshTenant();
  const stores = await Promise.all([createSqliteStore({ dataDir }), createSqliteStore({ dataDir })]);
  t.after(() => Promise.all(stores.map((store) => store.close())));
  const writes = Array.from({ length: 40 }, (_, at) =>
    stores[at % 2]!.write(tenant, "progress", [{ op: "create", id: `${at}`, doc: { value: at } }]),
  );
  const versions = (await Promise.all(writes)).flat().map((result) => (result.ok ? result.version : "failed"));
  assert.equal(new Set(versions).size, 40);
  assert.equal(await stores[0]!.count(tenant, "progress", {}), 40);
});
