/**
 * What people decided about themes, as places of statements: groups that a pass finds are brought to it. A theme that was
 * merged or split is held as a whole: its members stay, and of a group that they are most of, the others join them. Pure.
 */
import type { MarkedTheme, ThemeDecisionDocument } from "../model/theme-decision.ts";
import type { KnownCluster } from "./identity.ts";

export interface ThemePlacements {
  /** Statement → theme. */
  readonly placed: ReadonlyMap<string, string>;
  /** Themes that people said what belongs to. */
  readonly whole: ReadonlySet<string>;
  /** Statement → themes that it does not belong to. */
  readonly barred: ReadonlyMap<string, ReadonlySet<string>>;
}

export type HeldDecision = Pick<ThemeDecisionDocument, "what" | "themes" | "members" | "undone" | "at" | "order">;

export const inOrder = <T extends HeldDecision>(decisions: readonly T[]): T[] =>
  decisions.toSorted((a, b) => a.at - b.at || a.order - b.order);

interface Placing {
  readonly placed: Map<string, string>;
  readonly whole: Set<string>;
  readonly barred: Map<string, Set<string>>;
}

function put({ placed, barred }: Placing, statement: string, theme: string): void {
  placed.set(statement, theme);
  barred.get(statement)?.delete(theme);
}

function takeUp(into: Placing, [elder, ...absorbed]: readonly string[]): void {
  if (elder === undefined) return;
  for (const [statement, theme] of into.placed) if (absorbed.includes(theme)) put(into, statement, elder);
  for (const theme of absorbed) into.whole.delete(theme);
  into.whole.add(elder);
}

function moveOut(into: Placing, statement: string, from: string, to: string | undefined): void {
  into.placed.delete(statement);
  if (to !== undefined) put(into, statement, to);
  into.barred.set(statement, (into.barred.get(statement) ?? new Set()).add(from));
}

/**
 * What all decisions come to, the later ones over the earlier. One that was taken back says something, too: things are as before. `find`: the statement that a mark means now.
 * `heirOf`: the living theme that one became.
 */
export function placementsOf(
  decisions: readonly HeldDecision[],
  find: (mark: string) => string | undefined,
  heirOf: (theme: string) => string,
): ThemePlacements {
  const into: Placing = { placed: new Map(), whole: new Set(), barred: new Map() };
  const found = ({ marks }: MarkedTheme): string[] => marks.flatMap((mark) => find(mark) ?? []);
  for (const { what, themes, members, undone } of inOrder(decisions)) {
    const [first = "", second] = themes;
    const isMoved = what === "move";
    if (!isMoved && what !== "merge" && what !== "split") continue;
    // A merge that was taken back parts what it had put together, and a split the other way round.
    const isTogether = (what === "merge") !== undone;
    if (isMoved) {
      for (const statement of members.flatMap(found)) {
        if (undone) put(into, statement, first);
        else moveOut(into, statement, first, second);
      }
    } else if (isTogether) {
      takeUp(into, themes);
      for (const statement of members.flatMap(found)) put(into, statement, first);
    } else {
      for (const part of members) {
        into.whole.add(part.theme);
        for (const statement of found(part)) put(into, statement, part.theme);
      }
    }
  }
  const placed = new Map([...into.placed].map(([statement, theme]) => [statement, heirOf(theme)]));
  const barred = [...into.barred].map(([statement, themes]) => {
    // What it does not belong to may have ended in what it belongs to.
    const heirs = [...themes].map(heirOf).filter((theme) => theme !== placed.get(statement));
    return [statement, new Set(heirs)] as const;
  });
  return { placed, whole: new Set([...into.whole].map(heirOf)), barred: new Map(barred) };
}

/** The themes of the last pass with the members that people put there, and without those that they put elsewhere. `rowOf`: the earliest first. */
export function knownAsDecided(
  previous: readonly KnownCluster[],
  { placed, barred }: ThemePlacements,
  rowOf: ReadonlyMap<string, number>,
): KnownCluster[] {
  const added = new Map<string, string[]>();
  for (const [statement, theme] of placed) {
    if (!rowOf.has(statement)) continue;
    const list = added.get(theme) ?? [];
    added.set(theme, list);
    list.push(statement);
  }
  const earliestFirst = (a: string, b: string): number => (rowOf.get(a) ?? -1) - (rowOf.get(b) ?? -1);
  return previous.map((known) => {
    const own = known.members.filter(
      (one) => (placed.get(one) ?? known.id) === known.id && barred.get(one)?.has(known.id) !== true,
    );
    const before = new Set(own);
    const more = (added.get(known.id) ?? []).filter((one) => !before.has(one));
    return more.length === 0
      ? { ...known, members: own }
      : { ...known, members: [...own, ...more].sort(earliestFirst) };
  });
}

export interface PlaceContext {
  readonly ids: readonly string[];
  /** As {@link knownAsDecided} gives them. */
  readonly known: readonly KnownCluster[];
  readonly placements: ThemePlacements;
  /** Mean distance of a row to others. */
  readonly distance: (row: number, others: readonly number[]) => number;
}

