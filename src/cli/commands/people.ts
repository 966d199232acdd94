/** `people erase`: all that one person wrote and did. */
import type { Command } from "commander";
import { createApi } from "../api.ts";
import { clientSettings } from "../client-settings.ts";
import { printJson } from "../output.ts";
import { CommandFailed, type Shell, UsageError } from "../shell.ts";

interface Named {
  readonly id?: string;
  readonly name?: string;
  readonly source?: string;
}

async function erase({ id, name, source }: Named, shell: Shell): Promise<void> {
  if ((id === undefined) === (name === undefined)) throw new UsageError("either --id or --name");
  const api = createApi(clientSettings(shell.environment), shell.signal);
  const erased = await api.call("/api/v1/people", { method: "DELETE", query: { id, name, source } });
  await printJson(shell, erased);
  if (Object.values(erased as Readonly<Record<string, number>>).every((count) => count === 0))
    throw new CommandFailed("nothing stored names them: nothing was erased");
}

export function configure(command: Command, shell: Shell): void {
  command
    .command("erase")
    .description("erase what a person wrote and did, for good, and say how much it was")
    .option("--id <id>", "what a provider or an application calls them by")
    .option("--name <name>", "their name, as the records have it")
    .option("--source <source>", "what came from this source only")
    .action((named: Named) => erase(named, shell));
}
