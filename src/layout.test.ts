/** Imports point one way: the order of the folders and root files of `src` stands here, and nowhere else. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";

const SRC = fileURLToPath(new URL(".", import.meta.url));

/** From the bottom up. What stands in one line knows nothing of its neighbours; each knows only lines above itself here. */
const order: readonly (readonly string[])[] = [
  ["numeric", "lifecycle.ts", "log.ts", "metrics.ts", "tracing.ts"],
  [
    "addresses.ts",
    "compile-cache.ts",
    "csv.ts",
    "folders.ts",
    "leave-early.ts",
    "retry-after.ts",
    "write-ahead-log.ts",
  ],
  ["model", "start-small.ts", "threads"],
  ["config-lists.ts", "config-values.ts", "env-lines.ts"],
  ["config.ts", "events", "queue", "text"],
  ["clustering", "delivery", "env-file.ts", "public-url.ts", "store"],
  ["auth", "forms", "ledger", "llm", "objects", "translation"],
  ["enrichment", "hooks"],
  ["ingestion"],
  ["uploads"],
  ["operations"],
  // Connectors stand up here, since only what puts the parts together may know one from another.
  ["cli", "loops", "server", "sources"],
  ["boot-errors.ts", "open-sources.ts", "permission-notes.ts"],
  ["daemon.ts"],
  ["boot.ts"],
];
const lineOf = new Map(order.flatMap((names, line) => names.map((name) => [name, line] as const)));

/** Pure: no files, no network, no threads. */
const pure: ReadonlySet<string> = new Set(["numeric", "model", "text"]);
const OUTSIDE = /^node:(fs|net|http|https|http2|tls|dgram|dns|child_process|worker_threads|sqlite)\b/;

const isTest = (file: string): boolean => /\.(test|testing|testsuite)\.ts$|\/testsuite\//.test(file);
const placeOf = (file: string): string => file.split("/")[0]!;

/** What a file imports, static or not, types included. */
function importsOf(file: string, root = SRC): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]!);
}

/** What is wrong with one import of a file; undefined when nothing is. */
function faultOf(file: string, imported: string): string | undefined {
  const place = placeOf(file);
  if (pure.has(place) && OUTSIDE.test(imported)) return `${file} imports ${imported}, but ${place} is pure`;
  if (!imported.startsWith(".")) return undefined;
  const target = relative(SRC, join(SRC, dirname(file), imported));
  const other = placeOf(target);
  if (other === place || other === "..") return undefined;
  if (isTest(target)) return `${file} imports ${target}, which is for tests`;
  const [own, below] = [lineOf.get(place), lineOf.get(other)];
  if (own === undefined || below === undefined) return `${own === undefined ? place : other} has no place in the order`;
  return below < own ? undefined : `${file} imports ${target}, but ${other} does not stand below ${place}`;
}

it("every file of src imports only what stands below it", () => {
  const files = globSync("**/*.ts", { cwd: SRC }).filter((file) => !isTest(file));
  assert.ok(files.length > 400);
  assert.deepEqual(
    files.flatMap((file) => importsOf(file).flatMap((imported) => faultOf(file, imported) ?? [])),
    [],
  );
});

it("an import that points up, sideways, to nowhere or out of a pure folder is told", () => {
  const faults = [
    faultOf("store/open.ts", "../operations/apps.ts"),
    faultOf("loops/start.ts", "../server/server.ts"),
    faultOf("queue/sqs.ts", "../nowhere/x.ts"),
    faultOf("text/words.ts", "node:fs/promises"),
    faultOf("server/server.ts", "../queue/queue.testsuite.ts"),
  ];
  assert.deepEqual(
    faults.map((fault) => fault !== undefined),
    [true, true, true, true, true],
  );
  assert.equal(faultOf("operations/apps.ts", "../store/store.ts"), undefined);
});

/** Files of which each leads back to itself by imports, of those that `importsOf` names. */
function circlesAmong(files: readonly string[], targetsOf: (file: string) => readonly string[]): string[] {
  const targets = new Map(files.map((file) => [file, targetsOf(file)]));
  const reaches = (from: string): boolean => {
    const seen = new Set<string>();
    const left = [...(targets.get(from) ?? [])];
    for (let file = left.pop(); file !== undefined; file = left.pop()) {
      if (file === from) return true;
      if (seen.has(file)) continue;
      seen.add(file);
      left.push(...(targets.get(file) ?? []));
    }
    return false;
  };
  return files.filter(reaches);
}

it("no files import each other in a circle", () => {
  const root = join(SRC, "..");
  const files = globSync(["src/**/*.ts", "dashboard/src/**/*.{ts,tsx}", "snap-ins/**/*.ts", "client/src/**/*.ts"], {
    cwd: root,
    exclude: ["**/node_modules/**", "**/dist/**"],
  });
  assert.ok(files.length > 800);
  const targetsOf = (file: string): string[] =>
    importsOf(file, root)
      .filter((imported) => imported.startsWith("."))
      .map((imported) => join(dirname(file), imported));
  assert.deepEqual(circlesAmong(files, targetsOf), []);
  assert.deepEqual(
    circlesAmong(["a", "b", "c"], (file) => (file === "a" ? ["b"] : file === "b" ? ["a", "c"] : [])),
    ["a", "b"],
  );
});
