/** Where the words of a text stand: what an expression would find, told by the table of characters. */
import { DIGIT, endOfLetters, hasPairs, kindAt, kindOf, LETTER, NUMBER_MARK, WORD_MARK } from "./characters.ts";

/** Letters and digits, with apostrophes and hyphens between them. */
export const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;
/** Also a number, version or time as a whole: "6.0.1", "12:30", "35%". */
export const WORD_OR_NUMBER = /[\p{L}\p{M}\p{N}]+(?:(?:['’-]|(?<=\p{N})[.,:/](?=\p{N}))[\p{L}\p{M}\p{N}]+)*%?/gu;

const PERCENT = 37;

type Visit = (start: number, end: number) => void;

function endOfWord(text: string, start: number): number {
  let end = endOfLetters(text, start);
  while ((kindAt(text, end) & WORD_MARK) !== 0 && (kindAt(text, end + 1) & LETTER) !== 0)
    end = endOfLetters(text, end + 1);
  return end;
}

function endOfWordOrNumber(text: string, start: number): number {
  let end = endOfLetters(text, start);
  for (;;) {
    const mark = kindAt(text, end);
    const next = kindAt(text, end + 1);
    const isNumber = (mark & NUMBER_MARK) !== 0 && (kindAt(text, end - 1) & next & DIGIT) !== 0;
    if (!isNumber && !((mark & WORD_MARK) !== 0 && (next & LETTER) !== 0)) break;
    end = endOfLetters(text, end + 1);
  }
  return text.charCodeAt(end) === PERCENT ? end + 1 : end;
}

function visitAll(text: string, pattern: RegExp, endOf: (text: string, start: number) => number, visit: Visit): void {
  if (hasPairs(text)) {
    for (const match of text.matchAll(pattern)) visit(match.index, match.index + match[0].length);
    return;
  }
  for (let at = 0; at < text.length; ) {
    if ((kindOf(text.charCodeAt(at)) & LETTER) === 0) {
      at++;
      continue;
    }
    const end = endOf(text, at);
    visit(at, end);
    at = end;
  }
}

/** Visits what WORD matches. */
export const forEachWord = (text: string, visit: Visit): void => visitAll(text, WORD, endOfWord, visit);

/** Visits what WORD_OR_NUMBER matches. */
export const forEachWordOrNumber = (text: string, visit: Visit): void =>
  visitAll(text, WORD_OR_NUMBER, endOfWordOrNumber, visit);
