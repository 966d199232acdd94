/** Share of a text that belongs to no language: runs of symbols, and what a hand drummed over the keys. */
import { kindOf, WHITE } from "../characters.ts";
import type { LanguageDetector } from "../language.ts";
import { createWordTable } from "../tokens.ts";
import { isKeyboardNoise } from "./keyboard.ts";

/** A word as most are, perhaps with the mark that ends its sentence. */
const PLAIN = /^(?!www\.)[a-z]{1,39}[.,!?]?$/;
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

/** Share of a text's tokens that belong to no language: runs of symbols and keyboard noise; in [0, 1]. */
export function createNonEnglishShare(detect: LanguageDetector): (text: string) => number {
  const tokens = createWordTable((token): Token => {
    if (PLAIN.test(token)) return isNoise(token.replace(EDGES, ""), detect) ? "undetermined" : "word";
    if (IGNORED.test(token)) return "ignored";
    return belongsNowhere(token, detect) ? "undetermined" : "word";
  });
  return (text) => {
    const limit = Math.min(text.length, MOST_CHARACTERS);
    let counted = 0;
    let undetermined = 0;
    for (let at = 0; at < limit; ) {
      if (isWhite(text, at)) {
        at++;
        continue;
      }
      const start = at;
      while (at < limit && !isWhite(text, at)) at++;
      const token = tokens.get(text, start, at);
      if (token !== "ignored") counted++;
      if (token === "undetermined") undetermined++;
    }
    return counted === 0 ? 0 : undetermined / counted;
  };
}

type Token = "ignored" | "word" | "undetermined";

const isWhite = (text: string, at: number): boolean => (kindOf(text.charCodeAt(at)) & WHITE) !== 0;

/** The detector is asked only about tokens that look like noise: a short word alone says too little. */
function belongsNowhere(token: string, detect: LanguageDetector): boolean {
  if (!LETTER.test(token)) return true;
  if (ADDRESS.test(token)) return false;
  if (!LATIN_START.test(token)) return false;
  if (token.length > LONGEST_WORD) return true;
  const letters = token.replace(EDGES, "");
  if ((letters.match(LETTERS)?.length ?? 0) < letters.length / 2) return true;
  return isNoise(letters, detect);
}

const isNoise = (letters: string, detect: LanguageDetector): boolean =>
  isKeyboardNoise(letters) && detect(letters).lang === "und";
