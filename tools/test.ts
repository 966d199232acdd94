/**
 * Runs the tests: all of them, or the files and patterns that are named. With `--coverage` it also says how much of the
 * branches they reach, and fails where a folder is below its floor; with `--full` whole systems get their full load.
 */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { byFolder, describeCoverage, type FileCoverage, isBelow } from "./coverage.ts";
import { type Group, groupsOf, sourceOf } from "./test-groups.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const GROUPS = `${ROOT}node_modules/.cache/groundswell-tests/`;
/** Whole systems before parts, behind those that take longest (`LONGEST`). */
const EVERYTHING = ["test", "snap-ins", "examples", "docs", "tools", "src", "dashboard"].map(
  (folder) => `${folder}/**/*.test.ts`,
);
/** The longest test takes about two minutes: what takes so much longer hangs. In milliseconds. */
const LONGEST_TEST_MS = 10 * 60_000;
/** All tests at full load take about 15 minutes. What runs after this is ended, and fails by name. In milliseconds. */
const LONGEST_RUN_MS = 45 * 60_000;

const { values, positionals } = parseArgs({
  options: { coverage: { type: "boolean" }, full: { type: "boolean" } },
  allowPositionals: true,
});
/** A whole system often waits, so five keep two cores busy; at full load three do. */
const atOnce = values.full ? 3 : 5;
const patterns = positionals.length > 0 ? positionals : EVERYTHING;
const found = patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT, exclude: ["**/node_modules/**"] }).sort());
if (found.length === 0) throw new Error(`no test file matches ${patterns.join(" ")}`);

/** The file that runs a group, under the same name each time, so that it is compiled once. */
function fileOf({ name, files }: Group): string {
  const path = `${GROUPS}${name.replaceAll("/", "-")}.mjs`;
  const source = sourceOf(ROOT, files);
  if (!existsSync(path) || readFileSync(path, "utf8") !== source) writeFileSync(path, source);
  return path;
}
mkdirSync(GROUPS, { recursive: true });
// Who names files wants to know of each by itself.
const groups = positionals.length > 0 ? found.map((file) => ({ name: file, files: [file] })) : groupsOf(found);

// What Node compiles for one test serves the next. Coverage would be less exact of code that comes from there.
if (!values.coverage) process.env.NODE_COMPILE_CACHE = `${ROOT}node_modules/.cache/groundswell-compiled`;
if (values.full) process.env.TESTS = "full";
const coverage = {
  coverage: true,
  coverageIncludeGlobs: ["src/**/*.ts"],
  coverageExcludeGlobs: ["**/*.test.ts", "**/*.testing.ts", "**/*.testsuite.ts", "**/testsuite/**"],
};
const tests = run({
  ...{ cwd: ROOT, files: groups.map(fileOf), concurrency: atOnce },
  ...{ timeout: LONGEST_TEST_MS, signal: AbortSignal.timeout(LONGEST_RUN_MS) },
  ...(values.coverage ? coverage : {}),
});
let covered: readonly FileCoverage[] = [];
tests.on("test:fail", () => {
  process.exitCode = 1;
});
tests.on("test:coverage", ({ summary }) => {
  covered = summary.files;
});
tests.on("end", () => {
  if (!values.coverage) return;
  const folders = byFolder(`${ROOT}src`, covered);
  process.stdout.write(describeCoverage(folders));
  if (folders.length === 0 || folders.some(isBelow)) process.exitCode = 1;
});
// The report by file and line is some thousand lines: left out.
const reported = tests.filter(({ type }) => type !== "test:coverage");
reported.compose(spec).pipe(process.stdout);
