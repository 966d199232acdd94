import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { DataDirLocked, lockDataDir, UnusableDataDir } from "./data-dir-lock.ts";

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

test("what lies where the folder or its lock should be is named, with what to do about it", async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, "file");
  await writeFile(file, "");
  for (const dataDir of [file, join(file, "data")]) {
    const message = `DATA_DIR=${dataDir}: it is a file, or lies in one: set it to a folder`;
    await assert.rejects(lockDataDir(dataDir), { name: "UnusableDataDir", message });
  }
  if (process.platform === "linux") {
    const begun = performance.now();
    const message = "DATA_DIR=/proc/x/y: no folder can be made there: set it to another one";
    await assert.rejects(lockDataDir("/proc/x/y"), { name: "UnusableDataDir", message });
    assert.ok(performance.now() - begun < 1_000);
  }
  const damaged = join(folder, "damaged");
  await mkdir(damaged);
  await writeFile(join(damaged, "runner.lock"), Buffer.alloc(5_000, 7));
  await assert.rejects(lockDataDir(damaged), /runner\.lock is damaged: delete it/);
  const occupied = join(folder, "occupied", "runner.lock");
  await mkdir(occupied, { recursive: true });
  await assert.rejects(lockDataDir(join(folder, "occupied")), UnusableDataDir);
});

test("the file of the process is only for people: a lock holds without it", async (t) => {
  const dataDir = await temporaryFolder(t);
  await mkdir(join(dataDir, "runner.pid"));
  const lock = await lockDataDir(dataDir);
  await assert.rejects(lockDataDir(dataDir), /in use by another runner$/);
  await lock.release();
});
