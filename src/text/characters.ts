/** What a UTF-16 unit is by itself, by one look into a table; half of a pair is none of it. */

export const LETTER = 1;
/** Of any script, not only 0 to 9. */
export const DIGIT = 2;
/** What a quote may begin and end with: a letter, a digit, a currency, "%", "+", "#". */
export const EDGE = 4;
/** Between two digits it is part of a number, a version or a time. */
export const NUMBER_MARK = 8;
/** Between two letters it is part of a word. */
export const WORD_MARK = 16;
/** It ends a clause. */
export const CLAUSE_MARK = 32;
export const WHITE = 64;
/** No clause begins with it. */
export const BEFORE_CLAUSE = 128;
/** No clause ends with it. */
export const AFTER_CLAUSE = 256;

const KNOWN = 512;
const tests: readonly (readonly [bit: number, pattern: RegExp])[] = [
  [LETTER, /[\p{L}\p{M}\p{N}]/u],
  [DIGIT, /\p{N}/u],
  [EDGE, /[\p{L}\p{M}\p{N}\p{Sc}%+#]/u],
  [NUMBER_MARK, /[.,:/-]/],
  [WORD_MARK, /['’-]/],
  [CLAUSE_MARK, /[.,;:!?\n()]/],
  [WHITE, /\s/],
  [BEFORE_CLAUSE, /[\s,.:;!?*•·–—)\]\-…]/],
  [AFTER_CLAUSE, /[\s,.:\-–—;]/],
];

/** Filled as units are met. */
const table = new Uint16Array(65_536);

function workOut(code: number): number {
  const character = String.fromCharCode(code);
  const kind = tests.reduce((bits, [bit, pattern]) => (pattern.test(character) ? bits | bit : bits), KNOWN);
  table[code] = kind;
  return kind;
}

/** The bits of a unit. */
export const kindOf = (code: number): number => table[code] || workOut(code);

/** The bits of the unit at a place of a text; 0 outside of it. */
export const kindAt = (text: string, at: number): number =>
  at >= 0 && at < text.length ? kindOf(text.charCodeAt(at)) : 0;

/** Whether it holds letters that take two units. */
export const hasPairs = (text: string): boolean => /[\ud800-\udfff]/.test(text);

/** Where the run of letters and digits that begins at `from` ends. */
export function endOfLetters(text: string, from: number): number {
  let end = from;
  while (end < text.length && (kindOf(text.charCodeAt(end)) & LETTER) !== 0) end++;
  return end;
}
