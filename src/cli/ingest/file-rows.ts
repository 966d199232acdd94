/** A file of feedback as rows to send: JSON lines as they are, CSV by its header, however long the file is. */
import { type Line, readJson, readLines, TOO_LONG } from "../jsonl.ts";
import { CommandFailed } from "../shell.ts";
import { delimiterOf, readCsv } from "./csv-records.ts";

export const formats = ["jsonl", "csv"] as const;
export type Format = (typeof formats)[number];

/** What every row is given, whatever it says itself. */
export interface Overrides {
  readonly app?: string;
  readonly source?: string;
}

/** The JSON of a record on one line, as it is sent; or why a row can't even be sent. Rows count from 0, without blank ones. */
export type FileRow = { readonly json: string } | { readonly error: string };

/** Longer rows than this are refused here: the daemon takes no record over 64 KB. */
const MAX_ROW_BYTES = 2 * 1024 * 1024;

export function formatOf(name: string, start: string): Format {
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (extension === "csv" || extension === "tsv") return "csv";
  if (extension === "jsonl" || extension === "ndjson") return "jsonl";
  return /^[\uFEFF\s]*[{["]/.test(start) && !/^[\uFEFF\s]*"[^"]*"\s*[,;\t]/.test(start) ? "jsonl" : "csv";
}

function refuseArray(name: string, line: Line): void {
  if (typeof line !== "string" || !/^\s*\[\s*(?:\{.*)?$/s.test(line)) return;
  throw new CommandFailed(`${name} is one JSON array: write one record a line (jq -c '.[]' turns it into that)`);
}

const overridden = (value: unknown, overrides: Overrides): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value, ...overrides } : value;

/**
 * What can't be read is sent as a JSON string: the daemon refuses it, counts it and keeps it with the reason, so that
 * the books know of every row of the file.
 */
function jsonRow(line: Line, overrides: Overrides): FileRow {
  if (line === TOO_LONG) return { error: `more than ${MAX_ROW_BYTES} bytes` };
  const read = readJson(line);
  if ("error" in read) return { json: JSON.stringify(line) };
  if (overrides.app === undefined && overrides.source === undefined) return { json: line.trim() };
  try {
    return { json: JSON.stringify(overridden(read.value, overrides)) };
  } catch {
    // Nested too deep to be written again: the daemon says so.
    return { json: line.trim() };
  }
}

async function* jsonRows(name: string, input: AsyncIterable<Buffer>, overrides: Overrides): AsyncGenerator<FileRow> {
  let first = true;
  for await (const lines of readLines(input, MAX_ROW_BYTES)) {
    if (first) refuseArray(name, lines[0]!);
    first = false;
    for (const line of lines) yield jsonRow(line, overrides);
  }
}

/** The first chunk, and the whole stream with it. */
async function peek(input: AsyncIterable<Buffer>): Promise<{ start: string; all: AsyncIterable<Buffer> }> {
  const chunks = input[Symbol.asyncIterator]();
  const first = await chunks.next();
  async function* all(): AsyncGenerator<Buffer> {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return { start: first.done ? "" : first.value.toString("utf8"), all: all() };
}

/** Reads what is needed to know the format, then every row. */
export async function* readFileRows(
  name: string,
  input: AsyncIterable<Buffer>,
  overrides: Overrides,
  format?: Format,
): AsyncGenerator<FileRow> {
  const { start, all } = await peek(input);
  if (start === "") return;
  const chosen = format ?? formatOf(name, start);
  if (chosen === "jsonl") return yield* jsonRows(name, all, overrides);
  const delimiter = delimiterOf(start.split(/\r?\n/, 1)[0]!);
  for await (const record of readCsv(name, all, { delimiter, maxRowBytes: MAX_ROW_BYTES })) {
    yield { json: JSON.stringify({ ...record, ...overrides }) };
  }
}
