/** Groups that tell one story though their words are apart; the themes of the last pass hold together more than others. */

import type { TitledStatement } from "../text/titles/objects.ts";
import { failureVotes, titleOf } from "../text/titles/title.ts";
import { wholeFailures } from "./failure-families.ts";
import type { KnownCluster } from "./identity.ts";
import { meanDistance, type ThemeSpace } from "./theme-space.ts";
import type { ThemeOptions, ThemeStatement } from "./themes.ts";

/**
 * What distances within and between the themes of the last pass are multiplied by. Milder ones (.85, 1.08) lose the ids of
 * another 6 % of members on `evaluate stable-ids`, and group no better after passes in steps.
 */
const HELD_TOGETHER = 0.7;
const HELD_APART = 1.15;
/** Fewer records than these are no theme. */
export const LEAST_RECORDS = 2;
/** Two themes with the same title, or of one whole failure, are one up to this mean distance: tried .72 to .9. */
const SAME_STORY_BELOW = 0.76;
/** Share of a theme's failure from which on it is the theme's. */
const CLEAR_FAILURE = 0.4;

/** The options, and what the pass itself knows. */
export interface Told extends ThemeOptions {
  readonly previous: readonly KnownCluster[];
  /** How the app's people write a word. */
  readonly writing: (word: string) => string;
}

/** What the distance of members of two themes of the last pass is multiplied by; undefined where there was none. */
export const held = (one: number | undefined, other: number | undefined): number => {
  if (one === undefined || other === undefined) return 1;
  return one === other ? HELD_TOGETHER : HELD_APART;
};

/** The theme of the last pass that most members of a group come from. */
function themeBefore(previous: readonly KnownCluster[]): (members: readonly string[]) => number | undefined {
  const themeOf = new Map(previous.flatMap(({ members }, theme) => members.map((member) => [member, theme] as const)));
  return (members) => {
    const counts = new Map<number, number>();
    for (const member of members) {
      const theme = themeOf.get(member);
      if (theme !== undefined) counts.set(theme, (counts.get(theme) ?? 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
  };
}

/** The failure that is a story by itself, whatever its members name; undefined when theirs is none, or none is clear. */
function wholeFailureOf(members: readonly TitledStatement[]): string | undefined {
  const [top] = failureVotes(members);
  return top !== undefined && top.share >= CLEAR_FAILURE && wholeFailures.has(top.name) ? top.name : undefined;
}

/** Groups that would be titled alike, or have one whole failure, and are not far apart tell one story. */
export function mergeTwins(
  statements: readonly (ThemeStatement & TitledStatement)[],
  groups: readonly number[][],
  space: ThemeSpace,
  { app, constraints, previous, writing }: Told,
): number[][] {
  const before = themeBefore(previous);
  const idsOf = (rows: readonly number[]): Set<string> => new Set(rows.map((row) => statements[row]!.id));
  const areApart = (one: readonly number[], other: readonly number[]): boolean => {
    const [own, others] = [idsOf(one), idsOf(other)];
    return (constraints?.apart ?? []).some(([a, b]) => (own.has(a) && others.has(b)) || (own.has(b) && others.has(a)));
  };
  const kept: { title: string; whole: string | undefined; before: number | undefined; members: number[] }[] = [];
  const bySize = groups
    .filter(({ length }) => length >= LEAST_RECORDS)
    .toSorted((a, b) => b.length - a.length || a[0]! - b[0]!);
  for (const members of bySize) {
    const told = members.map((row) => statements[row]!);
    const title = titleOf(told, { app, writing });
    const whole = wholeFailureOf(told);
    const known = before(told.map(({ id }) => id));
    const twin = kept.find(
      (other) =>
        (other.title === title || (whole !== undefined && other.whole === whole)) &&
        meanDistance(space, other.members, members) * held(other.before, known) < SAME_STORY_BELOW &&
        !areApart(other.members, members),
    );
    if (twin === undefined) kept.push({ title, whole, before: known, members: [...members] });
    else twin.members.push(...members);
  }
  return kept.map(({ members }) => members.sort((a, b) => a - b));
}
