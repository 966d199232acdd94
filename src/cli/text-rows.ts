/** The frame of the commands that read JSON lines of text on stdin and answer each with a row. */
import type { ZodType } from "zod";
import { plainIssue } from "../model/plain-issue.ts";
import { answerLines, type ReadLine, type Row } from "./jsonl.ts";
import { CommandFailed, note, type Shell } from "./shell.ts";

/** The input on a line, or in words why it is none. */
export function readInput<Input>(
  line: ReadLine,
  schema: ZodType<Input>,
): { readonly input: Input } | { readonly error: string } {
  if ("error" in line) return line;
  const input = schema.safeParse(line.value);
  if (input.success) return { input: input.data };
  return {
    error: input.error.issues.map((issue) => `${issue.path.join(".") || "row"}: ${plainIssue(issue)}`).join("; "),
  };
}

export const unreadable = (failed: number, rows: number): CommandFailed =>
  new CommandFailed(`${failed} of ${rows} rows could not be read: see "error" in their places`);

/**
 * Answers every line with `{index, ...answer(input)}`. A line that is no JSON or not of this shape is answered with
 * `{index, error}` in its place; the others are answered all the same, and the command fails (exit code 1) at the end.
 */
export async function answerTexts<Input>(
  shell: Shell,
  schema: ZodType<Input>,
  answer: (input: Input) => Row,
): Promise<void> {
  let failed = 0;
  hintAtTerminal(shell);
  const rows = await answerLines(
    shell.stdin,
    shell.stdout,
    (line, index) => {
      const read = readInput(line, schema);
      if ("input" in read) return { index, ...answer(read.input) };
      failed++;
      return { index, error: read.error };
    },
    shell.signal,
  );
  if (failed > 0) throw unreadable(failed, rows);
}

/** Fails where no line at all was JSON: a table, say, or text in UTF-16. Each has its row nevertheless. */
export function needsJson(lines: number, json: number): void {
  if (lines > 0 && json === 0)
    throw new CommandFailed("no line is JSON: JSON lines in UTF-8 are read here; `ingest FILE --preview` reads tables");
}

/** Somebody who started a filter at a terminal should know that it waits for them. */
export function hintAtTerminal(shell: Shell): void {
  if ((shell.stdin as { isTTY?: boolean }).isTTY) {
    note(shell, "reading JSON lines from the keyboard; Ctrl-D ends, or give a file with < FILE");
  }
}
