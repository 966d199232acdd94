/** How much speaks for a problem that is read in a text that tells several: many a clause only surrounds the problem. */
import { logOf } from "./likeliest-path.ts";

export interface Surroundings {
  /** Pieces [from, to) of so many. */
  readonly from: number;
  readonly to: number;
  readonly pieces: number;
  /** Probability that the clause tells of any kind of failure, and of the likeliest one. */
  readonly failing: number;
  readonly surest: number;
  /** Mean probability of its pieces to name what fails. */
  readonly object: number;
}

/**
 * Logistic regression over the 1,829 problems that were read in hand-coded reviews of seven apps that tell more than one: whether
 * people had coded the problem there. Of apps not learnt from it tells them apart with an area of .73 under the curve.
 */
const LEARNT = {
  base: 0.529,
  failing: 0.114,
  surest: 1.124,
  object: 0.432,
  length: 0.679,
  pieces: -0.425,
  place: -1.504,
};

/** As log-odds of a chance. Of those below it, people had coded a fifth. */
export const LITTLE_EVIDENCE = Math.log(0.15 / 0.85);

const logOdds = (probability: number): number => logOf(probability) - logOf(1 - probability);

/** In log-odds: more where how it fails is plain and what fails is named, where it is said at some length, and early. */
export function evidenceOf({ from, to, pieces, failing, surest, object }: Surroundings): number {
  const what = LEARNT.failing * logOdds(failing) + LEARNT.surest * surest + LEARNT.object * logOdds(object);
  const where = LEARNT.length * Math.log(to - from) + LEARNT.pieces * Math.log(pieces) + (LEARNT.place * from) / pieces;
  return LEARNT.base + what + where;
}
