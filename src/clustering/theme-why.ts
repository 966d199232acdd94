/** Why the members of a theme are together: the two that are nearest, those that are least like the others, and the words that they share. Pure. */
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
/** A word is shared when this part of the members say it, and two at least. */
const SHARED = 0.15;

interface Told {
  readonly id: string;
  readonly quote: string;
}

const plain = (quote: string): string => searchWords(quote).join(" ");
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

/** `central`: the most central first. `far`: mean distance to the theme. Two that say the same words prove nothing. */
export function whyTogether(
  central: readonly (Told & { readonly far: number })[],
  distance: (a: number, b: number) => number,
): ThemeWhy {
  const compared = central.slice(0, COMPARED).map((one) => plain(one.quote));
  let best: { a: number; b: number; far: number } | undefined;
  for (const [a, quote] of compared.entries()) {
    for (let b = a + 1; b < compared.length; b++) {
      if (quote === compared[b]) continue;
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

/** Words that many of the members say, the commonest first. */
export function sharedWords(quotes: readonly string[]): { readonly word: string; readonly share: number }[] {
  const counts = new Map<string, number>();
  for (const quote of quotes) {
    const words = new Set(searchWords(quote).filter((word) => word.length > 2));
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= Math.max(2, SHARED * quotes.length))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(([word, count]) => ({ word, share: rounded(count / quotes.length) }));
}
