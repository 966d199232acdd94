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

export interface Group {
  /** The folder, or the file that is alone. */
  readonly name: string;
  readonly files: readonly string[];
}

/** Each stands where its first file does. */
export function groupsOf(files: readonly string[]): Group[] {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const folder = ALONE.includes(file) ? undefined : TOGETHER.find((one) => file.startsWith(one));
    const name = folder ?? file;
    groups.set(name, [...(groups.get(name) ?? []), file]);
  }
  return [...groups].map(([name, own]) => ({ name, files: own }));
}

/** What is still written when the last test has ended needs less. In milliseconds. */
const ENDING_MS = 1_000;

/**
 * A module that runs these files, which are below `root`, one after the other. A test that fails before it closes its
 * servers would keep the process for ever, so it is ended; `--test-force-exit` would do so before all results are written.
 */
export function sourceOf(root: string, files: readonly string[]): string {
  const suites = files.map((file) => {
    const { href } = pathToFileURL(`${root}${file}`);
    return `describe(${JSON.stringify(file)}, () => import(${JSON.stringify(href)}));\n`;
  });
  const ending = `after(() => void setTimeout(() => process.exit(), ${ENDING_MS}).unref());\n`;
  return `import { after, describe } from "node:test";\n${ending}${suites.join("")}`;
}
