/** `ingest FILE`: sends a file of feedback to the daemon, record by record accounted for, resumable. */
import type { Command } from "commander";
import type { OpenedFile } from "../../ingestion/tables/open-table.ts";
import type { UnreadValue } from "../../ingestion/tables/table.ts";
import { createApi } from "../api.ts";
import { clientSettings } from "../client-settings.ts";
import { pathOf } from "../files.ts";
import { countRows, fileRows, type Overrides, openFeedbackFile } from "../ingest/file-rows.ts";
import { printPreview } from "../ingest/preview.ts";
import { openProgressBar, type ProgressBar } from "../ingest/progress-bar.ts";
import { addReadingOptions, fileOptionsOf, type ReadingOptions } from "../ingest/reading-options.ts";
import { cutRequests } from "../ingest/requests.ts";
import { contentHash, openProgress, type Progress, stateFolder } from "../ingest/resume.ts";
import { type RefusedRow, upload } from "../ingest/upload.ts";
import { forPeople, printJson, printLine } from "../output.ts";
import { CommandFailed, Interrupted, note, type Shell } from "../shell.ts";

interface Options extends ReadingOptions {
  readonly app?: string;
  readonly source?: string;
  readonly preview?: boolean;
}

const IN_FLIGHT = 4;
/** A daemon that is being started or restarted is waited for; one that was never there, less long. */
const PATIENCE = { first: 30_000, later: 180_000 };
const RETRY = { base: 200, cap: 5_000 };
/** Refused rows that are named on stderr; all of them are in `rejections list`. */
const NAMED_REFUSALS = 20;

function createRefusalNotes(bar: ProgressBar) {
  let named = 0;
  return (refused: readonly RefusedRow[]): void => {
    for (const { place, why } of refused) {
      named++;
      if (named <= NAMED_REFUSALS) bar.note(`${place} was refused: ${why}`);
      if (named === NAMED_REFUSALS + 1) bar.note("more were refused: `rejections list` has them all");
    }
  };
}

function createUnreadNotes(bar: ProgressBar) {
  let count = 0;
  return {
    onUnread({ line, column, value, why }: UnreadValue): void {
      count++;
      if (count > NAMED_REFUSALS) return;
      bar.note(
        `line ${line}, column "${column}": ${JSON.stringify(value.slice(0, 80))} is ${why}; it is kept in the metadata`,
      );
    },
    summarise(): void {
      if (count > NAMED_REFUSALS) bar.note(`${count} values in all could not be read; they are kept in the metadata`);
    },
  };
}

/** What the owner of a file should know of how it is read. */
function noteReading(tables: readonly OpenedFile[], bar: ProgressBar): void {
  for (const table of tables) {
    // The daemon refuses it, and that is shown with the other refusals.
    if ("unreadable" in table) continue;
    const { name, encoding, reading } = table;
    const of = tables.length > 1 ? `${name}: ` : "";
    if (encoding.by === "guess")
      bar.note(`${of}it is no UTF-8 and is read as ${encoding.name}; --encoding says otherwise`);
    if (encoding.strayBytes !== undefined) {
      bar.note(`${of}${encoding.strayBytes} bytes in it are no UTF-8 and are read as windows-1252`);
    }
    for (const remark of reading.remarks) bar.note(`${of}${remark}`);
  }
}

async function printTotals(shell: Shell, { totals }: Progress): Promise<void> {
  const { accepted, rejected, batches } = totals;
  if (!forPeople(shell)) return printJson(shell, { accepted, rejected, batches });
  const refusals = rejected > 0 ? `, ${rejected} refused` : "";
  return printLine(shell, `${accepted} accepted in ${batches} batches${refusals}`);
}

async function send(name: string, tables: readonly OpenedFile[], options: Options, shell: Shell): Promise<void> {
  const settings = clientSettings(shell.environment);
  const fromStdin = name === "-";
  const path = pathOf(shell, name);
  const { app, source } = options;
  const reading = JSON.stringify(fileOptionsOf(options));
  const key = { file: path, url: settings.url, key: settings.key, app, source, reading };
  const bar = await openProgressBar(shell, countRows(tables));
  noteReading(tables, bar);
  const progress = await openProgress(
    stateFolder(shell.environment),
    { ...key, content: fromStdin ? undefined : await contentHash(path) },
    (error) => bar.note(`can't remember where to go on after an interruption: ${error.message}`),
  );
  if (progress.before > 0) bar.note(`going on after ${progress.before} records that were sent before`);

  let records = 0;
  const unread = createUnreadNotes(bar);
  const rows = fileRows(tables, overridesOf(options), unread.onUnread);
  const noteRefused = createRefusalNotes(bar);
  // Requests in flight are waited for after an interruption: what the daemon took is then known to be done.
  const api = createApi(settings, new AbortController().signal);
  try {
    await upload(api, cutRequests(rows, progress.isDone), {
      inFlight: IN_FLIGHT,
      patience: PATIENCE,
      retry: RETRY,
      signal: shell.signal,
      onAnswer: async (range, answered, refused) => {
        noteRefused(refused);
        await progress.add(range, answered);
        records += range[1] - range[0];
        bar.update(records);
      },
      onWait: (why) => bar.note(`waiting for the daemon: ${why}`),
    });
    unread.summarise();
  } catch (thrown) {
    if (thrown instanceof Interrupted && !fromStdin) bar.note("interrupted: the same command goes on from here");
    throw thrown;
  } finally {
    bar.stop();
  }
  await progress.complete();
  await printTotals(shell, progress);
  if (progress.totals.accepted === 0 && progress.totals.rejected > 0) throw new CommandFailed("nothing was accepted");
}

const overridesOf = ({ app, source }: Options): Overrides => ({
  ...(app === undefined ? {} : { app }),
  ...(source === undefined ? {} : { source }),
});

async function ingest(name: string, options: Options, shell: Shell): Promise<void> {
  await using file = await openFeedbackFile(shell, name, fileOptionsOf(options));
  if (countRows(file.tables) === 0) note(shell, `there are no records in ${name}`);
  // Waited for here: what was put aside of a pipe goes with `file`.
  if (options.preview) await printPreview(shell, file.tables, overridesOf(options));
  else await send(name, file.tables, options, shell);
}

export function configure(command: Command, shell: Shell): void {
  command
    .argument("<file>", "CSV, JSON lines or a JSON document, also packed with gzip, Zstandard or zip; - reads stdin")
    .option("--app <app>", "the app it is about, whatever the records say")
    .option("--source <source>", "the source it is from, whatever the records say")
    .option("--preview", "show how the file is read, and send nothing");
  addReadingOptions(command).action((file: string, options: Options) => ingest(file, options, shell));
}
