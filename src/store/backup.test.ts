/** A backup that is made while a runner writes is one moment of the store, opens as a store, and holds the queue too. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openTestbed, type Testbed } from "../../test/testbed.ts";
import { keyInFolder } from "../ingestion/secret-box.ts";
import { startEmbeddedQueue } from "../queue/embedded.ts";
import { createSqsQueue } from "../queue/sqs.ts";
import { BackupFailed, backupDataDir, isWithin } from "./backup.ts";
import { createSqliteStore } from "./sqlite.ts";
import { createInsights, freshTenant } from "./testsuite/fixtures.ts";

describe("backup of a data folder", () => {
  let bed: Testbed;
  let folder: string;
  before(async () => {
    bed = await openTestbed();
    folder = await mkdtemp(join(tmpdir(), "groundswell-backup-"));
  });
  after(async () => {
    await bed.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("holds every document written before it began, each pair that is written together or not at all, while writing goes on", async () => {
    const tenant = freshTenant();
    const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`i${at}`, {}]));
    await createInsights(bed.store, tenant, many);
    await bed.queue.send("raw", [{ body: "[]", attributes: { batch: "waiting" } }]);
    let stopped = false;
    let written = 0;
    const writing = (async () => {
      for (; !stopped; written++) await createInsights(bed.store, tenant, { [`a${written}`]: {}, [`b${written}`]: {} });
    })();
    const key = await keyInFolder(bed.dataDir);
    const steps: number[] = [];
    const to = join(folder, "first");
    const copied = await backupDataDir(bed.dataDir, to, ({ done, total }) => steps.push(done / total));
    stopped = true;
    await writing;
    assert.ok(written > 0, "something was written meanwhile");
    assert.deepEqual(
      copied.map(({ file }) => file),
      [join(to, "queue", "fauxqs.db"), join(to, "store.sqlite"), join(to, "secrets.key")],
    );
    assert.ok(steps.length > 0);
    assert.deepEqual((await readdir(to)).sort(), ["queue", "secrets.key", "store.sqlite"]);
    assert.deepEqual(await keyInFolder(to), key, "so that the secrets in the store can be opened");
    assert.equal((await stat(join(to, "secrets.key"))).mode & 0o777, 0o600);

    const restored = await createSqliteStore({ dataDir: to });
    const count = await restored.count(tenant, "insights", {});
    const some = await restored.getMany(tenant, "insights", ["i0", "i1999"]);
    await restored.close();
    assert.ok(count >= 2_000 && count % 2 === 0, String(count));
    assert.ok(some.every((stored) => stored !== undefined));

    const server = await startEmbeddedQueue({ dataDir: to, port: 0 });
    const queue = createSqsQueue({ prefix: "test-", region: "us-east-1", ...server });
    assert.equal((await queue.depth("raw")).visible, 1);
    await queue.close();
    await server.stop();
  });

  it("knows a place that would be lost with the data folder", () => {
    for (const within of ["/data", "/data/backups/today", "/data/..today"])
      assert.ok(isWithin("/data", within), within);
    for (const beside of ["/backups", "/data2", "/"]) assert.ok(!isWithin("/data", beside), beside);
  });

  it("refuses a folder with something in it, and one without a store", async () => {
    const taken = join(folder, "taken");
    await mkdir(taken);
    await writeFile(join(taken, "something"), "");
    await assert.rejects(backupDataDir(bed.dataDir, taken), BackupFailed);
    await assert.rejects(backupDataDir(folder, join(folder, "second")), /no store/);
    await assert.rejects(backupDataDir(bed.dataDir, join(taken, "something")), /is a file, or lies in one/);
  });
});
