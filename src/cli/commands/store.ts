/** `store migrate|copy|backup`: bringing a store to the present layout, moving everything from one kind of store to the other, saving the embedded one. */
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { readConfig } from "../../config.ts";
import { sleep } from "../../lifecycle.ts";
import type { Copied } from "../../store/copy.ts";
import { createLeases } from "../../store/lease.ts";
import { elasticsearchOptions } from "../../store/open.ts";
import { showText } from "../formats.ts";
import { type StoreKind, withStore } from "../open-store.ts";
import { printJson, printRows } from "../output.ts";
import { CommandFailed, note, type Shell, UsageError } from "../shell.ts";
import type { Column } from "../table.ts";

/** A migration elsewhere renews its lease at least this often, or is dead. */
const LEASE_MS = 20_000;
/** Between two notes on how far it got, milliseconds. */
const NOTE_EVERY = 2_000;

interface Step {
  readonly collection: string;
  readonly tenant?: string;
  readonly step?: string;
  readonly done: number;
  readonly total: number;
}

/** Says how far it got, now and then and at the end of each collection. */
function createStepNotes(shell: Shell) {
  let last = Number.NEGATIVE_INFINITY;
  return ({ collection, tenant, step, done, total }: Step): void => {
    if (done < total && performance.now() - last < NOTE_EVERY) return;
    last = performance.now();
    const what = [collection, tenant, step].filter((part) => part !== undefined).join(", ");
    note(shell, `${what}: ${done} of ${total}`);
  };
}

/** One migration at a time in an installation. */
async function withLease<T>(shell: Shell, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return withStore(
    shell,
    async (store) => {
      const leases = createLeases(store, { holder: randomUUID(), now: () => performance.now(), sleep });
      const lease = await leases.acquire("store-migration", LEASE_MS, shell.signal);
      if (lease === undefined) throw new CommandFailed("another migration is under way");
      const lost = new AbortController();
      const renewal = setInterval(() => {
        const stop = () => lost.abort(new CommandFailed("the lease was lost; the same command goes on from here"));
        void lease.renew().then((held) => (held ? undefined : stop()), stop);
      }, LEASE_MS / 4);
      try {
        return await work(AbortSignal.any([shell.signal, lost.signal]));
      } finally {
        clearInterval(renewal);
        await lease.release();
      }
    },
    "elasticsearch",
  );
}

async function migrate(options: { check?: true }, shell: Shell): Promise<void> {
  const config = readConfig(shell.environment);
  if (config.STORE === "embedded") {
    // Opening it is what brings it up to date.
    if (!options.check) await withStore(shell, (store) => store.ping());
    note(shell, "the embedded store comes to the present layout whenever it is opened");
    return printJson(shell, { migrated: [] });
  }
  const target = elasticsearchOptions(config);
  const { migrateElasticsearch, outdatedCollections } = await import("../../store/migrate.ts");
  if (options.check) {
    const outdated = await outdatedCollections(target);
    await printJson(shell, { outdated });
    if (outdated.length > 0) throw new CommandFailed("`store migrate` brings these to the present layout");
    return;
  }
  const onStep = createStepNotes(shell);
  const migrated = await withLease(shell, (signal) => migrateElasticsearch(target, { onStep, signal }));
  await printJson(shell, { migrated });
}

const columns: readonly Column<Copied>[] = [
  { title: "collection", show: (row) => row.collection },
  { title: "tenant", show: (row) => row.tenant },
  { title: "documents", show: (row) => showText(row.count), right: true },
  { title: "same", show: (row) => (row.same ? "yes" : "NO") },
];

async function copy(options: { from: StoreKind; to: StoreKind }, shell: Shell): Promise<void> {
  if (options.from === options.to) throw new UsageError("--from and --to are the same store");
  const { copyStore } = await import("../../store/copy.ts");
  const onStep = createStepNotes(shell);
  const copied = await withStore(
    shell,
    (from) => withStore(shell, (to) => copyStore({ from, to, onStep, signal: shell.signal }), options.to),
    options.from,
  );
  await printRows(shell, copied, columns, "(the store is empty)");
  const different = copied.filter((row) => !row.same).length;
  if (different > 0) throw new CommandFailed(`${different} collections are not the same: the target held more before`);
}

async function backup(folder: string, shell: Shell): Promise<void> {
  const config = readConfig(shell.environment);
  if (config.STORE !== "embedded")
    throw new CommandFailed("this backs up the embedded store; Elasticsearch makes snapshots of its own");
  const { BackupFailed, backupDataDir, isWithin } = await import("../../store/backup.ts");
  const onStep = createStepNotes(shell);
  const [dataDir, to] = [resolve(config.DATA_DIR), resolve(shell.folder, folder)];
  const copied = await backupDataDir(dataDir, to, ({ file, done, total }) =>
    onStep({ collection: file, step: "pages", done, total }),
  ).catch((thrown: unknown) => {
    if (!(thrown instanceof BackupFailed)) throw thrown;
    throw new CommandFailed(thrown.message);
  });
  for (const file of copied) await printJson(shell, file);
  if (isWithin(dataDir, to))
    note(shell, "it lies in the data folder, and would be lost with it: copy it to another place");
}

export function configure(command: Command, shell: Shell): void {
  const kinds: readonly StoreKind[] = ["embedded", "elasticsearch"];
  const store = (flag: string, what: string) =>
    new Option(`${flag} <store>`, what).choices(kinds).makeOptionMandatory();
  command
    .command("migrate")
    .description("bring the configured store to the present layout, while it is used; goes on after an interruption")
    .option("--check", "only say what is outdated, and exit with 1 if anything is")
    .action((options: { check?: true }) => migrate(options, shell));
  command
    .command("backup")
    .argument("<folder>", "a new folder; it serves as a DATA_DIR")
    .description("save the embedded queue and store, also while a daemon uses them, and check the copy")
    .action((folder: string) => backup(folder, shell));
  command
    .command("copy")
    .description("copy everything from one store to the other and compare; no daemon may run meanwhile")
    .addOption(store("--from", "DATA_DIR's or ELASTICSEARCH_URL's"))
    .addOption(store("--to", "the other"))
    .action((options: { from: StoreKind; to: StoreKind }) => copy(options, shell));
}
