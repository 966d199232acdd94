/** `apps list|show|put`: apps and their models. */
import type { Command } from "commander";
import { AppModel } from "../../model/app-model.ts";
import { createApi } from "../api.ts";
import { readAppModel } from "../app-model-file.ts";
import { clientSettings } from "../client-settings.ts";
import { showText } from "../formats.ts";
import { printRows, printValue } from "../output.ts";
import type { Shell } from "../shell.ts";
import type { Column } from "../table.ts";

type Row = Readonly<Record<string, unknown>>;

const labelsOf = (row: Row): AppModel["first_order_labels"] => {
  const model = AppModel.safeParse(row);
  return model.success ? model.data.first_order_labels : [];
};

const columns: readonly Column<Row>[] = [
  { title: "name", show: (row) => showText(row.name) },
  { title: "package", show: (row) => showText(row.app_id) },
  { title: "labels", show: (row) => String(labelsOf(row).length), right: true },
  {
    title: "sub-labels",
    show: (row) => String(labelsOf(row).reduce((sum, label) => sum + label.second_order_labels.length, 0)),
    right: true,
  },
];

const pathOf = (name: string): string => `/api/v1/apps/${encodeURIComponent(name)}`;

export function configure(command: Command, shell: Shell): void {
  const api = () => createApi(clientSettings(shell.environment), shell.signal);
  command
    .command("list")
    .description("every registered app")
    .action(() => printRows(shell, api().items("/api/v1/apps", {}), columns, "(no app is registered)"));
  command
    .command("show")
    .description("an app's model")
    .argument("<name>")
    .action(async (name: string) => printValue(shell, await api().call(pathOf(name))));
  command
    .command("put")
    .description("register an app, or replace its model")
    .argument("<file>", "the app model as JSON; - reads stdin")
    .option("--name <name>", "under this name instead of the file's own")
    .action(async (file: string, options: { name?: string }) => {
      const model = await readAppModel(shell, file, options.name);
      await printValue(shell, await api().call(pathOf(model.name), { method: "PUT", json: model }));
    });
}
