/** Members that a group took in on its way and that tell something else: average linkage joins whole groups, and never looks back. */
import { meanDistance, someOf, type ThemeSpace } from "./theme-space.ts";

/** Farther from the others by mean distance than this, a member is a stranger: tried .6 to .7 on seven hand-coded apps, each with a tenth of its reviews left out twenty times. */
const STRANGE_BEYOND = 0.65;
/** Of fewer members none is the one that doesn't belong. */
const FEWEST = 4;

/** Groups without their strangers, who stand alone. `stays`: rows of a group that people put there, or that were there before. */
export function withoutStrangers(
  groups: readonly number[][],
  space: ThemeSpace,
  stays: (members: readonly number[]) => (row: number) => boolean,
): number[][] {
  return groups.map((members) => {
    if (members.length < FEWEST) return members;
    const isAtHome = stays(members);
    const some = someOf(members);
    return members.filter((row) => {
      if (isAtHome(row)) return true;
      const others = some.filter((other) => other !== row);
      return meanDistance(space, [row], others) <= STRANGE_BEYOND;
    });
  });
}
