/** A line of JSON that is a row of a table: its keys are columns, as those of a CSV file are. */
import { choiceNamed } from "../forms/make-form.ts";
import type { Question } from "../model/form.ts";
import { readHeader, responseOfRow } from "./columns.ts";
import type { ColumnTarget } from "./targets.ts";

export interface FlatLine {
  readonly input: Readonly<Record<string, unknown>>;
  readonly header: readonly string[];
  readonly targets: readonly ColumnTarget[];
  /** By answer: its column. */
  readonly columns: readonly number[];
}

/** Undefined for what is written as responses are, or names no question. */
export type FlatLines = (line: Readonly<Record<string, unknown>>) => FlatLine | undefined;

const isMetadata = (target: ColumnTarget): boolean =>
  target !== "ignored" && !("question" in target) && !("own" in target);

/** As a cell would say it. */
function cellOf(value: unknown, target: ColumnTarget): string {
  if (value === undefined || value === null || isMetadata(target)) return "";
  if (!Array.isArray(value)) return typeof value === "object" ? JSON.stringify(value) : String(value);
  const { choices = [] } = target !== "ignored" && "question" in target ? target.question : {};
  // The id of a choice holds nothing that stands between two choices.
  return value.map((one) => choiceNamed(choices, String(one))?.id ?? String(one)).join("\n");
}

/** What answers nothing stays as it is. */
function withRest(metadata: unknown, targets: readonly ColumnTarget[], values: readonly unknown[]): unknown {
  const rest = targets.flatMap((target, at): [string, unknown][] =>
    target !== "ignored" && isMetadata(target) && values[at] !== null ? [[target.metadata, values[at]]] : [],
  );
  const isOwn = typeof metadata === "object" && metadata !== null && !Array.isArray(metadata);
  return rest.length > 0 && (metadata === undefined || isOwn)
    ? { ...(metadata as object), ...Object.fromEntries(rest) }
    : metadata;
}

/** Lines of one file mostly have the same keys: what they become is worked out where they change. */
export function createFlatLines(questions: readonly Question[]): FlatLines {
  let last: { readonly keys: string; readonly targets: readonly ColumnTarget[] | undefined } | undefined;
  return (line) => {
    if (Object.hasOwn(line, "answers")) return undefined;
    const header = Object.keys(line);
    const keys = JSON.stringify(header);
    if (last?.keys !== keys) last = { keys, targets: readHeader(header, questions) };
    const { targets } = last;
    if (targets === undefined) return undefined;
    const values = Object.values(line);
    const cells = targets.map((target, at) => cellOf(values[at], target));
    const { input, columns } = responseOfRow(targets, cells);
    const metadata = withRest(input.metadata, targets, values);
    return { input: metadata === undefined ? input : { ...input, metadata }, header, targets, columns };
  };
}
