/** Files of feedback in the browser: tables and JSON lines become records, with the columns' meanings guessed as the command line does. */
import { createCsvSplitter } from "../../../src/ingestion/tables/csv.ts";
import { layoutOf } from "../../../src/ingestion/tables/layout.ts";
import { foldName, meaningsOf } from "../../../src/model/field-names/lookup.ts";
import { places } from "../../../src/model/field-names/names.ts";
import { ask } from "./api.ts";

/** What a column can be; the others are kept in the metadata. */
export const mappable = [
  "text",
  "title",
  "date",
  "stars",
  "version",
  "lang",
  "person",
  "id",
  "url",
  "source",
  "app",
] as const;
export type Mappable = (typeof mappable)[number];

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** By column: what it is taken for. */
  readonly guessed: readonly (Mappable | undefined)[];
}

type Json = Readonly<Record<string, unknown>>;
export type ReadFile =
  | { readonly kind: "table"; readonly table: Table }
  | { readonly kind: "records"; readonly records: readonly Json[] };

const LAYOUT_CHARACTERS = 200_000;

function guess(columns: readonly string[], rows: readonly (readonly string[])[]): (Mappable | undefined)[] {
  const taken = new Set<Mappable>();
  const guessed = columns.map((column) => {
    const found = meaningsOf(foldName(column), undefined, true)
      .map(({ field }) => mappable.find((one) => one === field))
      .find((field) => field !== undefined && !taken.has(field));
    if (found !== undefined) taken.add(found);
    return found;
  });
  if (taken.has("text")) return guessed;
  // Nothing is called a text: the column with the longest cells.
  const length = (at: number) => rows.slice(0, 50).reduce((sum, row) => sum + (row[at]?.length ?? 0), 0);
  const longest = columns.map((_, at) => at).sort((a, b) => length(b) - length(a))[0];
  return guessed.map((field, at) => (at === longest ? "text" : field));
}

function readTable(text: string): Table | undefined {
  const layout = layoutOf(text.slice(0, LAYOUT_CHARACTERS));
  if (layout === undefined) return undefined;
  const splitter = createCsvSplitter(layout.syntax);
  const all = [...splitter.push(text), ...splitter.end()];
  const rows = all
    .filter(({ line, cells }) => line >= layout.firstLine && cells.some((cell) => cell !== ""))
    .map(({ cells }) => cells);
  return { columns: layout.columns, rows, guessed: guess(layout.columns, rows) };
}

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function readJson(text: string): readonly Json[] | undefined {
  const start = text.trimStart();
  try {
    if (start.startsWith("[")) return (JSON.parse(text) as unknown[]).filter(isRecord);
    if (!start.startsWith("{")) return undefined;
    return text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "")
      .map((line) => JSON.parse(line) as Json)
      .filter(isRecord);
  } catch {
    return undefined;
  }
}

/** Undefined when nothing can be read of it. */
export function readFeedbackFile(text: string): ReadFile | undefined {
  const records = readJson(text);
  if (records !== undefined) return { kind: "records", records };
  const table = readTable(text.replace(/^\uFEFF/, ""));
  return table === undefined || table.rows.length === 0 ? undefined : { kind: "table", table };
}

export function toRecords({ columns, rows }: Table, mapping: readonly (Mappable | undefined)[]): Json[] {
  return rows.map((row) => {
    const record: Record<string, unknown> = {};
    const metadata: Record<string, unknown> = {};
    for (const [at, cell] of row.entries()) {
      if (cell === "") continue;
      const field = mapping[at];
      const place = field === undefined ? { metadata: columns[at] ?? `column ${at + 1}` } : places[field];
      if ("field" in place) record[place.field] = cell;
      else metadata[place.metadata] = cell;
    }
    return Object.keys(metadata).length === 0 ? record : { ...record, metadata };
  });
}

export interface Sent {
  readonly accepted: number;
  readonly rejected: number;
}

/** Of one request; the server takes ten times as many. */
const AT_A_TIME = 1_000;

/** `app`: of records that name none. */
export async function sendFeedback(
  records: readonly Json[],
  app: string,
  onProgress: (sent: number) => void = () => {},
): Promise<Sent> {
  let [accepted, rejected] = [0, 0];
  for (let at = 0; at < records.length; at += AT_A_TIME) {
    const piece = records.slice(at, at + AT_A_TIME).map((record) => ({ app, source: "upload", ...record }));
    const answer = await ask<{ accepted: number; rejected: readonly unknown[] }>("/api/v1/feedback", {
      method: "POST",
      json: piece,
    });
    accepted += answer.accepted;
    rejected += answer.rejected.length;
    onProgress(at + piece.length);
  }
  return { accepted, rejected };
}
