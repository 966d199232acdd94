/** Which words a match of a pattern holds at least, worked out from the pattern itself. */
import { type Choice, type Item, parsePattern, type Sequence } from "./pattern-tree.ts";

/**
 * A stretch of a word, in lower case; BORDER at either end where the word begins or ends with it. Words are runs of letters,
 * digits and "_" of ASCII, as `\b` parts them.
 */
export type Needle = string;
export const BORDER = "|";

/** One of these stands in each match. */
export type Group = readonly Needle[];
/** Each group of one of these: a conjunction without groups says nothing. */
export type Needs = readonly (readonly Group[])[];

const NOTHING_KNOWN: Needs = [[]];

/** More alternatives than these are told by their best words together. */
const MOST_ALTERNATIVES = 128;
const MOST_GROUPS = 3;

/** Words that nearly every text holds: that one of them is there says little. */
const FREQUENT = new Set(
  "a about all also am an and any app are as at be been but by can could did do does for from get got had has have he i if in into is it like me more my no not now of on only or our out really she should so some t that the their them then there they this to too up us use very was we were what when which who will with would you your"
    .split(" ")
    .map((word) => `${BORDER}${word}${BORDER}`),
);
const COMMON = 0.5;
/** Groups that so many texts hold are left out beside others. */
const LEAST_TELLING = 2;

/** How often so long a stretch of a word is met by chance, about; the frequent words are short. */
const CHANCE = [1, 0.7, 0.4, 0.15, 0.06, 0.03, 0.015] as const;
const chanceOf = (needle: Needle): number => {
  if (FREQUENT.has(needle)) return COMMON;
  const letters = needle.replaceAll(BORDER, "");
  return CHANCE[Math.min(letters.length, CHANCE.length - 1)]! * (needle.length === letters.length + 2 ? 0.5 : 1);
};
const weightOf = (group: Group): number => group.reduce((sum, needle) => sum + chanceOf(needle), 0);

/** So little of a word is nearly everywhere. */
const isTelling = (needle: Needle): boolean => needle.length >= 3;

const rarest = (groups: readonly Group[]): Group | undefined => groups.toSorted((a, b) => weightOf(a) - weightOf(b))[0];

const distinct = (groups: readonly Group[]): Group[] => [
  ...new Map(groups.map((group) => [group.toSorted().join(" "), group])).values(),
];

/** Alternatives that are told by one group each are told by one group together. */
function anyOf(alternatives: readonly (readonly Group[])[]): Needs {
  if (alternatives.some((groups) => groups.length === 0)) return NOTHING_KNOWN;
  const single = alternatives.filter((groups) => groups.length === 1).flatMap(([group]) => group!);
  const others = alternatives.filter((groups) => groups.length > 1);
  const all = single.length === 0 ? others : [[[...new Set(single)]], ...others];
  if (all.length <= MOST_ALTERNATIVES) return all;
  return [[[...new Set(all.flatMap((groups) => rarest(groups)!))]]];
}

function allOf(parts: readonly Needs[]): Needs {
  let needs: Needs = NOTHING_KNOWN;
  for (const part of parts) {
    const isMuch = needs.length * part.length > MOST_ALTERNATIVES;
    const told = isMuch ? [[part.flatMap((groups) => rarest(groups)!)]] : part;
    needs = needs.flatMap((before) => told.map((groups) => [...before, ...groups]));
  }
  return needs.map((groups) =>
    distinct(groups)
      .toSorted((a, b) => weightOf(a) - weightOf(b))
      .filter((group, at) => at === 0 || (at < MOST_GROUPS && weightOf(group) < LEAST_TELLING)),
  );
}

const isKnown = (needs: Needs): boolean => needs.every((groups) => groups.length > 0);

/** Whether an item, and all that may stand in its place, is parted from a word beside it; `beyond`: whether what follows it is. */
function parts(item: Item, isAhead: boolean, beyond: boolean): boolean {
  switch (item.kind) {
    case "border":
      return true;
    case "character":
      return item.word === "";
    case "look":
      return beyond || (!item.isDenied && item.isAhead === isAhead && partsChoice(item.of, isAhead, false));
    case "choice":
      return partsChoice(item, isAhead, beyond);
    case "repeat":
      return parts(item.of, isAhead, beyond && item.most === 1) && (item.least > 0 || beyond);
  }
}

const partsChoice = ({ of }: Choice, isAhead: boolean, beyond: boolean): boolean =>
  of.every((sequence) => partsSequence(sequence, isAhead, beyond));

function partsSequence(sequence: Sequence, isAhead: boolean, beyond: boolean): boolean {
  const away = isAhead ? sequence.toReversed() : sequence;
  return away.reduce((far, item) => parts(item, isAhead, far), beyond);
}

interface Borders {
  readonly left: boolean;
  readonly right: boolean;
}

function needsOfItem(item: Item, borders: Borders): Needs {
  if (item.kind === "choice") return needsOfChoice(item, borders);
  if (item.kind !== "repeat" || item.least === 0) return NOTHING_KNOWN;
  return needsOfItem(item.of, item.most === 1 ? borders : { left: false, right: false });
}

const needsOfChoice = ({ of }: Choice, borders: Borders): Needs =>
  anyOf(of.flatMap((sequence) => needsOfSequence(sequence, borders)));

function needsOfSequence(sequence: Sequence, borders: Borders): Needs {
  const found: Needs[] = [];
  const isParted = (at: number, isAhead: boolean): boolean =>
    isAhead
      ? partsSequence(sequence.slice(at), true, borders.right)
      : partsSequence(sequence.slice(0, at), false, borders.left);
  for (let at = 0; at < sequence.length; at++) {
    const from = at;
    let letters = "";
    for (;;) {
      const item = sequence[at];
      if (item?.kind !== "character" || !item.word) break;
      letters += item.word;
      at++;
    }
    if (letters !== "") {
      const needle = `${isParted(from, false) ? BORDER : ""}${letters}${isParted(at, true) ? BORDER : ""}`;
      if (isTelling(needle)) found.push([[[needle]]]);
    }
    if (at >= sequence.length) break;
    const needs = needsOfItem(sequence[at]!, { left: isParted(at, false), right: isParted(at + 1, true) });
    if (isKnown(needs)) found.push(needs);
  }
  return allOf(found);
}

/** What each match of the pattern holds. A pattern of which nothing is known has one conjunction without groups. */
export function needsOf({ source }: RegExp): Needs {
  return needsOfChoice(parsePattern(source), { left: false, right: false });
}
