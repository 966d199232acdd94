/** LibreTranslate, or anything that speaks its `POST /translate`. */
import type { Logger } from "pino";
import { z } from "zod";
import { requestsOf } from "./google.ts";
import type { Translator } from "./translation.ts";

const TIMEOUT_MS = 20_000;

/** A list for a list of texts; some servers answer a single text with a string. */
const Answer = z.object({ translatedText: z.array(z.string()).or(z.string().transform((text) => [text])) });

export interface LibreTranslateOptions {
  readonly url: string;
  readonly apiKey?: string | undefined;
  readonly log: Logger;
}

export function createLibreTranslator({ url, apiKey, log }: LibreTranslateOptions): Translator {
  const address = new URL("translate", url.endsWith("/") ? url : `${url}/`);

  async function request(texts: readonly string[], from: string, signal: AbortSignal): Promise<readonly string[]> {
    const response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        q: texts,
        source: from === "hi-Latn" ? "hi" : from,
        target: "en",
        format: "text",
        api_key: apiKey,
      }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return Answer.parse(await response.json()).translatedText;
  }

  return {
    async translate(texts, from, signal) {
      const answers: (string | undefined)[] = texts.map(() => undefined);
      for (const indexes of requestsOf(texts)) {
        try {
          const translated = await request(
            indexes.map((index) => texts[index]!),
            from,
            signal,
          );
          indexes.forEach((index, position) => {
            answers[index] = translated[position];
          });
        } catch (error) {
          log.warn(
            { event: "translation_failed", from, texts: indexes.length, error: (error as Error).message },
            "passed on untranslated",
          );
        }
      }
      return answers;
    },
  };
}
