/** A CSV file as a table: one pass over it shows what its columns hold, the next gives its rows. */
import type { DateOrder } from "../../model/dates.ts";
import { mayBeDated, mayBePoints, saysRecommendation } from "../../model/field-names/column-words.ts";
import { isNothing } from "../../model/nothing.ts";
import { type ColumnSurvey, createColumnSurvey } from "./column-survey.ts";
import { type Columns, decideColumns, isReply, mayBeDateOrRating, mayBeText, type Target } from "./columns.ts";
import { type CsvRow, readCsv } from "./csv.ts";
import { type CsvColumn, createCsvRowReader } from "./csv-rows.ts";
import { type CsvLayout, layoutOf } from "./layout.ts";
import { createRowIds } from "./row-identity.ts";
import type { Reading, Table, TableOptions } from "./table.ts";
import { UnreadableTable } from "./unreadable.ts";
import { ambiguousDates } from "./value-surveys.ts";

/** UTF-8, each time from the start. */
type Open = () => AsyncIterable<Buffer>;

/** `="0123"` and `'0123` keep a spreadsheet from making numbers of digits. */
const unprotect = (cell: string): string =>
  cell.startsWith("=") || cell.startsWith("'") ? cell.replace(/^="([^"]*)"$|^'(\d{6,})$/, "$1$2") : cell;
const unprotected = (row: CsvRow): CsvRow => ({ ...row, cells: row.cells.map(unprotect) });

async function* dataRows(open: Open, layout: CsvLayout): AsyncGenerator<CsvRow[]> {
  const { columns, firstLine } = layout;
  // Files that were put together by appending them have their header again within.
  const isHeader = (cells: readonly string[]) =>
    cells[0]!.trim() === columns[0] && cells.length > 1 && cells.every((cell, at) => cell.trim() === columns[at]);
  for await (const rows of readCsv(open(), layout.syntax)) {
    yield rows.filter(({ line, cells }) => line >= firstLine && !isHeader(cells)).map(unprotected);
  }
}

interface Survey {
  readonly columns: readonly ColumnSurvey[];
  readonly rows: number;
}

async function survey(open: Open, layout: CsvLayout, watched: readonly string[]): Promise<Survey> {
  const columns = layout.columns.map(createColumnSurvey);
  const isWatched = layout.columns.map(
    (name) => watched.includes(name) || mayBeDateOrRating(name) || mayBeDated(name) || mayBePoints(name),
  );
  const text = layout.columns.findIndex(mayBeText);
  let count = 0;
  for await (const rows of dataRows(open, layout)) {
    for (const { cells } of rows) {
      count++;
      // In a row that is too long what stands after its text has slid.
      const isLong = cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== "");
      const sound = isLong ? text + 1 : Math.min(cells.length, columns.length);
      for (let at = 0; at < sound; at++) columns[at]!.add(cells[at]!, isWatched[at]!);
    }
  }
  return { columns, rows: count };
}

/** A column that doesn't show it follows the others of its file. */
function sharedOrder(columns: readonly ColumnSurvey[], targets: readonly Target[]): DateOrder | "both" | undefined {
  const shown = new Set(
    columns.flatMap(({ dates }, at) => (isDateTarget(targets[at]!) ? [dates.order()] : [])).filter((order) => order),
  );
  if (shown.size === 0) return undefined;
  return shown.size === 1 ? [...shown][0] : "both";
}

const isDateTarget = (target: Target): boolean =>
  "field" in target && (target.field === "date" || target.field === "updated_at");

/** A column beside the points that says what they are: `Survey Type`, `nps_class`. */
const saysPoints = (column: ColumnSurvey): boolean =>
  column.filled > 0 && column.share("numbers") === 0 && saysRecommendation(column.name, column.first);

function planColumns({ columns }: Survey, { targets }: Columns, options: TableOptions): CsvColumn[] {
  const shared = sharedOrder(columns, targets);
  const isSurvey = columns.some(saysPoints);
  return columns.map((column, at): CsvColumn => {
    const own = column.dates.order() ?? shared;
    const order = options.dateOrder ?? (own === "both" ? undefined : own);
    return {
      name: column.name,
      target: targets[at]!,
      dates: { ...(order === undefined ? {} : { order }), isSerial: column.dates.isSerial() },
      scale:
        options.scale ??
        column.ratings.scale(isSurvey && !/star/i.test(column.name) ? `NPS ${column.name}` : column.name),
    };
  });
}

const readAs = (target: Target): string =>
  "field" in target ? target.field : "own" in target ? target.own : `metadata.${target.metadata}`;

