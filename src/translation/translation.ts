/** The translation port: many texts in, their English out, or `undefined` for what could not be translated. */
export interface Translator {
  /** One answer per text, in order. An outage of the service is an answer of `undefined`s, never an exception: what can't be translated passes as it is. */
  translate(texts: readonly string[], from: string, signal: AbortSignal): Promise<readonly (string | undefined)[]>;
}
