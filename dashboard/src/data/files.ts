/** Files of feedback in the browser: tables and JSON lines become records, with the columns' meanings guessed as the command line does. */
import { createCsvSplitter } from "../../../src/ingestion/tables/csv.ts";
import { layoutOf } from "../../../src/ingestion/tables/layout.ts";
import { foldName, meaningsOf } from "../../../src/model/field-names/lookup.ts";
import { places } from "../../../src/model/field-names/names.ts";
import { ApiProblem, ask, type FieldError } from "./api.ts";

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
  /** How many were not, by why: a key of `refused.`, or the field that is wrong. */
  readonly refused: Readonly<Record<string, number>>;
}

type Refused = readonly { readonly errors: readonly FieldError[] }[];

const WHYS: Readonly<Record<string, string>> = {
  required: "text",
  invalid_date: "date",
  too_large: "size",
  too_deep: "size",
};

const whyOf = ({ errors: [first] }: Refused[number]): string => WHYS[first?.code ?? ""] ?? (first?.field || "other");

/** Where none of a piece was taken, the server answers with the first of its errors, each in a field that begins with the record's number. */
function refusedOf(error: unknown): Refused | undefined {
  if (!(error instanceof ApiProblem) || error.status !== 400) return undefined;
  const places = error.errors.map(({ field, ...rest }) => ({ ...rest, parts: field.split(".") }));
  if (places.length === 0 || places.some(({ parts }) => !/^\d+$/.test(parts[0]!))) return undefined;
  const byRecord = new Map<string, FieldError[]>();
  for (const { parts, ...rest } of places) {
    const [record, ...field] = parts;
    byRecord.set(record!, [...(byRecord.get(record!) ?? []), { ...rest, field: field.join(".") }]);
  }
  return [...byRecord.values()].map((errors) => ({ errors }));
}

async function sendPiece(json: readonly Json[]): Promise<{ readonly accepted: number; readonly rejected: Refused }> {
  try {
    return await ask("/api/v1/feedback", { method: "POST", json });
  } catch (error) {
    const rejected = refusedOf(error);
    if (rejected === undefined) throw error;
    return { accepted: 0, rejected };
  }
}

/** Of a piece. Those of which nothing is told are as those that are told of, where these are all alike. */
function countWhys(count: number, rejected: Refused): [string, number][] {
  const whys = rejected.map(whyOf);
  const told = [...new Set(whys)].map((why): [string, number] => [why, whys.filter((one) => one === why).length]);
  const untold = count - rejected.length;
  if (untold <= 0) return told;
  return told.length === 1 ? [[told[0]![0], count]] : [...told, ["other", untold]];
}

/** Of one request; the server takes ten times as many. */
const AT_A_TIME = 1_000;

/** `app`: of records that name none. */
export async function sendFeedback(
  records: readonly Json[],
  app: string,
  onProgress: (sent: number) => void = () => {},
): Promise<Sent> {
  let accepted = 0;
  const refused: Record<string, number> = {};
  for (let at = 0; at < records.length; at += AT_A_TIME) {
    const piece = records.slice(at, at + AT_A_TIME).map((record) => ({ app, source: "upload", ...record }));
    const answer = await sendPiece(piece);
    accepted += answer.accepted;
    for (const [why, count] of countWhys(piece.length - answer.accepted, answer.rejected))
      refused[why] = (refused[why] ?? 0) + count;
    onProgress(at + piece.length);
  }
  return { accepted, refused };
}
