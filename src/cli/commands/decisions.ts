/** `decisions list|preview|take|undo`: what people decide about themes. */
import type { Command } from "commander";
import { createApi } from "../api.ts";
import { clientSettings } from "../client-settings.ts";
import { jsonValue, showText, showTime, wholeNumber } from "../formats.ts";
import { printJson, printRows } from "../output.ts";
import type { Shell } from "../shell.ts";
import type { Column } from "../table.ts";

type Row = Readonly<Record<string, unknown>>;

const columns: readonly Column<Row>[] = [
  { title: "id", show: (row) => showText(row.id) },
  { title: "at", show: (row) => showTime(row.at) },
  { title: "actor", show: (row) => showText(row.actor) },
  { title: "what", show: (row) => showText(row.what) },
  { title: "undone", show: (row) => showTime(row.undone_at) },
  { title: "themes", show: (row) => (row.themes as string[]).join(" "), flexible: true },
];

const PATH = "/api/v1/theme-decisions";

export function configure(command: Command, shell: Shell): void {
  const api = () => createApi(clientSettings(shell.environment), shell.signal);
  const send = async (path: string, json?: unknown): Promise<void> => {
    await printJson(shell, await api().call(path, { method: "POST", json }));
  };
  command
    .command("list")
    .description("what was decided, newest first")
    .option("--app <app>", "only of this app")
    .option("--theme <id>", "only about this theme")
    .option("--limit <n>", "at most so many", wholeNumber(1))
    .action(({ limit, ...selection }: { app?: string; theme?: string; limit?: number }) =>
      printRows(shell, api().items(PATH, { ...selection }, limit), columns, "(nothing was decided yet)"),
    );
  command
    .command("preview")
    .argument("<json>", 'such as {"what":"merge","themes":["…","…"]}; docs/themes.md has them all', jsonValue)
    .description("what a decision would move, and which tickets would change")
    .action((json: unknown) => send(`${PATH}/preview`, json));
  command
    .command("take")
    .argument("<json>", "as for preview", jsonValue)
    .description("decide: at once, and in every later pass")
    .action((json: unknown) => send(PATH, json));
  command
    .command("undo")
    .argument("<id>")
    .description("take a decision back")
    .action((id: string) => send(`${PATH}/${encodeURIComponent(id)}/undo`));
}
