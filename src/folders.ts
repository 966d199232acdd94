/** Making folders with all that lie above them. Node's own recursive `mkdir` never ends where a file system refuses with ENOENT, as /proc does. */
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

export interface FolderOptions {
  /** Of each folder that is made. Default 0o777, less what the process's mask takes away. */
  readonly mode?: number;
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Somebody may remove a folder above just when it was made. */
const TRIES = 3;

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** One that is there already is fine. Throws what the last `mkdir` was refused with: EEXIST or ENOTDIR for what is, or lies in, a file. */
export async function makeFolder(path: string, options: FolderOptions = {}): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await mkdir(path, options);
      return;
    } catch (error) {
      if (codeOf(error) !== "ENOENT") {
        if (await isFolder(path)) return;
        throw error;
      }
      const above = dirname(path);
      // Nothing is above the first name of a relative path, nor above the root.
      if (attempt === TRIES || above === path || above === ".") throw error;
      await makeFolder(above, options);
    }
  }
}
