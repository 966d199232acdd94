/** What the columns of a file of responses become. */
import type { ownColumns } from "../forms/response-table.ts";
import type { Choice, Question } from "../model/form.ts";

export type Own = (typeof ownColumns)[number] | "metadata";
/** What a cell becomes: an answer, one choice of it, a property of the response, or an entry of its metadata. A column of errors is from us. */
export type ColumnTarget =
  | { readonly question: Question; readonly metadata: string }
  | { readonly question: Question; readonly choice: Choice; readonly metadata: string; readonly isBare: boolean }
  | { readonly own: Own; readonly isNamedByTool?: true; readonly metadata: string }
  | { readonly metadata: string }
  | "ignored";
