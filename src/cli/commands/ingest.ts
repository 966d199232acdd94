/** `ingest FILE`: sends a file of feedback to the daemon, record by record accounted for, resumable. */
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { addAbortSignal, type Readable } from "node:stream";
import { type Command, Option } from "commander";
import { createApi } from "../api.ts";
import { clientSettings } from "../client-settings.ts";
import { describeFileError, pathOf } from "../files.ts";
import { type Format, formats, readFileRows } from "../ingest/file-rows.ts";
import { openProgressBar, type ProgressBar } from "../ingest/progress-bar.ts";
import { cutRequests } from "../ingest/requests.ts";
import { contentHash, openProgress, type Progress, stateFolder } from "../ingest/resume.ts";
import { type RefusedRow, upload } from "../ingest/upload.ts";
import { forPeople, printJson, printLine } from "../output.ts";
import { CommandFailed, Interrupted, type Shell } from "../shell.ts";

interface Options {
  readonly app?: string;
  readonly source?: string;
  readonly format?: Format;
}

const IN_FLIGHT = 4;
/** A daemon that is being started or restarted is waited for; one that was never there, less long. */
const PATIENCE = { first: 30_000, later: 180_000 };
const RETRY = { base: 200, cap: 5_000 };
/** Refused rows that are named on stderr; all of them are in `rejections list`. */
const NAMED_REFUSALS = 20;

async function sizeOf(path: string, name: string): Promise<number> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const stat = await file.stat();
    if (stat.isDirectory()) throw new CommandFailed(`${name}: it is a folder`);
    return stat.size;
  } catch (thrown) {
    if (thrown instanceof CommandFailed) throw thrown;
    throw new CommandFailed(describeFileError(name, thrown));
  } finally {
    await file?.close();
  }
}

/** The same chunks; `onBytes` hears of each as it is read. */
async function* counted(input: Readable, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of input as AsyncIterable<Buffer>) {
    onBytes(chunk.length);
    yield chunk;
  }
}

function createRefusalNotes(bar: ProgressBar) {
  let named = 0;
  return (refused: readonly RefusedRow[]): void => {
    for (const { row, why } of refused) {
      named++;
      if (named <= NAMED_REFUSALS) bar.note(`record ${row} was refused: ${why}`);
      if (named === NAMED_REFUSALS + 1) bar.note("more were refused: `rejections list` has them all");
    }
  };
}

async function printTotals(shell: Shell, { totals }: Progress): Promise<void> {
  const { accepted, rejected, batches } = totals;
  if (!forPeople(shell)) return printJson(shell, { accepted, rejected, batches });
  const refusals = rejected > 0 ? `, ${rejected} refused` : "";
  return printLine(shell, `${accepted} accepted in ${batches} batches${refusals}`);
}

async function ingest(name: string, options: Options, shell: Shell): Promise<void> {
  const settings = clientSettings(shell.environment);
  const fromStdin = name === "-";
  const path = pathOf(shell, name);
  const size = fromStdin ? 0 : await sizeOf(path, name);
  const { app, source, format } = options;
  const key = { file: path, url: settings.url, key: settings.key, app, source, format };
  const bar = await openProgressBar(shell, size);
  const progress = await openProgress(
    stateFolder(shell.environment),
    { ...key, content: fromStdin ? undefined : await contentHash(path) },
    (error) => bar.note(`can't remember where to go on after an interruption: ${error.message}`),
  );
  if (progress.before > 0) bar.note(`going on after ${progress.before} records that were sent before`);

  let bytes = 0;
  let records = 0;
  const stream = fromStdin ? addAbortSignal(shell.signal, shell.stdin) : createReadStream(path);
  const input = counted(stream, (more) => {
    bytes += more;
  });
  const overrides = { ...(app === undefined ? {} : { app }), ...(source === undefined ? {} : { source }) };
  const rows = readFileRows(name, input, overrides, format);
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
        bar.update(bytes, records);
      },
      onWait: (why) => bar.note(`waiting for the daemon: ${why}`),
    });
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

export function configure(command: Command, shell: Shell): void {
  command
    .argument("<file>", "JSON lines or CSV; - reads stdin")
    .option("--app <app>", "the app it is about, whatever the records say")
    .option("--source <source>", "the source it is from, whatever the records say")
    .addOption(
      new Option("--format <format>", "what the file is (default: by its name, else by its start)").choices([
        ...formats,
      ]),
    )
    .action((file: string, options: Options) => ingest(file, options, shell));
}
