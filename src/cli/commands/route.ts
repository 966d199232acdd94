/** `route --app-model FILE`: JSON lines `{text}` → `{index, labels: [{first, second, score}], abstain}`, best label first. */
import type { Command } from "commander";
import { z } from "zod";
import { openEnrichment } from "../../enrichment/enrichment.ts";
import { readAppModel } from "../app-model-file.ts";
import type { Shell } from "../shell.ts";
import { answerTexts } from "../text-rows.ts";

const Input = z.object({ text: z.string() });

async function route(file: string, shell: Shell): Promise<void> {
  const model = await readAppModel(shell, file);
  const router = (await openEnrichment()).router(model);
  await answerTexts(shell, Input, ({ text }) => {
    const { labels, abstain } = router.route(text);
    return { labels, abstain };
  });
}

export function configure(command: Command, shell: Shell): void {
  command
    .requiredOption("--app-model <file>", "needed: the labels to choose from, with their utterances")
    .addHelpText(
      "after",
      `
Reads {text}, one a line. Every line gets its row {index, labels: [{first, second, score}], abstain}, in order, the best
label first. An app model is what "apps show NAME" prints, and what "POST /api/v1/apps/suggest" makes.`,
    )
    .action((options: { appModel: string }) => route(options.appModel, shell));
}
