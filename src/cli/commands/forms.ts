/** `forms list|show|put|delete|export|summary|upload|embed`: forms and what people answered. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Command, Option } from "commander";
import { createApi, describeProblem } from "../api.ts";
import { type ClientSettings, clientSettings } from "../client-settings.ts";
import { openStream, readJsonFile } from "../files.ts";
import { showText, showTime } from "../formats.ts";
import { printLine, printRows, printValue } from "../output.ts";
import { CommandFailed, note, type Shell } from "../shell.ts";
import type { Column } from "../table.ts";

type Row = Readonly<Record<string, unknown>>;

const columns: readonly Column<Row>[] = [
  { title: "id", show: (row) => showText(row.id) },
  { title: "title", show: (row) => showText(row.title), flexible: true },
  { title: "status", show: (row) => showText(row.status) },
  { title: "version", show: (row) => showText(row.version), right: true },
  { title: "page", show: (row) => `/f/${showText(row.public_id)}` },
  { title: "changed", show: (row) => showTime(row.updated_at) },
];

const pathOf = (id: string, more = ""): string => `/api/v1/forms/${encodeURIComponent(id)}${more}`;

const authorized = ({ key }: ClientSettings): Record<string, string> =>
  key === undefined ? {} : { authorization: `Bearer ${key}` };

/** A request whose body or answer is a stream: what the plain interface of commands holds as a whole. */
async function ask(
  shell: Shell,
  path: string,
  { headers = {}, ...request }: RequestInit & { headers?: Record<string, string> },
): Promise<Response> {
  const settings = clientSettings(shell.environment);
  const given = { ...request, headers: { ...headers, ...authorized(settings) }, signal: shell.signal };
  const reply = await fetch(settings.url + path, given).catch((error: unknown) => {
    if (error instanceof TypeError)
      throw new CommandFailed(`no answer from ${settings.url}: is the daemon running (npm start)?`);
    throw error;
  });
  if (reply.ok) return reply;
  const body: unknown = await reply.json().catch(() => undefined);
  throw new CommandFailed(describeProblem({ status: reply.status, headers: reply.headers, body }));
}

/** As the daemon streams it: an export may be longer than anything that is held. */
async function exportResponses(
  shell: Shell,
  id: string,
  options: { format: "csv" | "jsonl"; from?: string; to?: string },
): Promise<void> {
  const query = new URLSearchParams();
  for (const name of ["from", "to"] as const) if (options[name] !== undefined) query.set(name, options[name]);
  const accept = options.format === "csv" ? "text/csv" : "application/x-ndjson";
  const reply = await ask(shell, `${pathOf(id, "/responses")}?${query}`, { headers: { accept } });
  if (reply.body !== null) await pipeline(Readable.fromWeb(reply.body as never), shell.stdout, { end: false });
}

async function uploadFile(shell: Shell, id: string, file: string, again: boolean): Promise<void> {
  const type = /\.(jsonl|ndjson)$/i.test(file) ? "application/x-ndjson" : "text/csv";
  const content = file === "-" ? shell.stdin : await openStream(shell, file);
  const reply = await ask(shell, pathOf(id, `/uploads${again ? "?again=true" : ""}`), {
    method: "POST",
    headers: { "content-type": type },
    body: Readable.toWeb(content) as never,
    duplex: "half",
  });
  const upload = (await reply.json()) as Row;
  await printValue(shell, upload);
  if (upload.state !== "stored")
    note(shell, "the form has had this very file before: this is what became of it (--again reads it once more)");
}

async function readForm(shell: Shell, file: string): Promise<Row> {
  const form = await readJsonFile(shell, file);
  if (typeof form === "object" && form !== null && !Array.isArray(form)) return form as Row;
  throw new CommandFailed(`${file} holds no form: a form is a JSON object`);
}

export function configure(command: Command, shell: Shell): void {
  const api = () => createApi(clientSettings(shell.environment), shell.signal);
  command
    .command("list")
    .description("every form")
    .option("--app <app>", "only of this app")
    .action((options: { app?: string }) =>
      printRows(shell, api().items("/api/v1/forms", options), columns, "(there are no forms)"),
    );
  command
    .command("show")
    .description("a form with its questions")
    .argument("<id>")
    .action(async (id: string) => printValue(shell, await api().call(pathOf(id))));
  command
    .command("put")
    .description("make a form, or change the one of the id")
    .argument("<file>", "the form as JSON; - reads stdin")
    .option("--id <id>", "the form to change; by default the id in the file, if it has one")
    .action(async (file: string, options: { id?: string }) => {
      const form = await readForm(shell, file);
      const id = options.id ?? (typeof form.id === "string" ? form.id : undefined);
      const call = id === undefined ? (["/api/v1/forms", "POST"] as const) : ([pathOf(id), "PUT"] as const);
      await printValue(shell, await api().call(call[0], { method: call[1], json: form }));
    });
  command
    .command("delete")
    .description("delete a form and its page; the responses it has stay")
    .argument("<id>")
    .action(async (id: string) => void (await api().call(pathOf(id), { method: "DELETE" })));
  command
    .command("export")
    .description("every response of a form")
    .argument("<id>")
    .option("--from <time>", "submitted then or later (ISO 8601 or unix seconds)")
    .option("--to <time>", "submitted before then")
    .addOption(new Option("--format <format>", "how to write them").choices(["csv", "jsonl"]).default("csv"))
    .action((id: string, options: { format: "csv" | "jsonl"; from?: string; to?: string }) =>
      exportResponses(shell, id, options),
    );
  command
    .command("summary")
    .description("what the responses say, question by question")
    .argument("<id>")
    .action(async (id: string) => printValue(shell, await api().call(pathOf(id, "/summary"))));
  command
    .command("upload")
    .description("send a file of responses, CSV or JSON lines")
    .argument("<id>")
    .argument("<file>", "- reads stdin")
    .option("--again", "read the file although the same bytes were sent before", false)
    .action((id: string, file: string, options: { again: boolean }) => uploadFile(shell, id, file, options.again));
  command
    .command("embed")
    .description("HTML that puts the form into another page")
    .argument("<id>")
    .action(async (id: string) => {
      const form = (await api().call(pathOf(id))) as { readonly public_id: string; readonly title: string };
      const title = form.title.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
      const url = new URL(`/f/${form.public_id}`, clientSettings(shell.environment).url).href;
      await printLine(
        shell,
        `<iframe src="${url}" title="${title}" loading="lazy" style="width:100%;min-height:40rem;border:0"></iframe>`,
      );
    });
}
