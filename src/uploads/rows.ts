/** The rows of a file, however they are encoded and written: CSV by its header, JSON lines as they are. */
import { type CsvSyntax, createCsvSplitter } from "../ingestion/tables/csv.ts";
import { asUtf8, tellEncoding } from "../ingestion/tables/encoding.ts";
import { encodingNamed } from "../ingestion/tables/guess-encoding.ts";
import { UnreadableTable } from "../ingestion/tables/unreadable.ts";
import type { FileEncoding, RowMark } from "../model/upload.ts";
import { findHeader, HEADER_WITHIN, type Header, type QuestionOf } from "./header.ts";

export interface RowSource {
  readonly name: string;
  /** Of its media type or of what was asked. */
  readonly charset?: string | undefined;
  /** Where it was told before: to tell it, all of the file has to be read. */
  readonly encoding?: FileEncoding | undefined;
  /** From its start, or from a byte on, each time. */
  open(from?: number): AsyncIterable<Buffer>;
}

export type FileRow = { readonly cells: readonly string[] } | { readonly json: string };

export interface RowFile {
  /** Of a CSV file. */
  readonly header?: readonly string[];
  readonly encoding: FileEncoding;
  /** From the first row, or from a place that was marked in the same file. */
  rows(from?: RowMark): AsyncIterable<FileRow>;
  /** The last place at or before the row that was given out last. */
  mark(): RowMark | undefined;
}

const SAMPLE_CHARACTERS = 64 * 1024;
const SEPARATORS = [",", ";", "\t", "|"] as const;
/** Characters of a line of JSON; a response is at most 64 KB. */
const LONGEST_LINE = 1024 * 1024;

