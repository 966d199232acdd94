/** The SQLite files of a data folder as a start or `doctor` finds them: not there yet, sound, or damaged. */
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Something is wrong with a data folder that only a person can put right: no start goes on from it. */
export class DamagedData extends Error {
  override name = "DamagedData";
}

export const storeFile = (dataDir: string): string => join(resolve(dataDir), "store.sqlite");
/** Beside the store: the key of the secrets in it, where SECRETS_KEY gives none. */
export const SECRETS_FILE = "secrets.key";
export const queueFile = (dataDir: string): string => join(resolve(dataDir), "queue", "fauxqs.db");

/** What a table of each file is known by. A start that was killed over the queue's file has made some of them only. */
const OURS = { store: /^layout$/, queue: /^(sqs|sns|s3)_/ } as const;

export type Holds = keyof typeof OURS;

/** `unmade`: no file, or one that a start was killed over before it held anything. */
export type FileState = "unmade" | "sound" | { readonly damage: string };

export interface Inspection {
  /** Whose tables have to be in it. */
  readonly holds?: Holds;
  /** Of a file that another process may have open. */
  readonly readOnly?: boolean;
  /** Reads every page: as long as it takes. */
  readonly thorough?: boolean;
}

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

/** A file that was cut off is shorter than it says it is, once what its log holds is in it. */
function lengthFault(db: DatabaseSync, path: string, readOnly: boolean): string | undefined {
  if (readOnly && sizeOf(`${path}-wal`) > 0) return undefined;
  if (!readOnly) db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const { page_count: pages } = db.prepare("PRAGMA page_count").get() as { readonly page_count: number };
  const { page_size: bytes } = db.prepare("PRAGMA page_size").get() as { readonly page_size: number };
  const size = sizeOf(path);
  return size < pages * bytes ? `it is cut off: ${size} of ${pages * bytes} bytes` : undefined;
}

/** A store that lost tables would begin anew with what is missing, keys among it. */
function tablesFault(db: DatabaseSync, holds: Holds | undefined): string | undefined {
  if (holds === undefined) return undefined;
  const rows = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { readonly name: string }[];
  const tables = new Set(rows.map(({ name }) => name));
  if (![...tables].some((name) => OURS[holds].test(name))) return "it holds none of our tables";
  if (holds === "queue") return undefined;
  const made = db.prepare("SELECT collection FROM layout").all() as unknown as readonly {
    readonly collection: string;
  }[];
  const lost = made.map(({ collection }) => collection).filter((collection) => !tables.has(collection));
  const isEmptied = made.length === 0 && tables.size > 2;
  if (lost.length > 0) return `tables are gone from it: ${lost.join(", ")}`;
  return isEmptied ? "what it was made of is gone from it" : undefined;
}

function faultOf(
  db: DatabaseSync,
  path: string,
  { holds, readOnly = false, thorough = false }: Inspection,
): string | undefined {
  const lost = tablesFault(db, holds);
  if (lost !== undefined) return lost;
  const cut = lengthFault(db, path, readOnly);
  if (cut !== undefined || !thorough) return cut;
  const [first] = db.prepare("PRAGMA quick_check(1)").all() as unknown as readonly { readonly quick_check: string }[];
  return first === undefined || first.quick_check === "ok" ? undefined : first.quick_check;
}

/** SQLITE_CORRUPT and SQLITE_NOTADB (sqlite3.h). */
const DAMAGE: ReadonlySet<number> = new Set([11, 26]);
const SQLITE_FULL = 13;

export function inspectFile(path: string, inspection: Inspection = {}): FileState {
  if (sizeOf(path) === 0) return "unmade";
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: inspection.readOnly ?? false, timeout: 5_000 });
    const { tables } = db.prepare("SELECT count(*) AS tables FROM sqlite_master WHERE type = 'table'").get() as {
      readonly tables: number;
    };
    if (tables === 0) return "unmade";
    const damage = faultOf(db, path, inspection);
    return damage === undefined ? "sound" : { damage };
  } catch (error) {
    const { errcode = 0, message } = error as { readonly errcode?: number; readonly message: string };
    if (!DAMAGE.has(errcode & 0xff)) throw error;
    return { damage: message };
  } finally {
    db?.close();
  }
}

