import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { DataDirLocked, lockDataDir } from "./data-dir-lock.ts";

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "groundswell-lock-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A process that holds the lock until it is killed. */
async function holdElsewhere(t: TestContext, dataDir: string): Promise<ChildProcess> {
  const module = new URL("./data-dir-lock.ts", import.meta.url).href;
  const code = `const { lockDataDir } = await import(${JSON.stringify(module)});
    await lockDataDir(${JSON.stringify(dataDir)});
    console.log("locked"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  await once(child.stdout!, "data");
  return child;
}

test("makes the folder, and can be taken again once released", async (t) => {
  const dataDir = join(await temporaryFolder(t), "not", "there", "yet");
  const first = await lockDataDir(dataDir);
  // What people wrote is in it.
  assert.equal((await stat(dataDir)).mode & 0o777, 0o700);
  await first.release();
  await first.release();
  const second = await lockDataDir(dataDir);
  await second.release();
});

test("refuses a second holder in the same process", async (t) => {
  const dataDir = await temporaryFolder(t);
  const lock = await lockDataDir(dataDir);
  await assert.rejects(lockDataDir(dataDir), DataDirLocked);
  await assert.rejects(lockDataDir(dataDir), DataDirLocked);
  await lock.release();
});

test("refuses while another process holds it and names that process; free again the moment it is killed", async (t) => {
  const dataDir = await temporaryFolder(t);
  const holder = await holdElsewhere(t, dataDir);
  await assert.rejects(lockDataDir(dataDir), (error: Error) => {
    assert.ok(error instanceof DataDirLocked);
    assert.match(error.message, new RegExp(`process ${holder.pid}\\b`));
    return true;
  });
  holder.kill("SIGKILL");
  await once(holder, "exit");
  const lock = await lockDataDir(dataDir);
  await lock.release();
});
