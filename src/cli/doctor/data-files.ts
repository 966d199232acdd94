/** Checks of the embedded store's and queue's files. */
import { stat } from "node:fs/promises";
import {
  ADVICE_FOR_DAMAGE,
  type Holds,
  inspectFile,
  isQueueNew,
  queueFile,
  rightsFault,
  storeFile,
} from "../../store/data-files.ts";
import { type Finding, fine, problem, warning } from "./check.ts";

/** Files beyond this are not read through: that takes minutes. */
const READ_THROUGH_BYTES = 2e9;

/** Opens it for reading only, as nothing but a daemon may write there. */
async function checkFile(check: string, path: string, holds: Holds): Promise<Finding> {
  const fault = rightsFault(path);
  if (fault !== undefined) return problem(check, fault, "run this as the user that runs the daemon, or correct it");
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  try {
    const state = inspectFile(path, { holds, readOnly: true, thorough: size < READ_THROUGH_BYTES });
    if (state === "unmade") return fine(check, "none yet; the first start makes it");
    if (state === "sound") return fine(check, `${path}, ${Math.round(size / 1e6)} MB, sound`);
    return problem(check, `${path} is damaged: ${state.damage}`, ADVICE_FOR_DAMAGE);
  } catch (thrown) {
    return problem(check, `${path}: ${(thrown as Error).message}`, ADVICE_FOR_DAMAGE);
  }
}

export const checkStoreFile = (dataDir: string): Promise<Finding> => checkFile("store", storeFile(dataDir), "store");
export async function checkQueueFile(dataDir: string): Promise<Finding> {
  if (!isQueueNew(dataDir)) return checkFile("queue file", queueFile(dataDir), "queue");
  const advice = "restore DATA_DIR as a whole, or send again what waited there";
  return warning("queue file", `${queueFile(dataDir)} is missing or empty beside a store that is not new`, advice);
}

/** A store that is gone beside a queue that is not: a start would refuse it. */
export function isStoreGone(dataDir: string): boolean {
  try {
    return (
      inspectFile(storeFile(dataDir), { readOnly: true }) === "unmade" &&
      inspectFile(queueFile(dataDir), { readOnly: true }) === "sound"
    );
  } catch {
    return false;
  }
}
