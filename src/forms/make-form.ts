/** From what somebody sends to a form: ids for what has none yet, and everything that is wrong with it, by field. */
import { randomBytes } from "node:crypto";
import type { Choice, Form, FormInput, Question, ReceiptSettings } from "../model/form.ts";
import { base32 } from "../model/identity.ts";
import type { FieldError } from "../model/outcome.ts";
import { fold } from "./fold.ts";
import { readDay, readDayBound } from "./read-day.ts";

/** 50 bits: within one form no two are alike. */
const newId = (): string => base32(randomBytes(7)).slice(0, 10);

/** 160 bits: nobody guesses it. */
export const newPublicId = (): string => base32(randomBytes(20));

type QuestionInput = FormInput["questions"][number];
/** What a form is made of, its ids settled. */
export type FormContent = Omit<Form, "id" | "public_id" | "version" | "created_at" | "updated_at">;

const same = (a: string, b: string): boolean => fold(a) === fold(b);

/** An item without an id keeps that of the item before it that says the same, so that answers stay comparable. */
function idOf<T extends { readonly id: string }>(
  before: readonly T[],
  isSame: (item: T) => boolean,
  taken: Set<string>,
): string {
  const id = before.find((item) => isSame(item) && !taken.has(item.id))?.id ?? newId();
  taken.add(id);
  return id;
}

function choicesOf(input: QuestionInput, before: readonly Choice[]): Choice[] | undefined {
  const taken = new Set(input.choices?.flatMap(({ id }) => id ?? []));
  return input.choices?.map(({ id, choice_text }) => ({
    id: id ?? idOf(before, (one) => same(one.choice_text, choice_text), taken),
    choice_text,
  }));
}

/** A day that bounds another is kept as pages need it, however it was written. */
function dayBounds({ question_type: type, min, max }: QuestionInput): Pick<Question, "min" | "max"> {
  const dayOf = (bound: string | number | undefined): string | undefined => {
    const read = type === "date" && typeof bound === "string" ? readDay(bound) : undefined;
    return read !== undefined && "text" in read ? read.text : undefined;
  };
  const [least, most] = [dayOf(min), dayOf(max)];
  return { ...(least === undefined ? {} : { min: least }), ...(most === undefined ? {} : { max: most }) };
}

function questionsOf(inputs: readonly QuestionInput[], before: readonly Question[]): Question[] {
  const taken = new Set(inputs.flatMap(({ id }) => id ?? []));
  return inputs.map((input) => {
    const { choices: _, ...rest } = input;
    const id = input.id ?? idOf(before, (one) => same(one.question_text, input.question_text), taken);
    const choices = choicesOf(input, before.find((one) => one.id === id)?.choices ?? []);
    return { ...rest, ...dayBounds(input), id, ...(choices === undefined ? {} : { choices }) };
  });
}

/** The question of this id, else of this text. */
export const questionNamed = (questions: readonly Question[], name: string): Question | undefined =>
  questions.find(({ id }) => id === name) ?? questions.find(({ question_text }) => same(question_text, name));

/** By id and by folded text, of lists that were asked before: a file asks for each of its rows. */
const choicesByName = new WeakMap<readonly Choice[], ReadonlyMap<string, Choice>>();

function namesOf(choices: readonly Choice[]): ReadonlyMap<string, Choice> {
  const known = choicesByName.get(choices);
  if (known !== undefined) return known;
  // What is said later does not take a name away that was said first.
  const names = new Map([...choices].reverse().map((choice) => [`text ${fold(choice.choice_text)}`, choice]));
  for (const choice of choices) names.set(`id ${choice.id}`, choice);
  choicesByName.set(choices, names);
  return names;
}

/** The choice of this id, else of this text. */
export const choiceNamed = (choices: readonly Choice[], name: string): Choice | undefined =>
  namesOf(choices).get(`id ${name}`) ?? namesOf(choices).get(`text ${fold(name)}`);

const repeated = (names: readonly string[]): number => names.findIndex((name, at) => names.indexOf(name) !== at);

/** Characters of an answer, unless the question allows fewer. */
export const LONGEST_TEXT = 10_000;
export const RATING = { min: 1, max: 5 };

/** What no answer could ever keep to; undefined when some can. */
function impossible({ question_type: type, choices = [], min, max }: Question): string | undefined {
  if (typeof min === "string" || typeof max === "string") return undefined;
  if (type === "rating") {
    const [least, most] = [Math.ceil(min ?? RATING.min), Math.floor(max ?? RATING.max)];
    if (least > most) return `no whole number is from ${min ?? RATING.min} to ${max ?? RATING.max}`;
  }
  if (type === "text" && (min ?? 0) > LONGEST_TEXT) return `no answer is longer than ${LONGEST_TEXT} characters`;
  if (type === "text" && (max ?? 1) < 1) return "an answer has at least one character";
  if (type === "multiple_choice" && (min ?? 0) > choices.length) return `there are ${choices.length} choices`;
  if (type === "multiple_choice" && (max ?? 1) < 1) return "an answer has at least one choice";
  return undefined;
}

