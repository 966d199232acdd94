/** The rows of a file, however they are encoded and written: CSV by its header, JSON lines as they are. */
import { createCsvSplitter } from "../ingestion/tables/csv.ts";
import { asUtf8, tellEncoding } from "../ingestion/tables/encoding.ts";
import { encodingNamed } from "../ingestion/tables/guess-encoding.ts";
import { UnreadableTable } from "../ingestion/tables/unreadable.ts";

export interface RowSource {
  readonly name: string;
  /** Of its media type or of what was asked. */
  readonly charset?: string | undefined;
  /** From the start, each time. */
  open(): AsyncIterable<Buffer>;
}

export type FileRow = { readonly cells: readonly string[] } | { readonly json: string };

export interface RowFile {
  /** Of a CSV file. */
  readonly header?: readonly string[];
  rows(): AsyncIterable<FileRow>;
}

const SAMPLE_CHARACTERS = 64 * 1024;
const SEPARATORS = [",", ";", "\t", "|"] as const;
/** Characters of a line of JSON; a response is at most 64 KB. */
const LONGEST_LINE = 1024 * 1024;

async function* decoded(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8");
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

const newlineOf = (text: string): "\n" | "\r" => (!text.includes("\n") && text.includes("\r") ? "\r" : "\n");

/** The separator that the header has most of, outside its quotes. */
function separatorOf(text: string): string {
  const said = /^"?sep=(.)"?/i.exec(text)?.[1];
  if (said !== undefined) return said;
  const newline = newlineOf(text);
  const counts = SEPARATORS.map((separator) => {
    const [header] = [...createCsvSplitter({ separator, newline }).push(`${text}${newline}`)];
    return { separator, cells: header?.cells.length ?? 0 };
  });
  return counts.reduce((best, each) => (each.cells > best.cells ? each : best)).separator;
}

const isJson = (name: string, text: string): boolean => {
  if (/\.(jsonl|ndjson|json)$|json/i.test(name)) return true;
  if (/\.(csv|tsv|txt)$|csv/i.test(name)) return false;
  return /^\s*[{[]/.test(text);
};

async function* csvRows(
  texts: AsyncIterable<string>,
  separator: string,
  newline: "\n" | "\r",
  width?: number,
): AsyncGenerator<readonly string[]> {
  const splitter = createCsvSplitter({ separator, newline, ...(width === undefined ? {} : { width }) });
  for await (const text of texts) for (const { cells } of splitter.push(text)) yield cells;
  for (const { cells } of splitter.end()) yield cells;
}

async function* lines(texts: AsyncIterable<string>): AsyncGenerator<FileRow> {
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
    if (held.length > LONGEST_LINE)
      throw new UnreadableTable("a line of more than a million characters: one response a line");
  }
  if (held.trim() !== "") yield { json: held.trim() };
}

/** Throws {@link UnreadableTable}, in words for whoever sent the file, when there is nothing to read in it. */
export async function openRows({ name, charset, open }: RowSource): Promise<RowFile> {
  const declared = charset === undefined ? undefined : encodingNamed(charset);
  if (charset !== undefined && declared === undefined) throw new UnreadableTable(`nobody knows the charset ${charset}`);
  const encoding = await tellEncoding("the file", open, declared);
  const texts = () => decoded(asUtf8("the file", open(), encoding));
  let start = "";
  for await (const text of texts()) {
    start += text;
    if (start.length >= SAMPLE_CHARACTERS) break;
  }
  const plain = start.replace(/^\uFEFF/, "");
  if (plain.trim() === "") throw new UnreadableTable("the file is empty");
  if (isJson(name, plain)) {
    if (/^\s*\[/.test(plain)) throw new UnreadableTable("the file is one JSON array: write one response a line");
    return { rows: () => lines(texts()) };
  }
  const separator = separatorOf(plain.slice(0, SAMPLE_CHARACTERS));
  const newline = newlineOf(plain);
  const isSeparatorLine = (cells: readonly string[]) => /^"?sep=/i.test(cells.join(separator));
  let header: readonly string[] | undefined;
  for await (const cells of csvRows(texts(), separator, newline)) {
    if (isSeparatorLine(cells)) continue;
    header = cells.map((cell) => cell.replace(/^\uFEFF/, "").trim());
    break;
  }
  if (header === undefined) throw new UnreadableTable("the file has no header");
  const width = header.length;
  return {
    header,
    async *rows() {
      let isHeader = true;
      for await (const cells of csvRows(texts(), separator, newline, width)) {
        if (isHeader && isSeparatorLine(cells)) continue;
        if (isHeader) isHeader = false;
        else yield { cells };
      }
    },
  };
}
