/**
 * Keeps a second runner out of a data folder. The lock is one that the operating system holds for the process (through
 * SQLite), so that it ends with it however it ends; the pid beside it only tells people who holds it.
 */
import { statSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makeFolder } from "../folders.ts";

export interface DataDirLock {
  release(): Promise<void>;
}

/** Another process uses the data folder. */
export class DataDirLocked extends Error {
  override name = "DataDirLocked";
}

/** The data folder, or the lock in it, is something else; the message says what and what to do. */
export class UnusableDataDir extends Error {
  override name = "UnusableDataDir";
}

/** Keeps the locks' handles from being collected, which would release them. */
const held = new Set<DatabaseSync>();

/** sqlite3.h: somebody else holds the lock; it can't be opened, as a folder can't; it is no database. */
const [SQLITE_BUSY, SQLITE_CORRUPT, SQLITE_CANTOPEN, SQLITE_NOTADB] = [5, 11, 14, 26];

const REFUSALS: Readonly<Record<string, string>> = {
  EEXIST: "it is a file, or lies in one: set it to a folder",
  ENOTDIR: "it is a file, or lies in one: set it to a folder",
  // /proc answers so.
  ENOENT: "no folder can be made there: set it to another one",
};

async function makeDataDir(dataDir: string): Promise<void> {
  await makeFolder(dataDir, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    const why = REFUSALS[error.code ?? ""];
    throw why === undefined ? error : new UnusableDataDir(`DATA_DIR=${dataDir}: ${why}`);
  });
}

/** Nothing is kept in the lock: one that is damaged may go. */
function lockFault(file: string, errcode: number): string | undefined {
  const isFolder = errcode === SQLITE_CANTOPEN && statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder) return `${file} is a folder, where a file has to be: move it away`;
  const isDamaged = errcode === SQLITE_NOTADB || errcode === SQLITE_CORRUPT;
  return isDamaged ? `${file} is damaged: delete it, the next start makes it anew` : undefined;
}

const codeOf = (error: unknown): number => ((error as { errcode?: number }).errcode ?? 0) % 256;

function open(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { timeout: 0 });
  } catch (error) {
    const fault = lockFault(file, codeOf(error));
    throw fault === undefined ? error : new UnusableDataDir(fault);
  }
}

/** Makes the folder when it isn't there. Throws {@link DataDirLocked}, naming the holder's pid, when it is taken. */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  await makeDataDir(dataDir);
  const pidFile = join(dataDir, "runner.pid");
  const lockFile = join(dataDir, "runner.lock");
  const db = open(lockFile);
  try {
    // Without a journal file nothing is left behind that a next holder would have to roll back.
    db.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    const fault = lockFault(lockFile, codeOf(error));
    if (fault !== undefined) throw new UnusableDataDir(fault);
    if (codeOf(error) !== SQLITE_BUSY) throw error;
    throw new DataDirLocked(`the data folder ${dataDir} is in use by ${await describeHolder(pidFile)}`);
  }
  held.add(db);
  try {
    await writeFile(pidFile, `${process.pid}\n`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EISDIR") {
      held.delete(db);
      db.close();
      throw error;
    }
    // It only tells people who holds the lock.
  }
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
