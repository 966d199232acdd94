/** Checks answers against the questions they answer: every wrong one named, right ones brought to one form. */
import type { Question } from "../model/form.ts";
import type { FieldError } from "../model/outcome.ts";
import { readDate } from "../model/read-record.ts";
import type { Answer, AnswerInput } from "../model/response.ts";
import { choiceNamed, questionNamed } from "./make-form.ts";

/** Characters of an answer, unless the question allows fewer. */
const LONGEST_TEXT = 10_000;
const RATING = { min: 1, max: 5 };

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

function readNumber(text: string, least: number | undefined, most: number | undefined, whole: boolean): Read {
  const number = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(number) || (whole && !Number.isInteger(number)))
    return wrongText("invalid_number", `${shown(text)} is no ${whole ? "whole number" : "number, such as 12.5"}`);
  if ((least !== undefined && number < least) || (most !== undefined && number > most)) {
    const range = [least === undefined ? "" : `from ${least}`, most === undefined ? "" : `up to ${most}`];
    return wrongText("out_of_range", `${number} is no number ${range.filter((one) => one !== "").join(" ")}`);
  }
  return { value: { answer_text: String(number) } };
}

const asNumber = (value: number | string | undefined): number | undefined =>
  typeof value === "number" ? value : undefined;

function readDay(text: string, { min, max }: Question): Read {
  const seconds = /^\d{4}-\d{2}-\d{2}/.test(text) ? readDate(text) : undefined;
  // The years before 1970 are days of birth, which no record has.
  const early = /^(1[5-9]\d\d)-(\d{2})-(\d{2})$/.exec(text);
  const at = seconds ?? (early !== null && !Number.isNaN(Date.parse(text)) ? Date.parse(text) / 1000 : undefined);
  if (at === undefined) return wrongText("invalid_date", `${shown(text)} is no date as YYYY-MM-DD`);
  const [least, most] = [min, max].map((bound) => (bound === undefined ? undefined : readDate(bound)));
  if (least !== undefined && at < least) return wrongText("out_of_range", `${shown(text)} is before ${min}`);
  if (most !== undefined && at > most) return wrongText("out_of_range", `${shown(text)} is after ${max}`);
  return { value: { answer_text: text } };
}

/** An address that mail could go to: one @, a domain with a dot, no blanks (the rule of HTML's own e-mail field, and a dot). */
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/i;

const readEmail = (text: string): Read =>
  text.length <= 320 && EMAIL.test(text)
    ? { value: { answer_text: text } }
    : wrongText("invalid_email", `${shown(text)} is no e-mail address, such as name@example.com`);

/** E.164: + and 8 to 15 digits. People write blanks, brackets, dashes, and 00 for +. */
export function readPhone(text: string): string | undefined {
  const plain = text.replaceAll(/[\s().\-/\u00A0\u2010-\u2015]/g, "").replace(/^00/, "+");
  return /^\+[1-9]\d{7,14}$/.test(plain) ? plain : undefined;
}

function readPhoneAnswer(text: string): Read {
  const phone = readPhone(text);
  return phone === undefined
    ? wrongText("invalid_phone", `${shown(text)} is no number with its country, such as +44 7700 900123`)
    : { value: { answer_text: phone } };
}

const TRUE = new Set(["true", "yes", "1", "on", "y"]);
const FALSE = new Set(["false", "no", "0", "off", "n"]);

function readBoolean(text: string): Read {
  const plain = text.toLowerCase();
  if (TRUE.has(plain)) return { value: { answer_text: "true" } };
  if (FALSE.has(plain)) return { value: { answer_text: "false" } };
  return wrongText("invalid_boolean", `${shown(text)} is neither true nor false (yes or no)`);
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

function readValue(input: AnswerInput, question: Question): Read {
  if (question.question_type === "multiple_choice") return readChoices(input, question);
  const given = isBlank(input.answer_text) ? input.selected_choice : input.answer_text;
  const text = String(given).trim();
  const [min, max] = [asNumber(question.min), asNumber(question.max)];
  switch (question.question_type) {
    case "text":
      return readText(text, question);
    case "rating":
      return readNumber(text, min ?? RATING.min, max ?? RATING.max, true);
    case "number":
      return readNumber(text, min, max, false);
    case "date":
      return readDay(text, question);
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

/** Answers in the order of the questions. Errors are at `answers.<position>.<property>`; a missing one at `answers.<question id>`. */
export function checkAnswers(questions: readonly Question[], inputs: readonly AnswerInput[]): CheckedAnswers {
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
    const read = readValue(input, question);
    const at = isBlank(input.submitted_at) ? undefined : readDate(input.submitted_at!);
    if (at === undefined && !isBlank(input.submitted_at))
      errors.push({ field: `${field}.submitted_at`, code: "invalid_date", message: "ISO 8601 or unix seconds" });
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
