/** The three rules of the original denoiser: too few words, too many misspelt, too many of no language. */
import { isKeyboardNoise } from "./keyboard-noise.ts";
import type { LanguageDetector } from "./language.ts";

export { spamReason } from "./spam.ts";

export interface TextFacts {
  readonly words: number;
  /** shares are in [0, 1] */
  readonly misspelt_share: number;
  readonly non_english_share: number;
}

export interface RuleLimits {
  readonly minWords: number;
  readonly maxMisspelt: number;
  readonly maxNonEnglish: number;
}

export type RuleReason = "too_few_words" | "misspelt" | "non_english";

/** The first rule that a text breaks, `undefined` when it keeps all three. Limits themselves are still allowed. */
export function judgeByRules(facts: TextFacts, limits: RuleLimits): RuleReason | undefined {
  if (facts.words < limits.minWords) return "too_few_words";
  if (facts.misspelt_share > limits.maxMisspelt) return "misspelt";
  if (facts.non_english_share > limits.maxNonEnglish) return "non_english";
  return undefined;
}

/** Emoji, numbers, prices and ordinary punctuation between words are no tokens of a language, so they don't count. */
const IGNORED =
  /^(?:[\p{Extended_Pictographic}\p{N}\p{Sc}\p{Regional_Indicator}\p{Emoji_Modifier}.,:;!?%()"'&+/’–—-]|\u200d|\ufe0f|\u20e3)+$/u;
const ADDRESS = /^(?:https?:|www\.)|@|\.\w{2,4}(?:\/|$)/iu;
/** Longer tokens are nobody's words, unless their script has no spaces. */
const LONGEST_WORD = 40;
const LATIN_START = /^[\p{P}\p{S}]*[a-z]/iu;
const LETTER = /\p{L}/u;
const LETTERS = /\p{L}/gu;
const EDGES = /^[^\p{L}]+|[^\p{L}]+$/gu;
/** Enough to tell; what a denoiser judges is a person's text. */
const MOST_CHARACTERS = 10_000;

/** Share of a text's tokens that belong to no language: runs of symbols and keyboard noise. */
export function nonEnglishShare(text: string, detect: LanguageDetector): number {
  let tokens = 0;
  let undetermined = 0;
  for (const token of text.slice(0, MOST_CHARACTERS).split(/\s+/u)) {
    if (token === "" || IGNORED.test(token)) continue;
    tokens++;
    if (belongsNowhere(token, detect)) undetermined++;
  }
  return tokens === 0 ? 0 : undetermined / tokens;
}

/** The detector is asked only about tokens that look like noise: a short word alone says too little. */
function belongsNowhere(token: string, detect: LanguageDetector): boolean {
  if (!LETTER.test(token)) return true;
  if (ADDRESS.test(token)) return false;
  if (!LATIN_START.test(token)) return false;
  if (token.length > LONGEST_WORD) return true;
  const letters = token.replace(EDGES, "");
  if ((letters.match(LETTERS)?.length ?? 0) < letters.length / 2) return true;
  return isKeyboardNoise(letters) && detect(letters).lang === "und";
}
