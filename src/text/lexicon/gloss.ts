// cspell:ignore ouvre
/**
 * What a gloss lexicon is: a language's words, and the plain English for each. A line is `English = word word word_of_a_phrase`;
 * entries are parted by spaces, and the words of a phrase are joined by "_". Written by hand from general knowledge, so that
 * nothing of any app is in it. Accents may be left out by who writes, so words that differ by accents alone are told apart
 * only where they are written with them.
 */
export interface GlossLexicon {
  /** Infinitives: their usual forms are made by the language's rules. */
  readonly verbs: string;
  /** Forms of verbs that the rules don't make: "open, present = ouvre". */
  readonly forms?: string;
  /** Nouns in the singular. */
  readonly things: string;
  /** Adjectives in their basic form. */
  readonly qualities: string;
  /** What has no forms but those that are written here: small words, irregular forms, phrases. They win over the others. */
  readonly words: string;
}