/** A column that holds far more to read than the one that is taken for the text. */
function longerThanText(columns: readonly ColumnSurvey[], targets: readonly Target[]): string | undefined {
  const text = columns.find((_, at) => readAs(targets[at]!) === "text");
  const others = columns.filter(
    (column, at) =>
      "metadata" in targets[at]! && column.words >= 4 && column.share("sentences") >= 0.5 && !isReply(column.name),
  );
  return others.find((column) => text === undefined || column.characters > text.characters * 1.5)?.name;
}

function remarksOn(layout: CsvLayout, { columns }: Survey, decided: Columns, planned: readonly CsvColumn[]): string[] {
  const remarks: string[] = [];
  if (layout.headerLine === undefined) {
    remarks.push("the file has no header: its columns are numbered; --map stars=#1 takes the first for the stars");
  }
  const { targets, guessed, guessedDate } = decided;
  const has = (field: string) => targets.some((target) => readAs(target) === field);
  if (guessed !== undefined) {
    remarks.push(
      `no column is named text: "${guessed}" has most to read in it and is taken; --map text=COLUMN says otherwise`,
    );
  }
  if (guessedDate !== undefined) {
    remarks.push(`no column is named date: "${guessedDate}" is taken; --map date=COLUMN says otherwise`);
  }
  const longer = longerThanText(columns, targets);
  if (longer !== undefined) {
    remarks.push(
      `"${longer}" holds longer texts than the column that is read as the text; --map text="${longer}" takes it`,
    );
  }
  if (!has("date") && !has("updated_at"))
    remarks.push("no column holds a date: all records get the time of import; --map date=COLUMN names one");
  const ambiguous = planned.flatMap(({ target, dates }, at) =>
    isDateTarget(target) && dates.order === undefined ? (columns[at]!.dates.ambiguous ?? []) : [],
  );
  if (ambiguous.length > 0) remarks.push(ambiguousDates(ambiguous[0]!, sharedOrder(columns, targets)));
  const rating = planned.find(({ target }) => readAs(target) === "stars");
  if (rating !== undefined && rating.scale !== "1-5") {
    remarks.push(
      `"${rating.name}" is no rating of 1 to 5 stars (${rating.scale}): it is kept as points; --scale 1-5 says otherwise`,
    );
  }
  return remarks;
}

function readingOf(layout: CsvLayout, surveyed: Survey, decided: Columns, planned: readonly CsvColumn[]): Reading {
  const order = sharedOrder(surveyed.columns, decided.targets);
  const rating = planned.find(({ target }) => readAs(target) === "stars");
  const dated = planned.find(({ target }) => isDateTarget(target));
  return {
    format: "csv",
    rows: surveyed.rows,
    separator: layout.syntax.separator,
    ...(layout.headerLine === undefined ? {} : { header_line: layout.headerLine }),
    columns: planned.map(({ name, target }, at) => ({
      name,
      read_as: readAs(target),
      example: surveyed.columns[at]!.first.slice(0, 80),
    })),
    ...(dated?.dates.order === undefined
      ? order === undefined
        ? {}
        : { date_order: order }
      : { date_order: dated.dates.order }),
    ...(rating === undefined ? {} : { scale: rating.scale }),
    remarks: surveyed.rows === 0 ? [] : remarksOn(layout, surveyed, decided, planned),
  };
}

/** `start` is the decoded beginning of the file. Throws {@link UnreadableTable} when there is no table to read in it. */
export async function openCsvTable(start: string, open: Open, options: TableOptions): Promise<Table | undefined> {
  const layout = layoutOf(start, options.separator);
  if (layout === undefined) return undefined;
  if (layout.columns.every((name) => isNothing(name))) throw new UnreadableTable("there is no header");
  const mappings = options.mappings ?? [];
  const surveyed = await survey(
    open,
    layout,
    mappings.map(({ column }) => column),
  );
  const decided = decideColumns(surveyed.columns, mappings, layout.headerLine !== undefined);
  const planned = planColumns(surveyed, decided, options);
  const names = new Map(planned.map(({ name, target }) => [readAs(target), name]));
  return {
    reading: readingOf(layout, surveyed, decided, planned),
    columnOf: (field) => names.get(field),
    async *rows(onUnread) {
      const read = createCsvRowReader({ columns: planned, separator: layout.syntax.separator }, createRowIds());
      for await (const rows of dataRows(open, layout)) for (const row of rows) yield read(row, onUnread);
    },
  };
}
