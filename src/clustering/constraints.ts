/** Pairs of statements that belong together, or don't, as distances that grouping can't overlook. */
import { cutTree, type Distances } from "./linkage.ts";

/** What is known about pairs of statements. */
export interface ThemeConstraints {
  readonly together: readonly (readonly [string, string])[];
  readonly apart: readonly (readonly [string, string])[];
}

/** So far that no mean of many near pairs makes up for it. */
const APART = 1e30;

/** Pairs that belong together do so as a chain: all that hang together are at one place. */
export function constrain(
  { n, values }: Distances,
  { together, apart }: ThemeConstraints,
  placeOf: ReadonlyMap<string, number>,
): void {
  const known = (pairs: ThemeConstraints["together"]) =>
    pairs.flatMap(([a, b]) => {
      const [i, j] = [placeOf.get(a), placeOf.get(b)];
      return i === undefined || j === undefined || i === j ? [] : [[i, j] as const];
    });
  const set = (i: number, j: number, distance: number): void => {
    values[i * n + j] = distance;
    values[j * n + i] = distance;
  };
  const pairs = known(together);
  const chains = cutTree(
    n,
    pairs.map(([a, b]) => ({ a, b, distance: 0 })),
    1,
  );
  const decided = [...new Set(pairs.flat())];
  for (const i of decided) for (const j of decided) if (i < j && chains[i] === chains[j]) set(i, j, 0);
  for (const [i, j] of known(apart)) set(i, j, APART);
}
