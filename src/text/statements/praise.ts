/** A reader of statements that takes no praise and no bare fact for a problem: "it keeps my kids busy", "the app has three profiles". */
import { ILL_PHRASES, illWords, WELL_PHRASES, wellWords } from "../lexicon/en/ill-words.ts";
import { wordsOf } from "../lexicon/lexicon.ts";
import { createPrefixLookup } from "../lexicon/prefix-lookup.ts";
import type { StatementReader } from "./reader.ts";

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

/** Chance that the text as a whole is meant badly: below the first, what says nothing ill is no problem; below the second, what praises. */
const MEANT_WELL = 0.5;
const MEANT_WELL_WITH_PRAISE = 0.7;

/** `negative`: how likely the text as a whole is meant badly. */
export function isPraise(quote: string, negative: number): boolean {
  const rest = quote.replace(WELL_PHRASES, " ");
  if (rest !== quote) return isWell(rest);
  return negative < MEANT_WELL_WITH_PRAISE && isWell(quote) && (negative < MEANT_WELL || any(well, quote));
}

export const withoutPraise =
  (read: StatementReader): StatementReader =>
  (input) => {
    const reading = read(input);
    const [negative = 1] = reading.sentiment;
    const statements = reading.statements.filter(
      ({ kind, start, end, sureness }) =>
        kind === "wish" || sureness >= 1 || !isPraise(input.text.slice(start, end), negative),
    );
    return statements.length === reading.statements.length ? reading : { ...reading, statements };
  };
