/** Where the table of a CSV file is and how it is written: its separator, the lines before it, its header of one or several lines. Told from the file's start. */
import { parseDate } from "../../model/dates.ts";
import { meaningsOfColumn } from "../../model/field-names/lookup.ts";
import type { Field } from "../../model/field-names/names.ts";
import { readRating } from "../../model/ratings.ts";
import { type CsvRow, type CsvSyntax, createCsvSplitter } from "./csv.ts";

export interface CsvLayout {
  readonly syntax: CsvSyntax;
  /** A name for each column, all different. */
  readonly columns: readonly string[];
  /** Of the file, from 1; a file without a header has none. */
  readonly headerLine?: number;
  /** What begins before this line is no data. */
  readonly firstLine: number;
}

const SEPARATORS = [",", ";", "\t", "|"] as const;
/** Excel's own line about the separator. */
const SEPARATOR_LINE = /^"?sep=(.)"?[,;\t|]*\s*$/i;
const SAMPLE_ROWS = 200;
/** A header within so many rows, and its names no longer than that. */
const HEADER_WITHIN = 30;
const LONGEST_NAME = 200;

/** Names that stand in tables of anything, and in sentences. */
const COMMON: ReadonlySet<Field> = new Set(["source", "app", "org", "package", "lang", "likes", "person_id"]);

const fieldsOf = (name: string): readonly Field[] =>
  name.length > LONGEST_NAME ? [] : meaningsOfColumn(name).map(({ field }) => field);

/** How many fields of a record the cells name. */
function namedIn(cells: readonly string[]): number {
  const named = new Set<Field>();
  for (const cell of cells) {
    const fresh = fieldsOf(cell).find((field) => !named.has(field));
    if (fresh !== undefined) named.add(fresh);
  }
  return [...named].reduce((sum, field) => sum + (COMMON.has(field) ? 0.4 : 1), 0);
}

const filledIn = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== "").length;

/** The number of cells that most rows have, and how many rows have it. */
function usualWidth(rows: readonly CsvRow[]): { readonly width: number; readonly share: number } {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [width, count] = [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [1, 0]);
  return { width, share: rows.length === 0 ? 0 : count / rows.length };
}

function sampleRows(text: string, syntax: CsvSyntax): readonly CsvRow[] {
  const splitter = createCsvSplitter(syntax);
  const rows = splitter.push(text);
  return [...rows, ...(rows.length < SAMPLE_ROWS ? splitter.end() : [])].slice(0, SAMPLE_ROWS);
}

/** A header that is understood tells more than rows of the same length, and those more than how long they are. */
function scoreOf(rows: readonly CsvRow[]): number {
  const named = Math.max(0, ...rows.slice(0, HEADER_WITHIN).map(({ cells }) => namedIn(cells)));
  const { width, share } = usualWidth(rows);
  return named * 10 + (width > 1 ? share * 5 + Math.min(width, 20) / 20 : 0);
}

function headerAmong(rows: readonly CsvRow[], width: number): number {
  const first = Math.max(
    0,
    rows.findIndex(({ cells }) => filledIn(cells) >= Math.max(Math.min(width, 2), width * 0.6)),
  );
  let [best, named] = [first, Math.max(1, namedIn(rows[first]?.cells ?? []))];
  for (const [index, { cells }] of rows.slice(0, HEADER_WITHIN).entries()) {
    const count = namedIn(cells);
    if (count > named) [best, named] = [index, count];
  }
  return best;
}

