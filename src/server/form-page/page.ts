/** The hosted page of a form: plain HTML that needs no script, says what is wrong beside each question, and reads from right to left where its language does. */
import type { Form, Question } from "../../model/form.ts";
import type { FieldError } from "../../model/outcome.ts";
import { type Html, html, type Shown, written } from "../pages/html.ts";
import { type Chrome, type Language, languages } from "./languages.ts";

/** A field that people don't see; robots fill it in. */
export const TRAP = "website";
export const fieldName = (question: string): string => `q.${question}`;

/** More choices than this are a list to open. */
const SHOWN_CHOICES = 12;
const MAX_SCALE = 11;

/** Values as they were sent, by question. */
export type Values = ReadonlyMap<string, readonly string[]>;
/** What is wrong, by question. */
export type Errors = ReadonlyMap<string, FieldError>;

export interface FormPage {
  readonly form: Form;
  readonly language: Language;
  /** Makes sending it twice harmless. */
  readonly responseId: string;
  readonly sessionId?: string | undefined;
  readonly values: Values;
  readonly errors: Errors;
}

/** The frame of every page of a form. Nothing in it tells whose form it is. */
export function frame(language: Language, title: string, main: Html, script: Html | false = false): string {
  return html`<!doctype html>
<html lang="${language}" dir="${languages[language].dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/form.css">
${script}</head>
<body><main id="main">${main}</main></body>
</html>`.text;
}

export function messagePage(
  language: Language,
  title: string,
  text: string,
  link?: { readonly href: string; readonly text: string },
): string {
  const after = link && html`<p><a href="${link.href}">${link.text}</a></p>`;
  return frame(language, title, html`<h1>${title}</h1><p>${text}</p>${after}`);
}

const CODES: Readonly<Record<string, keyof Chrome["errors"]>> = {
  required: "required",
  empty: "empty",
  invalid_email: "email",
  invalid_phone: "phone",
  invalid_number: "number",
  invalid_date: "date",
  out_of_range: "range",
  max_length: "length",
  min_length: "length",
  invalid_choice: "choice",
  too_many: "choice",
  too_few: "choice",
};

const errorText = (chrome: Chrome, error: FieldError): string => chrome.errors[CODES[error.code] ?? "other"];

interface Field {
  readonly question: Question;
  readonly chrome: Chrome;
  readonly values: readonly string[];
  readonly error: FieldError | undefined;
}

const idOf = ({ question }: Field): string => `q-${question.id}`;

/** How the control is tied to its label and to what is wrong with it. */
function described(field: Field): Html {
  const { question, error } = field;
  return html`${question.required && html` required aria-required="true"`}${error && html` aria-invalid="true" aria-describedby="${idOf(field)}-error"`}`;
}

function heading({ question, chrome }: Field): Html {
  return html`<span dir="auto">${written(question.question_text)}</span>${question.required && html` <span class="needed">(${chrome.required})</span>`}`;
}

const problem = (field: Field): Html | undefined =>
  field.error && html`<p class="error" id="${idOf(field)}-error">${errorText(field.chrome, field.error)}</p>`;

const single = (field: Field, control: Html): Html =>
  html`<div class="question"><label for="${idOf(field)}">${heading(field)}</label>${problem(field)}${control}</div>`;

interface Option {
  readonly value: string;
  readonly text: string;
}

function options(field: Field, type: "radio" | "checkbox", all: readonly Option[], scale = false): Html {
  const { question, values, error } = field;
  const name = fieldName(question.id);
  const needed = question.required && type === "radio" && html` required`;
  const inputs = all.map(({ value, text }, index) => {
    const id = index === 0 ? idOf(field) : `${idOf(field)}-${index}`;
    return html`<div class="option"><input type="${type}" id="${id}" name="${name}" value="${value}"${needed}${values.includes(value) && html` checked`}><label for="${id}" dir="auto">${written(text)}</label></div>`;
  });
  const wrong = error && html` aria-describedby="${idOf(field)}-error"`;
  return html`<fieldset class="question"${wrong}><legend>${heading(field)}</legend>${problem(field)}<div class="${scale ? "scale" : "options"}">${inputs}</div></fieldset>`;
}

