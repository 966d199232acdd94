/** What Hindi says behind a noun and English before it. */
import { isPlain, move } from "./clauses.ts";
import type { Piece } from "./pieces.ts";

/** Pieces of a noun that what stands behind it moves over. */
const LONGEST_NOUN = 3;

const SPAN_OF_TIME = /^(?:minute|hour|half hour|day|week|month|year)s?$/;
/** Where or with what, and not whose. */
const PLACED = /^(?:after|before|by way of|from|in|on|since|with|without)$/;
/** What is said behind its object. */
const NEEDS_OBJECT =
  /^(?:cannot (?!be\b|log in)|does not let me (?!log in)|while |when |option to |feature to |way to )\w/;

/** Where what stands before the one at `at`, and in English behind it, begins. */
function startOfObject(pieces: readonly Piece[], at: number, postpositions: ReadonlySet<string>): number {
  let from = at;
  while (from > 0 && at - from < LONGEST_NOUN && isPlain(pieces[from]!) && isNoun(pieces[from - 1]!)) {
    from--;
    // "meri ticket app se": the app is no part of another thing's name.
    if (pieces[from]!.english === "app") break;
  }
  // "payment pe click karte hi": what is done goes before "on payment".
  const isTold = from < at && from > 0 && isPlain(pieces[from]!) && postpositions.has(pieces[from - 1]!.english);
  return isTold && NEEDS_OBJECT.test(pieces[at]!.english) ? from - 1 : from;
}

/** "gate pe code scan nahi hota": one thing ends and another begins. */
function partFromNext(pieces: Piece[], from: number, at: number, { english }: Piece): void {
  const after = pieces[at + 1];
  const isAtStart = (from === 0 || !isPlain(pieces[from]!)) && PLACED.test(english);
  if (isAtStart && after?.role === "thing" && isPlain(after)) pieces[at + 1] = { ...after, before: ", " };
}

/** "phone me": "in phone"; "price sahi hai": "price is correct"; "batata hai": "tells". */
export function turnRound(pieces: Piece[], postpositions: ReadonlySet<string>): void {
  for (let at = 1; at < pieces.length; at++) {
    const [before, piece] = [pieces[at - 1]!, pieces[at]!];
    if (!isPlain(piece)) continue;
    if (/^(?:is|are|was|were|am)$/.test(piece.english)) {
      if (before.role === "quality") move(pieces, at, at - 1);
      else if (before.role === "verb") pieces[at] = { ...piece, english: "" };
      continue;
    }
    if (!postpositions.has(piece.english) && !NEEDS_OBJECT.test(piece.english)) continue;
    if (piece.english === "of") {
      pieces[at] = { ...piece, english: "" };
      continue;
    }
    if (piece.english === "from" && SPAN_OF_TIME.test(before.english)) pieces[at] = { ...piece, english: "for" };
    const from = startOfObject(pieces, at, postpositions);
    if (from === at) continue;
    move(pieces, at, from);
    partFromNext(pieces, from, at, piece);
  }
}

const isNoun = ({ role, english }: Piece): boolean =>
  role === "thing" ||
  role === "quality" ||
  /^(?:\d+|two|three|four|five|six|seven|eight|nine|ten|many|my|your|this|that|it|i|you|own|one|two|all)$/.test(
    english,
  );