const isImportId = (cell: string): boolean => /^\{\s*"ImportId"/.test(cell.trim());
/** What SurveyMonkey writes below its questions. */
const SUB_HEADER = /^(?:open-ended response|response|other \(please specify\)|comments?:?|score)$/i;

const isDate = (cell: string): boolean => parseDate(cell) !== undefined;
const isRating = (cell: string): boolean => readRating(cell) !== undefined;
const isRule = (cell: string): boolean => /^\s*[-=:]{2,}\s*$/.test(cell);

/** The columns whose name says that they hold dates or stars, and how to know them. */
interface TypedColumn {
  readonly at: number;
  readonly field: Field;
  readonly is: (cell: string) => boolean;
}

function typedColumns(columns: readonly string[]): TypedColumn[] {
  return columns.flatMap((name, at): TypedColumn[] => {
    const [field] = fieldsOf(name);
    if (field === "date" || field === "updated_at") return [{ at, field, is: isDate }];
    return field === "stars" ? [{ at, field, is: isRating }] : [];
  });
}

/** Whether a row says what the header says, in other words: Qualtrics' and others' labels below the names. */
function repeatsHeader({ cells }: CsvRow, after: CsvRow, columns: readonly string[]): boolean {
  const typed = typedColumns(columns);
  const isBelow = typed.some(({ at, is }) => is(after.cells[at] ?? ""));
  return isBelow && typed.every(({ at, field }) => fieldsOf(cells[at] ?? "").includes(field));
}

/** Whether a row below the header goes on with it. */
function isHeaderToo(row: CsvRow, after: CsvRow | undefined, columns: readonly string[]): boolean {
  const { cells } = row;
  if (cells.some(isImportId) || after?.cells.some(isImportId)) return true;
  if (after === undefined || cells.length > columns.length) return false;
  if (cells.some(isRule) && cells.every((cell) => cell.trim() === "" || isRule(cell))) return true;
  const filled = cells.flatMap((cell, at) => (cell.trim() === "" ? [] : [at]));
  const isSub = (at: number) => SUB_HEADER.test(cells[at]!.trim()) || (columns[at] ?? "").trim() === "";
  const [first] = cells;
  if (
    filled.some(isSub) &&
    (first ?? "").trim() === "" &&
    typedColumns(columns).every(({ at }) => !filled.includes(at))
  )
    return true;
  return repeatsHeader(row, after, columns);
}

const isValue = (cell: string): boolean =>
  /^\s*[+-]?\d+(?:[.,]\d+)?\s*$/.test(cell) || (/\d/.test(cell) && isDate(cell));

/** A sentence that asks nobody for anything: the first of a file that holds nothing but texts. */
const isStatement = (cell: string): boolean =>
  cell.trim().split(/\s+/).length >= 5 &&
  !/[?:]["']?\s*$|\b(?:please|your?|us|feedback|comments?|reviews?|texts?|question|describe|additional|verbatim)\b/i.test(
    cell,
  );

/** Whether what should be the header is a row like those below: no name in it is known, and values stand where theirs stand. */
function isData(header: CsvRow, below: CsvRow | undefined): boolean {
  if (namedIn(header.cells) >= 1) return false;
  const isAlone = below === undefined && header.cells.length === 1;
  if (!isAlone && below?.cells.length !== header.cells.length) return false;
  if (below === undefined || header.cells.length === 1) return isStatement(header.cells[0]!);
  return header.cells.filter((cell, at) => isValue(cell) && isValue(below.cells[at]!)).length >= 2;
}

/** A question that goes over several columns stands above the first; below it stands what each of them holds. */
function joinHeaders(names: readonly string[], below: readonly string[]): string[] {
  let question = "";
  return names.map((name, at) => {
    const own = name.trim();
    const sub = (below[at] ?? "").trim();
    if (own !== "") question = own;
    if (own === "" && sub !== "") return question === "" ? sub : `${question}: ${sub}`;
    return own;
  });
}

/** How the lines of a chat begin that was saved as text: `14/03/2026, 08:15 - Ann:`, `[14.03.26, 08:15:02] Ann:`. */
const CHAT_LINE =
  /^\u200e?\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d{2}[^,;\t|]{0,20}(?: - |\] )[^,;\t|]{1,40}: /;

function isChat(text: string, newline: string): boolean {
  const lines = text.split(newline, SAMPLE_ROWS).filter((line) => line.trim() !== "");
  return lines.filter((line) => CHAT_LINE.test(line)).length > lines.length / 2;
}

