/** When the counts of a change alone would tell the opposite of what it is. */
import type { Difference } from "../../src/numeric/difference.ts";

export interface Shares {
  readonly before: number;
  readonly recent: number;
}

/**
 * Its shares of all feedback, where more tell of it though it faded, or no more though it grew: all feedback went further
 * the same way. Undefined where the counts speak for themselves.
 */
export function sharesAgainst({ direction, recent, before, all }: Difference): Shares | undefined {
  if (direction === "same" || (direction === "up" ? recent > before : recent < before)) return undefined;
  return { before: before / Math.max(1, all.before), recent: recent / Math.max(1, all.recent) };
}
