/** What the pages of forms share: where one is, how it stands, and an answer in words. */
import type { Form, Question } from "../../../src/model/form.ts";
import type { Answer } from "../../../src/model/response.ts";
import { t } from "../messages/translate.ts";
import { Chip, named } from "./small.tsx";

export const formPath = (id: string): string => `/forms/${encodeURIComponent(id)}`;
export const formApi = (id: string, rest = ""): string => `/api/v1/forms/${encodeURIComponent(id)}${rest}`;

const kinds = { draft: "priority-high", open: "is-positive", closed: "" };

export const FormStatusChip = ({ status }: Pick<Form, "status">) => (
  <Chip kind={kinds[status]}>{named("forms.status", status)}</Chip>
);

/** Choices by their texts. */
export function answerText(answer: Answer | undefined, question: Question): string {
  if (answer === undefined) return "";
  const { answer_text, selected_choice, selected_choices } = answer;
  const chosen = selected_choices ?? (selected_choice === undefined ? [] : [selected_choice]);
  if (chosen.length > 0)
    return chosen.map((id) => question.choices?.find((choice) => choice.id === id)?.choice_text ?? id).join(", ");
  if (question.question_type === "boolean" && (answer_text === "true" || answer_text === "false"))
    return t(`answer.${answer_text}`);
  return answer_text ?? "";
}
