/** Brings an SQLite file to its write-ahead log, also while another connection of the same file does. */
import type { DatabaseSync } from "node:sqlite";

/** SQLITE_BUSY (sqlite3.h), in the low byte. */
const SQLITE_BUSY = 5;
const PAUSE_MS = 20;

const isBusy = (error: unknown): boolean =>
  (((error as { errcode?: number } | null)?.errcode ?? 0) & 0xff) === SQLITE_BUSY;

const pause = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/**
 * SQLite reads the file before it switches, and a reader that wants to write while another one does is refused at once,
 * whatever its timeout: two that open a new file at the same moment are. So the statement is given anew until
 * `patienceMs` have passed. Keeps the thread waiting.
 */
export function useWriteAheadLog(db: DatabaseSync, patienceMs: number): void {
  const begun = performance.now();
  for (;;) {
    try {
      db.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() - begun > patienceMs) throw error;
      pause(PAUSE_MS);
    }
  }
}
