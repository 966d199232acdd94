/** `sources list|types|add|test|pull|runs`: where feedback comes from, and what each pull came to. */
import { type Command, InvalidArgumentError } from "commander";
import { type Api, createApi } from "../api.ts";
import { clientSettings } from "../client-settings.ts";
import { readJsonFile } from "../files.ts";
import { showText, showTime, wholeNumber } from "../formats.ts";
import { forPeople, printRows, printValue } from "../output.ts";
import { followRun, type Run } from "../pull/follow-run.ts";
import { CommandFailed, note, type Shell } from "../shell.ts";
import type { Column } from "../table.ts";

type Row = Readonly<Record<string, unknown>>;

const lastOf = ({ last_run }: Row): Row => (last_run ?? {}) as Row;

const sourceColumns: readonly Column<Row>[] = [
  { title: "id", show: (row) => showText(row.id) },
  { title: "type", show: (row) => showText(row.type) },
  { title: "app", show: (row) => showText(row.app) },
  { title: "modes", show: (row) => (Array.isArray(row.modes) ? row.modes.join(", ") : "") },
  { title: "last run", show: (row) => showText(lastOf(row).state) },
  { title: "ended", show: (row) => showTime(lastOf(row).ended_at) },
  { title: "covered until", show: (row) => showTime(row.covered_until) },
  { title: "gaps", show: (row) => (Array.isArray(row.gaps) && row.gaps.length > 0 ? String(row.gaps.length) : "") },
  { title: "next", show: (row) => showTime(row.next_run_at) },
  { title: "failing since", show: (row) => showTime(row.failing_since) },
  { title: "name", show: (row) => showText(row.name), flexible: true },
];

const whyOf = ({ error, gap, suspicious, left_out }: Row): string => {
  if (error) return showText((error as Row).message);
  if (gap) return `gap: ${showText((gap as Row).why)}`;
  if (suspicious === true) return "suspiciously little came";
  const left = Object.entries((left_out ?? {}) as Row).map(([why, count]) => `${showText(count)} ${why}`);
  return left.length > 0 ? `left out: ${left.join(", ")}` : "";
};

const runColumns: readonly Column<Row>[] = [
  { title: "id", show: (row) => showText(row.id) },
  { title: "started", show: (row) => showTime(row.started_at) },
  { title: "by", show: (row) => showText(row.trigger) },
  { title: "state", show: (row) => showText(row.state) },
  ...["pages", "fetched", "accepted", "updated", "duplicate", "retracted", "rejected"].map((name) => ({
    title: name,
    show: (row: Row) => showText(row[name]),
    right: true,
  })),
  { title: "why", show: whyOf, flexible: true },
];

const typeColumns: readonly Column<Row>[] = [
  { title: "type", show: (row) => showText(row.type) },
  { title: "modes", show: (row) => (Array.isArray(row.modes) ? row.modes.join(", ") : "") },
  {
    title: "settings",
    show: (row) => Object.keys(((row.settings as Row | undefined)?.properties ?? {}) as Row).join(", "),
    flexible: true,
  },
  { title: "secrets", show: (row) => (Array.isArray(row.secrets) ? row.secrets.join(", ") : "") },
];

const pathOf = (id: string, rest = ""): string => `/api/v1/sources/${encodeURIComponent(id)}${rest}`;

/** `name=value`; a value that is JSON is that, any other is text. */
function pair(value: string, before: Row = {}): Row {
  const at = value.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("name=value is needed.");
  const text = value.slice(at + 1);
  let read: unknown = text;
  try {
    read = JSON.parse(text);
  } catch {
    // It is text.
  }
  return { ...before, [value.slice(0, at)]: read };
}

const textPair = (value: string, before: Row = {}): Row => {
  const at = value.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("name=value is needed.");
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) };
};

interface AddOptions {
  readonly app?: string;
  readonly mode?: string;
  readonly id?: string;
  readonly name?: string;
  readonly set?: Row;
  readonly secret?: Row;
  readonly schedule?: string;
  readonly file?: string;
}

