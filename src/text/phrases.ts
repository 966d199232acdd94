/**
 * Cuts a text into clauses, each with its place in the text: `text.slice(start, end) === clause.text`. Clauses end at
 * the end of a sentence, where the writer turns ("but"), where a new subject begins ("and it"), and at commas between
 * parts that are long enough to stand alone. Linear in the length of the text.
 */

import { AFTER_CLAUSE, BEFORE_CLAUSE, kindAt, kindOf, LETTER, WHITE } from "./characters.ts";
import { allWords } from "./lexicon/languages.ts";
import { createWordTable } from "./tokens.ts";

export interface Clause {
  readonly text: string;
  /** UTF-16 offsets into the text that was cut. */
  readonly start: number;
  readonly end: number;
}

/** More clauses than this are not looked for: what is left is the last one. */
const mostClauses = 200;
/** Words that a part before or after a comma or an "and" needs to stand alone. */
const aloneFrom = 3;
/** From so many words on, a clause is cut at the next comma, "and" or "because" whatever follows. */
const longFrom = 25;

const TURN = 1;
const JOIN = 2;
const AND = 4;
const SUBJECT = 8;
const roles: readonly (readonly [bit: number, words: ReadonlySet<string>])[] = [
  [TURN, new Set(allWords(({ clauses }) => clauses?.turns))],
  [JOIN, new Set(allWords(({ clauses }) => clauses?.joins))],
  [AND, new Set(allWords(({ clauses }) => clauses?.and))],
  [SUBJECT, new Set(allWords(({ clauses }) => clauses?.subjects))],
];
/** What a word does between clauses. */
const rolesOf = createWordTable((word) => {
  const plain = word.toLowerCase().replaceAll("’", "'");
  return roles.reduce((bits, [bit, words]) => (words.has(plain) ? bits | bit : bits), 0);
}, 1 << 13);

export const splitPhrases = (text: string): Clause[] => {
  const clauses: Clause[] = [];
  let from = 0;
  let words = 0;
  let at = 0;
  const cut = (to: number, next: number): void => {
    const clause = clauses.length < mostClauses ? trimmed(text, from, to) : undefined;
    if (clause !== undefined) clauses.push(clause);
    if (clauses.length < mostClauses) from = next;
    words = 0;
  };
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isWordCharacter(code)) {
      const end = endOfWord(text, at);
      if (words > 0 && startsClause(text, at, end, words)) cut(at, at);
      words++;
      at = end;
    } else if (endsSentence(text, at) || (code === comma && partsAtComma(text, at, words))) {
      cut(at + 1, at + 1);
      at++;
    } else at++;
  }
  cut(text.length, text.length);
  return clauses;
};

const comma = 44;

const startsClause = (text: string, start: number, end: number, words: number): boolean => {
  if (end - start > 10) return false;
  const role = rolesOf.get(text, start, end);
  if ((role & TURN) !== 0) return true;
  if ((role & JOIN) === 0) return false;
  if (words >= longFrom) return true;
  if (words < aloneFrom || (role & AND) === 0) return false;
  const next = nextWordStart(text, end);
  return (rolesOf.get(text, next, Math.min(endOfWord(text, next), next + 12)) & SUBJECT) !== 0;
};

const endsSentence = (text: string, at: number): boolean => {
  const mark = text[at]!;
  if (mark === "\n" || mark === "。" || mark === "！" || mark === "？" || mark === "।" || mark === "…") return true;
  if (mark === "!" || mark === "?" || mark === ";") return true;
  if (mark !== ".") return false;
  const next = text[at + 1];
  if (next === undefined || (kindAt(text, at + 1) & WHITE) !== 0 || next === "." || next === ")")
    return !isNumbering(text, at);
  // "great app.But it": a sentence that the writer ran into the next one, unlike "3.5" and "e.g".
  return /\p{Ll}/u.test(text[at - 1] ?? "") && /\p{Lu}/u.test(next);
};

/** The dot of "1." at the start of a line or sentence, which ends nothing. */
const isNumbering = (text: string, at: number): boolean => {
  let start = at;
  while (start > 0 && at - start < 3 && isDigit(text.charCodeAt(start - 1))) start--;
  return start < at && (start === 0 || /\s/.test(text[start - 1]!)) && /^\s+\p{L}/u.test(text.slice(at + 1, at + 4));
};

const partsAtComma = (text: string, at: number, words: number): boolean => {
  if (words >= longFrom) return true;
  if (words < aloneFrom) return false;
  let ahead = 0;
  let to = nextWordStart(text, at + 1);
  while (to < text.length && ahead < aloneFrom) {
    ahead++;
    to = endOfWord(text, to);
    while (to < text.length && !isWordCharacter(text.charCodeAt(to))) {
      if (",.!?;\n".includes(text[to]!)) return ahead >= aloneFrom;
      to++;
    }
  }
  return ahead >= aloneFrom;
};

/** Without the white space, dashes, bullets and joining words at its start, and white space and commas at its end. */
const trimmed = (text: string, from: number, to: number): Clause | undefined => {
  let start = from;
  let end = to;
  for (;;) {
    while (start < end && (kindOf(text.charCodeAt(start)) & BEFORE_CLAUSE) !== 0) start++;
    const wordEnd = Math.min(endOfWord(text, start), start + 12);
    const isJoint = (rolesOf.get(text, start, wordEnd) & (TURN | AND)) !== 0;
    if (!(isJoint || isBareNumber(text, start, wordEnd))) break;
    if (wordEnd >= end) break;
    start = wordEnd;
  }
  while (end > start && (kindOf(text.charCodeAt(end - 1)) & AFTER_CLAUSE) !== 0) end--;
  const clause = text.slice(start, end);
  return /[\p{L}\p{N}\p{So}]/u.test(clause) ? { text: clause, start, end } : undefined;
};

/** "1." or "2)" of a list. */
const isBareNumber = (text: string, start: number, end: number): boolean =>
  end > start &&
  end - start <= 2 &&
  isDigit(text.charCodeAt(start)) &&
  isDigit(text.charCodeAt(end - 1)) &&
  /^[.)]\s/.test(text.slice(end, end + 2));

const nextWordStart = (text: string, from: number): number => {
  let at = from;
  while (at < text.length && !isWordCharacter(text.charCodeAt(at))) at++;
  return at;
};

const endOfWord = (text: string, start: number): number => {
  let end = start;
  while (end < text.length && isWordCharacter(text.charCodeAt(end))) end++;
  return end;
};

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const isWordCharacter = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  isDigit(code) ||
  code === 39 ||
  code === 0x2019 ||
  (code > 127 && (kindOf(code) & LETTER) !== 0);
