/** What one row of a file says: in the shape in which it would be sent, with the names of its columns for what is wrong with it. */
import type { Style } from "../forms/check-answers.ts";
import type { Form } from "../model/form.ts";
import { parseJson } from "../model/json-text.ts";
import type { FieldError } from "../model/outcome.ts";
import { depthOf, MAX_RECORD_DEPTH } from "../model/read-record.ts";
import type { ColumnStyle } from "../model/upload.ts";
import { ERROR_COLUMN, responseOfRow } from "./columns.ts";
import type { FlatLines } from "./flat-line.ts";
import type { FileRow, RowFile } from "./rows.ts";
import type { ColumnTarget } from "./targets.ts";

/** How a file is read: what each of its columns becomes, and how it writes. */
export interface RowPlan {
  readonly file: RowFile;
  readonly form: Form;
  readonly targets: readonly ColumnTarget[];
  readonly styles: readonly (ColumnStyle | undefined)[];
  /** Of a file of JSON lines. */
  readonly flatLines: FlatLines;
}

/** Of the answers to each question. */
export const styleOfQuestion =
  ({ targets, styles }: Pick<RowPlan, "targets" | "styles">) =>
  (question: string): Style | undefined =>
    styles[
      targets.findIndex((target) => target !== "ignored" && "question" in target && target.question.id === question)
    ];

/** `answers.2.answer_text` becomes the column that the third answer stood in; a question that has none is named by its text. */
function nameColumns(
  errors: readonly FieldError[],
  header: readonly string[],
  targets: readonly ColumnTarget[],
  columns: readonly number[],
  form: Form,
): FieldError[] {
  return errors.map((error) => {
    const [, at] = /^answers\.([^.]+)/.exec(error.field) ?? [];
    if (at === undefined) {
      const own = targets.findIndex((target) => target !== "ignored" && "own" in target && target.own === error.field);
      return { ...error, field: header[own] ?? error.field };
    }
    const byQuestion = targets.findIndex(
      (target) => target !== "ignored" && "question" in target && target.question.id === at,
    );
    const column = error.code === "required" ? byQuestion : (columns[Number(at)] ?? byQuestion);
    const question = form.questions.find(({ id }) => id === at);
    const message = error.code === "required" ? "an answer is needed" : error.message;
    return { ...error, message, field: header[column] ?? question?.question_text ?? at };
  });
}

/** What a row says, in the shape in which it would be sent. */
interface SaidRow {
  readonly input: unknown;
  readonly cells: readonly string[];
  readonly named: (errors: readonly FieldError[]) => FieldError[];
}

export type Said = SaidRow | { readonly wrong: FieldError; readonly cells: readonly string[] };

/** As it was before we put it in an object, with its error. */
const lineIn = (value: object): string | undefined =>
  Object.keys(value).every((key) => key === ERROR_COLUMN || key === "line") &&
  "line" in value &&
  typeof value.line === "string"
    ? value.line
    : undefined;

function saidByLine(json: string, plan: Pick<RowPlan, "form" | "flatLines">, isOurs = false): Said {
  const cells = [json];
  try {
    const input = parseJson(json);
    if (depthOf(input) > MAX_RECORD_DEPTH)
      return { cells, wrong: { field: "", code: "too_deep", message: "nested too deep" } };
    const named = (errors: readonly FieldError[]) => [...errors];
    if (typeof input !== "object" || input === null || Array.isArray(input)) return { input, cells, named };
    const line = isOurs ? undefined : lineIn(input);
    if (line !== undefined) return saidByLine(line, plan, true);
    const { [ERROR_COLUMN]: _, ...rest } = input as Readonly<Record<string, unknown>>;
    const flat = plan.flatLines(rest);
    if (flat === undefined) return { input: rest, cells, named };
    const { header, targets, columns } = flat;
    return {
      input: flat.input,
      cells,
      named: (errors) => nameColumns(errors, header, targets, columns, plan.form),
    };
  } catch {
    return { cells, wrong: { field: "", code: "invalid_json", message: "this line is no JSON" } };
  }
}

export function saidBy(row: FileRow, plan: RowPlan): Said {
  if ("json" in row) return saidByLine(row.json, plan);
  const { file, targets, form, styles } = plan;
  const header = file.header ?? [];
  const { cells } = row;
  if (cells.length > header.length && cells.slice(header.length).some((cell) => cell.trim() !== "")) {
    const message = `${cells.length} cells where the header has ${header.length}: a text with separators in it needs quotes around it`;
    return { cells, wrong: { field: "", code: "columns", message } };
  }
  const { input, columns } = responseOfRow(targets, cells, styles);
  return { input, cells, named: (errors) => nameColumns(errors, header, targets, columns, form) };
}