async function* decoded(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

const newlineOf = (text: string): "\n" | "\r" => (!text.includes("\n") && text.includes("\r") ? "\r" : "\n");

/** Of the characters that are looked at for the header. */
const HEADER_CHARACTERS = 32 * 1024;

interface Layout extends Header {
  readonly separator: string;
}

const isSeparatorLine = (cells: readonly string[], separator: string): boolean =>
  /^"?sep=/i.test(cells.join(separator).replace(/^\uFEFF/, ""));

/** The separator under which the header names most questions, and then that which it has most of, outside its quotes. */
function layoutOf(text: string, newline: "\n" | "\r", questionOf: QuestionOf): Layout | undefined {
  const said = /^"?sep=(.)"?/i.exec(text)?.[1];
  const layouts = (said === undefined ? SEPARATORS : [said]).flatMap((separator) => {
    const rows = [...createCsvSplitter({ separator, newline }).push(`${text}${newline}`)].map(({ cells }) => cells);
    const start = isSeparatorLine(rows[0] ?? [], separator) ? 1 : 0;
    const header = findHeader(rows.slice(start, start + HEADER_WITHIN + 1), questionOf);
    if (header === undefined) return [];
    const known = header.names.filter((name) => questionOf(name) !== undefined).length;
    return [{ ...header, rows: header.rows + start, separator, known }];
  });
  return layouts.reduce<(typeof layouts)[number] | undefined>((best, each) => {
    if (best === undefined || each.known > best.known) return each;
    return each.known === best.known && each.names.length > best.names.length ? each : best;
  }, undefined);
}

const isJson = (name: string, text: string): boolean => {
  if (/\.(jsonl|ndjson|json)$|json/i.test(name)) return true;
  if (/\.(csv|tsv|txt)$|csv/i.test(name)) return false;
  return /^\s*[{[]/.test(text);
};

/** Told, between two rows, how many characters of what was read are part of no row yet. */
type Passed = (text: string, held: string) => void;

async function* csvRows(
  texts: AsyncIterable<string>,
  syntax: CsvSyntax,
  passed: Passed = () => {},
): AsyncGenerator<readonly string[]> {
  const splitter = createCsvSplitter(syntax);
  for await (const text of texts) {
    for (const { cells } of splitter.push(text)) yield cells;
    passed(text, splitter.pending());
  }
  for (const { cells } of splitter.end()) yield cells;
}

async function* lines(texts: AsyncIterable<string>, passed: Passed): AsyncGenerator<FileRow> {
  let held = "";
  for await (const text of texts) {
    held += text;
    let start = 0;
    for (let end = held.indexOf("\n"); end >= 0; end = held.indexOf("\n", start)) {
      const json = held.slice(start, end).trim();
      if (json !== "") yield { json };
      start = end + 1;
    }
    held = held.slice(start);
    passed(text, held);
    if (held.length > LONGEST_LINE)
      throw new UnreadableTable("a line has more than a million characters: write one response a line");
  }
  if (held.trim() !== "") yield { json: held.trim() };
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** What people send who wanted to send a table: how each begins, and what to do. */
const OTHER_FILES: readonly (readonly [readonly number[], string])[] = [
  [
    [0x50, 0x4b, 0x03, 0x04],
    "the file is a spreadsheet (such as .xlsx) or a zip archive: save the table as CSV (UTF-8)",
  ],
  [[0xd0, 0xcf, 0x11, 0xe0], "the file is an old spreadsheet (.xls): save the table as CSV (UTF-8)"],
  [[0x1f, 0x8b], "the file is packed with gzip: unpack it, or say so with Content-Encoding: gzip"],
  [[0x25, 0x50, 0x44, 0x46], "the file is a PDF document: save the table as CSV (UTF-8)"],
];

const START_BYTES = 8;

async function startOf({ open }: RowSource): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  for await (const chunk of open()) {
    start = Buffer.concat([start, chunk.subarray(0, START_BYTES)]);
    if (start.length >= START_BYTES) break;
  }
  return start;
}

const beginsWith = (start: Buffer, bytes: readonly number[]): boolean => bytes.every((byte, at) => start[at] === byte);

async function encodingOf({ charset, encoding, open }: RowSource): Promise<FileEncoding> {
  if (encoding !== undefined) return encoding;
  const declared = charset === undefined ? undefined : encodingNamed(charset);
  if (charset !== undefined && declared === undefined)
    throw new UnreadableTable(
      `the charset ${charset} is none that is known: leave it out, or say utf-8, utf-16le or windows-1252`,
    );
  return tellEncoding("the file", () => open(), declared);
}

/** Counts bytes by characters, which works where the file is sound UTF-8 as it stands. */
function createMarks(isCounted: boolean, beforeFirst: number) {
  let last: RowMark | undefined;
  return {
    last: () => last,
    /** `rows` says how many were given out, undefined while the header is not. */
    from(start: RowMark | undefined, rows: () => number | undefined): Passed {
      last = start;
      let bytes = start?.bytes ?? beforeFirst;
      return (text, held) => {
        if (!isCounted) return;
        bytes += Buffer.byteLength(text);
        const given = rows();
        if (given !== undefined) last = { bytes: bytes - Buffer.byteLength(held), rows: given };
      };
    },
  };
}

/** Throws {@link UnreadableTable}, in words for whoever sent the file, when there is nothing to read in it. */
export async function openRows(source: RowSource, questionOf: QuestionOf = () => undefined): Promise<RowFile> {
  const first = await startOf(source);
  const other = OTHER_FILES.find(([bytes]) => beginsWith(first, bytes));
  if (other !== undefined) throw new UnreadableTable(other[1]);
  const encoding = await encodingOf(source);
  const texts = (from?: number) => decoded(asUtf8("the file", source.open(from), encoding, from === undefined));
  let start = "";
  for await (const text of texts()) {
    start += text;
    if (start.length >= SAMPLE_CHARACTERS) break;
  }
  const plain = start.replace(/^\uFEFF/, "");
  if (plain.trim() === "") throw new UnreadableTable("the file is empty");
  const isCounted = encoding.name === "utf-8" && encoding.strayBytes === undefined;
  const marks = createMarks(isCounted, beginsWith(first, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0);
  if (isJson(source.name, plain)) {
    if (/^\s*\[/.test(plain)) throw new UnreadableTable("the file is one JSON array: write one response a line");
    return {
      encoding,
      mark: marks.last,
      async *rows(from) {
        let given = from?.rows ?? 0;
        const passed = marks.from(from, () => given);
        for await (const row of lines(texts(from?.bytes), passed)) {
          given++;
          yield row;
        }
      },
    };
  }
  const newline = newlineOf(plain);
  const layout = layoutOf(plain.slice(0, HEADER_CHARACTERS), newline, questionOf);
  if (layout === undefined) throw new UnreadableTable("the file has no header");
  const { separator, names: header } = layout;
  const syntax = { separator, newline, width: header.length };
  return {
    header,
    encoding,
    mark: marks.last,
    async *rows(from) {
      let [given, before] = [from?.rows, layout.rows];
      const passed = marks.from(from, () => given);
      for await (const cells of csvRows(texts(from?.bytes), syntax, passed)) {
        if (given === undefined) {
          if (--before === 0) given = 0;
        } else {
          given++;
          yield { cells };
        }
      }
    },
  };
}
