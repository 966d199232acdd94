/** From a queued response to the document that is kept, and from the document to what is shown. */
import type { Form, Question } from "../model/form.ts";
import type { FormResponse, QueuedResponse, ResponseDocument } from "../model/response.ts";

/** What a form, which may say nothing of an app, is booked and found under. */
export const appOf = (form: Pick<Form, "app">, defaultApp: string): string => form.app ?? defaultApp;

/** Types whose values are counted one by one. */
const counted: ReadonlySet<Question["question_type"]> = new Set(["multiple_choice", "rating", "number", "boolean"]);

export const tallyOf = (question: string, value = ""): string => `${question}:${value}`;

/** What a response adds to its form's summary, so that the summary is counted from an index. */
function talliesOf({ answers }: Pick<QueuedResponse, "answers">, questions: readonly Question[]): string[] {
  const types = new Map(questions.map(({ id, question_type: type }) => [id, type]));
  return answers.flatMap((answer) => {
    const values = [answer.selected_choice, ...(answer.selected_choices ?? []), answer.answer_text];
    const told = values.filter((value) => value !== undefined);
    const isCounted = counted.has(types.get(answer.question) ?? "text");
    return [tallyOf(answer.question), ...(isCounted ? told.map((value) => tallyOf(answer.question, value)) : [])];
  });
}

export function responseDocument(
  { key: _, id, suspect: _suspect, ...response }: QueuedResponse,
  { app, batch, questions }: { readonly app: string; readonly batch: string; readonly questions: readonly Question[] },
): ResponseDocument {
  return { ...response, response_id: id, app, created_batch: batch, tallies: talliesOf(response, questions) };
}

export const shownResponse = (doc: ResponseDocument): FormResponse => ({
  id: doc.response_id,
  form: doc.form,
  form_version: doc.form_version,
  submitted_at: doc.submitted_at,
  metadata: doc.metadata,
  answers: [...doc.answers],
  ...(doc.session_id === undefined ? {} : { session_id: doc.session_id }),
  ...(doc.notes === undefined ? {} : { notes: [...doc.notes] }),
});
