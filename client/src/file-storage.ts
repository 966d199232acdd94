/** For Node: what waits is kept in a file, so that a restart finds it. One process a file. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { KeyStorage } from "./platform.ts";

function read(path: string): Map<string, string> {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(path, "utf8")) as Record<string, string>));
  } catch {
    return new Map();
  }
}

export function createFileStorage(path: string): KeyStorage {
  const values = read(path);
  function write(): void {
    mkdirSync(dirname(path), { recursive: true });
    // Whole or not at all.
    writeFileSync(`${path}.new`, JSON.stringify(Object.fromEntries(values)), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  return {
    get length() {
      return values.size;
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (key) => values.get(key) ?? null,
    setItem(key, value) {
      values.set(key, value);
      write();
    },
    removeItem(key) {
      if (values.delete(key)) write();
    },
  };
}
