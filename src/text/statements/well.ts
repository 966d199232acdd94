/** Whether words say that something is wrong, or that it is well. */
import { ILL_PHRASES, illWords, wellWords } from "../lexicon/en/ill-words.ts";
import { wordsOf } from "../lexicon/lexicon.ts";
import { createPrefixLookup } from "../lexicon/prefix-lookup.ts";

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

const lookup = (list: string) =>
  createPrefixLookup(
    wordsOf(list).map((entry) => [entry, true] as const),
    () => true,
  );
const ill = lookup(illWords);
const well = lookup(wellWords);

const any = (holds: ReturnType<typeof lookup>, text: string): boolean =>
  (text.toLowerCase().match(WORD) ?? []).some((word) => holds(word) === true);

/** Whether no word of it says that anything is wrong. */
export const isWell = (said: string): boolean => !ILL_PHRASES.test(said) && !any(ill, said);

/** Whether a word says that something is well. */
export const hasPraise = (said: string): boolean => any(well, said);
