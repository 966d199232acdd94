/**
 * Measures text understanding on labelled data and prints one table.
 * `npm run -s evaluate` runs everything, `-- --slice` the gate's small slice (exit 1 when a figure is below its floor),
 * `-- language kind` only the tasks named.
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Row, Task } from "./task.ts";
import { hasData } from "./task.ts";

/** Every task, in the order of the table: add a line here and a file of the name in tasks/. */
const registry: readonly string[] = [
  "language",
  "hinglish",
  "languages",
  "spelling",
  "campaigns",
  "noise",
  "kind",
  "sentiment",
  "phrases",
  "feature-requests",
  "embedding",
  "routing",
  "clustering",
  "duplicates",
  "stable-ids",
  "statements",
  "themes",
  "speed",
];

const load = async (name: string): Promise<Task | undefined> => {
  const file = new URL(`./tasks/${name}.ts`, import.meta.url);
  if (!existsSync(file)) return undefined;
  return ((await import(file.href)) as { readonly task: Task }).task;
};

const figure = (value: number | undefined): string => {
  if (value === undefined) return "";
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(3);
};

const headings = ["task", "data set", "metric", "figure", "target", "baseline", "ceiling", ""];

const cells = (row: Row): string[] => [
  row.task,
  row.dataset,
  row.metric,
  figure(row.figure),
  figure(row.target),
  figure(row.baseline),
  figure(row.ceiling),
  row.floor !== undefined && row.figure < row.floor ? `BELOW THE FLOOR OF ${figure(row.floor)}` : "",
];

const print = (rows: readonly Row[]): void => {
  const table = [headings, ...rows.map(cells)];
  const widths = headings.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column < 3 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join("  ");
  process.stdout.write(`${table.map((row) => line(row).trimEnd()).join("\n")}\n`);
};

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({ options: { slice: { type: "boolean" } }, allowPositionals: true });
  if (!hasData()) {
    process.stderr.write("The folder of labelled data isn't there: nothing can be measured.\n");
    return 0;
  }
  const rows: Row[] = [];
  for (const name of registry) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const task = await load(name);
    process.stderr.write(`${name}${task === undefined ? ": there is no such task" : " ..."}\n`);
    if (task !== undefined) rows.push(...(await task.run({ slice: values.slice === true })));
  }
  print(rows);
  return rows.some((row) => row.floor !== undefined && row.figure < row.floor) ? 1 : 0;
};

process.exitCode = await main();
