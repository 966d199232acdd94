/** What a receipt says and to whom it goes, from a form's settings and one response. */
import { isAllowed } from "../model/countries.ts";
import type { Form, Question } from "../model/form.ts";
import { shortId } from "../model/identity.ts";
import type { ReceiptDocument, ReceiptError } from "../model/receipt.ts";
import type { Answer, ResponseDocument } from "../model/response.ts";
import { questionNamed } from "./make-form.ts";
import { readPhone } from "./read-phone.ts";
import { saysYes } from "./yes-no.ts";

/** Characters that Twilio takes, with room for the reference. Source: its Messages resource, `Body`. */
const MAX_BODY = 1_600;
const REFERENCE_LENGTH = 8;

export interface ReceiptRules {
  /** ISO 3166 countries that may be written to; empty: that of the sender. */
  readonly countries: readonly string[];
  readonly sender: string | undefined;
}

export const receiptId = (responseKey: string, kind: ReceiptDocument["kind"]): string =>
  shortId("receipt", responseKey, kind);

function shownAnswer(answer: Answer | undefined, question: Question | undefined): string {
  const text = (id: string) => question?.choices?.find((choice) => choice.id === id)?.choice_text ?? id;
  if (answer?.selected_choices !== undefined) return answer.selected_choices.map(text).join(", ");
  return answer?.selected_choice === undefined ? (answer?.answer_text ?? "") : text(answer.selected_choice);
}

/** Plain text: nothing that moves a cursor or hides what it says. */
const plain = (value: string): string => value.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ").trim();

/** `{{question id}}`, `{{metadata.variable}}`, a question's metadata.variable or text, or one of `more`; what is not there is empty. */
export function renderTemplate(
  template: string,
  form: Pick<Form, "questions">,
  response: Pick<ResponseDocument, "answers" | "metadata">,
  more: Readonly<Record<string, string>> = {},
): string {
  const answers = new Map(response.answers.map((answer) => [answer.question, answer]));
  const shown = (name: string): string => {
    if (Object.hasOwn(more, name)) return more[name]!;
    const question =
      form.questions.find(({ id, metadata }) => id === name || metadata.variable === name) ??
      questionNamed(form.questions, name);
    if (question !== undefined) return shownAnswer(answers.get(question.id), question);
    const key = name.replace(/^metadata\./, "");
    const value = Object.hasOwn(response.metadata, key) ? response.metadata[key] : undefined;
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  return template.replaceAll(/\{\{\s*([^{}]{1,200}?)\s*\}\}/g, (_, name: string) => plain(shown(name)));
}

/**
 * Consent is an answer that says yes. Of choices, those that begin with yes or no decide; where none does, the first of them
 * is the yes.
 */
function hasConsent(form: Form, response: Pick<ResponseDocument, "answers">, questionId: string | undefined): boolean {
  if (questionId === undefined) return true;
  const answer = response.answers.find(({ question }) => question === questionId);
  const choices = form.questions.find(({ id }) => id === questionId)?.choices ?? [];
  const chosen = answer?.selected_choices ?? (answer?.selected_choice === undefined ? [] : [answer.selected_choice]);
  if (chosen.length === 0) return saysYes(answer?.answer_text ?? "") === true;
  const said = new Map(choices.map(({ id, choice_text: text }) => [id, saysYes(text)]));
  if ([...said.values()].every((one) => one === undefined)) return chosen.includes(choices[0]?.id ?? "");
  return chosen.some((id) => said.get(id) === true) && !chosen.some((id) => said.get(id) === false);
}

interface Addressed {
  readonly to: string;
  readonly wrong?: ReceiptError;
}

function addressOf({ receipt }: Form, { answers }: Pick<ResponseDocument, "answers">, rules: ReceiptRules): Addressed {
  const given = answers.find(({ question }) => question === receipt?.to_question)?.answer_text ?? "";
  if (receipt?.channel !== "sms") return { to: readPhone(given) ?? given.slice(0, 200) };
  const to = readPhone(given);
  if (to === undefined)
    return {
      to: "",
      wrong: { code: given === "" ? "no_number" : "no_e164", message: "no number with its country was given" },
    };
  if (isAllowed(to, rules.countries, rules.sender)) return { to };
  return { to, wrong: { code: "country", message: "numbers of this country are not written to (SMS_COUNTRIES)" } };
}

export interface Occasion {
  readonly kind: ReceiptDocument["kind"];
  readonly template: string;
  readonly values?: Readonly<Record<string, string>>;
}

/** Undefined where nobody is to hear of it: the form asks for no receipt. What can't be sent is made too, and says why. */
export function composeReceipt(
  form: Form,
  key: string,
  response: ResponseDocument,
  { kind, template, values }: Occasion,
  rules: ReceiptRules,
  now: number,
): { readonly id: string; readonly doc: ReceiptDocument } | undefined {
  const { receipt } = form;
  if (receipt === undefined) return undefined;
  const id = receiptId(key, kind);
  const reference = id.slice(0, REFERENCE_LENGTH).toUpperCase();
  const { to, wrong } = addressOf(form, response, rules);
  const consents = hasConsent(form, response, receipt.consent_question);
  const ending = receipt.channel === "sms" ? `\nRef ${reference}` : "";
  const text = renderTemplate(template, form, response, { reference, form: form.title, ...values });
  const body = text.slice(0, MAX_BODY - ending.length).toWellFormed() + ending;
  const base = {
    response: response.response_id,
    response_key: key,
    form: form.id,
    kind,
    channel: receipt.channel,
    to,
    ...(receipt.url === undefined ? {} : { url: receipt.url }),
    body,
    reference,
    tries: 0,
    looks: 0,
    created_at: now,
    updated_at: now,
  };
  if (!consents)
    return {
      id,
      doc: { ...base, state: "suppressed", error: { code: "no_consent", message: "consent was not given" } },
    };
  if (wrong !== undefined) return { id, doc: { ...base, state: "failed", error: wrong } };
  return { id, doc: { ...base, state: "pending", due_at: now } };
}
