/**
 * Online backup of the embedded queue and store, while a runner uses them: into a folder that serves as a data folder.
 * The queue is copied first: a batch that is in both is known by its ledger entry, one that is in neither came later.
 */
import { copyFile as copyBytes, open, readdir, rename, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { load as loadVectors } from "sqlite-vec";
import { makeFolder } from "../folders.ts";
import { SECRETS_FILE } from "./data-files.ts";

/** Pages copied between two reports. */
const PAGES_A_STEP = 2_000;
const BUSY_TIMEOUT_MS = 10_000;

/** Their places in a data folder. */
const FILES = [join("queue", "fauxqs.db"), "store.sqlite"] as const;

export interface BackupStep {
  readonly file: string;
  /** In pages. */
  readonly done: number;
  readonly total: number;
}

export interface BackedUp {
  readonly file: string;
  readonly bytes: number;
  /** Rows of every table, equal on both sides; none of the key. */
  readonly rows: number;
}

/** The copy cannot be trusted, or there is no place for it. */
export class BackupFailed extends Error {
  override name = "BackupFailed";
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Ordinary tables: what lies behind full-text and vector tables is counted as such. */
function countRows(db: DatabaseSync): Map<string, number> {
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")
    .all() as { readonly name: string }[];
  return new Map(
    tables.map(({ name }) => {
      const row = db.prepare(`SELECT count(*) AS rows FROM "${name.replaceAll('"', '""')}"`).get();
      return [name, (row as { readonly rows: number }).rows];
    }),
  );
}

/** Opens the copy as the store would, reads all of it, and makes one file of it. Answers its rows by table. */
function verify(path: string): Map<string, number> {
  const db = new DatabaseSync(path, { allowExtension: true });
  try {
    loadVectors(db);
    db.exec("PRAGMA journal_mode = DELETE");
    const { quick_check: found } = db.prepare("PRAGMA quick_check(1)").get() as { readonly quick_check: string };
    if (found !== "ok") throw new BackupFailed(`the copy ${path} is damaged: ${found}`);
    return countRows(db);
  } finally {
    db.close();
  }
}

async function syncToDisk(path: string): Promise<void> {
  const file = await open(path, "r");
  await file.sync().finally(() => file.close());
}

async function copyFile(from: string, to: string, onStep: (done: number, total: number) => void): Promise<BackedUp> {
  await makeFolder(dirname(to));
  const partial = `${to}.partial`;
  const source = new DatabaseSync(from, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  let counted: Map<string, number>;
  try {
    // One view of the file from here on: writers go on beside it and don't make the copy begin again.
    source.exec("BEGIN");
    counted = countRows(source);
    const pages = await backup(source, partial, {
      rate: PAGES_A_STEP,
      progress: ({ totalPages, remainingPages }) => onStep(totalPages - remainingPages, totalPages),
    });
    onStep(pages, pages);
  } finally {
    source.close();
  }
  const found = verify(partial);
  for (const [table, rows] of counted) {
    if (found.get(table) !== rows)
      throw new BackupFailed(`${table} has ${rows} rows, its copy ${found.get(table) ?? "none"}`);
  }
  await syncToDisk(partial);
  await rename(partial, to);
  await syncToDisk(dirname(to));
  return { file: to, bytes: (await stat(to)).size, rows: [...found.values()].reduce((sum, rows) => sum + rows, 0) };
}

/** Whether a place is the data folder or lies in it: what is saved there is lost with it. */
export function isWithin(dataDir: string, place: string): boolean {
  const inside = relative(dataDir, place);
  return !(inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside));
}

/** `to` is made; a folder with something in it is refused. What fails leaves no file under its final name. */
export async function backupDataDir(
  dataDir: string,
  to: string,
  onStep: (step: BackupStep) => void = () => undefined,
): Promise<BackedUp[]> {
  if (!(await exists(join(dataDir, "store.sqlite")))) throw new BackupFailed(`there is no store in ${dataDir}`);
  await makeFolder(to, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    const isFile = error.code === "EEXIST" || error.code === "ENOTDIR";
    throw new BackupFailed(isFile ? `${to} is a file, or lies in one: name a new folder` : error.message);
  });
  if ((await readdir(to)).length > 0) throw new BackupFailed(`${to} is not empty`);
  const copied: BackedUp[] = [];
  for (const file of FILES) {
    const from = join(dataDir, file);
    // A runner with a queue elsewhere has none here.
    if (!(await exists(from))) continue;
    copied.push(await copyFile(from, join(to, file), (done, total) => onStep({ file, done, total })));
  }
  // Without it nobody could open the secrets that the store keeps. Never written anew, so a copy of it is whole.
  const key = join(dataDir, SECRETS_FILE);
  if (await exists(key)) {
    const file = join(to, SECRETS_FILE);
    await copyBytes(key, file);
    await syncToDisk(file);
    await syncToDisk(to);
    copied.push({ file, bytes: (await stat(file)).size, rows: 0 });
  }
  return copied;
}
