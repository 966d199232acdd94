/** Files and functions stay so short that a reader can hold them: 300 lines and 60. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { type Node, parseSync } from "oxc-parser";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FILE = 300;
/** Cases and their data stand in rows: a file of tests may be longer. */
const TEST_FILE = 400;
const FUNCTION = 60;
/** Words, not code. */
const data: ReadonlySet<string> = new Set([
  "src/server/form-page/languages.ts",
  ...["de", "es", "fr", "hi-latn", "id", "pt"].map((language) => `src/text/lexicon/${language}/gloss.ts`),
  "dashboard/src/messages/en.ts",
  "dashboard/src/messages/de.ts",
]);

const files = globSync("{src,client,dashboard,snap-ins,tools,bench,test}/**/*.{ts,tsx}", {
  cwd: ROOT,
  exclude: ["**/node_modules/**", "**/dist/**"],
});
const isTest = (file: string): boolean => /\.(test|testing|testsuite)\.ts$|\/(testsuite|testing)\/|^test\//.test(file);
const read = (file: string): string => readFileSync(ROOT + file, "utf8");
const linesOf = (text: string): number => text.split("\n").length;

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === "string";
const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

/** Functions with more lines of their own than they may have: those of functions within count there. */
function longFunctions(file: string, text: string): string[] {
  const found: string[] = [];
  /** Lines of the functions within. */
  const visit = (node: Node): number => {
    const within = childrenOf(node).reduce((sum, child) => sum + visit(child), 0);
    if (!/Function/.test(node.type) || !("body" in node) || node.body === null) return within;
    const lines = linesOf(text.slice(node.start, node.end));
    const own = lines - within;
    if (own > FUNCTION) found.push(`${file}:${linesOf(text.slice(0, node.start))} has ${own} lines`);
    return lines > 1 ? lines : 0;
  };
  visit(parseSync(file, text).program);
  return found;
}

it("no file is longer than a reader can hold", () => {
  assert.ok(files.length > 700);
  const lengths = files.map((file) => [file, linesOf(read(file)) - 1] as const);
  const long = lengths.filter(([file, lines]) => lines > (isTest(file) ? TEST_FILE : FILE) && !data.has(file));
  assert.deepEqual(long, []);
});

it("no function is longer than a screen, without those inside it", () => {
  const long = files.filter((file) => !isTest(file)).flatMap((file) => longFunctions(file, read(file)));
  assert.deepEqual(long, []);
});

it("a long function is told by its line, and a factory of short ones is not", () => {
  const body = "  work();\n".repeat(70);
  assert.deepEqual(longFunctions("a.ts", `const x = 1;\nfunction long() {\n${body}}\n`), ["a.ts:2 has 72 lines"]);
  const short = `  const act = () => {\n${"    work();\n".repeat(40)}  };\n`;
  assert.deepEqual(longFunctions("b.ts", `export function create() {\n${short.repeat(3)}}\n`), []);
});
