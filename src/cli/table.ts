/** Tables for people: aligned columns, cut to the terminal's width, with nothing in a cell that could move the cursor. */
import { stripVTControlCharacters } from "node:util";

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

/** Terminal cells of a text: wide East Asian characters and emoji take two, marks none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x300) width++;
    else if (/\p{M}/u.test(character)) continue;
    else width += isWide(code) ? 2 : 1;
  }
  return width;
}

/** The blocks that Unicode's EastAsianWidth.txt calls wide, coarsely. */
const isWide = (code: number): boolean =>
  (code >= 0x1100 && code <= 0x115f) ||
  (code >= 0x2e80 && code <= 0xa4cf) ||
  (code >= 0xac00 && code <= 0xd7a3) ||
  (code >= 0xf900 && code <= 0xfaff) ||
  (code >= 0xfe30 && code <= 0xfe6f) ||
  (code >= 0xff00 && code <= 0xff60) ||
  (code >= 0x1f300 && code <= 0x1faff) ||
  (code >= 0x20000 && code <= 0x3fffd);

function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const character of text) {
    const next = widthOf(character);
    if (used + next > width - 1) break;
    kept += character;
    used += next;
  }
  return `${kept}…`;
}

const pad = (text: string, width: number, right: boolean): string => {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
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
  const widths = columns.map((column, i) => Math.max(widthOf(column.title), ...cells.map((row) => widthOf(row[i]!))));
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
