/**
 * Keeps a second runner out of a data folder. The lock is one that the operating system holds for the process (through
 * SQLite), so that it ends with it however it ends; the pid beside it only tells people who holds it.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface DataDirLock {
  release(): Promise<void>;
}

/** Another process uses the data folder. */
export class DataDirLocked extends Error {
  override name = "DataDirLocked";
}

/** Keeps the locks' handles from being collected, which would release them. */
const held = new Set<DatabaseSync>();

/** SQLITE_BUSY (sqlite3.h): somebody else holds the lock. */
const SQLITE_BUSY = 5;

/** Makes the folder when it isn't there. Throws {@link DataDirLocked}, naming the holder's pid, when it is taken. */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const pidFile = join(dataDir, "runner.pid");
  const db = new DatabaseSync(join(dataDir, "runner.lock"), { timeout: 0 });
  try {
    // Without a journal file nothing is left behind that a next holder would have to roll back.
    db.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    if (((error as { errcode?: number }).errcode ?? 0) % 256 !== SQLITE_BUSY) throw error;
    throw new DataDirLocked(`the data folder ${dataDir} is in use by ${await describeHolder(pidFile)}`);
  }
  held.add(db);
  await writeFile(pidFile, `${process.pid}\n`);
  return {
    release: async () => {
      if (held.delete(db)) db.close();
    },
  };
}

async function describeHolder(pidFile: string): Promise<string> {
  const pid = Number(await readFile(pidFile, "utf8").catch(() => ""));
  return pid > 0 ? `another runner, process ${pid}` : "another runner";
}
