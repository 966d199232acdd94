/** CSV rows as records: the header decides which column is which field; columns that no field is named after become metadata. */
import { Readable } from "node:stream";
import { type CsvError, parse } from "csv-parse";
import { RawRecord } from "../../model/record.ts";
import { CommandFailed } from "../shell.ts";

/** Where a column's cells go: a field of the record, or an entry of its metadata. */
export type Target = { readonly field: string } | { readonly metadata: string };

/** Names by which other tools know a field, the likeliest first; letters and digits only, in lower case. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  text: ["review", "reviewtext", "content", "body", "comment", "feedback", "message", "maintext", "description"],
  title: ["reviewtitle", "subject", "headline", "summary"],
  date: ["createdat", "timestamp", "datetime", "time", "reviewdate", "submittedat", "at"],
  app: ["appname", "product"],
  updated_at: ["updated", "modifiedat"],
};
const metadataAliases: Readonly<Record<string, readonly string[]>> = {
  score: ["score", "rating", "stars", "starrating"],
  thumbsUp: ["thumbsup", "thumbsupcount"],
  version: ["version", "appversion", "reviewcreatedversion"],
  userName: ["username", "author"],
};
/** Metadata that is counted with: its cells become numbers. Others, versions above all, stay as they are written. */
const NUMBERS: ReadonlySet<string> = new Set(["score", "thumbsUp", "likeCount", "retweetCount", "numComments"]);

const fold = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const fieldNames = Object.keys(RawRecord.shape);

function targetOf(column: string, taken: ReadonlySet<string>, folded: readonly string[]): Target {
  const dotted = /^metadata\.(.+)$/i.exec(column.trim());
  if (dotted) return { metadata: dotted[1]! };
  const name = fold(column);
  const field = fieldNames.find((each) => fold(each) === name);
  if (field !== undefined) return { field };
  for (const [known, names] of Object.entries(aliases)) {
    // An alias counts only where the field itself is missing, and only the likeliest alias of those that are there.
    if (!taken.has(known) && names.find((alias) => folded.includes(alias)) === name) return { field: known };
  }
  for (const [known, names] of Object.entries(metadataAliases)) if (names.includes(name)) return { metadata: known };
  return { metadata: column.trim() };
}

export function readHeader(columns: readonly string[]): Target[] {
  const folded = columns.map(fold);
  const taken = new Set(fieldNames.filter((field) => folded.includes(fold(field))));
  return columns.map((column) => targetOf(column, taken, folded));
}

function cellValue(target: Target, cell: string): unknown {
  if ("metadata" in target && NUMBERS.has(target.metadata) && /^-?\d{1,15}(\.\d+)?$/.test(cell)) return Number(cell);
  return cell;
}

/** The metadata column itself holds a JSON object; a cell that is none is sent as it is, and refused with the reason. */
function readMetadata(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

export function recordOf(targets: readonly Target[], cells: readonly string[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  const metadata: [string, unknown][] = [];
  for (const [i, target] of targets.entries()) {
    const cell = cells[i];
    if (cell === undefined || cell === "") continue;
    if ("metadata" in target) metadata.push([target.metadata, cellValue(target, cell)]);
    else record[target.field] = target.field === "metadata" ? readMetadata(cell) : cell;
  }
  if (metadata.length > 0 && (record.metadata === undefined || typeof record.metadata === "object")) {
    record.metadata = { ...(record.metadata as object | undefined), ...Object.fromEntries(metadata) };
  }
  return record;
}

/** The header's separator: the one of `,` `;` tab that it has most of, outside quotes. */
export function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, "");
  const count = (separator: string) => bare.split(separator).length - 1;
  return [",", ";", "\t"].reduce((best, each) => (count(each) > count(best) ? each : best));
}

function checkHeader(name: string, targets: readonly Target[], columns: readonly string[]): void {
  if (targets.some((target) => "field" in target && (target.field === "text" || target.field === "title"))) return;
  throw new CommandFailed(
    `${name}: no column is named text (or title, review, content, comment …); there are ${columns.join(", ")}`,
  );
}

export async function* readCsv(
  name: string,
  input: AsyncIterable<Buffer>,
  { delimiter, maxRowBytes }: { readonly delimiter: string; readonly maxRowBytes: number },
): AsyncGenerator<Record<string, unknown>> {
  const parser = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: maxRowBytes,
  });
  const source = Readable.from(input, { objectMode: false });
  source.on("error", (error) => parser.destroy(error)).pipe(parser);
  let targets: Target[] | undefined;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (targets === undefined) {
        targets = readHeader(cells);
        checkHeader(name, targets, cells);
      } else yield recordOf(targets, cells);
    }
  } catch (thrown) {
    if ((thrown as CsvError).code?.startsWith("CSV_")) throw new CommandFailed(`${name}: ${(thrown as Error).message}`);
    throw thrown;
  }
}
