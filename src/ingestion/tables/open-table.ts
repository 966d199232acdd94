/** From a file to its tables: unpacked, decoded, and each read as what it is: CSV, JSON lines or a JSON document. */
import { isKnownRecord, nameFields } from "../../model/known-fields.ts";
import type { FileEncoding } from "../../model/upload.ts";
import type { ByteSource } from "./byte-source.ts";
import { openCsvTable } from "./csv-table.ts";
import { asUtf8, tellEncoding } from "./encoding.ts";
import { isObject, recordsWithin } from "./json-lists.ts";
import { type JsonKind, openJsonTable } from "./json-table.ts";
import { createJsonValueSplitter, parseJsonLine } from "./json-values.ts";
import { START_BYTES as FIRST_BYTES, refuseOtherFiles, refuseOtherTexts } from "./other-files.ts";
import type { Table, TableOptions } from "./table.ts";
import { type Part, unpack } from "./unpack.ts";
import { asUnreadable, type UnreadableFile, UnreadableTable } from "./unreadable.ts";

export const formats = ["jsonl", "csv"] as const;
export type Format = (typeof formats)[number];

export interface FileTable extends Table {
  /** The file's name, or the archive's with that of the file in it. */
  readonly name: string;
  readonly encoding: FileEncoding;
  readonly packed?: Part["packed"];
}

export interface FileOptions extends TableOptions {
  readonly format?: Format;
  /** As the WHATWG's Encoding Standard names it. */
  readonly encoding?: string;
}

/** Enough to see separator, header and lead lines, and the first lines of JSON. */
const START_BYTES = 256 * 1024;

async function startOf(chunks: AsyncIterable<Buffer>): Promise<{ readonly text: string; readonly isAll: boolean }> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    pieces.push(chunk);
    bytes += chunk.length;
    if (bytes >= START_BYTES) break;
  }
  // A character that the last chunk cuts is left out.
  const text = new TextDecoder("utf-8").decode(Buffer.concat(pieces), { stream: true });
  return { text, isAll: bytes < START_BYTES };
}

const parsed = (line: string): unknown => {
  try {
    return parseJsonLine(line);
  } catch {
    return undefined;
  }
};

type Kind = "csv" | JsonKind;

/** A list of values, or an object; `[08:15] <ann>` and `[bug]` begin a line of something else. */
const isJsonStart = (text: string): boolean =>
  /^\s*(?:\{|\[\s*(?:[[{\]"'-]|\d[\d.eE+-]*\s*,|true|false|null|$))/.test(text);

const looksWhole = (line: string): boolean => /^\s*\{.*\}\s*,?\s*$/.test(line);

/** What a document that begins so holds, with nothing but blanks between: `jq` writes each of its records over several lines. */
function valuesIn(text: string): number {
  const splitter = createJsonValueSplitter();
  splitter.push("[");
  return splitter.push(text).length + splitter.end().length;
}

/** A record by itself, whatever lists it holds beside its text. */
const isOneRecord = (value: Record<string, unknown>): boolean =>
  isKnownRecord(value) || (nameFields(value).text !== undefined && recordsWithin(value) === undefined);

/** Lines, if any line is a whole record by itself, or all look like it. */
function jsonKind(text: string, isAll: boolean): JsonKind {
  if (text.trimStart().startsWith("[")) return "json";
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (!isAll) lines.pop();
  // One line longer than all that was looked at: a document shows its list by then.
  if (lines.length === 0) return createJsonValueSplitter().push(text).length > 0 ? "json" : "jsonl";
  const first = parsed(lines[0]!);
  if (lines.length === 1 && recordsWithin(first) !== undefined) return "json";
  if (isObject(first)) return "jsonl";
  const some = lines.slice(0, 50);
  if (some.length > 1 && some.every(looksWhole)) return "jsonl";
  if (some.slice(1).some((line) => line.startsWith("{") && isObject(parsed(line)))) return "jsonl";
  if (valuesIn(text) > 1) return "values";
  const whole = isAll ? parsed(text) : undefined;
  return isObject(whole) && isOneRecord(whole) ? "values" : "json";
}

function kindOf(name: string, start: string, isAll: boolean, format: Format | undefined): Kind {
  const extension = /\.([a-z]+)(?:\.(?:gz|gzip|zst|zip))?$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const isTable = format === "csv" || (format === undefined && ["csv", "tsv", "tab"].includes(extension));
  const isJson = format === "jsonl" || (!isTable && ["jsonl", "ndjson", "json"].includes(extension));
  if (isTable || !(isJson || isJsonStart(start))) return "csv";
  const plain = start.trimStart();
  return plain.startsWith("{") || plain.startsWith("[") ? jsonKind(start, isAll) : "jsonl";
}

async function openPart(part: Part, options: FileOptions): Promise<FileTable | undefined> {
  const { name, packed } = part;
  const encoding = await tellEncoding(name, part.open, options.encoding);
  const open = () => asUtf8(name, part.open(), encoding);
  const { text, isAll } = await startOf(open());
  if (text.trim() === "") return undefined;
  refuseOtherTexts(name, text);
  const kind = kindOf(name, text, isAll, options.format);
  try {
    const table = kind === "csv" ? await openCsvTable(text, open, options) : await openJsonTable(open, kind, options);
    return table === undefined ? undefined : { ...table, name, encoding, ...(packed === undefined ? {} : { packed }) };
  } catch (thrown) {
    if (thrown instanceof UnreadableTable && !thrown.message.startsWith(name)) {
      throw new UnreadableTable(`${name}: ${thrown.message}`);
    }
    throw thrown;
  }
}

async function firstBytes(part: Part): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  for await (const chunk of part.open()) {
    start = Buffer.concat([start, chunk]);
    if (start.length >= FIRST_BYTES) break;
  }
  return start.subarray(0, FIRST_BYTES);
}

/** A file, or one of an archive's. */
export type OpenedFile = FileTable | UnreadableFile;

async function openNamed(part: Part, options: FileOptions): Promise<FileTable | undefined> {
  refuseOtherFiles(part.name, await firstBytes(part));
  return openPart(part, options);
}

/**
 * Every table in a file, none in an empty one. What can't be read of an archive stands first, so that it is heard of first;
 * throws {@link UnreadableTable}, in words for whoever gave it, where nothing can be read.
 */
export async function openTables(source: ByteSource, options: FileOptions = {}): Promise<readonly OpenedFile[]> {
  const { parts, unreadable: lost } = await unpack(source);
  const tables: FileTable[] = [];
  const faults: UnreadableTable[] = [];
  const unreadable = [...lost];
  for (const part of parts) {
    try {
      const table = await openNamed(part, options);
      if (table !== undefined) tables.push(table);
    } catch (thrown) {
      if (!(thrown instanceof UnreadableTable)) throw thrown;
      faults.push(thrown);
      unreadable.push(asUnreadable(part.name, thrown));
    }
  }
  if (tables.length > 0) return [...unreadable, ...tables];
  if (faults.length > 0) throw new UnreadableTable(faults.map(({ message }) => message).join("\n"));
  return unreadable;
}