function choices(field: Field): Html {
  const { question, values, chrome } = field;
  const all = (question.choices ?? []).map(({ id, choice_text }) => ({ value: id, text: choice_text }));
  if (question.multiple) return options(field, "checkbox", all);
  if (all.length <= SHOWN_CHOICES) return options(field, "radio", all);
  const listed = all.map(
    ({ value, text }) => html`<option value="${value}"${values.includes(value) && html` selected`}>${text}</option>`,
  );
  return single(
    field,
    html`<select id="${idOf(field)}" name="${fieldName(question.id)}"${described(field)}><option value="">${chrome.choose}</option>${listed}</select>`,
  );
}

const numberOf = (bound: Question["min"]): number | undefined => (typeof bound === "number" ? bound : undefined);

function input(field: Field, type: string, more: Shown = undefined): Html {
  const name = fieldName(field.question.id);
  const [value = ""] = field.values;
  return single(
    field,
    html`<input type="${type}" id="${idOf(field)}" name="${name}" value="${value}"${described(field)}${more}>`,
  );
}

const bounds = ({ min, max }: Question): Html =>
  html`${min !== undefined && html` min="${min}"`}${max !== undefined && html` max="${max}"`}`;

function rating(field: Field): Html {
  const least = Math.ceil(numberOf(field.question.min) ?? 1);
  const most = Math.floor(numberOf(field.question.max) ?? 5);
  if (most - least >= MAX_SCALE) return input(field, "number", html` step="1"${bounds(field.question)}`);
  const steps = Array.from({ length: Math.max(0, most - least + 1) }, (_, index) => String(least + index));
  return options(
    field,
    "radio",
    steps.map((value) => ({ value, text: value })),
    true,
  );
}

function control(field: Field): Html {
  const { question, chrome, values } = field;
  switch (question.question_type) {
    case "text": {
      const most = numberOf(question.max) ?? 10_000;
      const area = html`<textarea id="${idOf(field)}" name="${fieldName(question.id)}" rows="4" maxlength="${most}" dir="auto"${described(field)}>
${values[0] ?? ""}</textarea>`;
      return single(field, area);
    }
    case "multiple_choice":
      return choices(field);
    case "rating":
      return rating(field);
    case "number":
      return input(field, "number", html` step="any" inputmode="decimal"${bounds(question)}`);
    case "date":
      return input(field, "date", bounds(question));
    case "email":
      return input(field, "email", html` autocomplete="email"`);
    case "phone":
      return input(field, "tel", html` autocomplete="tel" placeholder="+"`);
    case "boolean":
      return options(field, "radio", [
        { value: "true", text: chrome.yes },
        { value: "false", text: chrome.no },
      ]);
    default:
      return question.question_type satisfies never;
  }
}

function summaryOf(fields: readonly Field[], chrome: Chrome): Html | false {
  const wrong = fields.filter(({ error }) => error !== undefined);
  if (wrong.length === 0) return false;
  const items = wrong.map(
    (field) =>
      html`<li><a href="#${idOf(field)}">${written(field.question.question_text)}</a>: ${errorText(chrome, field.error!)}</li>`,
  );
  return html`<div class="errors" role="alert" tabindex="-1"><h2>${chrome.wrong}</h2><ul>${items}</ul></div>`;
}

export function formPage({ form, language, responseId, sessionId, values, errors }: FormPage): string {
  const chrome: Chrome = languages[language];
  const fields = form.questions.map((question): Field => {
    return { question, chrome, values: values.get(question.id) ?? [], error: errors.get(question.id) };
  });
  const script = html`<script src="/assets/form.js" defer></script>
`;
  const main = html`<h1 dir="auto">${written(form.title)}</h1>
${form.description && html`<p class="description" dir="auto">${written(form.description)}</p>`}
${summaryOf(fields, chrome)}<p id="status" role="status"></p>
<form id="form" method="post" action="/f/${form.public_id}?lang=${language}" data-form="${form.public_id}" data-version="${form.version}" data-kept="${chrome.kept}" data-sent="${chrome.sent}" data-thanks="/f/${form.public_id}/thanks?lang=${language}" novalidate>
<input type="hidden" name="id" value="${responseId}">
<input type="hidden" name="version" value="${form.version}">
${sessionId !== undefined && html`<input type="hidden" name="session_id" value="${sessionId}">`}
<div class="trap" aria-hidden="true"><label for="${TRAP}">${chrome.leaveEmpty}</label><input type="text" id="${TRAP}" name="${TRAP}" tabindex="-1" autocomplete="off"></div>
${fields.map(control)}
<button>${chrome.submit}</button>
</form>`;
  return frame(language, form.title, main, script);
}
