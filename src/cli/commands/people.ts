/** `people erase`: all that one person wrote and did. */
import type { Command } from "commander";
import { createApi, describeProblem } from "../api.ts";
import { clientSettings } from "../client-settings.ts";
import { showText } from "../formats.ts";
import { printJson, printRows } from "../output.ts";
import { CommandFailed, type Shell, UsageError } from "../shell.ts";
import type { Column } from "../table.ts";

interface Named {
  readonly id?: string;
  readonly name?: string;
  readonly source?: string;
  readonly all?: true;
}

type Namesake = Readonly<Record<string, unknown>>;

const listed = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : "");
const counted = (name: string): Column<Namesake> => ({
  title: name.replace("_", " "),
  show: (row) => showText(row[name]),
  right: true,
});

const columns: readonly Column<Namesake>[] = [
  { title: "id", show: (row) => showText(row.id ?? "(none)") },
  { title: "sources", show: (row) => listed(row.sources) },
  { title: "apps", show: (row) => listed(row.apps), flexible: true },
  ...["insights", "rejections", "dead_letters", "responses"].map(counted),
];

/** Several are called so: who they are, for a choice. */
async function showNamesakes(body: unknown, shell: Shell): Promise<void> {
  const { people = [], more = false } = body as { readonly people?: readonly Namesake[]; readonly more?: boolean };
  await printRows(shell, people, columns);
  throw new CommandFailed(
    `${more ? `more than ${people.length}` : people.length} people are called so: nothing was erased. --id or --source says who is meant, --all takes them all`,
  );
}

async function erase({ id, name, source, all }: Named, shell: Shell): Promise<void> {
  if ((id === undefined) === (name === undefined)) throw new UsageError("either --id or --name");
  const api = createApi(clientSettings(shell.environment), shell.signal);
  const reply = await api.send("/api/v1/people", { method: "DELETE", query: { id, name, source, all } });
  if (reply.status === 409) return showNamesakes(reply.body, shell);
  if (reply.status !== 200) throw new CommandFailed(describeProblem(reply));
  await printJson(shell, reply.body);
  if (Object.values(reply.body as Readonly<Record<string, number>>).every((count) => count === 0))
    throw new CommandFailed("nothing stored names them: nothing was erased");
}

export function configure(command: Command, shell: Shell): void {
  command
    .command("erase")
    .description("erase what a person wrote and did, for good, and say how much it was")
    .option("--id <id>", "what a provider or an application calls them by")
    .option("--name <name>", "their name, as the records have it")
    .option("--source <source>", "what came from this source only")
    .option("--all", "everybody who is called so, where there are several")
    .action((named: Named) => erase(named, shell));
}
