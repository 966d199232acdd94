/** Checks of the embedded store's and queue's files. */
import { stat } from "node:fs/promises";
import { ADVICE_FOR_DAMAGE, inspectFile, queueFile, storeFile } from "../../store/data-files.ts";
import { type Finding, fine, problem } from "./check.ts";

/** Files beyond this are not read through: that takes minutes. */
const READ_THROUGH_BYTES = 2e9;

/** Opens it for reading only, as nothing but a daemon may write there. */
async function checkFile(check: string, path: string): Promise<Finding> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  try {
    const state = inspectFile(path, { readOnly: true, thorough: size < READ_THROUGH_BYTES });
    if (state === "unmade") return fine(check, "none yet; the first start makes it");
    if (state === "sound") return fine(check, `${path}, ${Math.round(size / 1e6)} MB, sound`);
    return problem(check, `${path} is damaged: ${state.damage}`, ADVICE_FOR_DAMAGE);
  } catch (thrown) {
    return problem(check, `${path}: ${(thrown as Error).message}`, ADVICE_FOR_DAMAGE);
  }
}

export const checkStoreFile = (dataDir: string): Promise<Finding> => checkFile("store", storeFile(dataDir));
export const checkQueueFile = (dataDir: string): Promise<Finding> => checkFile("queue file", queueFile(dataDir));

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
