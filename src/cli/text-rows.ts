/** The frame of the commands that read JSON lines of text on stdin and answer each with a row: language, classify, route. */
import type { ZodType } from "zod";
import { answerLines, type Row } from "./jsonl.ts";
import { CommandFailed, note, type Shell } from "./shell.ts";

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
  const wrong = (index: number, error: string): Row => {
    failed++;
    return { index, error };
  };
  hintAtTerminal(shell);
  const rows = await answerLines(
    shell.stdin,
    shell.stdout,
    (line, index) => {
      if ("error" in line) return wrong(index, line.error);
      const input = schema.safeParse(line.value);
      if (!input.success) {
        const problems = input.error.issues.map((issue) => `${issue.path.join(".") || "row"}: ${issue.message}`);
        return wrong(index, problems.join("; "));
      }
      return { index, ...answer(input.data) };
    },
    shell.signal,
  );
  if (failed > 0) throw new CommandFailed(`${failed} of ${rows} rows could not be read: see "error" in their places`);
}

/** Somebody who started a filter at a terminal should know that it waits for them. */
export function hintAtTerminal(shell: Shell): void {
  if ((shell.stdin as { isTTY?: boolean }).isTTY) {
    note(shell, "reading JSON lines from the keyboard; Ctrl-D ends, or give a file with < FILE");
  }
}
