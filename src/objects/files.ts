/** The embedded object store: a file for each object, in a folder of the data folder. Whole or not there: written beside its place, brought to disk, then moved to it. */
import { createHash, randomUUID } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../folders.ts";
import { ObjectChanged, ObjectGone, type ObjectInfo, type ObjectStore, ObjectsUnavailable } from "./objects.ts";

/** A part of a key that is a name in every file system, and none that leads anywhere else. */
const PART = /^[A-Za-z0-9_-][A-Za-z0-9._ -]{0,200}$/;

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown }).code;

export function createFileObjects(folder: string): ObjectStore {
  function pathOf(key: string): string {
    const parts = key.split("/");
    if (!parts.every((part) => PART.test(part)))
      throw new Error(`no name of an object: ${JSON.stringify(key.slice(0, 200))}`);
    return join(folder, ...parts);
  }

  /** What a disk says no to is an outage: it may have room later. */
  const orUnavailable = (error: unknown): Error =>
    codeOf(error) === "ENOENT"
      ? (error as Error)
      : new ObjectsUnavailable(`the objects' folder: ${(error as Error).message}`);

  async function info(path: string): Promise<ObjectInfo | undefined> {
    try {
      const { size, mtimeMs, ino } = await stat(path);
      return { bytes: size, etag: createHash("sha256").update(`${size} ${mtimeMs} ${ino}`).digest("hex").slice(0, 32) };
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      throw orUnavailable(error);
    }
  }

  return {
    async put(key, body) {
      const path = pathOf(key);
      const beside = join(dirname(path), `.${randomUUID()}`);
      try {
        await makeFolder(dirname(path), { mode: 0o700 });
        const file = await open(beside, "wx", 0o600);
        try {
          await file.writeFile(body);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(beside, path);
        const parent = await open(dirname(path), "r");
        await parent.sync().finally(() => parent.close());
      } catch (error) {
        await rm(beside, { force: true }).catch(() => undefined);
        throw orUnavailable(error);
      }
    },
    head: (key) => info(pathOf(key)),
    async read(key, range, etag) {
      const path = pathOf(key);
      const found = await info(path);
      if (found === undefined) throw new ObjectGone(`the object ${key} is gone`);
      if (etag !== undefined && etag !== found.etag)
        throw new ObjectChanged(`the object ${key} was replaced while it was read`);
      const { start, end } = range ?? { start: 0, end: found.bytes };
      const file = await open(path, "r").catch((error: unknown) => {
        throw orUnavailable(error);
      });
      try {
        const bytes = Buffer.alloc(Math.max(0, Math.min(end, found.bytes) - start));
        const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
        return bytes.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    async remove(keys) {
      for (const key of keys) await rm(pathOf(key), { force: true });
    },
    close: () => {},
  };
}
