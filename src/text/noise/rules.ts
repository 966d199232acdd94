/**
 * What the denoiser drops, and why: the first rule that a text breaks is the reason. A new rule is an entry of this list.
 * What rules can look at is in facts.ts; a limit that people set is a variable of src/config.ts.
 */
import { advertises } from "./advertising.ts";
import type { NoiseFacts } from "./facts.ts";
import { repeatsCharacters, repeatsWords } from "./repetition.ts";

/** As DENOISER says: `smart` keeps short informative texts, `rules` applies three limits and no more. */
export type NoiseMode = "smart" | "rules";

export interface NoiseRule {
  /** Kept with what is dropped, shown and counted. */
  readonly reason: string;
  readonly modes: readonly NoiseMode[];
  /**
   * `any`: asked of a text as it came, in whatever language. `english`: asked of English, also of a translation. `glossed`: asked of
   * the gloss of another language, whose words are no measure of how the text is written.
   */
  readonly languages: "any" | "english" | "glossed";
  /** The variable of the configuration that is its limit. */
  readonly limit?: string;
  /** Whether a text is to be dropped. A text at the limit stays. */
  breaks(facts: NoiseFacts, limit: number): boolean;
}

const ALL: readonly NoiseMode[] = ["smart", "rules"];

/** Enough of a text to tell that it never carries feedback. */
const MOST_CHARACTERS = 4_000;
const startOf = ({ text }: NoiseFacts): string => text.slice(0, MOST_CHARACTERS);

/** Where even the smart denoiser trusts the spelling more than the classifier: keyboard noise. */
const HOPELESS_SHARE = 0.7;
/** Of fewer words, a share says nothing. */
const LEAST_WORDS_FOR_SHARE = 3;
/** The classifier's own border: below it a text says nothing that is worth keeping. */
const INFORMATIVE_FLOOR = 0.5;

/** Where something lies and whom it is said to says nothing of it. */
const ADDRESS = /(?:https?:\/\/|www\.)\S+|(?<![\p{L}\p{N}])@[\p{L}\p{N}_]+/giu;

/** What none of them does without. */
const ADDRESSED = /@|:\/\/|www\./i;
const withoutAddresses = (text: string): string => (ADDRESSED.test(text) ? text.replace(ADDRESS, " ") : text);

export const noiseRules = [
  {
    reason: "no_text",
    modes: ALL,
    languages: "any",
    breaks: (facts) => !/[\p{L}\p{N}]/u.test(withoutAddresses(startOf(facts))),
  },
  { reason: "repeated_characters", modes: ALL, languages: "any", breaks: (facts) => repeatsCharacters(startOf(facts)) },
  {
    reason: "spam",
    modes: ALL,
    languages: "any",
    breaks: (facts) => repeatsWords(startOf(facts)) || advertises(startOf(facts)),
  },
  {
    reason: "too_few_words",
    modes: ["rules"],
    languages: "english",
    limit: "MIN_WORDS",
    breaks: ({ words }, limit) => words < limit,
  },
  {
    reason: "misspelt",
    modes: ["rules"],
    languages: "english",
    limit: "MAX_MISSPELT",
    breaks: ({ misspeltShare }, limit) => misspeltShare > limit,
  },
  {
    reason: "non_english",
    modes: ["rules"],
    languages: "english",
    limit: "MAX_NON_ENGLISH",
    breaks: ({ nonEnglishShare }, limit) => nonEnglishShare > limit,
  },
  {
    reason: "non_english",
    modes: ["smart"],
    languages: "english",
    breaks: ({ nonEnglishShare }) => nonEnglishShare > HOPELESS_SHARE,
  },
  {
    reason: "misspelt",
    modes: ["smart"],
    languages: "english",
    breaks: ({ words, misspeltShare }) => words >= LEAST_WORDS_FOR_SHARE && misspeltShare > HOPELESS_SHARE,
  },
  {
    reason: "uninformative",
    modes: ["smart"],
    languages: "english",
    breaks: ({ informative }) => informative < INFORMATIVE_FLOOR,
  },
  {
    reason: "uninformative",
    modes: ["smart"],
    languages: "glossed",
    breaks: ({ informative }) => informative < INFORMATIVE_FLOOR,
  },
] as const satisfies readonly NoiseRule[];

/** The variables that are limits of rules. */
export type NoiseLimit = Extract<(typeof noiseRules)[number], { readonly limit: string }>["limit"];

/** Every reason, once. */
export const dropReasons: readonly string[] = [...new Set(noiseRules.map(({ reason }) => reason))];
