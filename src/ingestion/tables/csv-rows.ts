/** One row of a CSV file as a record: cells that are too many find their place or are refused, each value goes where its column belongs. */
import { place, ratingEntries, reviewIdOf } from "../../model/known-fields.ts";
import { isNothing } from "../../model/nothing.ts";
import { plainDigits } from "../../model/plain-digits.ts";
import type { Scale } from "../../model/ratings.ts";
import { readRating } from "../../model/ratings.ts";
import type { Target } from "./columns.ts";
import type { CsvRow } from "./csv.ts";
import type { RowIds } from "./row-identity.ts";
import type { TableRow, UnreadValue } from "./table.ts";
import { type DateRules, dateText } from "./value-surveys.ts";

export interface CsvColumn {
  readonly name: string;
  readonly target: Target;
  /** Of a date. */
  readonly dates: DateRules;
  /** Of a rating. */
  readonly scale: Scale;
}

export interface CsvPlan {
  readonly columns: readonly CsvColumn[];
  readonly separator: string;
}

type Fields = Record<string, unknown>;
type OnUnread = (unread: UnreadValue) => void;

const fieldOf = ({ target }: CsvColumn): string | undefined => ("field" in target ? target.field : undefined);

/** Whether a cell can stand in its column; undefined when any cell can. */
function isAtHome(column: CsvColumn, cell: string): boolean | undefined {
  if (isNothing(cell)) return undefined;
  switch (fieldOf(column)) {
    case "date":
    case "updated_at":
      return dateText(cell.trim(), { order: "day", ...column.dates }) !== undefined;
    case "stars":
      return readRating(cell) !== undefined;
    case "likes":
      return Number.isFinite(likesOf(cell));
    case "url":
      return /^\s*(?:[a-z][\w+.-]*:|www\.|\/)/i.test(cell);
    default:
      return undefined;
  }
}

const isBlank = (cell: string): boolean => cell.trim() === "";

/** A separator within an unquoted text: the surplus belongs to the text, if then every other cell is at home. */
function joinSurplus(cells: readonly string[], { columns, separator }: CsvPlan): readonly string[] | undefined {
  const surplus = cells.length - columns.length;
  const text = columns.findIndex((column) => fieldOf(column) === "text");
  if (text < 0) return undefined;
  const joined = cells.slice(text, text + surplus + 1).join(separator);
  const row = [...cells.slice(0, text), joined, ...cells.slice(text + surplus + 1)];
  const known = columns.map((column, at) => (at === text ? undefined : isAtHome(column, row[at]!)));
  if (known.includes(false)) return undefined;
  const isSure = text === columns.length - 1 || known.slice(text + 1).includes(true);
  return isSure ? row : undefined;
}

/** A text that was cut at its comma, and went on into the next columns, though the row is as long as the others. */
function hasSlid(cells: readonly string[], { columns }: CsvPlan): boolean {
  const text = columns.findIndex((column) => fieldOf(column) === "text");
  const next = cells[text + 1];
  if (text < 0 || next === undefined || !/^ \S/.test(next)) return false;
  return isAtHome(columns[text + 1]!, next) === false;
}

/** The cells one for each column, or why that can't be. */
function fitted(cells: readonly string[], plan: CsvPlan): readonly string[] | { readonly refused: string } {
  const { columns } = plan;
  const count = `${cells.length} cell${cells.length === 1 ? "" : "s"} where the header has ${columns.length}`;
  if (cells.length > columns.length) {
    if (cells.slice(columns.length).every(isBlank)) return cells.slice(0, columns.length);
    return joinSurplus(cells, plan) ?? { refused: `${count}: a text with separators in it needs quotes around it` };
  }
  const isAlone = cells.length === 1 && columns.length >= 3 && fieldOf(columns[0]!) !== "text";
  if (isAlone) return { refused: `${count}: no row of the table` };
  if (hasSlid(cells, plan))
    return { refused: "its cells have slid: a text with separators in it needs quotes around it" };
  return cells;
}

/** Metadata that is counted with. */
const NUMBERS: ReadonlySet<string> = new Set(["score", "thumbsUp", "likeCount", "retweetCount", "numComments"]);
const metadataValue = (name: string, cell: string): unknown =>
  NUMBERS.has(name) && /^-?\d{1,15}(?:\.\d+)?$/.test(cell.trim()) ? Number(cell) : cell;

