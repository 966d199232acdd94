/** What is given to be understood, and what comes of it. */
import type { Attributes, Kind, Phrase, Reason, Statement } from "../model/insight.ts";

export interface EnrichInput {
  /** Name of the app: within it, its own name says nothing. */
  readonly app?: string;
  readonly text: string;
  readonly title: string;
  /** As the language detector names it; needed of what is untranslated. */
  readonly lang?: string;
  readonly untranslated: boolean;
  /** As it was written, where `text` is its gloss: good enough to be understood, and no English to be quoted in a title. */
  readonly written?: string;
  readonly score?: number;
  readonly thumbsUp?: number;
}

export interface Enriched {
  /** What was read, where that is more than the text: its title before it. Offsets are those of it. */
  readonly text?: string;
  readonly kind: Kind;
  readonly attributes: Attributes;
  readonly phrases: readonly Phrase[];
  readonly reasons: readonly Reason[];
  readonly statements: readonly Statement[];
  /** The text word by word in English, where it was understood by that. */
  readonly gloss?: string;
  /** Unit length; absent where no word is known or the text is in another language. */
  readonly vector?: Float32Array;
  readonly search: string;
  readonly app_model_version: string;
}
