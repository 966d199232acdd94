/** The likeliest path of a text's pieces through outside, problem and wish: a change costs more within a clause than between two. */
import type { PieceReading } from "./network.ts";

export const OUTSIDE = 0;
const PROBLEM = 1;
export const WISH = 2;
const STATES = 3;
/** What a change of state costs, in log-probability, between two clauses and within one. */
const CHANGE_BETWEEN = 0.3;
const CHANGE_WITHIN = 2;
/** Held against a piece that is outside: readers of evidence miss half a statement more than they mind a word too much. */
const OUTSIDE_COST = 0.5;

export const logOf = (probability: number): number => Math.log(Math.max(probability, 1e-6));

/** The first of the greatest. */
const topOf = (values: Float64Array): number => {
  let top = 0;
  for (let at = 1; at < STATES; at++) if (values[at]! > values[top]!) top = at;
  return top;
};

/** By Viterbi's algorithm: the state of each piece. `isClauseEnd`: whether a clause ends before a piece, or with it. */
export function likeliestPath(
  { count, problem, wish }: PieceReading,
  tells: { readonly problem: boolean; readonly wish: boolean },
  isClauseEnd: (piece: number) => boolean,
): Uint8Array {
  /** The state that each state of each piece came from. */
  const back = new Uint8Array(count * STATES);
  let best = new Float64Array(STATES);
  let next = new Float64Array(STATES);
  const said = new Float64Array(STATES).fill(Number.NEGATIVE_INFINITY);
  const scores = new Float64Array(STATES);
  for (let piece = 0; piece < count; piece++) {
    said[OUTSIDE] = logOf(1 - problem[piece]! - wish[piece]!) - OUTSIDE_COST;
    if (tells.problem) said[PROBLEM] = logOf(problem[piece]!);
    if (tells.wish) said[WISH] = logOf(wish[piece]!);
    const cost = piece === 0 ? 0 : isClauseEnd(piece) ? CHANGE_BETWEEN : CHANGE_WITHIN;
    for (let state = 0; state < STATES; state++) {
      for (let from = 0; from < STATES; from++) scores[from] = best[from]! - (from === state ? 0 : cost);
      const top = topOf(scores);
      // Among equals a state stays.
      back[piece * STATES + state] = scores[state] === scores[top] ? state : top;
      next[state] = scores[top]! + said[state]!;
    }
    [best, next] = [next, best];
  }
  const path = new Uint8Array(count);
  let state = topOf(best);
  for (let piece = count - 1; piece >= 0; piece--) {
    path[piece] = state;
    state = back[piece * STATES + state]!;
  }
  return path;
}
