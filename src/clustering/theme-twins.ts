// cspell:ignore arriv
/** Groups that tell one story though their words are apart; the themes of the last pass hold together more than others. */

import { failurePatterns } from "../text/titles/failure-patterns.ts";
import { patternOf } from "../text/titles/filled-pattern.ts";
import { objectsOf, type TitledStatement } from "../text/titles/objects.ts";
import { createOwnName } from "../text/titles/own-name.ts";
import { failureVotes, GUESSED_SHARE, titleOf } from "../text/titles/title.ts";
import { searchWords } from "../text/words.ts";
import { failureFamilies, wholeFailures } from "./failure-families.ts";
import type { KnownCluster } from "./identity.ts";
import type { ThemeOptions, ThemeStatement } from "./theme.ts";
import { meanDistance, type ThemeSpace } from "./theme-space.ts";

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
/** Two themes that clearly fail alike are one up to this mean distance, whatever they name: tried .58 to .72. */
const SAME_FAILURE_BELOW = 0.6;
/** The like of few statements, whose own words tell less: tried .6 to .78. */
const SAME_FAILURE_OF_FEW_BELOW = 0.66;
const FEW = 4;
/** Two themes that tell their failure more closely, and alike, are one up to this mean distance: .66 to .7 tell the coded apps apart as before. */
const TOLD_ALIKE_BELOW = 0.7;
/** Two themes of problems, or of wishes, most of whose members name one thing, are one up to this mean distance: tried .6 to .7. */
const NAMED_ALIKE_BELOW = 0.6;
/** Share of the members that name it: .5 to .75 tried. */
const MOST_NAME = 0.6;
/** Share of a theme's failure from which on it is told closely. */
const CLOSE_FAILURE = 0.3;
/** Share of a theme's failure from which on it is the theme's. */
const CLEAR_FAILURE = 0.4;
/** The like, where words are not asked: of one kind of failure, and of a family of kinds. Tried .4 to .6 and .5 to .6. */
const PLAIN_FAILURE = 0.45;
const PLAIN_FAMILY = 0.6;

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
export function themeBefore(previous: readonly KnownCluster[]): (members: readonly string[]) => number | undefined {
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

/** How a theme clearly fails, by its likeliest kind: that kind, and its family. */
function plainFailuresOf(members: readonly TitledStatement[]): readonly string[] {
  const votes = failureVotes(members);
  const [top] = votes;
  if (top === undefined) return [];
  const family = failureFamilies.find((kinds) => kinds.includes(top.name)) ?? [];
  const shared = votes.reduce((sum, { name, share }) => (family.includes(name) ? sum + share : sum), 0);
  return [...(top.share >= PLAIN_FAILURE ? [top.name] : []), ...(shared >= PLAIN_FAMILY ? [family.join(" ")] : [])];
}

const AGREEING = new Set(["do", "doe", "is", "ar", "wa", "were", "has", "ha", "have", "fail", "arriv"]);

/** What a title says, whether of one or of many: "Video does not play" and "Videos do not play". */
const storyOf = (title: string): string =>
  searchWords(title)
    .filter((stem) => !AGREEING.has(stem))
    .join(" ");

/** Titles that name nothing: of a failure that is only guessed they tell no story. */
const nameless = new Set(Object.values(failurePatterns).map(({ alone }) => alone));
const isGuess = (title: string, members: readonly TitledStatement[]): boolean =>
  nameless.has(title) && (failureVotes(members)[0]?.share ?? 0) < GUESSED_SHARE;

/** How a theme's failure is told where it is told more closely than its kind: "Charged twice", whatever for. */
function closelyTold(members: readonly TitledStatement[]): string | undefined {
  const [top] = failureVotes(members);
  const told = top === undefined || top.share < CLOSE_FAILURE ? undefined : patternOf(top.name, members)?.alone;
  return told !== undefined && nameless.has(told) ? undefined : told;
}

/** What most members name, and whether they want it or complain of it; undefined when they name several things. */
function namedByMost(
  members: readonly TitledStatement[],
  isOwnName: (words: readonly string[]) => boolean,
): string | undefined {
  const [top] = objectsOf(members, isOwnName);
  if (top === undefined || top.count < Math.max(2, MOST_NAME * members.length)) return undefined;
  const wishes = members.filter(({ kind }) => kind === "wish").length;
  const stems = searchWords(top.words.join(" ")).sort();
  return `${wishes * 2 > members.length ? "wish" : "problem"} ${stems.join(" ")}`;
}

/** What a group tells. */
interface Telling {
  readonly story: string | undefined;
  readonly whole: string | undefined;
  readonly failures: readonly string[];
  readonly thing: string | undefined;
  readonly closely: string | undefined;
  readonly before: number | undefined;
  /** In statements. */
  readonly size: number;
}

/** Up to which mean distance two groups tell one story; 0 when how they fail and what they are about speak against it. `other`: the smaller. */
function oneStoryBelow(one: Telling, other: Telling): number {
  if (one.story !== undefined && one.story === other.story) return SAME_STORY_BELOW;
  if (one.whole !== undefined && one.whole === other.whole) return SAME_STORY_BELOW;
  const likeFailures = failuresAlikeBelow(one, other);
  return one.thing !== undefined && one.thing === other.thing
    ? Math.max(likeFailures, NAMED_ALIKE_BELOW)
    : likeFailures;
}

/** The like for how they fail alone. */
function failuresAlikeBelow(one: Telling, other: Telling): number {
  if (one.closely !== undefined && one.closely === other.closely) return TOLD_ALIKE_BELOW;
  if (!one.failures.some((failure) => other.failures.includes(failure))) return 0;
  return other.size <= FEW ? SAME_FAILURE_OF_FEW_BELOW : SAME_FAILURE_BELOW;
}

/** Groups that would be titled alike, have one whole failure, or fail alike and are near, tell one story. */
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
  const isOwnName = createOwnName(app, writing);
  const tellingOf = (members: readonly number[]): Telling => {
    const told = members.map((row) => statements[row]!);
    const title = titleOf(told, { app, writing });
    return {
      story: isGuess(title, told) ? undefined : storyOf(title),
      whole: wholeFailureOf(told),
      failures: plainFailuresOf(told),
      thing: namedByMost(told, isOwnName),
      closely: closelyTold(told),
      before: before(told.map(({ id }) => id)),
      size: members.length,
    };
  };
  const kept: { telling: Telling; members: number[] }[] = [];
  const bySize = groups
    .filter(({ length }) => length >= LEAST_RECORDS)
    .toSorted((a, b) => b.length - a.length || a[0]! - b[0]!);
  for (const members of bySize) {
    const telling = tellingOf(members);
    const twin = kept.find((other) => {
      const below = oneStoryBelow(other.telling, telling);
      if (below === 0 || areApart(other.members, members)) return false;
      return meanDistance(space, other.members, members) * held(other.telling.before, telling.before) < below;
    });
    if (twin === undefined) kept.push({ telling, members: [...members] });
    else twin.members.push(...members);
  }
  return kept.map(({ members }) => members.sort((a, b) => a - b));
}
