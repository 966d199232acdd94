/** Responses as a table: a column for each question of any version, so that what is exported can be sent in again. */
import { csvLine } from "../csv.ts";
import type { Form, Question } from "../model/form.ts";
import type { Answer, FormResponse } from "../model/response.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { versionId } from "./form-lookup.ts";

/** Columns that are no questions. */
export const ownColumns = ["id", "submitted_at", "form_version", "session_id"] as const;

/** The questions of the form as it is, then those that earlier versions had. */
export async function questionsOfAllVersions(store: Store, tenant: TenantId, form: Form): Promise<Question[]> {
  const questions = new Map(form.questions.map((question) => [question.id, question]));
  const ids = Array.from({ length: form.version - 1 }, (_, index) => versionId(form.id, form.version - 1 - index));
  for (const version of await store.getMany(tenant, "form_versions", ids)) {
    for (const question of version?.doc.questions ?? []) {
      const known = questions.get(question.id);
      // Choices that are gone since still have a text.
      if (known === undefined) questions.set(question.id, question);
      else if (question.choices !== undefined) {
        const ids = new Set(known.choices?.map(({ id }) => id));
        const choices = [...(known.choices ?? []), ...question.choices.filter(({ id }) => !ids.has(id))];
        questions.set(question.id, { ...known, choices });
      }
    }
  }
  return [...questions.values()];
}

/** What a question's column is called: what its owner says, its text, or its id where two have the same text. */
export function columnNames(questions: readonly Question[]): string[] {
  const wanted = questions.map(({ metadata, question_text: text }) =>
    typeof metadata.column === "string" && metadata.column.trim() !== "" ? metadata.column.trim() : text,
  );
  const taken = new Set<string>(ownColumns);
  return wanted.map((name, at) => {
    const column = taken.has(name) || wanted.indexOf(name) !== at ? questions[at]!.id : name;
    taken.add(column);
    return column;
  });
}

function cellOf(answer: Answer | undefined, { choices = [] }: Question): string | undefined {
  if (answer === undefined) return undefined;
  const text = (id: string) => choices.find((choice) => choice.id === id)?.choice_text ?? id;
  if (answer.selected_choices !== undefined) return answer.selected_choices.map(text).join("; ");
  return answer.selected_choice === undefined ? answer.answer_text : text(answer.selected_choice);
}

/** Lines with their ends, the header first. */
export async function* responsesAsCsv(
  questions: readonly Question[],
  responses: AsyncIterable<FormResponse>,
): AsyncGenerator<string> {
  const end = "\r\n";
  yield csvLine([...ownColumns, ...columnNames(questions), "metadata"]) + end;
  for await (const response of responses) {
    const answers = new Map(response.answers.map((answer) => [answer.question, answer]));
    const { id, form_version: version, submitted_at: at, session_id: session, metadata } = response;
    const cells = questions.map((question) => cellOf(answers.get(question.id), question));
    const shown = Object.keys(metadata).length === 0 ? undefined : metadata;
    yield csvLine([id, new Date(at * 1000).toISOString(), version, session, ...cells, shown]) + end;
  }
}

export async function* responsesAsLines(responses: AsyncIterable<FormResponse>): AsyncGenerator<string> {
  for await (const response of responses) yield `${JSON.stringify(response)}\n`;
}
