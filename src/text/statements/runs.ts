/** Which runs of a text's pieces are the statements of it: by the likeliest path, and where the text tells what no run does, the likeliest stretch. */
import { CLAUSE_MARK, kindOf } from "../characters.ts";
import type { Pieces } from "../embedding/embedder.ts";
import { likeliestPath, OUTSIDE, WISH } from "./likeliest-path.ts";
import type { PieceReading } from "./network.ts";
import { isWithinWord } from "./span.ts";

/** Pieces [from, to). */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly isWish: boolean;
}

/** What the text as a whole tells. */
export interface Tells {
  readonly problem: boolean;
  readonly wish: boolean;
}

/** A piece that begins a statement so surely parts it from the one before. */
const BEGINS = 0.5;
/** Of a text that tells something without any sure piece: what a piece is short of to be part of it. */
const DOUBTFUL_PIECE = 0.25;
const NEW_LINE = 10;
/** A statement has so many pieces before another can begin. */
export const FEWEST_PIECES = 2;
const MOST_CLAUSE_PIECES = 20;

/** Runs of what the text tells, in no order. */
export function runsOf(text: string, pieces: Pieces, reading: PieceReading, tells: Tells): Run[] {
  const runs = likelyRuns(text, pieces, reading, tells);
  if (tells.problem && !runs.some(({ isWish }) => !isWish)) {
    const likeliest = likeliestRun(reading.problem, runs, false);
    runs.push(withClause(text, pieces, reading.count, likeliest, runs));
  }
  if (tells.wish && !runs.some(({ isWish }) => isWish)) runs.push(likeliestRun(reading.wish, runs, true));
  return runs;
}

/** Runs of pieces that are rather part of a statement than not: the likeliest path through outside, problem and wish. */
function likelyRuns(text: string, pieces: Pieces, reading: PieceReading, tells: Tells): Run[] {
  const states = likeliestPath(reading, tells, (piece) => isClauseEnd(text, pieces, piece));
  const runs: Run[] = [];
  let from = 0;
  for (let piece = 1; piece <= reading.count; piece++) {
    const parts =
      states[piece] !== states[from] ||
      (reading.begins[piece]! >= BEGINS && piece - from >= FEWEST_PIECES) ||
      isNewLine(text, pieces, piece);
    if (piece < reading.count && (!parts || goesOn(text, pieces, piece))) continue;
    if (states[from] !== OUTSIDE) runs.push({ from, to: piece, isWish: states[from] === WISH });
    from = piece;
  }
  return runs;
}

/** Whether the piece is of the same word or number as the one before. */
export const goesOn = (text: string, { starts }: Pieces, piece: number): boolean =>
  starts[piece] === starts[piece - 1] || isWithinWord(text, starts[piece]!);

/** Whether a mark that ends a clause stands before the piece, or is it. */
function isClauseEnd(text: string, pieces: Pieces, piece: number): boolean {
  if (goesOn(text, pieces, piece)) return false;
  const last = Math.min(text.length - 1, pieces.starts[piece]!);
  for (let at = pieces.starts[piece - 1]!; at <= last; at++) {
    if ((kindOf(text.charCodeAt(at)) & CLAUSE_MARK) !== 0) return true;
  }
  return false;
}

const isNewLine = (text: string, pieces: Pieces, piece: number): boolean =>
  piece > 0 && hasNewLine(text, pieces.ends[piece - 1]!, pieces.starts[piece]!);

const hasNewLine = (text: string, from: number, to: number): boolean => {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === NEW_LINE) return true;
  return false;
};

/** The clause of a run that is too short to tell anything, clear of `taken`: "lag" of "all my videos lag constantly". */
function withClause(text: string, pieces: Pieces, count: number, run: Run, taken: readonly Run[]): Run {
  let { from, to } = run;
  if (to - from > FEWEST_PIECES) return run;
  const isFree = (piece: number): boolean => !taken.some((one) => piece >= one.from && piece < one.to);
  while (from > 0 && isFree(from - 1) && !isClauseEnd(text, pieces, from)) from--;
  while (to < count && isFree(to) && !isClauseEnd(text, pieces, to)) to++;
  return to - from > MOST_CLAUSE_PIECES ? run : { ...run, from, to };
}

/** The stretch whose pieces together are the likeliest to be of a kind, clear of the runs there are. */
function likeliestRun(likeness: Float32Array, taken: readonly Run[], isWish: boolean): Run {
  const isTaken = (piece: number): boolean => taken.some(({ from, to }) => piece >= from && piece < to);
  let best: Run = { from: 0, to: 0, isWish };
  let top = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let from = 0;
  for (let piece = 0; piece < likeness.length; piece++) {
    if (isTaken(piece)) {
      sum = 0;
      from = piece + 1;
      continue;
    }
    sum += likeness[piece]! - DOUBTFUL_PIECE;
    if (sum > top) {
      top = sum;
      best = { from, to: piece + 1, isWish };
    }
    if (sum < 0) {
      sum = 0;
      from = piece + 1;
    }
  }
  return best;
}
