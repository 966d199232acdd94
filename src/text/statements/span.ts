/** Where a span of a text begins and ends for a reader: at whole words, without what only joins it to its neighbours. */
import { DIGIT, EDGE, kindAt, LETTER, NUMBER_MARK, WHITE, WORD_MARK } from "../characters.ts";
import { joiningWords } from "../lexicon/en/statement-words.ts";
import { determiners, pronouns, titleStops } from "../lexicon/en/title-words.ts";
import { wordsOf } from "../lexicon/lexicon.ts";

const joining = new Set(wordsOf(joiningWords));
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’.-][\p{L}\p{M}\p{N}]+)*/gu;
const FIRST_WORD = new RegExp(WORD.source, "u");

/** Whether the text before `at` and from `at` on are parts of one word or number: "crash|es", "6.|0.1", "don|'t". */
export function isWithinWord(text: string, at: number): boolean {
  const before = kindAt(text, at - 1);
  const here = kindAt(text, at);
  if ((before & here & LETTER) !== 0) return true;
  return isMark(here, before, kindAt(text, at + 1)) || isMark(before, kindAt(text, at - 2), here);
}

const isMark = (mark: number, left: number, right: number): boolean =>
  ((mark & NUMBER_MARK) !== 0 && (left & right & DIGIT) !== 0) ||
  ((mark & WORD_MARK) !== 0 && (left & right & LETTER) !== 0);

/** Marks of a quotation that differ at its two ends; `"` is the same at both. */
const QUOTES = [
  ["“", "”"],
  ["„", "“"],
  ["«", "»"],
] as const;
const countOf = (text: string, mark: string): number => text.split(mark).length - 1;

/** What is quoted at its end is quoted whole: `it says "try again"`, with the closing mark and what stands before that. */
function pastQuotation(text: string, start: number, end: number): number {
  if ((kindAt(text, end) & (LETTER | WHITE)) !== 0) return end;
  const [tail, mark] = /^[.,!?…]{0,3}(["“”»])/u.exec(text.slice(end, end + 4)) ?? [];
  if (tail === undefined || mark === undefined) return end;
  const inside = text.slice(start, end);
  const isOpen =
    mark === '"'
      ? countOf(inside, mark) % 2 === 1
      : QUOTES.some(([open, close]) => close === mark && countOf(inside, open) > countOf(inside, close));
  return isOpen ? end + tail.length : end;
}

/** At the end of a span they lead to what is told next: "charts are pretty but". */
const LEADS_ON = /[\s.,;:!?–—-]+(?:but|and|or|although|though|because|cause|cuz|however|except|so)$/iu;

const withoutJoint = (text: string, start: number, end: number): number => {
  const last = LEADS_ON.exec(text.slice(Math.max(start, end - 20), end));
  return last === null || isWithinWord(text, end) ? end : end - last[0].length;
};

/** Undefined when no word is left. */
export function trimSpan(text: string, from: number, to: number): { start: number; end: number } | undefined {
  let start = from;
  let end = to;
  while (start < end && (kindAt(text, start) & EDGE) === 0) start++;
  while (end > start && (kindAt(text, end - 1) & EDGE) === 0) end--;
  for (;;) {
    const first = FIRST_WORD.exec(text.slice(start, end))?.[0];
    if (first === undefined) return undefined;
    const at = text.indexOf(first, start);
    if (!joining.has(first.toLowerCase()) || at + first.length >= end) break;
    start = at + first.length;
    while (start < end && (kindAt(text, start) & EDGE) === 0) start++;
  }
  end = withoutJoint(text, start, end);
  if (!FIRST_WORD.test(text.slice(start, end))) return undefined;
  while (isWithinWord(text, start)) start--;
  while (isWithinWord(text, end)) end++;
  if (text[end] === "%") end++;
  return { start, end: pastQuotation(text, start, end) };
}

const auxiliaries = "has have had been do does did being";
const silent = new Set([joiningWords, pronouns, determiners, titleStops, auxiliaries].flatMap(wordsOf));

/** Whether there is nothing in it but words that need others: "you also", "it's not". */
export const saysNothing = (text: string): boolean =>
  (text.match(WORD) ?? []).every((word) => silent.has(word.toLowerCase().replace("’", "'")));

export const wordCount = (text: string): number => text.match(WORD)?.length ?? 0;