function boundErrors(question: Question, field: string): FieldError[] {
  const { question_type: type, min, max } = question;
  const isDate = type === "date";
  const asNumber = (value: number | string, name: "min" | "max"): number | undefined => {
    if (isDate) return readDayBound(value, name === "min" ? "first" : "last");
    return typeof value === "number" ? value : undefined;
  };
  const errors = (["min", "max"] as const).flatMap((name): FieldError[] => {
    const value = name === "min" ? min : max;
    if (value === undefined || asNumber(value, name) !== undefined) return [];
    return [{ field: `${field}.${name}`, code: "invalid", message: isDate ? "a date (YYYY-MM-DD)" : "a number" }];
  });
  if (errors.length > 0) return errors;
  const isCrossed = min !== undefined && max !== undefined && asNumber(min, "min")! > asNumber(max, "max")!;
  const why = isCrossed ? "min is greater than max" : isDate ? undefined : impossible(question);
  return why === undefined
    ? []
    : [{ field: `${field}.${min === undefined ? "max" : "min"}`, code: "invalid", message: why }];
}

function questionErrors(question: Question, field: string): FieldError[] {
  const { question_type: type, choices = [] } = question;
  const errors: FieldError[] = [];
  if (type === "multiple_choice" && choices.length === 0)
    errors.push({ field: `${field}.choices`, code: "required", message: "a question of choices needs choices" });
  if (type !== "multiple_choice" && choices.length > 0)
    errors.push({ field: `${field}.choices`, code: "unknown", message: `a question of type ${type} has no choices` });
  const twice = repeated(choices.map(({ choice_text }) => fold(choice_text)));
  const twiceId = repeated(choices.map(({ id }) => id));
  if (twice >= 0)
    errors.push({ field: `${field}.choices.${twice}`, code: "duplicate", message: "two choices of this text" });
  else if (twiceId >= 0)
    errors.push({ field: `${field}.choices.${twiceId}`, code: "duplicate", message: "two choices of this id" });
  return [...errors, ...boundErrors(question, field)];
}

function receiptErrors(
  { channel, to_question: to, url }: ReceiptSettings,
  questions: readonly Question[],
): FieldError[] {
  const target = to === undefined ? undefined : questionNamed(questions, to);
  if (to !== undefined && target === undefined)
    return [{ field: "receipt.to_question", code: "unknown", message: "no question has this id or text" }];
  if (channel === "sms" && (target === undefined || !["phone", "text"].includes(target.question_type)))
    return [{ field: "receipt.to_question", code: "required", message: "an SMS needs a question of type phone" }];
  if (channel === "webhook" && url === undefined)
    return [{ field: "receipt.url", code: "required", message: "the channel webhook needs a url" }];
  return [];
}

/** Questions are named by id from then on, whatever they were named by. */
function readReceipt(input: FormInput["receipt"], questions: readonly Question[]): ReceiptSettings | undefined {
  if (input === undefined) return undefined;
  const idOfQuestion = (name: string | undefined) =>
    name === undefined ? undefined : (questionNamed(questions, name)?.id ?? name);
  return {
    ...input,
    to_question: idOfQuestion(input.to_question),
    consent_question: idOfQuestion(input.consent_question),
  };
}

function formErrors({ questions, receipt }: FormContent): FieldError[] {
  const errors = questions.flatMap((question, index) => questionErrors(question, `questions.${index}`));
  const twice = repeated(questions.map(({ id }) => id));
  if (twice >= 0)
    errors.push({ field: `questions.${twice}.id`, code: "duplicate", message: "two questions of this id" });
  if (receipt === undefined) return errors;
  const { consent_question: consent } = receipt;
  const asked = consent === undefined ? undefined : questionNamed(questions, consent);
  if (consent !== undefined && asked === undefined)
    errors.push({ field: "receipt.consent_question", code: "unknown", message: "no question has this id or text" });
  if (asked !== undefined && !["boolean", "multiple_choice", "text"].includes(asked.question_type)) {
    const message = `consent is asked for by a question of type boolean or multiple_choice, not ${asked.question_type}`;
    errors.push({ field: "receipt.consent_question", code: "invalid", message });
  }
  return [...errors, ...receiptErrors(receipt, questions)];
}

/** `before`: the questions of the version that this one follows. */
export function makeContent(
  input: FormInput,
  before: readonly Question[] = [],
): { readonly content: FormContent } | { readonly errors: readonly FieldError[] } {
  const questions = questionsOf(input.questions, before);
  const receipt = readReceipt(input.receipt, questions);
  const content: FormContent = { ...input, questions, ...(receipt === undefined ? {} : { receipt }) };
  const errors = formErrors(content);
  return errors.length > 0 ? { errors } : { content };
}
