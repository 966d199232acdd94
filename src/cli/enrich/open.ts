/** What `enrich` and `themes` begin with: the rules of the environment, the app's labels, and the function that reads a line. */
import { type Config, readConfig } from "../../config.ts";
import { type Enrichment, openEnrichment } from "../../enrichment/enrichment.ts";
import type { AppModel } from "../../model/app-model.ts";
import { noiseSettings, noiseVariables } from "../../text/noise/judge.ts";
import { readAppModel } from "../app-model-file.ts";
import type { Shell } from "../shell.ts";
import { hintAtTerminal } from "../text-rows.ts";
import { createRecordEnricher } from "./record-enricher.ts";

export interface EnricherFlags {
  readonly appModel?: string;
}

interface OpenEnricher {
  readonly answer: ReturnType<typeof createRecordEnricher>;
  readonly enrichment: Enrichment;
  readonly appModel: AppModel | undefined;
  readonly config: Config;
}

/** Of the environment, nothing else counts. */
const variables = [...noiseVariables, "DEFAULT_APP"];

/** `remember`: identities that repeats are known by. */
export async function openRecordEnricher(flags: EnricherFlags, shell: Shell, remember?: number): Promise<OpenEnricher> {
  const config = readConfig(Object.fromEntries(variables.map((name) => [name, shell.environment[name]])));
  const appModel = flags.appModel === undefined ? undefined : await readAppModel(shell, flags.appModel);
  const enrichment = await openEnrichment();
  hintAtTerminal(shell);
  const answer = createRecordEnricher(enrichment, {
    noise: noiseSettings(config),
    appModel,
    defaultApp: config.DEFAULT_APP,
    receivedAt: Math.floor(Date.now() / 1000),
    remember,
  });
  return { answer, enrichment, appModel, config };
}
