/** The three rules of the original denoiser, and what never carries feedback: no text, repeated characters, spam. */
import type { LanguageDetector } from "./language.ts";

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

/** Share of a text's tokens that belong to no language: runs of symbols and keyboard noise. Emoji and numbers are no tokens. */
export function nonEnglishShare(text: string, detect: LanguageDetector): number {
  let tokens = 0;
  let undetermined = 0;
  for (const token of text.split(/\s+/u)) {
    if (token === "" || IGNORED.test(token)) continue;
    tokens++;
    if (!/\p{L}/u.test(token) || detect(token).lang === "und") undetermined++;
  }
  return tokens === 0 ? 0 : undetermined / tokens;
}

/** Emoji, numbers and ordinary punctuation between words. */
const IGNORED = /^[\p{Extended_Pictographic}\p{Emoji_Component}\p{N}\p{Sc}.,:;!?%()"'&+/\u2019\u2013\u2014-]+$/u;

export type SpamReason = "repeated_characters" | "spam" | "no_text";

/** Why a text can't be feedback whatever it is about, or `undefined`. */
export function spamReason(text: string): SpamReason | undefined {
  if (!/[\p{L}\p{N}]/u.test(text)) return "no_text";
  if (isRepetition(text)) return "repeated_characters";
  return undefined;
}

/** True when one character makes up most of a text of at least eight letters, as in a held key. */
function isRepetition(text: string): boolean {
  const letters = text.toLowerCase().match(/[\p{L}\p{N}]/gu) ?? [];
  if (letters.length < 8) return false;
  const counts = new Map<string, number>();
  for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return Math.max(...counts.values()) > letters.length * 0.6;
}
