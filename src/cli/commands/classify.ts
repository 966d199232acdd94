/** `classify`: JSON lines `{text, title?, metadata?{score}}` → `{index, kind, sentiment, sentiment_score, priority}`. */
import type { Command } from "commander";
import { z } from "zod";
import { openEnrichment } from "../../enrichment/enrichment.ts";
import { starsOf, thumbsOf } from "../../model/stars.ts";
import type { Shell } from "../shell.ts";
import { answerTexts } from "../text-rows.ts";

const Input = z
  .object({
    text: z.string().nullish(),
    title: z.string().nullish(),
    metadata: z.record(z.string(), z.unknown()).nullish(),
  })
  .refine(({ text, title }) => typeof text === "string" || typeof title === "string", "text (or title) is needed");

async function classify(shell: Shell): Promise<void> {
  const enrichment = await openEnrichment();
  await answerTexts(shell, Input, ({ text, title, metadata }) => {
    const score = starsOf(metadata ?? {});
    const thumbsUp = thumbsOf(metadata ?? {});
    const read = enrichment.classify({
      text: text || (title ?? ""),
      ...(text && title ? { title } : {}),
      score,
      thumbsUp,
    });
    const { kind, sentiment, sentiment_score, priority } = read;
    return { kind, sentiment, sentiment_score, priority };
  });
}

export function configure(command: Command, shell: Shell): void {
  command
    .addHelpText(
      "after",
      `
Reads {text, title?, metadata?: {score?}}, one a line. Every line gets its row {index, kind, sentiment,
sentiment_score, priority}, in order.`,
    )
    .action(() => classify(shell));
}
