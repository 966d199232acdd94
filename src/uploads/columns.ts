/** Which column of a file answers which question: by the question's id, its text, or what the form's owner calls the column. */
// cspell:ignore submitdate responseid instanceid respondentid submissiondate recordeddate zeitstempel horodateur marca informazioni cronologiche carimbo tijdstempel sygnatura czasowa datestamp

import { fold } from "../forms/fold.ts";
import { choiceNamed } from "../forms/make-form.ts";
import { columnNames, ownColumns } from "../forms/response-table.ts";
import { readYesNo } from "../forms/yes-no.ts";
import type { Choice, Question } from "../model/form.ts";
import { isNothing } from "../model/nothing.ts";
import type { ColumnStyle } from "../model/upload.ts";
import type { QuestionOf } from "./header.ts";
import { dayOf, momentOf } from "./styles.ts";
import type { ColumnTarget, Own } from "./targets.ts";

export const ERROR_COLUMN = "error";

/** What survey tools call a response's own id, the surest first. */
const ID_NAMES = `response id|responseid|submission id|entry id|meta-instanceid|meta/instanceid|meta.instanceid|instanceid|_uuid|uuid|_id|respondent id|respondentid|#`;
/** What they call the moment in which it was sent. */
const TIME_NAMES = `submitted at|submit date (utc)|submit date|submission date|submissiondate|_submission_time|date submitted|submitted on|completion time|completed at|recordeddate|recorded date|end date|enddate|end date (utc)|timestamp|zeitstempel|horodateur|marca temporal|informazioni cronologiche|carimbo de data/hora|tijdstempel|sygnatura czasowa|submitdate|datestamp|created at`;

const byQuestionNames = (questions: readonly Question[]): ReadonlyMap<string, Question> => {
  const named = columnNames(questions);
  const byName = new Map<string, Question>();
  // What is said later does not take a name away that was said first.
  const name = (key: string, question: Question) => byName.has(fold(key)) || byName.set(fold(key), question);
  for (const question of questions) name(question.id, question);
  questions.forEach((question, at) => void name(named[at]!, question));
  for (const question of questions) name(question.question_text, question);
  return byName;
};

const isOfSeveral = ({ question_type: type, multiple }: Question): boolean =>
  type === "multiple_choice" && multiple === true;

type ChoiceColumn = { readonly question: Question; readonly choice: Choice };

/** `Question [choice]`, `question/choice`, `Question: choice`: one column for each choice of a question. */
function choiceColumn(key: string, byName: ReadonlyMap<string, Question>): ChoiceColumn | undefined {
  for (const [name, question] of byName) {
    if (!isOfSeveral(question) || !key.startsWith(name)) continue;
    const match = /^(?:\s?\[(.+)\]|\s?\((.+)\)|\s?[/:.\-\u2013\u2014|]\s?(.+))$/.exec(key.slice(name.length));
    const choice = match === null ? undefined : choiceNamed(question.choices ?? [], match.slice(1).find(Boolean)!);
    if (choice !== undefined) return { question, choice };
  }
  return undefined;
}

/** Which question a column of this name answers, wholly or by one of its choices. */
export function questionOfName(questions: readonly Question[]): QuestionOf {
  const byName = byQuestionNames(questions);
  return (name) => {
    const key = fold(name);
    return key === "" ? undefined : (byName.get(key) ?? choiceColumn(key, byName)?.question)?.id;
  };
}

/** A name that no entry of the metadata has yet. */
function distinct(column: string, taken: Set<string>): string {
  const plain = column === "__proto__" ? "_proto_" : column.trim().slice(0, 200);
  let name = plain;
  for (let count = 2; taken.has(name); count++) name = `${plain} (${count})`;
  taken.add(name);
  return name;
}

/** Where no column has a response's own name, that which a survey tool gives it. */
function toolColumn(keys: readonly string[], isFree: (at: number) => boolean, own: Own, names: string): number {
  if (keys.includes(own)) return -1;
  const ranks = names.split("|");
  const found = ranks.map((name) => keys.findIndex((key, at) => key === name && isFree(at)));
  return found.find((at) => at >= 0) ?? -1;
}

