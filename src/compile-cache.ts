/** Keeps what Node compiled of the program for the next start, which then takes about half the work. */
import { enableCompileCache, flushCompileCache, getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** Beside what is installed, and so writable for nobody but who installed it: code is run from there. */
export const COMPILED_FOLDER = fileURLToPath(new URL("../node_modules/.cache/groundswell-compiled", import.meta.url));

/**
 * Holds for what is loaded afterwards, so whoever calls it loads the rest with `import()`. Where the folder can't be
 * written, everything is compiled as ever. NODE_COMPILE_CACHE names another folder; NODE_DISABLE_COMPILE_CACHE=1 means none.
 */
export function keepCompiled(): void {
  enableCompileCache(COMPILED_FOLDER);
}

/** Writes what was compiled so far, which else waits for an orderly end. */
export const flushCompiled = (): void => flushCompileCache();

/** The environment of a thread that is to keep and use the same; without it a thread compiles for itself. */
export function compiledFolder(): { readonly NODE_COMPILE_CACHE?: string } {
  const folder = getCompileCacheDir();
  // Node adds a folder for its own version, below the one that it was given.
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}
