/** `rejections list|replay`: what rules dropped and checks refused, and running it again. */
import type { Command } from "commander";
import { createApi } from "../api.ts";
import { clientSettings } from "../client-settings.ts";
import { showText, showTime, wholeNumber } from "../formats.ts";
import { printJson, printRows } from "../output.ts";
import { CommandFailed, note, type Shell } from "../shell.ts";
import type { Column } from "../table.ts";

type Row = Readonly<Record<string, unknown>>;

interface Selection {
  readonly words?: string;
  readonly app?: string;
  readonly source?: string;
  readonly stage?: string;
  readonly outcome?: string;
  readonly reason?: string;
  readonly from?: string;
  readonly to?: string;
}

const textOf = (record: unknown): string => {
  const { text, title } = (typeof record === "object" && record !== null ? record : {}) as Row;
  return showText(text ?? title ?? record);
};

const columns: readonly Column<Row>[] = [
  { title: "id", show: (row) => showText(row.id) },
  { title: "at", show: (row) => showTime(row.at) },
  { title: "app", show: (row) => showText(row.app) },
  { title: "source", show: (row) => showText(row.source) },
  { title: "stage", show: (row) => showText(row.stage) },
  { title: "outcome", show: (row) => showText(row.outcome) },
  { title: "reason", show: (row) => showText(row.reason) },
  { title: "text", show: (row) => textOf(row.record), flexible: true },
];

/** As the API names it. */
const asked = ({ words, ...others }: Selection) => ({ ...(words === undefined ? {} : { q: words }), ...others });

const withSelection = (command: Command): Command =>
  command
    .option("--words <words>", "whose text or reason holds each of these words")
    .option("--app <app>", "only of this app")
    .option("--source <source>", "only from this source")
    .option("--stage <stage>", "only by this stage")
    .option("--outcome <outcome>", "dropped or rejected")
    .option("--reason <reason>", "only for this reason")
    .option("--from <time>", "since then (ISO 8601 or unix seconds)")
    .option("--to <time>", "before then");

export function configure(command: Command, shell: Shell): void {
  const api = () => createApi(clientSettings(shell.environment), shell.signal);
  withSelection(command.command("list").description("what was dropped or refused, newest first"))
    .option("--limit <n>", "at most so many", wholeNumber(1))
    .action(({ limit, ...selection }: Selection & { limit?: number }) =>
      printRows(shell, api().items("/api/v1/rejections", asked(selection), limit), columns, "(nothing was refused)"),
    );
  withSelection(command.command("replay").description("run them again, as new batches"))
    .argument("[ids...]", "which (default: all that the options choose)")
    .option("--again", "includes what earlier replays came to")
    .action(async (ids: string[], selection: Selection & { again?: true }) => {
      const done = await api().call("/api/v1/rejections/replay", {
        method: "POST",
        json: { ...asked(selection), ...(ids.length > 0 ? { ids } : {}) },
      });
      if (done === undefined) return note(shell, "done");
      await printJson(shell, done);
      const { replayed = 0, rejected = 0, skipped = 0 } = done as Readonly<Record<string, number | undefined>>;
      if (ids.length > 0 && replayed + rejected + skipped === 0)
        throw new CommandFailed("no id names what was dropped or refused");
    });
}
