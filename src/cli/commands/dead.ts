/** `dead list|show|redrive|purge`: messages whose handling failed three times. */
import { Argument, type Command, Option } from "commander";
import { queueNames } from "../../queue/queue.ts";
import { type Api, createApi, type Query } from "../api.ts";
import { clientSettings } from "../client-settings.ts";
import { showText, showTime, wholeNumber } from "../formats.ts";
import { printJson, printRows, printValue } from "../output.ts";
import { CommandFailed, note, type Shell, UsageError } from "../shell.ts";
import type { Column } from "../table.ts";

type Row = Readonly<Record<string, unknown>>;

const columns: readonly Column<Row>[] = [
  { title: "id", show: (row) => showText(row.id) },
  { title: "queue", show: (row) => showText(row.queue) },
  { title: "at", show: (row) => showTime(row.at) },
  { title: "app", show: (row) => showText(row.app) },
  { title: "source", show: (row) => showText(row.source) },
  { title: "records", show: (row) => showText(row.records), right: true },
  { title: "state", show: (row) => showText(row.state) },
  { title: "reason", show: (row) => showText(row.reason), flexible: true },
];

/** `raw`, `raw-dead` and the queue's full name all mean the same. */
export function readQueueName(value: string, prefix: string): string {
  const name = (value.startsWith(prefix) ? value.slice(prefix.length) : value).replace(/-dead$/, "");
  if (!(queueNames as readonly string[]).includes(name)) {
    throw new UsageError(`no such queue: ${value} (there are ${queueNames.join(", ")})`);
  }
  return name;
}

const pathOf = (queue: string, id?: string): string =>
  `/api/v1/dead/${queue}${id === undefined ? "" : `/${encodeURIComponent(id)}`}`;

async function* letters(api: Api, queues: readonly string[], query: Query, limit: number | undefined) {
  for (const queue of queues) yield* api.items(pathOf(queue), query, limit);
}

async function show(api: Api, shell: Shell, queue: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) {
    for (const id of ids) await printValue(shell, await api.call(pathOf(queue, id)));
    return;
  }
  for await (const letter of api.items(pathOf(queue), { state: "dead" })) await printValue(shell, letter);
}

interface Done {
  readonly redriven?: number;
  readonly purged?: number;
  readonly refused?: readonly unknown[];
}

/** What the daemon says it did; `ids` empty means all of the queue. */
async function change(api: Api, shell: Shell, method: "POST" | "DELETE", queue: string, ids: string[]): Promise<void> {
  const path = method === "POST" ? `${pathOf(queue)}/redrive` : pathOf(queue);
  const done = await api.call(path, { method, json: ids.length > 0 ? { ids } : {} });
  if (done === undefined) return note(shell, "done");
  await printJson(shell, done);
  const { redriven, purged, refused = [] } = done as Done;
  const unknown = new Set(ids).size - (redriven ?? purged ?? ids.length) - refused.length;
  if (unknown > 0) throw new CommandFailed(`${unknown} of ${ids.length} ids name no dead letter of ${queue}`);
}

export function configure(command: Command, shell: Shell): void {
  const prefix = shell.environment.SQS_QUEUE_PREFIX || "groundswell-";
  const queueArgument = () =>
    new Argument("<queue>", queueNames.join(", ")).argParser((value: string) => readQueueName(value, prefix));
  const api = () => createApi(clientSettings(shell.environment), shell.signal);

  command
    .command("list")
    .description("what lies there; without a queue, in all of them")
    .addArgument(queueArgument().argOptional())
    .addOption(new Option("--state <state>", "which").choices(["dead", "redriven", "purged", "all"]).default("dead"))
    .option("--limit <n>", "at most so many of a queue", wholeNumber(1))
    .action((queue: string | undefined, options: { state: string; limit?: number }) => {
      const state = options.state === "all" ? undefined : options.state;
      const found = letters(api(), queue === undefined ? queueNames : [queue], { state }, options.limit);
      return printRows(shell, found, columns, "(no dead letters)");
    });
  command
    .command("show")
    .description("whole dead letters with their bodies")
    .addArgument(queueArgument())
    .argument("[ids...]", "which (default: all that are dead)")
    .action((queue: string, ids: string[]) => show(api(), shell, queue, ids));
  command
    .command("redrive")
    .description("send them through the pipeline again")
    .addArgument(queueArgument())
    .argument("[ids...]", "which (default: all that are dead)")
    .action((queue: string, ids: string[]) => change(api(), shell, "POST", queue, ids));
  command
    .command("purge")
    .description("give them up for good")
    .addArgument(queueArgument())
    .argument("[ids...]", "which (default: all that are dead)")
    .action((queue: string, ids: string[]) => change(api(), shell, "DELETE", queue, ids));
}
