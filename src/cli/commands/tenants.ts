/** `tenants create|list`: the clients of the installation. */
import type { Command } from "commander";
import { administer, type Row, readTenant } from "../administration.ts";
import { showText, showTime } from "../formats.ts";
import { printRows, printValue } from "../output.ts";
import type { Shell } from "../shell.ts";
import type { Column } from "../table.ts";

const columns: readonly Column<Row>[] = [
  { title: "id", show: (row) => showText(row.id) },
  { title: "made", show: (row) => (row.created_at === 0 ? "" : showTime(row.created_at)) },
  { title: "name", show: (row) => showText(row.name), flexible: true },
];

export function configure(command: Command, shell: Shell): void {
  command
    .command("create")
    .description("a new tenant")
    .argument("<id>", "lower-case letters, digits, _ and -")
    .option("--name <name>", "as people call it (default: its id)")
    .action((id: string, { name }: { name?: string }) =>
      administer(shell, async ({ createTenant }) => printValue(shell, await createTenant(readTenant(id), name ?? id))),
    );
  command
    .command("list")
    .description("every tenant")
    .action(() => administer(shell, ({ listTenants }) => printRows(shell, listTenants(), columns)));
}
