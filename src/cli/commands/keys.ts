/** `keys create|list|revoke`: who may ask what of a tenant. */
import { type Command, InvalidArgumentError } from "commander";
import { KeyPipeline, Scope } from "../../model/key.ts";
import { type AskedKey, administer, type Row } from "../administration.ts";
import { showText, showTime } from "../formats.ts";
import { printJson, printRows, printValue } from "../output.ts";
import { note, type Shell, UsageError } from "../shell.ts";
import type { Column } from "../table.ts";

const columns: readonly Column<Row>[] = [
  { title: "id", show: (row) => showText(row.id) },
  { title: "begins", show: (row) => showText(row.hint) },
  { title: "tenant", show: (row) => showText(row.tenant) },
  { title: "kind", show: (row) => showText(row.kind) },
  { title: "scopes", show: (row) => (Array.isArray(row.scopes) ? row.scopes.join(", ") : "") },
  { title: "made", show: (row) => showTime(row.created_at) },
  { title: "first used", show: (row) => showTime(row.first_used_at) },
  { title: "last used", show: (row) => showTime(row.last_used_at) },
  { title: "uses", show: (row) => showText(row.uses) },
  { title: "refused", show: (row) => (row.refusals === 0 ? "" : showText(row.refusals)) },
  { title: "revoked", show: (row) => (row.revoked === true ? "yes" : "") },
  { title: "name", show: (row) => showText(row.name), flexible: true },
];

function readScopes(value: string): Scope[] {
  return value.split(",").map((name) => {
    const scope = Scope.safeParse(name.trim());
    if (!scope.success) throw new InvalidArgumentError(`there are ${Scope.options.join(", ")}.`);
    return scope.data;
  });
}

function readPipelines(value: string): KeyPipeline[] {
  return value.split(",").map((name) => {
    const pipeline = KeyPipeline.safeParse(name.trim());
    if (!pipeline.success) throw new InvalidArgumentError(`there are ${KeyPipeline.options.join(", ")}.`);
    return pipeline.data;
  });
}

function readOrigins(value: string): string[] {
  return value.split(",").map((text) => {
    const origin = text.trim().toLowerCase();
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new InvalidArgumentError("origins are scheme, host and port, nothing more.");
    return origin;
  });
}

interface CreateOptions {
  readonly name: string;
  readonly scopes: Scope[];
  readonly tenant?: string;
  readonly application?: string;
  readonly publishable?: KeyPipeline[];
  readonly origins?: string[];
}

function askedKey({ publishable: pipelines, origins, scopes, ...rest }: CreateOptions): AskedKey {
  const asked = { ...rest, tenant: rest.tenant };
  if (pipelines === undefined && origins !== undefined)
    throw new UsageError("--origins is for a publishable key: say --publishable too");
  if (pipelines === undefined) return { ...asked, scopes };
  return { ...asked, scopes: ["ingest"], publishable: { pipelines, ...(origins && { origins }) } };
}

export function configure(command: Command, shell: Shell): void {
  command
    .command("create")
    .description("a new key; it is shown once")
    .option("--name <name>", "what it is for", "made on the command line")
    .option("--scopes <scopes>", `comma-separated: ${Scope.options.join(", ")}`, readScopes, ["ingest", "read"])
    .option("--tenant <tenant>", "whose (default: the asking key's, else the default tenant)")
    .option("--application <name>", "what it sends events as (default: its name)")
    .option("--publishable <pipelines>", `for pages: it can only send ${KeyPipeline.options.join(", ")}`, readPipelines)
    .option("--origins <origins>", "comma-separated: the pages that may use a publishable key", readOrigins)
    .action((options: CreateOptions) =>
      administer(shell, async ({ createKey }) => {
        await printValue(shell, await createKey(askedKey(options)));
        note(shell, "keep the key now: it is not shown again. From the first key on, no request goes without one.");
        const { scopes, publishable } = options;
        if (shell.environment.GROUNDSWELL_API_KEY === undefined && (publishable ?? !scopes.includes("admin")))
          note(
            shell,
            "it may not make keys: without one that may (--scopes ingest,read,admin), others are made while the daemon is stopped.",
          );
      }),
    );
  command
    .command("list")
    .description("every key, without the keys themselves")
    .option("--tenant <tenant>", "whose")
    .action(({ tenant }: { tenant?: string }) =>
      administer(shell, ({ listKeys }) => printRows(shell, listKeys(tenant), columns, "(no key was ever made)")),
    );
  command
    .command("revoke")
    .description("end a key")
    .argument("<id>", "as `keys list` shows it")
    .option("--tenant <tenant>", "whose")
    .action((id: string, { tenant }: { tenant?: string }) =>
      administer(shell, async ({ revokeKey }) => {
        await revokeKey(id, tenant);
        await printJson(shell, { id, revoked: true });
      }),
    );
}