/** The question whose choice has this name, where there is one alone: as Typeform calls columns. */
function bareChoice(key: string, questions: readonly Question[]): ChoiceColumn | undefined {
  const found = questions.flatMap((question): ChoiceColumn[] => {
    const choice = question.choices?.find(({ choice_text: text }) => fold(text) === key);
    return choice !== undefined && isOfSeveral(question) ? [{ question, choice }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

/** Undefined when no column answers any question. */
export function readHeader(
  header: readonly string[],
  questions: readonly Question[],
): readonly ColumnTarget[] | undefined {
  const byName = byQuestionNames(questions);
  const keys = header.map(fold);
  const whole = keys.map((key) => (key === "" ? undefined : byName.get(key)));
  const parts = keys.map((key, at) => (whole[at] === undefined ? choiceColumn(key, byName) : undefined));
  const answered = new Set([...whole, ...parts.map((part) => part?.question)].map((question) => question?.id));
  const unanswered = questions.filter(({ id }) => !answered.has(id));
  const isFree = (at: number) => whole[at] === undefined && parts[at] === undefined;
  const tools = new Map<number, Own>([
    [toolColumn(keys, isFree, "id", ID_NAMES), "id"],
    [toolColumn(keys, isFree, "submitted_at", TIME_NAMES), "submitted_at"],
  ]);
  const taken = new Set<string>();
  const targets = header.map((column, at): ColumnTarget => {
    const key = keys[at]!;
    const metadata = distinct(key === "" ? `column ${at + 1}` : column, taken);
    if (whole[at] !== undefined) return { question: whole[at], metadata };
    if (parts[at] !== undefined) return { ...parts[at], metadata, isBare: false };
    const own = [...ownColumns, "metadata" as const].find((one) => one === key);
    if (own !== undefined) return { own, metadata };
    const tool = tools.get(at);
    if (tool !== undefined) return { own: tool, isNamedByTool: true, metadata };
    if (key === ERROR_COLUMN) return "ignored";
    const bare = bareChoice(key, unanswered);
    return bare === undefined ? { metadata } : { ...bare, metadata, isBare: true };
  });
  return targets.some((target) => target !== "ignored" && "question" in target) ? targets : undefined;
}

const parseObject = (cell: string): unknown => {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
};

/** The choices that a cell names one after the other, the longest names first, with commas or blanks between them; undefined when something else is in it. */
function namedInTurn(cell: string, choices: readonly Choice[]): string[] | undefined {
  const names = choices
    .flatMap(({ id, choice_text: text }) => [fold(text), fold(id)].map((name) => ({ name, id })))
    .sort((a, b) => b.name.length - a.name.length);
  const found: string[] = [];
  let rest = fold(cell);
  while (rest !== "") {
    const next = names.find(({ name }) => rest.startsWith(name) && /^(?:$|\s*[,;|/]|\s)/.test(rest.slice(name.length)));
    if (next === undefined) return undefined;
    found.push(next.id);
    rest = rest.slice(next.name.length).replace(/^\s*[,;|/]?\s*/, "");
  }
  return found;
}

/** Several choices in a cell stand with semicolons or bars between them, or commas or blanks where that leaves no doubt; unless the whole is one choice. */
function choicesIn(cell: string, question: Question): string[] {
  const { choices = [] } = question;
  const isKnown = (name: string) => choiceNamed(choices, name) !== undefined;
  if (isKnown(cell)) return [cell];
  const parts = cell.split(/\s*[;|\n]\s*/).filter((part) => part !== "");
  if (!isOfSeveral(question) || parts.every(isKnown)) return parts;
  return namedInTurn(cell, choices) ?? parts;
}

/** As it was before a spreadsheet's guard: a formula that was made harmless on its way out (see csv.ts), a text that was written as one. */
const asWritten = (cell: string): string => {
  if (/^'[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell)) return cell.slice(1);
  return /^="([^"]*)"$/.exec(cell)?.[1] ?? cell;
};

/** Whether a column of one choice says that it was made; undefined for what says neither. */
function isChosen(cell: string, choice: Choice): boolean | undefined {
  const isName = [choice.id, choice.choice_text].some((name) => fold(name) === fold(cell));
  return isName || fold(cell) === "x" ? true : readYesNo(cell);
}

/** What a tool calls the moment, and writes in a way that may mean two. */
const isLeft = (target: ColumnTarget, style: ColumnStyle | undefined): boolean =>
  target !== "ignored" && "own" in target && target.isNamedByTool === true && style?.isUnsure === true;

/** `NaN`, `#N/A` and the like, where they can be no answer: in words, and as a choice of that name, they may be. */
function saysNothing(target: Exclude<ColumnTarget, "ignored">, cell: string): boolean {
  if (!isNothing(cell)) return false;
  if (!("question" in target)) return "own" in target && target.isNamedByTool === true;
  const { question_type: type, choices = [] } = target.question;
  return type !== "text" && choiceNamed(choices, cell) === undefined;
}

/** What becomes of each column, for whoever sent the file. */
export const shownColumns = (
  header: readonly string[],
  targets: readonly ColumnTarget[],
  styles: readonly (ColumnStyle | undefined)[],
): { column: string; becomes: string; question?: string }[] =>
  targets.map((target, at) => {
    const column = header[at] ?? "";
    if (target === "ignored") return { column, becomes: "nothing" };
    if ("question" in target)
      return { column, becomes: "choice" in target ? "choice" : "answer", question: target.question.id };
    return { column, becomes: "own" in target && !isLeft(target, styles[at]) ? target.own : "metadata" };
  });

interface Row {
  readonly input: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  /** By question: where its answer stands, and what it says. */
  readonly given: Map<
    string,
    { readonly column: number; readonly answer: { answer_text?: string; selected_choices?: string[] } }
  >;
}

function putAnswer(
  row: Row,
  column: number,
  target: { readonly question: Question; readonly metadata: string },
  cell: string,
  style: ColumnStyle | undefined,
): void {
  const { question, metadata } = target;
  const isChoice = question.question_type === "multiple_choice";
  const known = row.given.get(question.id);
  const text = question.question_type === "date" ? dayOf(cell, style) : cell;
  const choices = isChoice ? choicesIn(cell, question) : undefined;
  if (known === undefined)
    row.given.set(question.id, {
      column,
      answer: choices === undefined ? { answer_text: text } : { selected_choices: choices },
    });
  else if (choices !== undefined && isOfSeveral(question)) known.answer.selected_choices?.push(...choices);
  // A second column of a question that is answered: nothing of it is lost.
  else if (known.answer.answer_text !== text) row.metadata[metadata] = cell;
}

function putChoice(
  row: Row,
  column: number,
  target: ChoiceColumn & { readonly metadata: string; readonly isBare: boolean },
  cell: string,
): void {
  const { question, choice, metadata, isBare } = target;
  const chosen = isChosen(cell, choice);
  if (chosen === false) return;
  if (chosen === undefined && isBare) {
    row.metadata[metadata] = cell;
    return;
  }
  const name = chosen === true ? choice.id : cell;
  const known = row.given.get(question.id);
  if (known === undefined) row.given.set(question.id, { column, answer: { selected_choices: [name] } });
  else known.answer.selected_choices?.push(name);
}

/** The row as it would be sent as JSON, and which column each answer came from. */
export function responseOfRow(
  targets: readonly ColumnTarget[],
  cells: readonly string[],
  styles: readonly (ColumnStyle | undefined)[] = [],
): { readonly input: Readonly<Record<string, unknown>>; readonly columns: readonly number[] } {
  const row: Row = { input: {}, metadata: {}, given: new Map() };
  const { input, metadata } = row;
  for (const [at, target] of targets.entries()) {
    const cell = asWritten((cells[at] ?? "").trim());
    if (target === "ignored" || cell === "" || saysNothing(target, cell)) continue;
    if ("choice" in target) putChoice(row, at, target, cell);
    else if ("question" in target) putAnswer(row, at, target, cell, styles[at]);
    else if (!("own" in target) || isLeft(target, styles[at])) metadata[target.metadata] = cell;
    else if (target.own === "metadata") input.metadata = parseObject(cell);
    else input[target.own] = target.own === "submitted_at" ? momentOf(cell, styles[at]) : cell;
  }
  const own = input.metadata;
  const isOwn = typeof own === "object" && own !== null && !Array.isArray(own);
  if (Object.keys(metadata).length > 0 && (own === undefined || isOwn))
    input.metadata = { ...(own as object), ...metadata };
  const given = [...row.given].map(([question, { column, answer }]) => ({ column, answer: { question, ...answer } }));
  return {
    input: { ...input, answers: given.map(({ answer }) => answer) },
    columns: given.map(({ column }) => column),
  };
}
