/** Google Cloud Translation (basic, v2), by API key or by the client library's own credentials. */
import type { Logger } from "pino";
import type { Translator } from "./translation.ts";

/** The service's limit of texts in one request. */
const TEXTS_A_REQUEST = 128;
/** Characters in one request; the documented limit is 30,000 code points, kept with room for escapes. */
const CHARACTERS_A_REQUEST = 25_000;

export interface GoogleOptions {
  readonly key?: string | undefined;
  /** Instead of Google's own address: a proxy, or a test's server. */
  readonly endpoint?: string | undefined;
  readonly log: Logger;
}

/** Requests within both limits; a text longer than one of them goes alone. */
export function requestsOf(texts: readonly string[]): number[][] {
  const requests: number[][] = [];
  let characters = 0;
  texts.forEach((text, index) => {
    const last = requests.at(-1);
    if (last === undefined || last.length >= TEXTS_A_REQUEST || characters + text.length > CHARACTERS_A_REQUEST) {
      requests.push([index]);
      characters = text.length;
    } else {
      last.push(index);
      characters += text.length;
    }
  });
  return requests;
}

export async function createGoogleTranslator({ key, endpoint, log }: GoogleOptions): Promise<Translator> {
  // The library is large: only who uses it loads it.
  const { v2 } = await import("@google-cloud/translate");
  const client = new v2.Translate({
    ...(key === undefined ? {} : { key }),
    ...(endpoint === undefined ? {} : { apiEndpoint: endpoint, projectId: "groundswell" }),
    autoRetry: true,
    maxRetries: 2,
  });
  return {
    async translate(texts, from) {
      const answers: (string | undefined)[] = texts.map(() => undefined);
      for (const indexes of requestsOf(texts)) {
        try {
          const [translated] = await client.translate(
            indexes.map((index) => texts[index]!),
            { from: from === "hi-Latn" ? "hi" : from, to: "en", format: "text" },
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
