/** Why the members of a theme are together: the two that are nearest, those that are least like the others, and the words that they share. Pure. */
import { allWords } from "../text/lexicon/languages.ts";
import { searchWords } from "../text/words.ts";

export interface ThemeWhy {
  /** Likeness is 1 less the distance: 1 of the same words, 0 of nothing in common. */
  readonly nearest?: { readonly members: readonly [string, string]; readonly likeness: number };
  /** The least alike first. */
  readonly least: readonly { readonly member: string; readonly likeness: number }[];
}

/** Pairs are compared among so many of the most central. */
const COMPARED = 40;
const LEAST = 5;
const MOST_WORDS = 12;
/** A word is shared when this part of the members say it, two at least, and so many times as often as the app's statements do. */
const SHARED = 0.15;
const TIMES = 1.5;
/** "and", "from", "they": whatever is told, they say nothing of it. */
const SMALL = new Set(allWords(({ names }) => names?.neitherEnd));

interface Told {
  readonly id: string;
  readonly record: string;
  readonly quote: string;
}

const plain = (quote: string): string => searchWords(quote).join(" ");
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

/** `central`: the most central first. `far`: mean distance to the theme. Two that say the same words, or one person who says it twice, prove nothing. */
export function whyTogether(
  central: readonly (Told & { readonly far: number })[],
  distance: (a: number, b: number) => number,
): ThemeWhy {
  const compared = central.slice(0, COMPARED).map((one) => plain(one.quote));
  let best: { a: number; b: number; far: number } | undefined;
  for (const [a, quote] of compared.entries()) {
    for (let b = a + 1; b < compared.length; b++) {
      if (quote === compared[b] || central[a]!.record === central[b]!.record) continue;
      const far = distance(a, b);
      if (best === undefined || far < best.far) best = { a, b, far };
    }
  }
  const least = central
    .slice(Math.max(1, central.length - LEAST))
    .reverse()
    .map(({ id, far }) => ({ member: id, likeness: rounded(1 - far) }));
  if (best === undefined) return { least };
  const members = [central[best.a]!.id, central[best.b]!.id] as const;
  return { nearest: { members, likeness: rounded(1 - best.far) }, least };
}

/** Stem → how many of the quotes hold it, and how it is written most often. */
function countWords(quotes: readonly string[]): Map<string, { count: number; readonly written: Map<string, number> }> {
  const counts = new Map<string, { count: number; readonly written: Map<string, number> }>();
  for (const quote of quotes) {
    const met = new Set<string>();
    for (const [token] of quote.toLowerCase().matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
      const [stem = ""] = searchWords(token);
      if (stem.length <= 2 || SMALL.has(token)) continue;
      const of = counts.get(stem) ?? { count: 0, written: new Map<string, number>() };
      counts.set(stem, of);
      of.written.set(token, (of.written.get(token) ?? 0) + 1);
      if (!met.has(stem)) of.count++;
      met.add(stem);
    }
  }
  return counts;
}

/**
 * Words that many of the members say and the app's other statements don't, the most telling first. `all`: quotes of the app,
 * the members' among them.
 */
export function sharedWords(
  quotes: readonly string[],
  all: readonly string[],
): { readonly word: string; readonly share: number }[] {
  const background = countWords(all);
  const telling = [...countWords(quotes)].flatMap(([stem, { count, written }]) => {
    const share = count / quotes.length;
    const usual = Math.max(1, background.get(stem)?.count ?? 0) / Math.max(1, all.length);
    if (count < Math.max(2, SHARED * quotes.length) || share < TIMES * usual) return [];
    const [[word]] = [...written].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)) as [[string, number]];
    return [{ word, share: rounded(share), weight: share * Math.log(share / usual) }];
  });
  return telling
    .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(({ word, share }) => ({ word, share }));
}
