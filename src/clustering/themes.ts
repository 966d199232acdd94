/**
 * One pass over an app's statements: those that one piece of work could settle become a theme, whatever labels their reviews
 * carry. Groups of the last pass hold together a little more than others, so that a theme changes only for a reason; what
 * people decided holds always. Deterministic for the same statements in the same order.
 */
import { createRandom, sampleIndices } from "../numeric/random.ts";
import { usualWriting } from "../text/titles/noun-phrase.ts";
import type { TitledStatement } from "../text/titles/objects.ts";
import { failureVotes, titleOf } from "../text/titles/title.ts";
import { constrain, type ThemeConstraints } from "./constraints.ts";
import { assignIdentities, type IdentifiedCluster, type KnownCluster } from "./identity.ts";
import { averageLinkage, cutTree, type Distances } from "./linkage.ts";
import { knownAsDecided, placeDecided } from "./placements.ts";
import type { Theme, ThemeOptions, ThemeStatement, ThemesFound } from "./theme.ts";
import { labelOf } from "./theme-label.ts";
import {
  createComparison,
  createThemeSpace,
  distanceOf,
  distancesOf,
  failuresOf,
  meanDistance,
  someOf,
  type ThemeSpace,
  type ThemeSpaceDeps,
} from "./theme-space.ts";
import { withoutStrangers } from "./theme-strangers.ts";
import { held, LEAST_RECORDS, mergeTwins, type Told, themeBefore } from "./theme-twins.ts";
import { whyTogether } from "./theme-why.ts";

/** Statements are joined up to this mean distance: chosen between the most coherent big themes (.5) and the best B-cubed F (.62). */
const JOIN_BELOW = 0.56;
/** Comparing pairs is quadratic: themes are learnt from so many statements, the others join the nearest. */
const LEARN_FROM = 3_000;
const SEED = 7;

export function findThemes(
  statements: readonly ThemeStatement[],
  previous: readonly KnownCluster[],
  deps: ThemeSpaceDeps,
  options: ThemeOptions,
): ThemesFound {
  const ordered = [...statements].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const quotes = ordered.map(({ quote }) => quote);
  const space = createThemeSpace(quotes, deps, options.app);
  const titled = ordered.map((statement, row) => ({ ...statement, failures: failuresOf(space, row) }));
  const ids = ordered.map(({ id }) => id);
  const { placements } = options;
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  const known = placements === undefined ? previous : knownAsDecided(previous, placements, rowOf);
  const isWord = (word: string): boolean => deps.embedder.pieces(word).ids.length === 1;
  const writing = usualWriting(quotes, isWord);
  const told = { ...options, previous: known, writing };
  const merged = mergeTwins(titled, group(ordered, space, known, options), space, told);
  const found = withoutStrangers(merged, space, whoStays(ids, known, options.constraints));
  const distance = (row: number, others: readonly number[]) => meanDistance(space, [row], others);
  const { groups, decided } =
    placements === undefined
      ? { groups: found, decided: new Set<number[]>() }
      : placeDecided(found, { ids, known, placements, distance });
  const recordsOf = (members: readonly number[]): number => new Set(members.map((at) => ordered[at]!.record)).size;
  const kept = groups.filter((members) => decided.has(members) || recordsOf(members) >= LEAST_RECORDS);
  const { clusters, ended } = assignIdentities(
    known,
    kept.map((members) => members.map((at) => ordered[at]!.id)),
    options,
  );
  const bySize = [...kept.keys()].sort((a, b) => kept[b]!.length - kept[a]!.length || a - b);
  const taken = new Set<string>();
  const themes = bySize.map((index) => {
    const theme = describe(kept[index]!, titled, space, clusters[index]!, { ...told, taken });
    taken.add(theme.title.toLowerCase());
    return theme;
  });
  return { themes, ended };
}

/** Rows of each group, the earliest first; lone statements are groups of one. */
function group(
  statements: readonly ThemeStatement[],
  space: ThemeSpace,
  previous: readonly KnownCluster[],
  { constraints }: ThemeOptions,
): number[][] {
  const { n } = space;
  const rows = learnFrom(statements, constraints);
  const distances = distancesOf(space, rows);
  const placeOf = new Map(rows.map((row, place) => [statements[row]!.id, place]));
  holdOn(distances, previous, placeOf);
  if (constraints !== undefined) constrain(distances, constraints, placeOf);
  const of = cutTree(rows.length, averageLinkage(distances), JOIN_BELOW);
  const groups: number[][] = [];
  of.forEach((number, place) => {
    groups[number] ??= [];
    groups[number]!.push(rows[place]!);
  });
  if (rows.length < n) joinNearest(groups, new Set(rows), space);
  return groups;
}