/** Secrets on a command line are seen by whoever lists processes: a file or stdin may hold them instead. */
async function add(api: Api, shell: Shell, type: string | undefined, options: AddOptions): Promise<void> {
  const { file, set, secret, ...rest } = options;
  const given = file === undefined ? {} : ((await readJsonFile(shell, file)) as Row);
  const settings = { ...(given.settings as Row | undefined), ...set };
  const secrets = { ...(given.secrets as Row | undefined), ...secret };
  const json = { ...given, type: type ?? given.type, ...rest, settings, secrets };
  const made = (await api.call("/api/v1/sources", { method: "POST", json })) as Row;
  await printValue(shell, made);
  if (made.push_secret !== undefined) note(shell, "keep the push secret now: it is not shown again");
}

async function pull(
  api: Api,
  shell: Shell,
  id: string,
  { wait, ...window }: { readonly wait: boolean; readonly from?: string; readonly to?: string },
): Promise<void> {
  const asked = (await api.call(pathOf(id, "/pull"), { method: "POST", json: window })) as { readonly run: Run };
  const run = wait ? await followRun(api, shell, id, asked.run.id) : asked.run;
  if (forPeople(shell)) await printRows(shell, [run as unknown as Row], runColumns);
  else await printValue(shell, run);
  if (run.state === "failed") throw new CommandFailed(run.error?.message ?? "the pull failed");
}

export function configure(command: Command, shell: Shell): void {
  const api = () => createApi(clientSettings(shell.environment), shell.signal);
  command
    .command("list")
    .description("registered sources and how they do")
    .option("--app <app>", "of one app")
    .option("--type <type>", "of one type")
    .action((options: { app?: string; type?: string }) =>
      printRows(
        shell,
        api().items("/api/v1/sources", { ...options }),
        sourceColumns,
        "(no sources; `sources add` makes one)",
      ),
    );
  command
    .command("types")
    .description("what can be registered, and what each needs")
    .action(async () => printRows(shell, (await api().call("/api/v1/source-types")) as Row[], typeColumns));
  command
    .command("add")
    .description("register a source")
    .argument("[type]", "as `sources types` shows it")
    .option("--app <app>", "the app that its feedback is about")
    .option("--mode <mode>", "pull or push")
    .option("--id <id>", "to register one again that was removed")
    .option("--name <name>", "what people call it")
    .option("--set <name=value>", "a setting; several times for several", pair)
    .option("--secret <name=value>", "a secret; rather put it into a file", textPair)
    .option("--schedule <schedule>", "cron in UTC, or every 15m")
    .option("--file <file>", "all of it as JSON; - reads stdin")
    .action((type: string | undefined, options: AddOptions) => add(api(), shell, type, options));
  command
    .command("test")
    .description("try the credentials and fetch one page; stores nothing")
    .argument("<id>", "as `sources list` shows it")
    .action(async (id: string) => {
      const tried = (await api().call(pathOf(id, "/test"), { method: "POST" })) as Row;
      await printValue(shell, tried);
      if (tried.ok !== true) throw new CommandFailed(showText((tried.error as Row | undefined)?.message));
    });
  command
    .command("pull")
    .description("pull now, and wait until it is done")
    .argument("<id>", "as `sources list` shows it")
    .option("--from <time>", "a back-fill: from when on")
    .option("--to <time>", "a back-fill: until before when")
    .option("--no-wait", "only begin it")
    .action((id: string, options: { wait: boolean; from?: string; to?: string }) => pull(api(), shell, id, options));
  command
    .command("runs")
    .description("what each pull came to, newest first")
    .argument("<id>", "as `sources list` shows it")
    .option("--limit <n>", "at most so many", wholeNumber(1))
    .action((id: string, { limit }: { limit?: number }) =>
      printRows(shell, api().items(pathOf(id, "/runs"), {}, limit), runColumns, "(it was never pulled)"),
    );
}
