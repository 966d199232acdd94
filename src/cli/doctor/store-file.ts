/** Check of the embedded store's file. */
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Finding, fine, problem } from "./check.ts";

/** Opens it for reading only, as nothing but a daemon may write there. */
export async function checkStoreFile(dataDir: string): Promise<Finding> {
  const path = join(resolve(dataDir), "store.sqlite");
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return fine("store", "none yet; the first start makes it");
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    try {
      db.prepare("SELECT count(*) FROM sqlite_master").get();
    } finally {
      db.close();
    }
    return fine("store", `${path}, ${Math.round(found.size / 1e6)} MB, readable`);
  } catch (thrown) {
    const advice = "restore DATA_DIR from a backup; keep the damaged folder until that has worked";
    return problem("store", `${path}: ${(thrown as Error).message}`, advice);
  }
}
