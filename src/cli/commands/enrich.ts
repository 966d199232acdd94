/** `enrich`: JSON lines of records → `{index, outcome, reason?, insight?}`, with the daemon's own rules but without it. */
import type { Command } from "commander";
import { readConfig } from "../../config.ts";
import { openEnrichment } from "../../enrichment/enrichment.ts";
import { noiseSettings, noiseVariables } from "../../text/noise/judge.ts";
import { readAppModel } from "../app-model-file.ts";
import { createRecordEnricher } from "../enrich/record-enricher.ts";
import { answerLines } from "../jsonl.ts";
import type { Shell } from "../shell.ts";
import { hintAtTerminal } from "../text-rows.ts";

interface Options {
  readonly appModel?: string;
}

/** Of the environment, nothing else counts. */
const variables = [...noiseVariables, "DEFAULT_APP"];

async function enrich(options: Options, shell: Shell): Promise<void> {
  const heeded = variables.map((name) => [name, shell.environment[name]]);
  const config = readConfig(Object.fromEntries(heeded));
  const appModel = options.appModel === undefined ? undefined : await readAppModel(shell, options.appModel);
  const enrichment = await openEnrichment();
  hintAtTerminal(shell);
  const answer = createRecordEnricher(enrichment, {
    noise: noiseSettings(config),
    appModel,
    defaultApp: config.DEFAULT_APP,
    receivedAt: Math.floor(Date.now() / 1000),
  });
  await answerLines(shell.stdin, shell.stdout, answer, shell.signal);
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
    .action((options: Options) => enrich(options, shell));
}