export interface Placed {
  readonly groups: number[][];
  /** Those of them that stand however few they are. */
  readonly decided: ReadonlySet<number[]>;
}

/** Rows of a group that are held in whole themes, by theme. */
function heldIn(group: readonly number[], pinned: ReadonlyMap<number, string>, whole: ReadonlySet<string>) {
  const held = new Map<string, number[]>();
  for (const row of group) {
    const theme = pinned.get(row);
    if (theme === undefined || !whole.has(theme)) continue;
    const rows = held.get(theme) ?? [];
    held.set(theme, rows);
    rows.push(row);
  }
  return held;
}

/** Brings groups of rows to what people decided. */
export function placeDecided(groups: readonly (readonly number[])[], context: PlaceContext): Placed {
  const { ids, known, placements } = context;
  const pinned = pinsOf(context);
  const wholes = new Map<string, number[]>();
  const loose: number[][] = [];
  const join = (theme: string, row: number): void => {
    const rows = wholes.get(theme) ?? [];
    wholes.set(theme, rows);
    rows.push(row);
  };
  for (const [row, theme] of pinned) if (placements.whole.has(theme)) join(theme, row);
  for (const group of groups) {
    const held = heldIn(group, pinned, placements.whole);
    const free = group.filter((row) => !pinned.has(row));
    const heldRows = [...held.values()].reduce((sum, rows) => sum + rows.length, 0);
    if (2 * heldRows <= group.length) {
      if (free.length > 0) loose.push(free);
      continue;
    }
    for (const row of free) {
      const [nearest] = [...held]
        .filter(([theme]) => placements.barred.get(ids[row]!)?.has(theme) !== true)
        .map(([theme, rows]) => ({ theme, far: context.distance(row, rows) }))
        .sort((a, b) => a.far - b.far || (a.theme < b.theme ? -1 : 1));
      if (nearest !== undefined) join(nearest.theme, row);
    }
  }
  const ofKnown = themesOfGroups(loose, ids, known);
  putMoved(loose, ofKnown, pinned, placements);
  const rows = [...wholes.values()].map((members) => members.sort((a, b) => a - b));
  const kept = loose
    .map((group) => withoutBarred(group, ofKnown.get(group), context))
    .filter(({ length }) => length > 0);
  return { groups: [...rows, ...kept.map((group) => [...group].sort((a, b) => a - b))], decided: new Set(rows) };
}

/** Row → the theme it is held in. */
function pinsOf({ ids, known, placements }: PlaceContext): Map<number, string> {
  const alive = new Set(known.map(({ id }) => id));
  const pinned = new Map<string, string>();
  for (const { id, members } of known) if (placements.whole.has(id)) for (const one of members) pinned.set(one, id);
  for (const [statement, theme] of placements.placed) if (alive.has(theme)) pinned.set(statement, theme);
  return new Map(
    ids.flatMap((id, row) => {
      const theme = pinned.get(id);
      return theme === undefined ? [] : [[row, theme] as const];
    }),
  );
}

/** The theme that most of the members of a group were in, and of each theme the one group that holds most of it. */
function themesOfGroups(
  groups: readonly number[][],
  ids: readonly string[],
  known: readonly KnownCluster[],
): Map<number[], string> {
  const themeOf = new Map(known.flatMap(({ id, members }) => members.map((member) => [member, id] as const)));
  const best = new Map<string, { readonly group: number[]; readonly shared: number }>();
  for (const group of groups) {
    const counts = new Map<string, number>();
    for (const row of group) {
      const theme = themeOf.get(ids[row]!);
      if (theme !== undefined) counts.set(theme, (counts.get(theme) ?? 0) + 1);
    }
    for (const [theme, shared] of counts)
      if (shared > (best.get(theme)?.shared ?? 0)) best.set(theme, { group, shared });
  }
  return new Map([...best].map(([theme, { group }]) => [group, theme]));
}

/** Statements that were moved into a theme go where most of it is. */
function putMoved(
  loose: number[][],
  ofKnown: Map<number[], string>,
  pinned: ReadonlyMap<number, string>,
  { whole }: ThemePlacements,
): void {
  const groupOf = new Map([...ofKnown].map(([group, theme]) => [theme, group]));
  for (const [row, theme] of pinned) {
    if (whole.has(theme)) continue;
    const group = groupOf.get(theme);
    if (group !== undefined) {
      group.push(row);
      continue;
    }
    const alone = [row];
    loose.push(alone);
    groupOf.set(theme, alone);
    ofKnown.set(alone, theme);
  }
}

function withoutBarred(group: readonly number[], theme: string | undefined, context: PlaceContext): readonly number[] {
  if (theme === undefined) return group;
  return group.filter((row) => context.placements.barred.get(context.ids[row]!)?.has(theme) !== true);
}
