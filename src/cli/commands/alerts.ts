/** `alerts list|add|test|deliveries|delete`: what people want to be told of, and what became of it. */
import type { Command } from "commander";
import { createApi } from "../api.ts";
import { clientSettings } from "../client-settings.ts";
import { jsonValue, showText, showTime, wholeNumber } from "../formats.ts";
import { printJson, printRows } from "../output.ts";
import { note, type Shell, UsageError } from "../shell.ts";
import type { Column } from "../table.ts";

type Row = Readonly<Record<string, unknown>>;

const targetOf = ({ to }: Row): string => {
  const { type, url, address } = to as Row;
  return [type, url ?? address].filter((part) => part !== undefined).join(" ");
};

const alertColumns: readonly Column<Row>[] = [
  { title: "id", show: (row) => showText(row.id) },
  { title: "name", show: (row) => showText(row.name) },
  { title: "on", show: (row) => showText(row.on) },
  { title: "app", show: (row) => showText(row.app) },
  { title: "enabled", show: (row) => showText(row.enabled) },
  { title: "to", show: targetOf, flexible: true },
];

const deliveryColumns: readonly Column<Row>[] = [
  { title: "at", show: (row) => showTime(row.created_at) },
  { title: "state", show: (row) => showText(row.state) },
  { title: "tries", show: (row) => showText(row.tries) },
  { title: "error", show: (row) => showText((row.error as Row | undefined)?.message) },
  { title: "title", show: (row) => showText(row.title), flexible: true },
];

interface Added {
  readonly on: string;
  readonly name?: string;
  readonly app?: string;
  readonly webhook?: string;
  readonly slack?: string;
  readonly email?: string;
  readonly settings?: unknown;
}

function toOf({ webhook, slack, email }: Added): object {
  if ([webhook, slack, email].filter((address) => address !== undefined).length > 1)
    throw new UsageError("one of --webhook, --slack and --email: an alert tells one place; add another for the other");
  if (webhook !== undefined) return { type: "webhook", url: webhook };
  if (slack !== undefined) return { type: "slack", url: slack };
  return email === undefined ? { type: "log" } : { type: "email", address: email };
}

const path = (id: string, rest = ""): string => `/api/v1/alerts/${encodeURIComponent(id)}${rest}`;

export function configure(command: Command, shell: Shell): void {
  const api = () => createApi(clientSettings(shell.environment), shell.signal);
  command
    .command("list")
    .description("the alerts, newest first")
    .option("--app <app>", "only of this app")
    .option("--limit <n>", "at most so many", wholeNumber(1))
    .action(({ limit, ...selection }: { app?: string; limit?: number }) =>
      printRows(shell, api().items("/api/v1/alerts", { ...selection }, limit), alertColumns, "(no alerts yet)"),
    );
  command
    .command("add")
    .description("set an alert; without an address it is told in the log")
    .requiredOption("--on <event>", "such as theme.surge, ticket.created, source.silent or digest")
    .option("--name <name>", "what it is called (default: the event)")
    .option("--app <app>", "only of this app")
    .option("--webhook <url>", "where to; what it is signed with is shown once")
    .option("--slack <url>", "an incoming webhook")
    .option("--email <address>", "where to")
    .option("--settings <json>", 'such as {"min": 10}', jsonValue)
    .action(async (added: Added) => {
      const { on, name = on, app, settings } = added;
      const json = {
        ...{ on, name, to: toOf(added) },
        ...(app === undefined ? {} : { app }),
        ...(settings === undefined ? {} : { settings }),
      };
      const { note: hint, ...made } = (await api().call("/api/v1/alerts", { method: "POST", json })) as Row;
      await printJson(shell, made);
      if (typeof hint === "string") note(shell, hint);
    });
  command
    .command("test")
    .argument("<id>")
    .description("send a message as a real one is sent")
    .action(async (id: string) => printJson(shell, await api().call(path(id, "/test"), { method: "POST" })));
  command
    .command("deliveries")
    .argument("<id>")
    .description("what an alert told, newest first, and what became of it")
    .option("--limit <n>", "at most so many", wholeNumber(1))
    .action((id: string, { limit }: { limit?: number }) =>
      printRows(shell, api().items(path(id, "/deliveries"), {}, limit), deliveryColumns, "(nothing was told yet)"),
    );
  command
    .command("delete")
    .argument("<id>")
    .description("delete an alert; what waits to be sent is not sent")
    .action(async (id: string) => {
      await api().call(path(id), { method: "DELETE" });
      note(shell, "deleted");
    });
}
