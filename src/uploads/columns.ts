/** Which column of a file answers which question: by the question's id, its text, or what the form's owner calls the column. */

import { columnNames, ownColumns } from "../forms/response-table.ts";
import type { Question } from "../model/form.ts";

/** What a cell becomes: an answer, a property of the response, or an entry of its metadata. A column of errors is from us. */
export type ColumnTarget =
  | { readonly question: Question }
  | { readonly own: (typeof ownColumns)[number] | "metadata" }
  | { readonly metadata: string }
  | "ignored";

const fold = (name: string): string =>
  name
    .replace(/^\uFEFF/, "")
    .normalize("NFKC")
    .replaceAll(/\s+/g, " ")
    .trim()
    .toLowerCase();

export const ERROR_COLUMN = "error";

/** Undefined when no column answers any question. */
export function readHeader(
  header: readonly string[],
  questions: readonly Question[],
): readonly ColumnTarget[] | undefined {
  const named = columnNames(questions);
  const byName = new Map<string, Question>();
  // What is said later does not take a name away that was said first.
  const name = (key: string, question: Question) => byName.has(fold(key)) || byName.set(fold(key), question);
  for (const question of questions) name(question.id, question);
  questions.forEach((question, at) => void name(named[at]!, question));
  for (const question of questions) name(question.question_text, question);
  const used = new Set<string>();
  const targets = header.map((column): ColumnTarget => {
    const key = fold(column);
    const question = byName.get(key);
    if (question !== undefined && !used.has(question.id)) {
      used.add(question.id);
      return { question };
    }
    const own = [...ownColumns, "metadata" as const].find((one) => one === key);
    if (own !== undefined) return { own };
    return key === ERROR_COLUMN || key === "" ? "ignored" : { metadata: column.trim().slice(0, 200) };
  });
  return used.size === 0 ? undefined : targets;
}

const parseObject = (cell: string): unknown => {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
};

/** Several choices in a cell stand with semicolons or bars between them, unless the whole is one choice. */
function choicesIn(cell: string, { choices = [] }: Question): string[] {
  const isOne = choices.some(({ id, choice_text: text }) => id === cell || fold(text) === fold(cell));
  return isOne ? [cell] : cell.split(/\s*[;|]\s*/).filter((part) => part !== "");
}

/** A formula that was made harmless on its way out (see csv.ts) comes back as it was. */
const asWritten = (cell: string): string =>
  /^'[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) ? cell.slice(1) : cell;

/** The row as it would be sent as JSON, and which column each answer came from. */
export function responseOfRow(
  targets: readonly ColumnTarget[],
  cells: readonly string[],
): { readonly input: Readonly<Record<string, unknown>>; readonly columns: readonly number[] } {
  const input: Record<string, unknown> = {};
  const metadata: Record<string, unknown> = {};
  const answers: unknown[] = [];
  const columns: number[] = [];
  for (const [at, target] of targets.entries()) {
    const cell = asWritten((cells[at] ?? "").trim());
    if (target === "ignored" || cell === "") continue;
    if ("question" in target) {
      const { question } = target;
      const isChoice = question.question_type === "multiple_choice";
      answers.push({
        question: question.id,
        ...(isChoice ? { selected_choices: choicesIn(cell, question) } : { answer_text: cell }),
      });
      columns.push(at);
    } else if ("metadata" in target) metadata[target.metadata] = cell;
    else if (target.own === "metadata") input.metadata = parseObject(cell);
    else input[target.own] = cell;
  }
  const own = input.metadata;
  const isOwn = typeof own === "object" && own !== null && !Array.isArray(own);
  if (Object.keys(metadata).length > 0 && (own === undefined || isOwn))
    input.metadata = { ...(own as object), ...metadata };
  return { input: { ...input, answers }, columns };
}
