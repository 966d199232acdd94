/**
 * Which test files share a process. Loading and compiling what a test needs often takes longer than the test: the files of
 * a folder here do that once. Each is a suite of its own, so that no file's hooks are another's.
 */
import { pathToFileURL } from "node:url";

/** What stands nowhere here has a process of its own. */
const TOGETHER = [
  ...["test/events/", "src/auth/", "src/cli/", "src/clustering/", "src/enrichment/", "src/events/", "src/forms/"],
  ...["src/ingestion/", "src/ledger/", "src/llm/", "src/loops/", "src/model/", "src/numeric/", "src/operations/"],
  ...["src/server/", "src/sources/", "src/store/", "src/text/", "src/translation/", "src/uploads/"],
];

/** They measure their process, its memory or how long it takes for what is large, or kill what they start. */
export const ALONE: readonly string[] = [
  "src/enrichment/longest-texts.test.ts",
  "src/ingestion/http-listener.test.ts",
  "src/server/bombs.test.ts",
  "src/server/bounds.test.ts",
  "src/server/given-up.test.ts",
  "src/server/limits.test.ts",
  "src/server/responses-export.test.ts",
  "test/events/kill.test.ts",
];

/**
 * They take longest, and nothing should wait for one of them at the end. One that mostly waits stands beside one that computes,
 * so that neither the cores nor the places of processes are idle.
 */
export const LONGEST: readonly string[] = [
  "src/loops/",
  "test/browser.test.ts",
  "snap-ins/circle/circle.test.ts",
  "test/dashboard.test.ts",
  "test/events/",
  "test/boot.test.ts",
  "test/demo.test.ts",
  "src/server/",
  "test/chaos/queue.test.ts",
  "test/overview.test.ts",
  "test/chaos/disk.test.ts",
  "test/end-to-end.test.ts",
  "test/chaos/runner.test.ts",
  "src/cli/",
  "test/llm.test.ts",
  "test/dashboard-trouble.test.ts",
  "test/dashboard-keyboard.test.ts",
  "src/store/",
  "test/form-page.test.ts",
  "test/chaos/store.test.ts",
];

export interface Group {
  /** The folder, or the file that is alone. */
  readonly name: string;
  readonly files: readonly string[];
}

/** The longest first; of the others, each stands where its first file does. */
export function groupsOf(files: readonly string[]): Group[] {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const folder = ALONE.includes(file) ? undefined : TOGETHER.find((one) => file.startsWith(one));
    const name = folder ?? file;
    groups.set(name, [...(groups.get(name) ?? []), file]);
  }
  const longest = new Map(LONGEST.map((name, at) => [name, at]));
  const placeOf = ({ name }: Group): number => longest.get(name) ?? LONGEST.length;
  return [...groups].map(([name, own]) => ({ name, files: own })).sort((a, b) => placeOf(a) - placeOf(b));
}

/** When the last test has ended, its process ends once nothing more was written for so long. In milliseconds. */
const QUIET_MS = 1_000;
/** No file needs that long until its tests are known: one that waits for what never comes would hold up all others. In milliseconds. */
const LOADING_MS = 120_000;

/**
 * What stands before the suites. A test that fails before it closes its servers would keep the process for ever, so it is
 * ended; `--test-force-exit` would do so before all results are written. Who ends it earlier is told of: the results of
 * all other files are lost with it.
 */
const beginning = (loadingMs: number): string => `import { after, describe } from "node:test";
let isOver = false;
after(() => {
  isOver = true;
  let written = process.stdout.bytesWritten;
  setInterval(() => {
    if (process.stdout.bytesWritten === written) process.exit();
    written = process.stdout.bytesWritten;
  }, ${QUIET_MS}).unref();
});
process.once("exit", () => {
  if (isOver) return;
  process.exitCode = 1;
  console.error(new Error("the process ends before all tests of its files have run"));
});
async function inTime(loading) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("is not loaded after ${loadingMs} ms")), ${loadingMs});
  });
  await Promise.race([loading, late]).finally(() => clearTimeout(timer));
}
`;

/** A module that runs these files, which are below `root`, one after the other. */
export function sourceOf(root: string, files: readonly string[], loadingMs = LOADING_MS): string {
  const suites = files.map((file) => {
    const { href } = pathToFileURL(`${root}${file}`);
    return `describe(${JSON.stringify(file)}, () => inTime(import(${JSON.stringify(href)})));\n`;
  });
  return `${beginning(loadingMs)}${suites.join("")}`;
}
