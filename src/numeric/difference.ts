/** Two counts of the same thing, and how sure it is that they differ by more than chance. */
import { chanceOfAtLeast } from "./chance.ts";

export interface Counted {
  readonly recent: number;
  readonly before: number;
}

/** `none`: it may well be chance, or there is too little to tell. */
export type Sureness = "sure" | "likely" | "none";

export interface Difference extends Counted {
  readonly direction: "up" | "down" | "same";
  /** Of a difference at least as big when nothing has changed. */
  readonly chance: number;
  readonly sureness: Sureness;
  /** All feedback in the same spans, which it is measured against. */
  readonly all: Counted;
}

/** Fewer in both spans together say nothing. */
const LEAST = 5;
const SURE = 0.01;
const LIKELY = 0.1;

const round = (chance: number): number => Number(chance.toPrecision(3));

/** `all`: of all feedback in the same spans, so that a theme does not rise because everything does. */
export function differenceOf(
  { recent, before }: Counted,
  { recent: allRecent, before: allBefore }: Counted,
): Difference {
  const sum = recent + before;
  const all = { recent: allRecent, before: allBefore };
  if (all.before === 0 || sum < LEAST) return { recent, before, direction: "same", chance: 1, sureness: "none", all };
  const share = all.recent / (all.recent + all.before);
  const [more, less] = [chanceOfAtLeast(recent, sum, share), chanceOfAtLeast(before, sum, 1 - share)];
  const chance = Math.min(more, less);
  const direction = chance >= LIKELY ? "same" : more < less ? "up" : "down";
  const sureness = chance < SURE ? "sure" : chance < LIKELY ? "likely" : "none";
  return { recent, before, direction, chance: round(chance), sureness, all };
}