export const ADVICE_FOR_DAMAGE =
  "stop the daemon, move DATA_DIR away (keep it), and put a backup of the whole folder in its place: docs/operations.md, Backup and restore";

export interface EmbeddedParts {
  readonly store: boolean;
  readonly queue: boolean;
}

const ADVICE_FOR_RIGHTS = "give the user that runs the daemon the right to read and write there";

/** What keeps this user from working with a file that is there, or from making it; undefined when nothing does. */
export function rightsFault(path: string): string | undefined {
  const folder = dirname(path);
  try {
    if (!existsSync(folder)) return undefined;
    if (!statSync(folder).isDirectory()) return `${folder} is no folder: move it away`;
    // A log lies beside the file while it is in use.
    accessSync(folder, constants.W_OK | constants.X_OK);
    if (!existsSync(path)) return undefined;
    if (statSync(path).isDirectory()) return `${path} is a folder, where a file has to be: move it away`;
    accessSync(path, constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    return `${(error as Error).message}: ${ADVICE_FOR_RIGHTS}`;
  }
}

/** An error of opening a file, with its name and what to do about it. */
export function nameFile(error: unknown, path: string): unknown {
  const { errcode, message } = error as { readonly errcode?: number; readonly message?: string };
  if (!(error instanceof Error) || error.name === "DamagedData") return error;
  if (((errcode ?? 0) & 0xff) === SQLITE_FULL || /disk is full/.test(message ?? ""))
    return new Error(`${path}: the disk is full: make room, or set DATA_DIR to a folder on a larger one`, {
      cause: error,
    });
  const isDamage = DAMAGE.has((errcode ?? 0) & 0xff) || /malformed|not a database/.test(message ?? "");
  return new Error(isDamage ? `${path} is damaged (${message}): ${ADVICE_FOR_DAMAGE}` : `${path}: ${message}`, {
    cause: error,
  });
}

/** Where a new queue stands beside an older store: what waited in the one before it is not here. */
export const isQueueNew = (dataDir: string): boolean =>
  sizeOf(storeFile(dataDir)) > 0 && sizeOf(queueFile(dataDir)) === 0;

function inspectNamed(path: string, holds: Holds): FileState {
  const fault = rightsFault(path);
  if (fault !== undefined) throw new DamagedData(fault);
  try {
    return inspectFile(path, { holds });
  } catch (error) {
    throw nameFile(error, path);
  }
}

/**
 * Throws {@link DamagedData} where a start would make things worse: on a damaged file, and on an installation that had a
 * store and has none any more, since a store that begins empty knows no keys and would ask nobody for one. The store is
 * made before the queue, so a first start that was killed never looks like that.
 */
export function mustBeWhole(dataDir: string, parts: EmbeddedParts): void {
  const states = {
    store: parts.store ? inspectNamed(storeFile(dataDir), "store") : "unmade",
    queue: parts.queue ? inspectNamed(queueFile(dataDir), "queue") : "unmade",
  } as const;
  for (const [state, path] of [
    [states.store, storeFile(dataDir)],
    [states.queue, queueFile(dataDir)],
  ] as const)
    if (typeof state === "object") throw new DamagedData(`${path} is damaged (${state.damage}): ${ADVICE_FOR_DAMAGE}`);
  if (parts.store && states.store === "unmade" && states.queue === "sound") {
    throw new DamagedData(
      `${storeFile(dataDir)} is missing or empty, beside a queue that is not new: ${ADVICE_FOR_DAMAGE}; or, to begin anew, move ${join(resolve(dataDir), "queue")} away`,
    );
  }
}
