/** The translator that the configuration names. */
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import type { Store } from "../store/store.ts";
import { createBatchingTranslator } from "./batching.ts";
import { createCachedTranslator } from "./cached.ts";
import { createGoogleService } from "./google.ts";
import { createLibreTranslateService } from "./libretranslate.ts";
import type { TranslationService, Translator } from "./translation.ts";

export interface TranslatorDeps {
  readonly config: Config;
  readonly store: Store;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
}

type ServiceName = Exclude<Config["TRANSLATE"], "none">;

const services: Readonly<Record<ServiceName, (config: Config) => TranslationService | Promise<TranslationService>>> = {
  google: ({ GOOGLE_TRANSLATE_API_KEY: key, TRANSLATE_URL: endpoint }) => createGoogleService({ key, endpoint }),
  libretranslate: ({ TRANSLATE_URL: url = "", TRANSLATE_API_KEY: apiKey }) =>
    createLibreTranslateService({ url, apiKey }),
};

/** Undefined when none is asked for: what is not English then passes untranslated. */
export async function openTranslator({ config, store, log, now }: TranslatorDeps): Promise<Translator | undefined> {
  if (config.TRANSLATE === "none") return undefined;
  const service = await services[config.TRANSLATE](config);
  const translator = createBatchingTranslator({ service, log });
  return createCachedTranslator({ translator, store, name: config.TRANSLATE, now });
}
