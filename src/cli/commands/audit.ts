/** `audit`: who did what, and how keys were used, newest first. */
import type { Command } from "commander";
import { createApi } from "../api.ts";
import { clientSettings } from "../client-settings.ts";
import { showText, showTime, wholeNumber } from "../formats.ts";
import { printRows } from "../output.ts";
import type { Shell } from "../shell.ts";
import type { Column } from "../table.ts";

type Row = Readonly<Record<string, unknown>>;

interface Selection {
  readonly action?: string;
  readonly actor?: string;
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
}

const columns: readonly Column<Row>[] = [
  { title: "at", show: (row) => showTime(row.at) },
  { title: "actor", show: (row) => showText(row.actor) },
  { title: "action", show: (row) => showText(row.action) },
  { title: "subject", show: (row) => showText(row.subject) },
  { title: "detail", show: (row) => showText(row.detail), flexible: true },
];

export function configure(command: Command, shell: Shell): void {
  command
    .option("--action <action>", "only this, such as insight.corrected or key.refused")
    .option("--actor <actor>", "only by this one")
    .option("--subject <subject>", "only on this one, by id or name")
    .option("--from <time>", "since then (ISO 8601 or unix seconds)")
    .option("--to <time>", "before then")
    .option("--limit <n>", "at most so many", wholeNumber(1))
    .action(({ limit, ...selection }: Selection & { limit?: number }) => {
      const api = createApi(clientSettings(shell.environment), shell.signal);
      return printRows(shell, api.items("/api/v1/audit", { ...selection }, limit), columns, "(nothing was done yet)");
    });
}
