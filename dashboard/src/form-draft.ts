/** A form while it is being made: what is asked, in an order, before it is sent. */
import type { Form, Question } from "../../src/model/form.ts";
import type { QuestionType } from "../../src/model/form-names.ts";

export interface QuestionDraft {
  /** Of this page alone, so that what is moved keeps what was typed. */
  readonly key: number;
  /** The server's, once it has one. */
  readonly id?: string | undefined;
  readonly question_text: string;
  readonly question_type: QuestionType;
  readonly required: boolean;
  readonly multiple: boolean;
  /** One a line. */
  readonly choices: string;
  readonly min: string;
  readonly max: string;
  readonly metadata: Question["metadata"];
  /** As the server knows them. */
  readonly known: NonNullable<Question["choices"]>;
}

export const newQuestion = (key: number, text = ""): QuestionDraft => ({
  key,
  question_text: text,
  question_type: "text",
  required: false,
  multiple: false,
  choices: "",
  min: "",
  max: "",
  metadata: {},
  known: [],
});

export const draftOf = (question: Question, key: number): QuestionDraft => ({
  key,
  id: question.id,
  question_text: question.question_text,
  question_type: question.question_type,
  required: question.required,
  multiple: question.multiple === true,
  choices: (question.choices ?? []).map(({ choice_text }) => choice_text).join("\n"),
  min: String(question.min ?? ""),
  max: String(question.max ?? ""),
  metadata: question.metadata,
  known: question.choices ?? [],
});

export const hasBounds = (type: QuestionType): boolean =>
  type === "text" || type === "rating" || type === "number" || type === "date" || type === "multiple_choice";

/** A choice keeps its id where its text is the same, or where as many are there as before and it was put right at its place. */
function choicesOf({ choices, known }: QuestionDraft) {
  const texts = choices
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return texts.map((choice_text, at) => {
    const same = known.find((one) => one.choice_text === choice_text);
    const place = texts.length === known.length ? known[at] : undefined;
    const isTaken = place !== undefined && texts.includes(place.choice_text);
    const id = same?.id ?? (isTaken ? undefined : place?.id);
    return id === undefined ? { choice_text } : { id, choice_text };
  });
}

function boundOf(value: string, type: QuestionType): number | string | undefined {
  if (value.trim() === "") return undefined;
  return type === "date" ? value : Number(value);
}

/** As the API takes it. */
export function questionOf(draft: QuestionDraft) {
  const { id, question_text, question_type, required, multiple, metadata } = draft;
  const isChoice = question_type === "multiple_choice";
  const [min, max] = hasBounds(question_type)
    ? [boundOf(draft.min, question_type), boundOf(draft.max, question_type)]
    : [undefined, undefined];
  return {
    ...(id === undefined ? {} : { id }),
    question_text,
    question_type,
    required,
    metadata,
    ...(isChoice ? { choices: choicesOf(draft), multiple } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

/** One place up (-1) or down (1); stays where there is none. */
export function moved<T>(list: readonly T[], at: number, by: -1 | 1): readonly T[] {
  const to = at + by;
  if (to < 0 || to >= list.length) return list;
  const copy = [...list];
  [copy[at], copy[to]] = [copy[to]!, copy[at]!];
  return copy;
}

export type ReceiptDraft = Readonly<
  Record<"channel" | "to_question" | "consent_question" | "template" | "url", string>
>;

export const receiptDraftOf = (receipt: Form["receipt"]): ReceiptDraft => ({
  channel: receipt?.channel ?? "",
  to_question: receipt?.to_question ?? "",
  consent_question: receipt?.consent_question ?? "",
  template: receipt?.template ?? "",
  url: receipt?.url ?? "",
});

/** Undefined: none is wanted. */
export function receiptOf(draft: ReceiptDraft, before: Form["receipt"]) {
  if (draft.channel === "") return undefined;
  const given = Object.fromEntries(Object.entries(draft).filter(([, value]) => value.trim() !== ""));
  return { ...(before?.closed_template === undefined ? {} : { closed_template: before.closed_template }), ...given };
}
