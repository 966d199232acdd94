/** What commands print: JSON lines for programs, tables and words for people at a terminal. */
import { write } from "./jsonl.ts";
import type { Shell } from "./shell.ts";
import { type Column, plain, renderTable } from "./table.ts";

/** Rows of a table are aligned this many at a time, so that a long list starts at once and stays within memory. */
const ROWS_AT_A_TIME = 200;

/** Colour only on a terminal, and not when NO_COLOR is set to anything (no-color.org). */
export const colourful = (shell: Shell): boolean => shell.stdout.isTTY === true && !shell.environment.NO_COLOR;

export const forPeople = (shell: Shell): boolean => shell.stdout.isTTY === true;

export const printLine = (shell: Shell, text: string): Promise<void> => write(shell.stdout, `${text}\n`);

const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, "0")}`;

/** The same JSON with what could move the cursor or turn text around written as escapes. */
const harmless = (json: string): string =>
  json.replace(/[\u007F-\u009F\p{Cf}]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(""),
  );

export const printJson = (shell: Shell, value: unknown): Promise<void> => {
  const json = JSON.stringify(value);
  return printLine(shell, forPeople(shell) ? harmless(json) : json);
};

/** One value: a JSON line, or indented for a person. */
export const printValue = (shell: Shell, value: unknown): Promise<void> =>
  forPeople(shell) ? printLine(shell, harmless(JSON.stringify(value, null, 2))) : printJson(shell, value);

/** A line of text as it is, or what of it a terminal can take. */
export const printText = (shell: Shell, text: string): Promise<void> =>
  printLine(shell, forPeople(shell) ? plain(text) : text);

/** `empty` is what a person reads when there are none. */
export async function printRows<T>(
  shell: Shell,
  rows: AsyncIterable<T> | Iterable<T>,
  columns: readonly Column<T>[],
  empty = "(none)",
): Promise<void> {
  if (!forPeople(shell)) {
    for await (const row of rows) await printJson(shell, row);
    return;
  }
  const width = shell.stdout.columns ?? 100;
  let waiting: T[] = [];
  let any = false;
  const flush = async () => {
    if (waiting.length > 0) await printLine(shell, renderTable(waiting, columns, width, colourful(shell)));
    waiting = [];
  };
  for await (const row of rows) {
    any = true;
    waiting.push(row);
    if (waiting.length === ROWS_AT_A_TIME) await flush();
  }
  await flush();
  if (!any) await printLine(shell, empty);
}
