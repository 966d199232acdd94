/** What the words beside it make of a word: said twice, passives, plurals, and what each language tells of its own small words. */

import { isPlain } from "./clauses.ts";
import { pluralOf } from "./english-forms.ts";
import type { GlossLanguage } from "./language.ts";
import type { Piece } from "./pieces.ts";

/** Verbs that take a negation behind them. */
export const AUXILIARY = /^(?:is|are|am|was|were|has|have|had|can|could|must|should|will|would|be|been|do|does)$/;

/** "ga masuk masuk": "does not enter". */
export function dropDoubles(pieces: Piece[], text: string): void {
  for (let at = 1; at < pieces.length; at++) {
    const [before, piece] = [pieces[at - 1]!, pieces[at]!];
    const said = text.slice(piece.start, piece.end).toLowerCase();
    const isAgain = ` ${text.slice(before.start, before.end).toLowerCase()}`.endsWith(` ${said}`);
    if (isPlain(piece) && piece.known > 0 && isAgain) pieces[at] = { ...piece, english: "" };
  }
}

const BE = /(?:^| )(?:can|cannot|could|may|must|should|to|will|would)$/;

/** "diblokir": "was blocked", and "be blocked" behind "can". */
export function sayPassives(pieces: Piece[]): void {
  for (const [at, piece] of pieces.entries()) {
    if (piece.tense !== "past" || piece.base === undefined) continue;
    const before = at > 0 && isPlain(piece) ? pieces[at - 1] : undefined;
    const helps = pieces.slice(Math.max(0, at - 2), at).findLastIndex(({ english }) => BE.test(english));
    const isHelped = before !== undefined && helps >= 0 && pieces.slice(at - 1, at).every(isPlain);
    if (before !== undefined && AUXILIARY.test(before.english) && !isHelped) continue;
    pieces[at] = { ...piece, english: `${isHelped ? "be" : "was"} ${piece.english}`, role: "word" };
  }
}

/** What a language says of words beside their neighbours. */
export function settleWords(pieces: Piece[], text: string, settle: NonNullable<GlossLanguage["settle"]>): void {
  const beside = (piece: Piece | undefined) =>
    piece && { ...piece, said: text.slice(piece.start, piece.end).toLowerCase() };
  for (const [at, piece] of pieces.entries()) {
    const next = pieces[at + 1];
    const before = isPlain(piece) ? beside(pieces[at - 1]) : undefined;
    const changed = settle(beside(piece)!, before, next && isPlain(next) ? beside(next) : undefined);
    if (changed !== undefined) pieces[at] = { ...piece, ...changed };
  }
}

const SHORTEST_REPEATED = 4;

/** "mein Account wurde gehackt" by two phrases that both name it: no word is said twice in a row. */
export function dropRepeats(pieces: Piece[]): void {
  let last = "";
  for (const [at, piece] of pieces.entries()) {
    if (piece.english === "" || piece.known === 0) continue;
    const [first = "", ...rest] = piece.english.split(" ");
    const isAgain = isPlain(piece) && first.length >= SHORTEST_REPEATED && first === last;
    last = rest.at(-1) ?? first;
    if (isAgain) pieces[at] = { ...piece, english: rest.join(" ") };
  }
}

const MANY =
  /^(?:[2-9]|\d\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)$/;
const ONE_OF_MANY =
  /^(?:account|ad|alert|answer|call|card|code|coin|day|device|email|file|film|hour|item|letter|level|link|message|minute|month|name|notification|order|page|parcel|payment|person|phone|photo|picture|point|question|song|star|step|time|video|week|word|year)$/;

/** "5 din", "40 menit": "5 days", "40 minutes". */
export function countThings(pieces: Piece[]): void {
  for (const [at, piece] of pieces.entries()) {
    const before = at > 0 && isPlain(piece) ? pieces[at - 1] : undefined;
    if (before === undefined || !MANY.test(before.english) || !ONE_OF_MANY.test(piece.english)) continue;
    pieces[at] = { ...piece, english: pluralOf(piece.english) };
  }
}

/** "an hour", "a user". */
const AN = /^(?:[aei]|o(?!ne)|u(?!ni|s[eu])|hour|honest)/i;

/** "a order": "an order". */
export function sayArticles(pieces: Piece[]): void {
  for (const [at, piece] of pieces.entries()) {
    if (piece.english !== "a") continue;
    const next = pieces.slice(at + 1, at + 3).find(({ english }) => english !== "");
    if (next !== undefined && AN.test(next.english)) pieces[at] = { ...piece, english: "an" };
  }
}
