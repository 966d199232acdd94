/** Checks answers against the questions they answer: every wrong one named, right ones brought to one form. */

import { type DateOrder, readDate as readMoment, whyNoDate } from "../model/dates.ts";
import type { Question } from "../model/form.ts";
import type { FieldError } from "../model/outcome.ts";
import type { Answer, AnswerInput } from "../model/response.ts";
import { choiceNamed, LONGEST_TEXT, questionNamed, RATING } from "./make-form.ts";
import { readDay, readDayBound } from "./read-day.ts";
import { type Decimal, readNumberText } from "./read-number.ts";
import { isShortened, readPhone } from "./read-phone.ts";
import { readYesNo } from "./yes-no.ts";

type Value = Pick<Answer, "answer_text" | "selected_choice" | "selected_choices">;
/** `part`: the property of the answer that is wrong. */
interface Wrong {
  readonly part: "answer_text" | "selected_choice" | "selected_choices";
  readonly code: string;
  readonly message: string;
}
type Read = { readonly value: Value } | { readonly wrong: Wrong };

const wrongText = (code: string, message: string): Read => ({ wrong: { part: "answer_text", code, message } });
/** As it was given, in a message for whoever has to put it right. */
const SHOWN = 60;
const shown = (text: string): string => JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
const SHOWN_CHOICES = 10;
const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
const isBlank = (value: unknown): boolean => value === undefined || value === null || String(value).trim() === "";

function readText(text: string, { min, max }: Question): Read {
  const most = typeof max === "number" ? Math.min(max, LONGEST_TEXT) : LONGEST_TEXT;
  if (text.length > most)
    return wrongText("max_length", `${countOf(text.length, "character")}, at most ${most} are taken`);
  if (typeof min === "number" && text.length < min)
    return wrongText("min_length", `${countOf(text.length, "character")}, at least ${min} are needed`);
  return { value: { answer_text: text } };
}

interface Bounds {
  readonly least: number | undefined;
  readonly most: number | undefined;
}
const inWords = ({ least, most }: Bounds): string =>
  [least === undefined ? "" : `from ${least}`, most === undefined ? "" : `up to ${most}`]
    .filter((one) => one !== "")
    .join(" ");

function readNumber(text: string, bounds: Bounds, whole: boolean, decimal?: Decimal): Read {
  const read = readNumberText(text, decimal);
  if (read !== undefined && "either" in read) {
    const [one, other] = read.either;
    return wrongText("invalid_number", `${shown(text)} may be ${one} or ${other}: write it without a comma`);
  }
  const number = Number(read?.text ?? Number.NaN);
  if (read === undefined || !Number.isFinite(number) || (whole && !Number.isInteger(number)))
    return wrongText("invalid_number", `${shown(text)} is no ${whole ? "whole number" : "number, such as 12.5"}`);
  const { least, most } = bounds;
  if ((least !== undefined && number < least) || (most !== undefined && number > most))
    return wrongText("out_of_range", `${read.text} is no number ${inWords(bounds)}`);
  return { value: { answer_text: read.text } };
}

const asNumber = (value: number | string | undefined): number | undefined =>
  typeof value === "number" ? value : undefined;

function readDate(text: string, { min, max }: Question, order?: DateOrder): Read {
  const day = readDay(text, order);
  if ("wrong" in day) return wrongText("invalid_date", `${shown(text)} ${day.wrong}`);
  const least = min === undefined ? undefined : readDayBound(min, "first");
  const most = max === undefined ? undefined : readDayBound(max, "last");
  if (least !== undefined && day.at < least) return wrongText("out_of_range", `${shown(text)} is before ${min}`);
  if (most !== undefined && day.at > most) return wrongText("out_of_range", `${shown(text)} is after ${max}`);
  return { value: { answer_text: day.text } };
}

/** An address that mail could go to: one @, a domain with a dot, no blanks (the rule of HTML's own e-mail field, and a dot). */
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/i;

const readEmail = (text: string): Read =>
  text.length <= 320 && EMAIL.test(text)
    ? { value: { answer_text: text } }
    : wrongText("invalid_email", `${shown(text)} is no e-mail address, such as name@example.com`);

function readPhoneAnswer(text: string): Read {
  const phone = readPhone(text);
  if (phone !== undefined) return { value: { answer_text: phone } };
  const why = isShortened(text)
    ? "is a number that a spreadsheet shortened: format the column as text, and write the number again"
    : "is no number with its country, such as +44 7700 900123";
  return wrongText("invalid_phone", `${shown(text)} ${why}`);
}

function readBoolean(text: string): Read {
  const said = readYesNo(text);
  return said === undefined
    ? wrongText("invalid_boolean", `${shown(text)} is neither true nor false (yes or no)`)
    : { value: { answer_text: String(said) } };
}

/** All names of choices that an answer gives, and where it gave them. */
function givenChoices(input: AnswerInput): { readonly names: readonly string[]; readonly part: Wrong["part"] } {
  const one = isBlank(input.selected_choice) ? [] : [String(input.selected_choice)];
  const many = (input.selected_choices ?? []).filter((name) => !isBlank(name)).map(String);
  if (many.length > 0) return { names: [...one, ...many], part: "selected_choices" };
  if (one.length > 0) return { names: one, part: "selected_choice" };
  return { names: isBlank(input.answer_text) ? [] : [String(input.answer_text)], part: "selected_choice" };
}

