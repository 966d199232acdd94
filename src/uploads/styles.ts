/** How a file writes days and numbers: what one value leaves open, another of its column may show. Asked of the whole file before its first row is read. */
import { setImmediate } from "node:timers/promises";
import { type Decimal, decimalShownBy } from "../forms/read-number.ts";
import { createDateSurvey, dateText } from "../ingestion/tables/value-surveys.ts";
import { isNothing } from "../model/nothing.ts";
import type { ColumnStyle } from "../model/upload.ts";
import type { ColumnTarget } from "./targets.ts";

type Kind = "day" | "moment" | "number";

function kindOf(target: ColumnTarget): Kind | undefined {
  if (target === "ignored" || "choice" in target) return undefined;
  if ("own" in target) return target.own === "submitted_at" ? "moment" : undefined;
  if (!("question" in target)) return undefined;
  const { question_type: type } = target.question;
  return type === "date" ? "day" : type === "number" ? "number" : undefined;
}

interface ColumnSurvey {
  add(cell: string): void;
  style(isNamedByTool: boolean): ColumnStyle;
}

function surveyNumbers(): ColumnSurvey {
  const shown = new Set<Decimal>();
  return {
    add(cell) {
      const decimal = decimalShownBy(cell);
      if (decimal !== undefined) shown.add(decimal);
    },
    style() {
      const [decimal] = shown;
      return decimal === undefined || shown.size > 1 ? {} : { decimal };
    },
  };
}

/** With dots the day stands first anyway: such a date shows nothing of those with slashes. */
const DOTTED = /^\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}/;
const SOME_DAY = "2000-01-01";

function surveyDates(): ColumnSurvey {
  const dates = createDateSurvey();
  return {
    add: (cell) => dates.add(DOTTED.test(cell) ? SOME_DAY : cell),
    style(isNamedByTool) {
      const order = dates.order();
      const isUnsure = dates.dates < dates.total || order === "both" || (dates.ambiguous !== undefined && !order);
      return {
        ...(order === undefined || order === "both" ? {} : { order }),
        ...(dates.isSerial() ? { isSerial: true } : {}),
        ...(isNamedByTool && isUnsure ? { isUnsure } : {}),
      };
    },
  };
}

const ROWS_A_BREATH = 1_000;

/** `rows`: all of the file. One style for each column, where it has one. */
export async function surveyStyles(
  targets: readonly ColumnTarget[],
  rows: AsyncIterable<{ readonly cells: readonly string[] } | { readonly json: string }>,
  signal: AbortSignal,
): Promise<(ColumnStyle | undefined)[]> {
  const surveys = targets.map((target) => {
    const kind = kindOf(target);
    return kind === undefined ? undefined : kind === "number" ? surveyNumbers() : surveyDates();
  });
  if (surveys.every((survey) => survey === undefined)) return [];
  let count = 0;
  for await (const row of rows) {
    if (!("cells" in row)) break;
    for (const [at, survey] of surveys.entries()) {
      const cell = row.cells[at]?.trim() ?? "";
      if (survey !== undefined && !isNothing(cell)) survey.add(cell);
    }
    if (++count % ROWS_A_BREATH > 0) continue;
    signal.throwIfAborted();
    await setImmediate();
  }
  return surveys.map((survey, at) => {
    const target = targets[at]!;
    return survey?.style(target !== "ignored" && "own" in target && target.isNamedByTool === true);
  });
}

/** A day as ISO 8601 where the file writes a spreadsheet's numbers, else as it stands. */
export function dayOf(cell: string, style: ColumnStyle | undefined): string {
  if (style?.isSerial !== true) return cell;
  const text = dateText(cell, { isSerial: true });
  return text === undefined ? cell : text.replace(/T00:00:00Z$/, "");
}

/** A moment as ISO 8601 where the file's style says which it is, else as it stands. */
export const momentOf = (cell: string, style: ColumnStyle | undefined): string =>
  style === undefined ? cell : (dateText(cell, style) ?? cell);
