/** The translation port that the denoiser uses, and the smaller one that an adapter of a translation service fills. */

/** Many texts in, their English out. */
export interface Translator {
  /**
   * One answer per text, in order; `undefined` for what could not be translated. An outage of the service is an answer of
   * `undefined`s, never an exception: what can't be translated passes as it is. `from`: as the language detector names it.
   */
  translate(texts: readonly string[], from: string, signal: AbortSignal): Promise<readonly (string | undefined)[]>;
}

/** What a service said to one request: the English of each text, in order, or why there is none. */
export type Reply =
  | { readonly ok: true; readonly translations: readonly string[] }
  | {
      readonly ok: false;
      /** For the log: holds no key and no text. */
      readonly detail: string;
      /** The same request may go through in a moment. */
      readonly mayPass: boolean;
    };

/** A translation service: one file an adapter, which passes `translation.testsuite.ts`. */
export interface TranslationService {
  /** What one request may hold; characters are UTF-16 units. */
  readonly limits: { readonly texts: number; readonly characters: number };
  /** One request. `from` is an ISO 639-1 code. Every failure of the service is a value. */
  ask(texts: readonly string[], from: string, signal: AbortSignal): Promise<Reply>;
}

export const failed = (detail: string, mayPass: boolean): Reply => ({ ok: false, detail, mayPass });

/** Too many requests, or the service is not well. */
export const mayPass = (status: number): boolean => status === 408 || status === 429 || status >= 500;
