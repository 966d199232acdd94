/** What a browser loads before the dashboard shows its first page, compressed; fails when that is more than was agreed. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUILT = fileURLToPath(new URL("../dashboard/dist/", import.meta.url));
const MOST_BYTES = 120 * 1024;

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

const manifest = JSON.parse(readFileSync(`${BUILT}manifest.json`, "utf8")) as Readonly<Record<string, Chunk>>;

/** A chunk and all that it needs at once. */
function filesOf(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const other of manifest[name]?.imports ?? []) filesOf(other, seen);
  return seen;
}

const entry = Object.entries(manifest).find(([, { isEntry }]) => isEntry)?.[0];
if (entry === undefined) throw new Error("the dashboard has no entry: run npm run setup");
// The overview is the page that people begin with.
const first = new Set([...filesOf(entry), ...filesOf("src/pages/overview.tsx")]);
const files = [...first].flatMap((name) => manifest[name]?.file ?? []);
const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(BUILT + file)).length, 0);
process.stdout.write(
  `dashboard: ${(bytes / 1024).toFixed(1)} KB of JavaScript for the first page, compressed; at most ${MOST_BYTES / 1024} KB\n`,
);
if (bytes > MOST_BYTES) process.exit(1);
