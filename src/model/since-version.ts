/** From which version on a theme is told of more often: the version that parts the rates best, when that is no chance. */

import { chanceOfAtLeast } from "../numeric/chance.ts";
import { compareVersions } from "./version.ts";

export interface Since {
  readonly version: string;
  /** Of the reviews of earlier versions, the share that tells of it; then of this and the later ones. */
  readonly before: number;
  readonly after: number;
}

const LEAST_AFTER = 4;
/** Reviews of earlier versions, without which nothing is known of before. */
const LEAST_EARLIER = 10;
const FACTOR = 2;
/** Several versions are tried, so it is stricter than for one. */
const CHANCE = 0.002;

interface Rate {
  readonly told: number;
  readonly all: number;
}

const rate = ({ told, all }: Rate): number => (all === 0 ? 0 : told / all);

/** `told`: of the theme, `known`: of all reviews of the app, by version. */
export function sinceVersion(
  told: readonly { readonly version: string; readonly count: number }[],
  known: readonly { readonly value: string; readonly count: number }[],
): Since | undefined {
  const counts = new Map(told.map(({ version, count }) => [version, count]));
  const versions = known.toSorted((a, b) => compareVersions(a.value, b.value));
  const total = versions.reduce(
    (sum, { value, count }) => ({ told: sum.told + (counts.get(value) ?? 0), all: sum.all + count }),
    { told: 0, all: 0 },
  );
  let earlier: Rate = { told: 0, all: 0 };
  let best: (Since & { readonly chance: number }) | undefined;
  for (const { value, count } of versions) {
    const later = { told: total.told - earlier.told, all: total.all - earlier.all };
    const chance = chanceOfAtLeast(later.told, total.told, total.all === 0 ? 1 : later.all / total.all);
    const isMore = later.told >= LEAST_AFTER && earlier.all >= LEAST_EARLIER && rate(later) >= FACTOR * rate(earlier);
    if (isMore && chance < CHANCE && chance < (best?.chance ?? 1))
      best = { version: value, before: rate(earlier), after: rate(later), chance };
    earlier = { told: earlier.told + (counts.get(value) ?? 0), all: earlier.all + count };
  }
  return best && { version: best.version, before: best.before, after: best.after };
}
