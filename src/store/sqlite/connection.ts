/** How the threads open the file, and which of SQLite's errors are outages. */
import { DatabaseSync } from "node:sqlite";
import { load as loadVectors } from "sqlite-vec";
import { useWriteAheadLog } from "../../write-ahead-log.ts";
import { UNAVAILABLE } from "./protocol.ts";

/** Another process (a command beside the runner) may hold the file for as long as a migration takes. */
const BUSY_TIMEOUT_MS = 10_000;

export function openConnection(path: string, cacheMegabytes: number): DatabaseSync {
  const db = new DatabaseSync(path, { allowExtension: true, timeout: BUSY_TIMEOUT_MS });
  loadVectors(db);
  db.enableLoadExtension(false);
  db.exec("PRAGMA page_size = 8192");
  useWriteAheadLog(db, BUSY_TIMEOUT_MS);
  db.exec("PRAGMA synchronous = FULL");
  // Frames are copied to the main file every 16 MB (2,000 pages) instead of 4: fewer syncs while writing fast.
  db.exec("PRAGMA wal_autocheckpoint = 2000; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY");
  db.exec(`PRAGMA cache_size = ${-1024 * cacheMegabytes}`);
  return db;
}

/** BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB (sqlite3.h): the file's trouble, not the statement's. */
const OUTAGES = new Set([5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26]);

export function isOutage(error: unknown): boolean {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  // The low byte is the primary code.
  return typeof code === "number" && OUTAGES.has(code & 0xff);
}

/** How an error leaves a thread. */
export const codeOf = (error: unknown): string | undefined => (isOutage(error) ? UNAVAILABLE : undefined);