/** Statements that people said belong together, or apart. */
const decidedIds = (constraints: ThemeConstraints | undefined): readonly string[] =>
  [...(constraints?.together ?? []), ...(constraints?.apart ?? [])].flat();

/** Of a group, the rows that people decided on, and those of the theme that most come from: nobody is sent out again. */
function whoStays(
  ids: readonly string[],
  previous: readonly KnownCluster[],
  constraints: ThemeConstraints | undefined,
): (members: readonly number[]) => (row: number) => boolean {
  const decided = new Set(decidedIds(constraints));
  const before = themeBefore(previous);
  return (members) => {
    const theme = before(members.map((row) => ids[row]!));
    const home = new Set(theme === undefined ? [] : previous[theme]!.members);
    return (row) => decided.has(ids[row]!) || home.has(ids[row]!);
  };
}

/** Rows that themes are learnt from: all, or a sample with those that people decided on. */
function learnFrom(statements: readonly ThemeStatement[], constraints: ThemeConstraints | undefined): number[] {
  const rows = [...statements.keys()];
  if (rows.length <= LEARN_FROM) return rows;
  const decided = new Set(decidedIds(constraints));
  const sampled = new Set(sampleIndices(rows.length, LEARN_FROM, createRandom(SEED)));
  return rows.filter((row) => sampled.has(row) || decided.has(statements[row]!.id));
}

function holdOn(
  { n, values }: Distances,
  previous: readonly KnownCluster[],
  placeOf: ReadonlyMap<string, number>,
): void {
  const themeOf = new Int32Array(n).fill(-1);
  previous.forEach(({ members }, theme) => {
    for (const member of members) {
      const place = placeOf.get(member);
      if (place !== undefined) themeOf[place] = theme;
    }
  });
  for (let i = 0; i < n; i++) {
    if (themeOf[i]! < 0) continue;
    for (let j = 0; j < n; j++) {
      if (i === j || themeOf[j]! < 0) continue;
      values[i * n + j]! *= held(themeOf[i], themeOf[j]);
    }
  }
}

/** Statements that themes were not learnt from join the nearest group, or stay alone. */
function joinNearest(groups: number[][], learnt: ReadonlySet<number>, space: ThemeSpace): void {
  const core = groups.filter((members) => members.length >= LEAST_RECORDS);
  // As they were learnt: what joins moves no theme, so that the order in which statements join doesn't matter.
  const compared = core.map((members) => [...someOf(members)]);
  const compare = createComparison(space, compared.flat());
  for (let row = 0; row < space.n; row++) {
    if (learnt.has(row)) continue;
    let best = -1;
    let least = JOIN_BELOW;
    const distances = compare(row);
    let place = 0;
    compared.forEach(({ length }, at) => {
      let sum = 0;
      for (const end = place + length; place < end; place++) sum += distances[place]!;
      const distance = sum / length;
      if (distance < least) {
        least = distance;
        best = at;
      }
    });
    if (best >= 0) core[best]!.push(row);
  }
}

function describe(
  rows: readonly number[],
  statements: readonly (ThemeStatement & TitledStatement)[],
  space: ThemeSpace,
  identity: IdentifiedCluster,
  { app, titles, taken, writing }: Told & { readonly taken: ReadonlySet<string> },
): Theme {
  const far = new Map(rows.map((row) => [row, meanDistance(space, [row], rows)]));
  const byFar = [...rows].sort((a, b) => far.get(a)! - far.get(b)! || a - b);
  const central = byFar.map((row) => statements[row]!);
  const wishes = central.filter(({ kind }) => kind === "wish").length;
  const kind = wishes * 2 > central.length ? "wish" : "problem";
  const [failure] = failureVotes(central);
  return {
    ...identity,
    kind,
    title: titles?.get(identity.id) ?? titleOf(central, { app, taken, writing }),
    label: labelOf(central),
    failure: kind === "problem" ? failure?.name : undefined,
    central: central.map(({ id }) => id),
    why: whyTogether(
      byFar.map((row) => ({ ...statements[row]!, far: far.get(row)! })),
      (a, b) => distanceOf(space, byFar[a]!, byFar[b]!),
    ),
  };
}
