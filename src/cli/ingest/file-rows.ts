/** The rows of a file of feedback as they are sent to the daemon, each with where it stands in the file. */
import { type ByteSource, openFile, putAside } from "../../ingestion/tables/byte-source.ts";
import { type FileOptions, type OpenedFile, openTables } from "../../ingestion/tables/open-table.ts";
import type { UnreadValue } from "../../ingestion/tables/table.ts";
import { UnreadableTable, unreadableRecord } from "../../ingestion/tables/unreadable.ts";
import { describeFileError, pathOf } from "../files.ts";
import { CommandFailed, Interrupted, type Shell } from "../shell.ts";

/** What every row is given, whatever it says itself. */
export interface Overrides {
  readonly app?: string;
  readonly source?: string;
}

/** Where a row stands. */
export interface RowPlace {
  /** Of the file, from 1; 0 is the file as a whole. */
  readonly line: number;
  /** In a file that holds several. */
  readonly table?: string;
  /** The file's own name of a field of the record. */
  readonly columnOf: (field: string) => string | undefined;
  /** Why it is no record, when the reader of the file knows better than the daemon. */
  readonly refused?: string;
}

/** The JSON of a record on one line, as it is sent; or why a row can't even be sent. Rows count from 0, without blank ones. */
export type FileRow = RowPlace & ({ readonly json: string } | { readonly error: string });

/** Longer rows than this are refused here: the daemon takes no record over 64 KB. */
const MAX_ROW_BYTES = 2 * 1024 * 1024;

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What can't be read is sent all the same: the daemon refuses it, counts it and keeps it, so that the books know of every row of the file. */
function jsonOf(record: unknown, overrides: Overrides): { readonly json: string } | { readonly error: string } {
  let json: string;
  try {
    json = JSON.stringify(isObject(record) ? { ...record, ...overrides } : record);
  } catch {
    return { error: "nested too deep" };
  }
  return Buffer.byteLength(json) > MAX_ROW_BYTES ? { error: `more than ${MAX_ROW_BYTES} bytes` } : { json };
}

export async function* fileRows(
  tables: readonly OpenedFile[],
  overrides: Overrides,
  onUnread: (unread: UnreadValue) => void = () => undefined,
): AsyncGenerator<FileRow> {
  for (const table of tables) {
    if ("unreadable" in table) {
      const { name, unreadable } = table;
      const place = { line: 0, table: name, refused: unreadable, columnOf: () => undefined };
      yield { ...place, ...jsonOf(unreadableRecord(table), overrides) };
      continue;
    }
    const named = { columnOf: table.columnOf, ...(tables.length > 1 ? { table: table.name } : {}) };
    for await (const { line, record, refused } of table.rows(onUnread)) {
      const place = { ...named, line, ...(refused === undefined ? {} : { refused }) };
      yield { ...place, ...jsonOf(record, overrides) };
    }
  }
}

/** `line 7`, with the file's name where there are several. */
export function describePlace({ line, table }: RowPlace): string {
  if (table === undefined) return `line ${line}`;
  return line === 0 ? table : `${table}, line ${line}`;
}

/** What can't be read is one row, which the daemon refuses. */
export const countRows = (files: readonly OpenedFile[]): number =>
  files.reduce((sum, file) => sum + ("unreadable" in file ? 1 : file.reading.rows), 0);

async function sourceOf(shell: Shell, name: string): Promise<ByteSource & Partial<AsyncDisposable>> {
  try {
    if (name !== "-") return await openFile(pathOf(shell, name), name);
    // What comes through a pipe can be read only once, and is looked at before it is sent.
    return await putAside(shell.stdin, "stdin", shell.signal);
  } catch (thrown) {
    if (shell.signal.aborted) throw new Interrupted();
    throw new CommandFailed(describeFileError(name, thrown));
  }
}

export interface FeedbackFile extends AsyncDisposable {
  readonly tables: readonly OpenedFile[];
}

/** The file, or stdin for `-`, looked through once. Throws {@link CommandFailed} in words for what can't be read. */
export async function openFeedbackFile(shell: Shell, name: string, options: FileOptions): Promise<FeedbackFile> {
  const source = await sourceOf(shell, name);
  const dispose = async () => source[Symbol.asyncDispose]?.();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(new Interrupted());
  shell.signal.addEventListener("abort", abort, { once: true });
  try {
    if (shell.signal.aborted) throw new Interrupted();
    const tables = await Promise.race([openTables(source, options), aborted.promise]);
    return { tables, [Symbol.asyncDispose]: dispose };
  } catch (thrown) {
    await dispose();
    if (thrown instanceof UnreadableTable) throw new CommandFailed(thrown.message);
    throw (thrown as NodeJS.ErrnoException).code === undefined
      ? thrown
      : new CommandFailed(describeFileError(name, thrown));
  } finally {
    shell.signal.removeEventListener("abort", abort);
  }
}