/** `37`, `1,234`, `1.2K`, `12 people found this helpful`. */
export function likesOf(cell: string): number {
  const match = /^\s*(\d{1,3}(?:[, ]\d{3})+|\d+(?:\.\d+)?)\s?(k|m)?(?:$|\s)/i.exec(plainDigits(cell));
  if (match === null) return Number.NaN;
  const unit = match[2] === undefined ? 1 : match[2].toLowerCase() === "k" ? 1e3 : 1e6;
  return Math.round(Number(match[1]!.replace(/[, ]/g, "")) * unit);
}

/** The metadata column itself holds a JSON object; a cell that is none is sent as it is, and refused with the reason. */
function readMetadata(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

const WHY: Readonly<Record<string, string>> = {
  stars: "no rating",
  likes: "no number",
  updated_at: "no date, or one of two",
};

/** Puts one cell in its place; false when it can't be read as what its column is. */
function putCell(record: Fields, metadata: Fields, column: CsvColumn, cell: string): boolean {
  const { target, name } = column;
  if ("metadata" in target) {
    const key = target.metadata;
    if (key !== "__proto__" && !Object.hasOwn(metadata, key)) metadata[key] = metadataValue(key, cell);
  } else if ("own" in target) record[target.own] = target.own === "metadata" ? readMetadata(cell) : cell;
  else if (target.field === "stars") {
    const entries = ratingEntries(cell.trim(), column.scale);
    if (entries === undefined) metadata[name] = cell;
    else Object.assign(metadata, entries);
    return entries !== undefined || readRating(cell) !== undefined;
  } else if (target.field === "date" || target.field === "updated_at") {
    const text = dateText(cell.trim(), column.dates);
    const isKept = text !== undefined || target.field === "date";
    if (isKept) place(record, metadata, target.field, text ?? cell.trim());
    else metadata[name] = cell;
    return isKept;
  } else if (target.field === "likes") {
    const likes = likesOf(cell);
    const isCount = Number.isFinite(likes);
    if (isCount) place(record, metadata, "likes", likes);
    else metadata[name] = cell;
    return isCount;
  } else if (!place(record, metadata, target.field, cell.trim())) metadata[name] = cell;
  return true;
}

/** What tells rows apart that have no id. */
const saidBy = (record: Fields, metadata: Fields): unknown[] => [
  record.title ?? "",
  record.text ?? "",
  record.date ?? "",
  metadata.userName ?? "",
];

/** The next column under the same name holds the text where the first is empty: forms ask one question on several paths. */
function fillText(record: Fields, metadata: Fields, { columns }: CsvPlan): void {
  const name = columns.find((column) => fieldOf(column) === "text")?.name;
  if (name === undefined || record.text !== undefined) return;
  const again = columns.find(
    (column) =>
      column.name.startsWith(`${name} (`) &&
      /^\d+\)$/.test(column.name.slice(name.length + 2)) &&
      metadata[column.name] !== undefined,
  );
  if (again === undefined) return;
  record.text = metadata[again.name];
  delete metadata[again.name];
}

/** Joins the metadata of several columns to that of a column of its own, and gives an id to a row without one. */
function complete(record: Fields, metadata: Fields, ids: RowIds, isIdInMetadata: boolean): void {
  const own = record.metadata;
  if (own !== undefined && (typeof own !== "object" || own === null || Array.isArray(own))) return;
  const all: Fields = { ...own, ...metadata };
  if (Object.keys(all).length > 0) record.metadata = all;
  const inMetadata = isIdInMetadata ? (all.id ?? all.tweetId) : undefined;
  const id = record.id ?? record.uuid ?? inMetadata ?? reviewIdOf(record.url);
  if (id === undefined && (record.text ?? record.title) !== undefined) record.id = ids.idOf(saidBy(record, all));
}

export function createCsvRowReader(plan: CsvPlan, ids: RowIds) {
  const { columns, separator } = plan;
  // A column that is called id and tells no rows apart is none; one that was put into the metadata is.
  const isIdInMetadata = !columns.some(
    ({ name, target }) => "metadata" in target && /^(?:id|tweetId)$/.test(target.metadata) && name === target.metadata,
  );
  return ({ cells, line }: CsvRow, onUnread: OnUnread): TableRow => {
    const row = fitted(cells, plan);
    if ("refused" in row) return { line, record: cells.join(separator), refused: row.refused };
    const record: Fields = {};
    const metadata: Fields = {};
    for (const [at, column] of columns.entries()) {
      const cell = row[at];
      if (cell === undefined || isNothing(cell)) continue;
      if (putCell(record, metadata, column, cell)) continue;
      const why = WHY[fieldOf(column) ?? ""] ?? "unreadable";
      onUnread({ line, column: column.name, value: cell, why });
    }
    fillText(record, metadata, plan);
    complete(record, metadata, ids, isIdInMetadata);
    return { line, record };
  };
}
