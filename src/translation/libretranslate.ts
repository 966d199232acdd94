/** LibreTranslate, or anything that speaks its `POST /translate`. */
import { z } from "zod";
import { failed, mayPass, type TranslationService } from "./translation.ts";

/** Each installation sets its own limits, none by default; these keep requests short. */
const LIMITS = { texts: 128, characters: 25_000 };

/** A list for a list of texts; some servers answer a single text with a string. */
const Answer = z.object({ translatedText: z.array(z.string()).or(z.string().transform((text) => [text])) });

export interface LibreTranslateOptions {
  readonly url: string;
  readonly apiKey?: string | undefined;
}

export function createLibreTranslateService({ url, apiKey }: LibreTranslateOptions): TranslationService {
  const address = new URL("translate", url.endsWith("/") ? url : `${url}/`);
  return {
    limits: LIMITS,
    async ask(texts, from, signal) {
      const body = JSON.stringify({
        q: texts,
        source: from,
        target: "en",
        format: "text",
        api_key: apiKey,
      });
      try {
        const headers = { "content-type": "application/json" };
        const response = await fetch(address, { method: "POST", headers, body, signal });
        if (!response.ok) return failed(`HTTP ${response.status}`, mayPass(response.status));
        const answer = Answer.safeParse(await response.json());
        return answer.success
          ? { ok: true, translations: answer.data.translatedText }
          : failed("the reply holds no translations", false);
      } catch (error) {
        if (error instanceof SyntaxError) return failed("the reply is no JSON", false);
        const { cause } = error as { readonly cause?: { readonly code?: string } };
        return failed(cause?.code ?? "no connection", !signal.aborted);
      }
    },
  };
}
