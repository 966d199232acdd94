/** `enrich`: JSON lines of records → `{index, outcome, reason?, insight?}`, with the daemon's own rules but without it. */
import type { Command } from "commander";
import { noiseVariables } from "../../text/noise/judge.ts";
import { type EnricherFlags, openRecordEnricher } from "../enrich/open.ts";
import { type Answer, answerLines } from "../jsonl.ts";
import type { Shell } from "../shell.ts";
import { needsJson } from "../text-rows.ts";

async function enrich(flags: EnricherFlags, shell: Shell): Promise<void> {
  const { answer } = await openRecordEnricher(flags, shell);
  let json = 0;
  const counted: Answer = (line, index) => {
    if ("value" in line) json++;
    return answer(line, index);
  };
  needsJson(await answerLines(shell.stdin, shell.stdout, counted, shell.signal), json);
}

export function configure(command: Command, shell: Shell): void {
  command
    .option("--app-model <file>", "the app's labels (default: general ones)")
    .addHelpText(
      "after",
      `
Reads records {text, title?, app?, date?, source?, metadata?, ...}, one a line. Every line gets its row, in order; a
line that is no record is "rejected" with its errors. The last 100,000 identities are remembered: the same or older
content of one is "duplicate", newer content is another revision. Nothing is translated here.
${noiseVariables.join(", ")} and DEFAULT_APP count as for the daemon.`,
    )
    .action((flags: EnricherFlags) => enrich(flags, shell));
}
