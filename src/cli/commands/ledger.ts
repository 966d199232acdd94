/** `ledger`: the books: how many records came in and what became of each. */
import type { Command } from "commander";
import type { Balance } from "../../model/ledger.ts";
import { createApi } from "../api.ts";
import { clientSettings } from "../client-settings.ts";
import { forPeople, printJson, printRows } from "../output.ts";
import { CommandFailed, type Shell } from "../shell.ts";

interface Options {
  readonly app?: string;
  readonly source?: string;
  readonly pipeline?: string;
  readonly check?: true;
}

interface BookLine {
  readonly what: string;
  readonly records: string;
}

function bookLines(balance: Balance): BookLine[] {
  const by = (name: string, reasons: Readonly<Record<string, number>>) =>
    Object.entries(reasons)
      .sort(([, a], [, b]) => b - a)
      .map(([reason, records]) => ({ what: `${name}: ${reason}`, records: String(records) }));
  const line = (what: string, records: number) => ({ what, records: String(records) });
  return [
    line("received", balance.received),
    ...(balance.replays === undefined ? [] : [line("of these run again", balance.replays.received)]),
    line("stored", balance.stored),
    ...(balance.erased === undefined ? [] : [line("of these erased since", balance.erased)]),
    line("updated", balance.updated),
    line("duplicate", balance.duplicate),
    ...by("dropped", balance.dropped),
    ...by("rejected", balance.rejected),
    line("dead", balance.dead),
    line("in flight", balance.in_flight),
    ...(balance.audit === undefined || balance.audit.missing === 0
      ? []
      : [line("missing at the last count of everything", balance.audit.missing)]),
    { what: "balanced", records: balance.balanced ? "yes" : "NO" },
  ];
}

async function ledger(options: Options, shell: Shell): Promise<void> {
  const { app, source, pipeline } = options;
  const api = createApi(clientSettings(shell.environment), shell.signal);
  const balance = (await api.call("/api/v1/ledger", { query: { app, source, pipeline } })) as Balance;
  if (!forPeople(shell)) await printJson(shell, balance);
  else {
    await printRows(shell, bookLines(balance), [
      { title: "records", show: (row) => row.what },
      { title: "", show: (row) => row.records, right: true },
    ]);
  }
  if (options.check && !balance.balanced) throw new CommandFailed("the books do not balance");
}

export function configure(command: Command, shell: Shell): void {
  command
    .option("--app <app>", "only this app")
    .option("--source <source>", "only this source")
    .option("--pipeline <pipeline>", "feedback, events, responses or features (default: feedback)")
    .option("--check", "exit with 1 when the books do not balance")
    .action((options: Options) => ledger(options, shell));
}
