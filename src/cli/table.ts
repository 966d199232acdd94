/** Tables for people: aligned columns, cut to the terminal's width, with nothing in a cell that could move the cursor. */
import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";

/** `show` makes a cell of a row; the last column that may be cut (`flexible`) gives way when the terminal is narrow. */
export interface Column<T> {
  readonly title: string;
  readonly show: (row: T) => string;
  readonly right?: boolean;
  readonly flexible?: boolean;
}

/** Feedback may hold escape sequences and bidi overrides: a terminal gets none of them. */
export function plain(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}]/gu, "");
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function fit(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = stringWidth(segment);
    if (used + next > width - 1) break;
    kept += segment;
    used += next;
  }
  return `${kept}…`;
}

const pad = (text: string, width: number, right: boolean): string => {
  const space = " ".repeat(Math.max(0, width - stringWidth(text)));
  return right ? space + text : text + space;
};

const GAP = "  ";
const NARROWEST = 12;

export function renderTable<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  width: number,
  bold: boolean,
): string {
  const cells = rows.map((row) => columns.map((column) => plain(column.show(row))));
  const widths = columns.map((column, i) =>
    Math.max(stringWidth(column.title), ...cells.map((row) => stringWidth(row[i]!))),
  );
  const total = widths.reduce((sum, each) => sum + each, 0) + GAP.length * (columns.length - 1);
  const flexible = columns.findLastIndex((column) => column.flexible);
  if (flexible >= 0 && total > width) {
    widths[flexible] = Math.max(NARROWEST, widths[flexible]! - (total - width));
  }
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => pad(fit(text, widths[i]!), widths[i]!, columns[i]!.right === true))
      .join(GAP)
      .trimEnd();
  const title = line(columns.map((column) => column.title));
  return [bold ? `\u001b[1m${title}\u001b[22m` : title, ...cells.map(line)].join("\n");
}
