/** `language`: JSON lines `{text}` → `{index, lang, confidence}`. */
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { z } from "zod";
import { createLanguageDetector } from "../../text/language.ts";
import type { Shell } from "../shell.ts";
import { answerTexts } from "../text-rows.ts";

const Input = z.object({ text: z.string() });

async function language(shell: Shell): Promise<void> {
  const detect = createLanguageDetector(await readFile(new URL("../../../models/language.bin", import.meta.url)));
  await answerTexts(shell, Input, ({ text }) => {
    const { lang, confidence } = detect(text);
    return { lang, confidence };
  });
}

export function configure(command: Command, shell: Shell): void {
  command
    .addHelpText("after", "\nReads {text}, one a line. Every line gets its row {index, lang, confidence}, in order.")
    .action(() => language(shell));
}
