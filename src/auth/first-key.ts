/**
 * The first key of an installation that nobody could make by hand, such as a container's: made at the start and left in
 * a file, or taken from it where somebody put one there.
 */
import { open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder } from "../folders.ts";
import { Scope } from "../model/key.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { createKeyRing, isKey, randomKey } from "./keys.ts";

export interface FirstKeyDeps {
  readonly store: Store;
  /** Unix seconds. */
  readonly now: () => number;
}

async function readKey(path: string): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Error(`FIRST_KEY_FILE=${path} can't be read: ${(error as Error).message}`);
  }
  const key = text.trim();
  if (!isKey(key)) throw new Error(`FIRST_KEY_FILE=${path} holds no key: remove it, and a new one is made`);
  return key;
}

async function writeKey(path: string, key: string): Promise<void> {
  try {
    await makeFolder(dirname(path));
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(`${key}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new Error(`FIRST_KEY_FILE=${path} can't be written: ${(error as Error).message}`);
  }
}

/**
 * Where no key was ever created, creates one with every scope for the default tenant; true when it did. The file is
 * there before the key counts, so a start that is killed in between leaves nothing that nobody knows. Throws when the
 * file can't be read or written.
 */
export async function ensureFirstKey(path: string, { store, now }: FirstKeyDeps): Promise<boolean> {
  const keys = createKeyRing(store, { now });
  await store.refresh(["keys"]);
  if (await keys.anyCreated()) return false;
  const kept = await readKey(path);
  const key = kept ?? randomKey();
  if (kept === undefined) await writeKey(path, key);
  await keys.create({ tenant: DEFAULT_TENANT, name: "first", scopes: Scope.options, key });
  return true;
}
