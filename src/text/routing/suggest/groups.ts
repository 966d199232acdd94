/** Puts themes that mean nearly the same under one first-order label, and finds that label's name. */

import { dot } from "../../../numeric/dot.ts";
import {
  acts,
  alsoNouns,
  determiners,
  flattering,
  nameless,
  noTopic,
  prepositions,
  verbs,
} from "../../lexicon/en/descriptions.ts";
import { searchWords } from "../../words.ts";
import { lowerFirst } from "./grammar.ts";
import type { Theme } from "./themes.ts";

export interface ThemeGroup {
  /** What its themes share, as a phrase. */
  readonly name: string;
  readonly themes: readonly Theme[];
}

/** Mean cosine of two groups from which they are one: "QR code payments", "bill payments" and "pay by card" come together. */
const ALIKE = 0.42;
/** From this cosine on two themes are the same one. */
const SAME = 0.88;

/** Average-linkage clustering; a zero vector is like nothing. The order is that of the first theme of each group. */
export function groupThemes(themes: readonly Theme[], vectors: readonly Float32Array[]): ThemeGroup[] {
  const kept = themes.flatMap((_, at) =>
    themes.some((__, other) => other < at && dot(vectors[at]!, vectors[other]!) >= SAME) ? [] : [at],
  );
  const groups: number[][] = kept.map((at) => [at]);
  const likeness = kept.map((one) => Float64Array.from(kept, (other) => dot(vectors[one]!, vectors[other]!)));
  for (;;) {
    const pair = closest(likeness, groups);
    if (pair === undefined) break;
    join(likeness, groups, ...pair);
  }
  return groups
    .filter((group) => group.length > 0)
    .map((group) => group.sort((a, b) => a - b))
    .sort((a, b) => a[0]! - b[0]!)
    .map((group) => ({ name: nameOf(group, themes, vectors), themes: group.map((at) => themes[at]!) }));
}

function closest(likeness: readonly Float64Array[], groups: readonly number[][]): [number, number] | undefined {
  let best = ALIKE;
  let pair: [number, number] | undefined;
  for (let one = 0; one < groups.length; one++) {
    if (groups[one]!.length === 0) continue;
    const row = likeness[one]!;
    for (let other = one + 1; other < groups.length; other++) {
      if (groups[other]!.length === 0 || row[other]! < best) continue;
      if (row[other]! === best && pair !== undefined) continue;
      best = row[other]!;
      pair = [one, other];
    }
  }
  return pair;
}

function join(likeness: readonly Float64Array[], groups: number[][], one: number, other: number): void {
  const [a, b] = [groups[one]!.length, groups[other]!.length];
  for (let third = 0; third < groups.length; third++) {
    const mean = (a * likeness[one]![third]! + b * likeness[other]![third]!) / (a + b);
    likeness[one]![third] = mean;
    likeness[third]![one] = mean;
  }
  groups[one]!.push(...groups[other]!);
  groups[other] = [];
}

/** The word or pair of words that most themes of the group share; else the theme in its middle. */
function nameOf(group: readonly number[], themes: readonly Theme[], vectors: readonly Float32Array[]): string {
  if (group.length === 1) return themes[group[0]!]!.title;
  const shared = new Map<string, { shown: string; count: number }>();
  for (const at of group) {
    for (const [key, shown] of termsOf(themes[at]!.title)) {
      const term = shared.get(key) ?? { shown, count: 0 };
      term.count++;
      if (shown === `${term.shown}s`) term.shown = shown;
      shared.set(key, term);
    }
  }
  const least = Math.max(2, group.length / 2);
  const weight = ({ shown, count }: { shown: string; count: number }): number =>
    count + (shown.includes(" ") ? 0.5 : 0);
  const best = [...shared.values()].filter(({ count }) => count >= least).sort((a, b) => weight(b) - weight(a))[0];
  return best?.shown ?? themes[central(group, vectors)]!.title;
}

/** Stems of words and of neighbours, with how the title has them; acts for verbs. */
function termsOf(title: string): Map<string, string> {
  const terms = new Map<string, string>();
  let before: { stem: string; shown: string } | undefined;
  for (const raw of title.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []) {
    const word = lowerFirst(raw);
    const isVerb = verbs.has(word) && (terms.size === 0 || !alsoNouns.has(word));
    const shown = isVerb ? acts[word] : word;
    const stem = searchWords(shown ?? "").join(" ");
    if (shown === undefined || stem === "" || isEmpty(word)) {
      before = undefined;
      continue;
    }
    if (!terms.has(stem)) terms.set(stem, shown);
    if (before !== undefined && !isVerb) terms.set(`${before.stem} ${stem}`, `${before.shown} ${word}`);
    before = isVerb ? undefined : { stem, shown };
  }
  return terms;
}

const isEmpty = (word: string): boolean =>
  word.length < 2 ||
  nameless.has(word) ||
  prepositions.has(word) ||
  determiners.has(word) ||
  noTopic.has(word) ||
  flattering.has(word);

function central(group: readonly number[], vectors: readonly Float32Array[]): number {
  const nearness = group.map((one) => group.reduce((sum, other) => sum + dot(vectors[one]!, vectors[other]!), 0));
  return group[nearness.indexOf(Math.max(...nearness))]!;
}
