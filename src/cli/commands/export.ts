/** `export`: insights as JSON lines or CSV, newest first, page by page. */
import { type Command, Option } from "commander";
import { csvLine } from "../../csv.ts";
import { dateOf } from "../../model/times.ts";
import { createApi } from "../api.ts";
import { clientSettings } from "../client-settings.ts";
import { wholeNumber } from "../formats.ts";
import { printJson, printLine, printText } from "../output.ts";
import type { Shell } from "../shell.ts";

type Row = Readonly<Record<string, unknown>>;

/** What is chosen by, as the API calls it. `--version` says which Groundswell this is. */
const choices = [
  ["app", "<app>", "only of this app"],
  ["q", "<words>", 'only with these words; "as they stand" and -without work'],
  ["source", "<source>", "only from this source"],
  ["lang", "<code>", "only in this language"],
  ["stars", "<stars>", "only with so many stars, such as 1,2"],
  ["kind", "<kind>", "only problem, request, question, praise or other"],
  ["sentiment", "<sentiment>", "only positive, negative or neutral"],
  ["priority", "<priority>", "only Critical, High, Moderate or Low"],
  ["label", "<label>", "only with this label"],
  ["theme", "<id>", "only of this theme"],
  ["from", "<time>", "dated then or later (ISO 8601 or unix seconds)"],
  ["to", "<time>", "dated before then"],
] as const;

interface Options extends Readonly<Partial<Record<(typeof choices)[number][0] | "appVersion", string>>> {
  readonly limit?: number;
  readonly format: "jsonl" | "csv";
}

/** Columns of the CSV: name → where the value is in an insight; what is not listed is only in the JSON lines. */
const columns: Readonly<Record<string, readonly string[]>> = {
  id: ["id"],
  app: ["app_name"],
  source: ["source"],
  source_id: ["source_id"],
  data_id: ["data_id"],
  date: ["date"],
  lang: ["lang"],
  title: ["subinfo", "title"],
  text: ["main_text"],
  original_text: ["original_text"],
  kind: ["kind"],
  sentiment: ["attributes", "sentiment"],
  priority: ["attributes", "priority"],
  first_order_labels: ["attributes", "first_order_labels"],
  second_order_labels: ["attributes", "second_order_labels"],
  keywords: ["attributes", "keywords"],
  positive_keywords: ["attributes", "positive_keywords"],
  cluster_id: ["cluster_id"],
  revision: ["revision"],
  updated_at: ["updated_at"],
  ingested_at: ["ingested_at"],
  metadata: ["metadata"],
};

const TIMES: ReadonlySet<string> = new Set(["date", "updated_at", "ingested_at"]);

function cellOf(insight: Row, name: string, path: readonly string[]): unknown {
  let value: unknown = insight;
  for (const key of path) value = (value as Row | undefined)?.[key];
  if (TIMES.has(name) && typeof value === "number") return dateOf(value).toISOString();
  return Array.isArray(value) ? value.join("; ") : value;
}

export const csvOfInsight = (insight: Row): string =>
  csvLine(Object.entries(columns).map(([name, path]) => cellOf(insight, name, path)));

async function exportInsights(options: Options, shell: Shell): Promise<void> {
  const api = createApi(clientSettings(shell.environment), shell.signal);
  const { format: _, limit, appVersion: version, ...chosen } = options;
  const insights = api.items("/api/v1/insights", { ...chosen, version, sort: "newest" }, limit);
  if (options.format === "csv") {
    let header: string | undefined = csvLine(Object.keys(columns));
    for await (const insight of insights) {
      if (header !== undefined) await printLine(shell, header);
      header = undefined;
      await printText(shell, csvOfInsight(insight));
    }
    if (header !== undefined) await printLine(shell, header);
  } else for await (const insight of insights) await printJson(shell, insight);
}

export function configure(command: Command, shell: Shell): void {
  for (const [name, value, what] of choices) command.option(`--${name} ${value}`, what);
  command
    .option("--app-version <version>", 'only of this version, or range of them: ">=5.2 <6"')
    .option("--limit <n>", "at most so many", wholeNumber(1))
    .addOption(new Option("--format <format>", "how to write them").choices(["jsonl", "csv"]).default("jsonl"))
    .action((options: Options) => exportInsights(options, shell));
}
