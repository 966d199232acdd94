/** What forms call their states and kinds of answers: apart from their shapes, so that the dashboard carries the names alone. */

export const formStatuses = ["draft", "open", "closed"] as const;

export const questionTypes = [
  "text",
  "multiple_choice",
  "rating",
  "number",
  "date",
  "email",
  "phone",
  "boolean",
] as const;
export type QuestionType = (typeof questionTypes)[number];
