/** `events list`: what applications reported, newest first. */
import type { Command } from "commander";
import { createApi } from "../api.ts";
import { clientSettings } from "../client-settings.ts";
import { showText, wholeNumber } from "../formats.ts";
import { printRows } from "../output.ts";
import type { Shell } from "../shell.ts";
import type { Column } from "../table.ts";

type Row = Readonly<Record<string, unknown>>;

interface Selection {
  readonly session?: string;
  readonly category?: string;
  readonly name?: string;
  readonly application?: string;
  readonly from?: string;
  readonly to?: string;
  readonly words?: string;
}

const columns: readonly Column<Row>[] = [
  { title: "timestamp", show: (row) => showText(row.timestamp) },
  { title: "application", show: (row) => showText(row.application) },
  { title: "session", show: (row) => showText(row.session_id) },
  { title: "category", show: (row) => showText(row.category) },
  { title: "name", show: (row) => showText(row.name) },
  { title: "data", show: (row) => showText(row.data), flexible: true },
];

export function configure(command: Command, shell: Shell): void {
  command
    .command("list")
    .description("events, newest first")
    .option("--session <id>", "only of this session")
    .option("--category <category>", "only of this category")
    .option("--name <name>", "only of this name")
    .option("--application <application>", "only from this application")
    .option("--from <time>", "that occurred since then (ISO 8601 or unix seconds)")
    .option("--to <time>", "that occurred before then")
    .option("--words <words>", "that hold each of these words")
    .option("--limit <n>", "at most so many", wholeNumber(1))
    .action(({ limit, session: session_id, words: q, ...selection }: Selection & { limit?: number }) => {
      const api = createApi(clientSettings(shell.environment), shell.signal);
      const query = { ...selection, session_id, q };
      return printRows(shell, api.items("/api/v1/events", query, limit), columns, "(no events)");
    });
}