/** Marks that part the cells of tables, and the clauses of sentences. */
const CLAUSE_MARKS: readonly string[] = [",", ";"];
/** Rows of a table would rather be all as wide; so many of them are no chance. */
const ENOUGH_ROWS = 5;

/** Whether the rows are sentences with commas in them: behind nearly each comes a blank, and no column holds numbers or dates. */
function areSentences(rows: readonly CsvRow[], separator: string): boolean {
  const cells = rows.flatMap((row) => row.cells);
  const clauses = rows.flatMap((row) => row.cells.slice(1));
  if (!CLAUSE_MARKS.includes(separator) || clauses.length === 0) return false;
  if (clauses.filter((cell) => /^(?:\s|$)/.test(cell)).length < clauses.length * 0.9) return false;
  if (rows.slice(0, HEADER_WITHIN).some((row) => namedIn(row.cells) >= 1)) return false;
  const { width, share } = usualWidth(rows);
  if (share === 1 && rows.length >= ENOUGH_ROWS) return false;
  if (cells.reduce((sum, cell) => sum + wordsIn(cell), 0) < cells.length * 2) return false;
  return !Array.from({ length: width }).some(
    (_, at) => rows.filter((row) => isValue(row.cells[at] ?? "")).length > rows.length / 2,
  );
}

const wordsIn = (text: string): number =>
  text
    .trim()
    .split(/\s+/)
    .filter((word) => /\p{L}/u.test(word)).length;

/** A text a line: the separator is one that hardly stands in sentences, and what it parts there is joined again. */
function textsOf(text: string, newline: CsvSyntax["newline"]): CsvLayout {
  const separator = text.includes("\t") ? "|" : "\t";
  const [first] = sampleRows(text, { separator, newline });
  return { syntax: { separator, newline, width: 1 }, columns: ["column 1"], firstLine: first?.line ?? 1 };
}

function distinctNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name, at) => {
    const plain =
      name
        .replace(/^\uFEFF/, "")
        .replace(/\s+/g, " ")
        .trim() || `column ${at + 1}`;
    const count = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, count);
    return count === 1 ? plain : `${plain} (${count})`;
  });
}

const newlineOf = (text: string): CsvSyntax["newline"] => (!text.includes("\n") && text.includes("\r") ? "\r" : "\n");

/** `text` is the file's start, as much as is needed; undefined when there is no row in it. */
export function layoutOf(text: string, separator?: string): CsvLayout | undefined {
  const newline = newlineOf(text);
  const said = SEPARATOR_LINE.exec(text.split(newline, 1)[0]!.replace(/\r$/, ""))?.[1];
  const candidates = [separator ?? said].filter((each) => each !== undefined);
  const tables = (candidates.length > 0 ? candidates : SEPARATORS).map((each) => {
    const rows = sampleRows(text, { separator: each, newline });
    return { separator: each, rows: said === undefined ? rows : rows.filter(({ line }) => line > 1) };
  });
  const scored = tables.map((table) => ({ ...table, score: scoreOf(table.rows) }));
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
  if (best.rows.length === 0) return undefined;
  if (candidates.length === 0 && (areSentences(best.rows, best.separator) || isChat(text, newline)))
    return textsOf(text, newline);
  const at = headerAmong(best.rows, usualWidth(best.rows).width);
  const header = best.rows[at]!;
  if (isData(header, best.rows[at + 1])) {
    const columns = header.cells.map((_, index) => `column ${index + 1}`);
    return { syntax: { separator: best.separator, newline, width: columns.length }, columns, firstLine: header.line };
  }
  let columns: string[] = header.cells;
  let next = at + 1;
  while (
    next < at + 3 &&
    best.rows[next] !== undefined &&
    isHeaderToo(best.rows[next]!, best.rows[next + 1], columns)
  ) {
    const below = best.rows[next]!.cells;
    if (!below.some(isImportId)) columns = joinHeaders(columns, below);
    next++;
  }
  const last = best.rows[next - 1]!;
  return {
    syntax: { separator: best.separator, newline, width: columns.length },
    columns: distinctNames(columns),
    headerLine: header.line,
    firstLine: last.line + 1,
  };
}