function readChoices(input: AnswerInput, { choices = [], multiple, min, max }: Question): Read {
  const { names, part } = givenChoices(input);
  const wrong = (code: string, message: string): Read => ({ wrong: { part, code, message } });
  const found = names.map((name) => choiceNamed(choices, name.trim())?.id);
  const unknown = found.indexOf(undefined);
  if (unknown >= 0) {
    const texts = choices.slice(0, SHOWN_CHOICES).map(({ choice_text: text }) => text);
    const others = choices.length > SHOWN_CHOICES ? ` and ${choices.length - SHOWN_CHOICES} more` : "";
    return wrong(
      "invalid_choice",
      `${shown(names[unknown]!)} is none of the choices, which are ${texts.join(", ")}${others}`,
    );
  }
  const ids = [...new Set(found as string[])];
  const beside = part === "answer_text" || isBlank(input.answer_text) ? undefined : String(input.answer_text).trim();
  // Some say the choice's text beside its id; other words would be lost.
  if (beside !== undefined && !names.includes(beside) && !ids.includes(choiceNamed(choices, beside)?.id ?? ""))
    return wrongText("invalid_choice", `${shown(beside)} stands beside a choice, and is none that was made`);
  if (!multiple)
    return ids.length === 1
      ? { value: { selected_choice: ids[0]! } }
      : wrong("too_many", `${ids.length} choices where one is to be made`);
  if (typeof max === "number" && ids.length > max)
    return wrong("too_many", `${countOf(ids.length, "choice")}, at most ${max} are taken`);
  if (typeof min === "number" && ids.length < min)
    return wrong("too_few", `${countOf(ids.length, "choice")}, at least ${min} are needed`);
  return { value: { selected_choices: ids } };
}

/** All that is said in answer to a question without choices, wherever it stands; the same twice is once. */
const givenTexts = ({ answer_text: text, selected_choice: one, selected_choices: many }: AnswerInput): string[] => [
  ...new Set([text, one, ...(many ?? [])].filter((value) => !isBlank(value)).map((value) => String(value).trim())),
];

function readValue(input: AnswerInput, question: Question, style: Style | undefined): Read {
  if (question.question_type === "multiple_choice") return readChoices(input, question);
  const given = givenTexts(input);
  if (given.length > 1)
    return wrongText("too_many", `${given.map(shown).join(" and ")} are given where one answer is to be`);
  const [text = ""] = given;
  const [min, max] = [asNumber(question.min), asNumber(question.max)];
  switch (question.question_type) {
    case "text":
      return readText(text, question);
    case "rating":
      return readNumber(text, { least: min ?? RATING.min, most: max ?? RATING.max }, true);
    case "number":
      return readNumber(text, { least: min, most: max }, false, style?.decimal);
    case "date":
      return readDate(text, question, style?.order);
    case "email":
      return readEmail(text);
    case "phone":
      return readPhoneAnswer(text);
    case "boolean":
      return readBoolean(text);
    default:
      return question.question_type satisfies never;
  }
}

/** An untouched field of a page or an empty cell of a table: no answer at all. */
const isEmpty = ({ answer_text: text, selected_choice: one, selected_choices: many }: AnswerInput): boolean =>
  isBlank(text) && isBlank(one) && (many ?? []).every(isBlank);

export type CheckedAnswer = Omit<Answer, "id" | "submitted_at"> & { readonly submitted_at?: number };
export type CheckedAnswers =
  | { readonly answers: readonly CheckedAnswer[] }
  | { readonly errors: readonly FieldError[] };

/** What the other answers to a question show, where they come together in a file. */
export interface Style {
  readonly order?: DateOrder;
  readonly decimal?: Decimal;
}

/** `styleOf`: by question. Answers in the order of the questions. Errors are at `answers.<position>.<property>`; a missing one at `answers.<question id>`. */
export function checkAnswers(
  questions: readonly Question[],
  inputs: readonly AnswerInput[],
  styleOf: (question: string) => Style | undefined = () => undefined,
): CheckedAnswers {
  const errors: FieldError[] = [];
  const answered = new Map<string, CheckedAnswer | undefined>();
  for (const [index, input] of inputs.entries()) {
    const field = `answers.${index}`;
    const question = questionNamed(questions, input.question);
    if (question === undefined) {
      errors.push({ field: `${field}.question`, code: "unknown_question", message: "the form has no such question" });
      continue;
    }
    if (isEmpty(input)) continue;
    if (answered.has(question.id)) {
      errors.push({ field: `${field}.question`, code: "duplicate", message: "the question is answered twice" });
      continue;
    }
    const read = readValue(input, question, styleOf(question.id));
    const at = isBlank(input.submitted_at) ? undefined : readMoment(input.submitted_at!);
    if (at === undefined && !isBlank(input.submitted_at))
      errors.push({ field: `${field}.submitted_at`, code: "invalid_date", message: whyNoDate(input.submitted_at!) });
    if ("wrong" in read)
      errors.push({ field: `${field}.${read.wrong.part}`, code: read.wrong.code, message: read.wrong.message });
    answered.set(
      question.id,
      "wrong" in read
        ? undefined
        : {
            question: question.id,
            ...read.value,
            ...(at === undefined ? {} : { submitted_at: at }),
            metadata: input.metadata ?? {},
          },
    );
  }
  for (const { id, required, question_text: text } of questions) {
    if (required && !answered.has(id))
      errors.push({ field: `answers.${id}`, code: "required", message: `an answer is needed: ${text.slice(0, 200)}` });
  }
  if (errors.length > 0) return { errors };
  return { answers: questions.flatMap(({ id }) => answered.get(id) ?? []) };
}
